"""Read the serving shape out of a model's ``config.json``: what memory sizing needs, nothing guessed.

The names are those of the configuration classes in Hugging Face transformers and of vendors' own code. A figure that
the configuration does not state, and that its model type does not fix, stays unknown; a key that would change the
figures and that nobody here interprets leaves them unknown as well, and is named.
"""

from __future__ import annotations

from typing import Final

from advisor.catalog.hub.config import (
    EXPERTS,
    HEADS,
    HIDDEN,
    LAYERS,
    PER_TOKEN,
    Config,
    count,
    language_part,
    model_type,
    numbers,
)
from advisor.catalog.hub.context_window import AFTER_PADDING, context_cell
from advisor.catalog.hub.layers import OPEN, cache_cells, layer_kinds, without_cache
from advisor.catalog.hub.precision import precision_cell
from advisor.catalog.hub.unread_keys import unread_keys

_ENCODERS: Final = frozenset({"bert", "nomic_bert", "modernbert", "deberta-v2", "electra", "distilbert", "new"})
"""Types that read a text at once and write none, beside those whose positions start after the padding."""


def shape_cells(config: Config) -> tuple[dict[str, str], list[str]]:
    """Cells of the model's row that the configuration gives, and notes on what it leaves open."""
    text = language_part(config)
    context, notes = context_cell(text)
    precision, about_precision = precision_cell(config, text)
    cached, about_cache = _cache(text)
    experts = count(text, *EXPERTS)
    per_token = count(text, *PER_TOKEN) or next(iter(numbers(text.get("moe_topk")) or ()), None)
    cells: dict[str, int | str | None] = {
        "layers": count(text, *LAYERS),
        "hidden_size": count(text, *HIDDEN),
        "attention_heads": count(text, *HEADS),
        **cached,
        "vocab_size": count(text, "vocab_size") or count(config, "vocab_size"),
        "context_tokens": context,
        "experts": experts if experts != 1 else None,
        "experts_per_token": per_token if experts and experts > 1 else None,
        "native_precision": precision,
    }
    return (
        {name: str(value) for name, value in cells.items() if value is not None},
        [*notes, *about_precision, *about_cache],
    )


def architecture_of(config: Config) -> str:
    """The architecture class of the catalog that the configuration shows, else ``unknown``.

    A mixture of experts whose layers do not all keep a cache counts as a hybrid, as in the catalog's own rows.
    """
    text = language_part(config)
    names = " ".join(map(str, config.get("architectures") or ()))
    if config.get("is_encoder_decoder"):
        return "encoder_decoder"
    if without_cache(layer_kinds(text)):
        return "state_space_hybrid"
    if (count(text, *EXPERTS) or 0) > 1:
        return "mixture_of_experts"
    if any(name in names for name in ("ForCausalLM", "LMHead", "ForConditionalGeneration")):
        return "decoder"
    if model_type(text) in AFTER_PADDING | _ENCODERS or any(name in names for name in ("ForMaskedLM", "BertModel")):
        return "encoder"
    return "unknown"


def _cache(text: Config) -> tuple[dict[str, int | str | None], list[str]]:
    """The cells that size the cache; none where a key that would change them is not understood."""
    unread, _, beside = unread_keys(text)
    notes = [f"The index of sparse attention ({', '.join(beside)}) is not counted in the cache."] if beside else []
    if unread:
        return {}, [f"config.json has keys that are not understood here ({', '.join(unread)}). {OPEN}", *notes]
    cells, about = cache_cells(text)
    headed = bool(count(text, *LAYERS) and count(text, *HEADS)) and architecture_of(text) != "encoder"
    if cells and headed and not (cells["kv_heads"] or cells["kv_lora_rank"]):
        about.append("config.json does not say how many key-value heads there are.")
    return cells, [*about, *notes]
