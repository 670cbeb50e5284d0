"""Find one's way in a ``config.json``: the language model inside, and counts under the names that vendors give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Config = Mapping[str, Any]
_PARTS: Final = ("attn_config", "ffn_config")
_NESTED: Final = ("text_config", "llm_config", "language_config", "thinker_config", "decoder")
LAYERS: Final = ("num_hidden_layers", "n_layer", "num_layers", "n_layers", "decoder_layers")
HIDDEN: Final = ("hidden_size", "n_embd", "d_model", "dim")
HEADS: Final = ("num_attention_heads", "n_head", "n_heads", "num_heads", "decoder_attention_heads")
KV_HEADS: Final = (
    "num_key_value_heads",
    "num_kv_heads",
    "n_head_kv",
    "n_kv_heads",
    "multi_query_group_num",
    "num_attention_groups",
    "kv_n_heads",
)
HEAD_DIM: Final = ("head_dim", "attention_head_dim", "attention_head_size", "attn_head_dim", "kv_channels", "d_kv")
CONTEXT: Final = (
    "max_position_embeddings",
    "n_positions",
    "max_seq_len",
    "seq_length",
    "max_sequence_length",
    "n_ctx",
    "model_max_length",
)
EXPERTS: Final = ("num_local_experts", "num_experts", "n_routed_experts", "moe_num_experts", "num_moe_experts")
PER_TOKEN: Final = (
    "num_experts_per_tok",
    "num_experts_per_token",
    "experts_per_token",
    "moe_topk",
    "moe_top_k",
    "moe_k",
    "top_k_experts",
)


def language_part(config: Config) -> Config:
    """The configuration of the language model within a multimodal one, with the parts that DBRX and MPT set apart."""
    for name in _NESTED:
        inner = config.get(name)
        if isinstance(inner, Mapping) and (count(inner, *LAYERS) or any(n in inner for n in _NESTED)):
            return language_part(inner)
    parts = [config[name] for name in _PARTS if isinstance(config.get(name), Mapping)]
    return {**config, **{key: value for part in parts for key, value in part.items()}} if parts else config


def count(config: Config, *names: str) -> int | None:
    """The first positive whole number under one of the names; nothing else is a count."""
    for name in names:
        value = config.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
    return None


def numbers(value: object) -> list[int] | None:
    """A list of whole numbers (truth values as 0 and 1), or the same written as text; None for anything else."""
    if isinstance(value, str):
        parts = [part for part in value.replace(",", " ").split() if part]
        return [int(part) for part in parts] if parts and all(part.isdigit() for part in parts) else None
    if isinstance(value, list) and all(isinstance(part, int) for part in value):
        return [int(part) for part in value]
    return None


def model_type(config: Config) -> str:
    """The model type that a configuration states, without the ending of its language part."""
    return str(config.get("model_type") or "").removesuffix("_text")
