"""Read the serving shape out of a model's ``config.json``: what memory sizing needs, nothing guessed.

The names are those of the configuration classes in Hugging Face transformers and of vendors' own code. A figure that
the configuration does not state, and that its model type does not fix, stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

Config = Mapping[str, Any]
_NESTED: Final = ("text_config", "llm_config", "language_config", "thinker_config", "decoder")
_LAYERS: Final = ("num_hidden_layers", "n_layer", "num_layers", "n_layers", "decoder_layers")
_HIDDEN: Final = ("hidden_size", "n_embd", "d_model", "dim")
_HEADS: Final = ("num_attention_heads", "n_head", "n_heads", "num_heads", "decoder_attention_heads")
_KV_HEADS: Final = ("num_key_value_heads", "num_kv_heads", "n_head_kv", "n_kv_heads", "multi_query_group_num")
_CONTEXT: Final = (
    "max_position_embeddings",
    "n_positions",
    "max_seq_len",
    "seq_length",
    "max_sequence_length",
    "n_ctx",
)
_EXPERTS: Final = ("num_local_experts", "num_experts", "n_routed_experts", "moe_num_experts", "num_moe_experts")
_PER_TOKEN: Final = (
    "num_experts_per_tok",
    "num_experts_per_token",
    "experts_per_token",
    "moe_topk",
    "moe_k",
    "top_k_experts",
)
# Model types whose code gives every attention head its own key and value.
_MULTI_HEAD: Final = frozenset(
    {"gpt2", "gpt_neo", "gpt_neox", "gptj", "opt", "bloom", "phi", "codegen", "xglm", "bert"}
)
_KEEPS_CACHE: Final = frozenset({"full_attention", "sliding_attention", "chunked_attention", "attention", "hybrid"})
_WINDOWED: Final = frozenset({"sliding_attention", "chunked_attention"})
_PRECISIONS: Final = {"bfloat16": "bf16", "float16": "fp16", "float32": "fp32", "float8_e4m3fn": "fp8"}


def shape_cells(config: Config) -> tuple[dict[str, str], list[str]]:
    """Cells of the model's row that the configuration gives, and notes on what it leaves open."""
    text = _language_part(config)
    cells: dict[str, int | str | None] = {
        "layers": _count(text, *_LAYERS),
        "hidden_size": _count(text, *_HIDDEN),
        "attention_heads": _count(text, *_HEADS),
        "kv_heads": _kv_heads(text),
        "head_dim": _count(text, "head_dim"),
        "kv_lora_rank": _count(text, "kv_lora_rank"),
        "qk_rope_head_dim": _count(text, "qk_rope_head_dim") if _count(text, "kv_lora_rank") else None,
        "vocab_size": _count(text, "vocab_size") or _count(config, "vocab_size"),
        "context_tokens": _count(text, *_CONTEXT),
        "experts": _count(text, *_EXPERTS),
        "native_precision": _precision(config, text),
    }
    if cells["experts"] == 1:
        cells["experts"] = None
    cells["experts_per_token"] = _count(text, *_PER_TOKEN) if cells["experts"] else None
    layers, notes = _layer_cells(text)
    cells |= layers
    if cells["layers"] and cells["attention_heads"] and not (cells["kv_heads"] or cells["kv_lora_rank"]):
        notes.append("config.json does not say how many key-value heads there are.")
    return {name: str(value) for name, value in cells.items() if value is not None}, notes


def architecture_of(config: Config) -> str:
    """The architecture class of the catalog that the configuration shows, else ``unknown``."""
    text = _language_part(config)
    names = " ".join(map(str, config.get("architectures") or ()))
    experts = _count(text, *_EXPERTS)
    if experts and experts > 1:
        return "mixture_of_experts"
    if config.get("is_encoder_decoder"):
        return "encoder_decoder"
    kinds = _layer_kinds(text)
    if kinds and any(kind not in _KEEPS_CACHE for kind in kinds):
        return "state_space_hybrid"
    if "ForCausalLM" in names or "LMHead" in names or "ForConditionalGeneration" in names:
        return "decoder"
    return "encoder" if any(name in names for name in ("ForMaskedLM", "BertModel", "RobertaModel")) else "unknown"


