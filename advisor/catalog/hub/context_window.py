"""The context window that a configuration gives: its positions, less what padding takes, times what scaling adds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from advisor.catalog.hub.config import CONTEXT, Config, count, model_type

AFTER_PADDING: Final = frozenset(
    {
        *("roberta", "xlm-roberta", "xlm-roberta-xl", "xlm-roberta-flash", "camembert", "mpnet", "longformer"),
        *("xmod", "data2vec-text", "roberta-prelayernorm", "ibert", "luke", "mluke", "layoutlmv3", "lilt"),
    }
)
"""Types whose positions start after the index of padding: 514 positions hold 512 tokens (transformers,
``create_position_ids_from_input_ids``)."""
_COUNTED: Final = frozenset({"default", "llama3", "longrope", "su", "mrope", "proportional"})
"""Kinds of scaling that ``max_position_embeddings`` already counts."""
_SMALLEST_ORIGINAL: Final = 2048
"""No model that was stretched began with less (LLaMA 1, 2023): 16,384 / 4 may be an original, 4,096 / 4 may not."""


def context_cell(text: Config) -> tuple[int | None, list[str]]:
    """Tokens of context, and what to know about the number; None where the configuration states none."""
    stated = count(text, *CONTEXT)
    if stated is None:
        return None, []
    if model_type(text) in AFTER_PADDING:
        padding = text.get("pad_token_id", 1)
        return stated - (padding if isinstance(padding, int) else 1) - 1, []
    return _scaled(text, stated)


def _scaled(text: Config, stated: int) -> tuple[int, list[str]]:
    """What the scaling of positions makes of the stated number."""
    scaling = _scaling(text)
    kind, factor = str(scaling.get("rope_type") or scaling.get("type") or "default"), scaling.get("factor")
    original = count(scaling, "original_max_position_embeddings")
    if kind in _COUNTED or not isinstance(factor, (int, float)) or factor <= 1:
        return stated, []
    longest = count(text, "max_sequence_length")
    if longest and longest > stated:
        return longest, []
    if kind == "yarn" or (kind == "linear" and (original or stated / factor < _SMALLEST_ORIGINAL)):
        return _stretched(original or stated, factor, kind)
    if kind == "linear":
        return stated, [f"Linear scaling by {factor:g} is taken to be counted in the {stated:,} positions."]
    return stated, [f"config.json scales positions by {kind!r} x {factor:g}, which is not added to the context."]


def _scaling(text: Config) -> Mapping[str, Any]:
    """How positions are scaled; where kinds of layers have their own, that of the layers over the whole context."""
    for name in ("rope_scaling", "rope_parameters"):
        value = text.get(name)
        if isinstance(value, Mapping):
            inner = value.get("full_attention")
            return inner if isinstance(inner, Mapping) else value
    return {}


def _stretched(original: int, factor: float, kind: str) -> tuple[int, list[str]]:
    tokens = round(original * factor)
    return tokens, [f"The context of {tokens:,} tokens is {original:,} positions times {factor:g} ({kind} scaling)."]
