"""What each layer keeps of a token: which layers have a cache, which look only at a window, which share another's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from advisor.catalog.hub.config import HEAD_DIM, HEADS, KV_HEADS, LAYERS, Config, count, model_type, numbers

# Model types whose code gives every attention head its own key and value.
_MULTI_HEAD: Final = frozenset(
    {"gpt2", "gpt_neo", "gpt_neox", "gptj", "opt", "bloom", "phi", "codegen", "xglm", "bert"}
)
_WINDOWED: Final = frozenset({"sliding_attention", "chunked_attention", "local_attention"})
_FULL: Final = frozenset({"full_attention", "attention", "hybrid", "global_attention"})
_WITHOUT_CACHE: Final = frozenset(
    {
        "linear_attention",
        "mamba",
        "mamba2",
        "recurrent",
        "conv",
        "moe",
        "mlp",
        "other",
        "lightning_attention",
        "gdn",
        "kda",
    }
)
OPEN: Final = "The cache per token stays unknown, so that the model cannot be sized until you enter it."
_ALL_WINDOWED: Final = frozenset({"mistral", "starcoder2"})
"""Types whose every layer has the window (transformers, the mask of each)."""
_TWO_ATTENTIONS: Final = frozenset({"longcat_flash"})
"""Types whose every layer holds two attention blocks with a cache each (transformers, ``LongcatFlashDecoderLayer``)."""


def layer_kinds(text: Config) -> list[str]:
    """What kind of layer each is, where the configuration lists them; empty where all are alike or nothing is said."""
    layers = count(text, *LAYERS) or 0
    listed = text.get("layer_types") or text.get("layers_block_type")
    if isinstance(listed, list):
        return [str(kind) for kind in listed]
    pattern = text.get("hybrid_override_pattern")
    if isinstance(pattern, str):
        return ["attention" if mark == "*" else "other" for mark in pattern if mark.strip()]
    softmax = numbers(text.get("attn_type_list"))
    if softmax:
        return ["full_attention" if mark else "linear_attention" for mark in softmax]
    windowed = numbers(text.get("hybrid_layer_pattern"))
    if windowed:
        return ["sliding_attention" if mark else "full_attention" for mark in windowed]
    indices = text.get("attn_layer_indices") or text.get("full_attn_idxs")
    linear = text.get("linear_attn_config")
    if isinstance(linear, Mapping) and isinstance(linear.get("full_attn_layers"), list):
        indices = linear["full_attn_layers"]
    if isinstance(indices, list):
        return ["attention"] * len(indices) + ["other"] * (layers - len(indices))
    return list(_by_period(text, layers))


def _by_period(text: Config, layers: int) -> Iterator[str]:
    """Kinds of layers where the configuration gives a rhythm instead of a list."""
    every, offset = count(text, "attn_layer_period"), text.get("attn_layer_offset", 0)
    full = count(text, "full_attention_interval")
    if every:
        return ("attention" if at % every == offset else "other" for at in range(layers))
    if full:
        return ("full_attention" if (at + 1) % full == 0 else "linear_attention" for at in range(layers))
    windowed = _windowed_by_period(text, layers)
    return ("sliding_attention" if local else "full_attention" for local in windowed)


def _windowed_by_period(text: Config, layers: int) -> list[bool]:
    """Whether each layer looks only at a window, by a period, letters, a first layer, or layers without positions."""
    local = count(text, "sliding_window_pattern", "_sliding_window_pattern")
    if local is None and text.get("model_type") == "gemma2":
        local = 2
    if local:
        return [bool((at + 1) % local) for at in range(layers)]
    letters = text.get("sliding_window_pattern")
    if isinstance(letters, str) and letters and set(letters) <= {"L", "G"}:
        return [letters[at % len(letters)] == "L" for at in range(layers)]
    first = text.get("max_window_layers")
    if text.get("use_sliding_window") is True and isinstance(first, int):
        return [at >= first for at in range(layers)]
    if not count(text, "attention_chunk_size"):
        return []
    roped = numbers(text.get("no_rope_layers"))
    if not roped and model_type(text) == "llama4":
        roped = [int((at + 1) % 4 != 0) for at in range(layers)]
    return [bool(mark) for mark in roped] if roped and len(roped) == layers else []


def without_cache(kinds: list[str]) -> bool:
    """Whether some of these layers keep no cache that grows with the context."""
    return any(kind in _WITHOUT_CACHE for kind in kinds)


def cache_cells(text: Config) -> tuple[dict[str, int | str | None], list[str]]:
    """The cells that size the cache: heads, layers that keep one, window, and bytes a token where heads cannot say it.

    A window without the layers that have it, and a kind of layer that nobody has described, are noted; then the cells
    that would size the cache stay unknown, since a wrong cache makes a server that falls over.
    """
    cells: dict[str, int | str | None] = {
        "kv_heads": _kv_heads(text),
        "head_dim": None if count(text, "kv_lora_rank") else count(text, *HEAD_DIM),
        "kv_lora_rank": count(text, "kv_lora_rank"),
        "qk_rope_head_dim": count(text, "qk_rope_head_dim") if count(text, "kv_lora_rank") else None,
    }
    kinds = layer_kinds(text)
    unknown = sorted({kind for kind in kinds if kind not in _WINDOWED | _FULL | _WITHOUT_CACHE})
    if unknown:
        return {}, [f"config.json names kinds of layers not known here ({', '.join(unknown)}). {OPEN}"]
    if kinds and len(kinds) != (count(text, *LAYERS) or len(kinds)):
        return {}, [f"config.json lists {len(kinds)} kinds of layers for another number of layers. {OPEN}"]
    layers, notes = _layers(text, kinds)
    return cells | layers | _wide_globals(text, cells, layers), notes


def _layers(text: Config, kinds: list[str]) -> tuple[dict[str, int | str | None], list[str]]:
    window = count(text, "sliding_window", "attention_chunk_size", "sliding_window_size")
    if text.get("use_sliding_window") is False:
        window = None
    own = _with_own_cache(text, kinds)
    cells: dict[str, int | str | None] = {}
    if kinds:
        keeping = [kind for kind in own if kind not in _WITHOUT_CACHE]
        if len(keeping) < len(kinds):
            cells["attention_layers"] = len(keeping) or None
        local = sum(kind in _WINDOWED for kind in keeping)
        if local and window:
            cells |= {"sliding_window": window, "global_layers": len(keeping) - local}
        return cells, []
    layers = count(text, *LAYERS) or 0
    sharing = count(text, "cla_share_factor") if text.get("use_cla") else None
    if sharing and sharing > 1:
        return {"attention_layers": -(-layers // sharing)}, []
    if count(text, "num_kv_shared_layers"):
        return {"attention_layers": layers - (count(text, "num_kv_shared_layers") or 0)}, []
    if window and text.get("model_type") in _ALL_WINDOWED:
        return {"sliding_window": window, "global_layers": 0}, []
    if window and window < (count(text, "max_position_embeddings") or 0):
        return {}, [f"config.json names a window of {window:,} tokens but not the layers that have it: left out."]
    return {}, []


def _with_own_cache(text: Config, kinds: list[str]) -> list[str]:
    """Layers that keep a cache of their own: the last ones may read that of an earlier layer (Gemma 3n, Gemma 4)."""
    shared = count(text, "num_kv_shared_layers") or 0
    return kinds[: len(kinds) - shared] if shared else kinds


def _wide_globals(text: Config, cells: Config, layers: Mapping[str, Any]) -> dict[str, int | str | None]:
    """Bytes that a token adds at 16 bits where global layers have other heads, or keys and values other widths."""
    if count(text, "kv_lora_rank"):
        if model_type(text) in _TWO_ATTENTIONS:
            kept = 2 * (count(text, *LAYERS) or 0)
            return {"kv_bytes_per_token": kept * (cells["kv_lora_rank"] + (cells["qk_rope_head_dim"] or 0)) * 2}
        return {}
    heads = count(text, "num_global_key_value_heads") or _kv_heads(text)
    key_dim = count(text, "global_head_dim") or count(text, *HEAD_DIM)
    value_dim = count(text, "v_head_dim") or key_dim
    plain = heads == _kv_heads(text) and key_dim == count(text, *HEAD_DIM) and value_dim == key_dim
    if plain or not (heads and key_dim and value_dim):
        return {}
    keeping = layers.get("attention_layers") or count(text, *LAYERS) or 0
    growing = layers.get("global_layers", keeping) or 0
    return {"kv_bytes_per_token": int(growing) * heads * (key_dim + value_dim) * 2 or None}


def _kv_heads(text: Config) -> int | None:
    if count(text, "kv_lora_rank"):
        return None
    if text.get("multi_query") is True and not text.get("new_decoder_architecture"):
        return 1
    stated = count(text, *KV_HEADS)
    if stated is None and text.get("model_type") in _MULTI_HEAD:
        return count(text, *HEADS)
    return stated