def active_params_b(config: Config, total_params: int) -> float | None:
    """Active parameters (10^9) of a mixture of experts: the total less the experts that a token does not visit.

    Each expert has three matrices of hidden size x expert width (gate, up, down), as in every gated mixture of experts
    of transformers; None where the configuration does not state the width or which layers have experts.
    """
    text = _language_part(config)
    experts, visited = _count(text, *_EXPERTS), _count(text, *_PER_TOKEN)
    hidden, layers = _count(text, *_HIDDEN), _count(text, *_LAYERS)
    width = _count(text, "moe_intermediate_size")
    if width is None and text.get("model_type") in {"mixtral", "gpt_oss", "phimoe", "minimax", "minimax_m2"}:
        width = _count(text, "intermediate_size")
    if not (experts and visited and hidden and layers and width) or _count(text, "moe_layer_freq") not in (None, 1):
        return None
    dense = _count(text, "first_k_dense_replace") or len(text.get("mlp_only_layers") or ())
    unused = (experts - visited) * 3 * hidden * width * (layers - dense)
    active = total_params - unused
    return round(active / 1e9, 3) if 0 < active < total_params else None


def _language_part(config: Config) -> Config:
    """The configuration of the language model within a multimodal one."""
    for name in _NESTED:
        inner = config.get(name)
        if isinstance(inner, Mapping) and (_count(inner, *_LAYERS) or any(n in inner for n in _NESTED)):
            return _language_part(inner)
    return config


def _count(config: Config, *names: str) -> int | None:
    for name in names:
        value = config.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    return None


def _kv_heads(text: Config) -> int | None:
    if _count(text, "kv_lora_rank"):
        return None
    if text.get("multi_query") is True and not text.get("new_decoder_architecture"):
        return 1
    stated = _count(text, *_KV_HEADS)
    if stated is None and text.get("model_type") in _MULTI_HEAD:
        return _count(text, *_HEADS)
    return stated


def _precision(config: Config, text: Config) -> str | None:
    quantised = config.get("quantization_config")
    if isinstance(quantised, Mapping):
        method = str(quantised.get("quant_method", "")).lower()
        bits = quantised.get("bits")
        if method == "fp8":
            return "fp8"
        if method in {"mxfp4", "nvfp4"}:
            return "fp4"
        return {4: "int4", 8: "int8"}.get(bits) if isinstance(bits, int) else None
    stated = text.get("dtype") or text.get("torch_dtype") or config.get("dtype") or config.get("torch_dtype")
    return _PRECISIONS.get(str(stated))


def _layer_kinds(text: Config) -> list[str]:
    """What kind of layer each is, where the configuration lists them; empty where all are alike or nothing is said."""
    layers = _count(text, *_LAYERS) or 0
    listed = text.get("layer_types") or text.get("layers_block_type")
    if isinstance(listed, list):
        return [str(kind) for kind in listed]
    pattern = text.get("hybrid_override_pattern")
    if isinstance(pattern, str):
        return ["attention" if mark == "*" else "other" for mark in pattern if mark.strip()]
    indices = text.get("attn_layer_indices") or text.get("full_attn_idxs")
    linear = text.get("linear_attn_config")
    if isinstance(linear, Mapping) and isinstance(linear.get("full_attn_layers"), list):
        indices = linear["full_attn_layers"]
    if isinstance(indices, list):
        return ["attention"] * len(indices) + ["other"] * (layers - len(indices))
    return list(_by_period(text, layers))


def _by_period(text: Config, layers: int) -> Iterator[str]:
    every = _count(text, "attn_layer_period")
    offset = text.get("attn_layer_offset", 0)
    full = _count(text, "full_attention_interval")
    local = _count(text, "sliding_window_pattern", "_sliding_window_pattern")
    if local is None and text.get("model_type") == "gemma2":
        local = 2
    for index in range(layers if every or full or local else 0):
        if every:
            yield "attention" if index % every == offset else "other"
        elif full:
            yield "full_attention" if (index + 1) % full == 0 else "linear_attention"
        else:
            yield "sliding_attention" if (index + 1) % (local or 1) else "full_attention"


def _layer_cells(text: Config) -> tuple[dict[str, int | str | None], list[str]]:
    """Layers that keep a cache, layers over the whole context, and the window of the others."""
    kinds = _layer_kinds(text)
    window = _count(text, "sliding_window", "attention_chunk_size")
    if text.get("use_sliding_window") is False:
        window = None
    cells: dict[str, int | str | None] = {}
    if kinds and len(kinds) == (_count(text, *_LAYERS) or len(kinds)):
        keeping = [kind for kind in kinds if kind in _KEEPS_CACHE]
        if len(keeping) < len(kinds):
            cells["attention_layers"] = len(keeping) or None
        local = sum(kind in _WINDOWED for kind in kinds)
        if local and window:
            cells |= {"sliding_window": window, "global_layers": len(keeping) - local}
        return cells, []
    if window and text.get("model_type") == "mistral":
        return {"sliding_window": window, "global_layers": 0}, []
    if window:
        return {}, [f"config.json names a window of {window:,} tokens but not the layers that have it: left out."]
    return {}, []
