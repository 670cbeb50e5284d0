"""How many parameters serve one token: the total less idle experts, layers that only predict ahead, and vision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from advisor.catalog.hub.layers import layer_kinds
from advisor.catalog.hub.unread_keys import unread_keys

EXPERT_WIDTH: Final = (
    "moe_intermediate_size",
    "expert_ffn_hidden_size",
    "expert_intermediate_size",
    "moe_ffn_hidden_size",
)
_WIDTH_IS_THE_LAYERS: Final = frozenset(
    {
        *("mixtral", "gpt_oss", "phimoe", "minimax", "minimax_m1", "minimax_m2", "minimax_text_01", "olmoe", "dbrx"),
        *("granitemoe", "granitemoeshared", "granitemoehybrid", "jamba", "llama4", "flex_olmo", "grok-1", "jetmoe"),
    }
)
"""Types whose experts are as wide as the layer's own feed-forward part (transformers, the configuration of each)."""
_TWO_MATRICES: Final = frozenset({"relu2", "gelu_two"})
"""Activations without a gate: an expert has two matrices instead of three (Nemotron-H: squared ReLU)."""
_PREDICTION: Final = ("num_nextn_predict_layers", "mtp_num_hidden_layers", "mtp_num_layers", "num_mtp_modules")
_UNNAMED_PREDICTION: Final = {"qwen3_next": 1}
"""Types whose checkpoints carry prediction layers that the configuration does not name: Qwen3-Next has one (vLLM,
``qwen3_next_mtp``)."""
_OWN_EMBEDDINGS: Final = "num_nextn_predict_layers"
"""Checkpoints after DeepSeek-V3 repeat the embedding and the head in the prediction layer (README_WEIGHTS of V3)."""
_CARRIED: Final = 0.99
"""A checkpoint carries its prediction layers only where what is left without them still holds the model itself: those
of MiniMax-M2 are named in its configuration and not published."""
_DESCRIBED: Final = frozenset({"full_attention", "attention", "sliding_attention"})
"""Kinds of layers whose parameters follow from heads and widths alone."""
_STEPS: Final = (
    "decoder_sparse_step",
    "interleave_moe_layer_step",
    "moe_layer_interval",
    "moe_every_n_layer",
    "moe_every_n_layers",
    "moe_layer_frequency",
)
_UNREAD: Final = ("zero_expert_num", "num_zero_experts", "moe_layer_num_skipped", "expert_skip")


@dataclass(frozen=True, slots=True)
class ActiveParameters:
    """Absolute counts: what serves (``served``) and what one token visits (``active``); why not, where unknown.

    ``prediction`` counts the layers left out that predict further tokens; ``named``: the configuration has such.
    ``beyond`` counts what the weights hold and no part of the configuration explains: it serves, no token visits it.
    """

    served: int
    active: int | None
    prediction: int = 0
    why_not: str | None = None
    named: bool = False
    beyond: int = 0


def active_params(config: Config, total_params: int) -> ActiveParameters:
    """Parameters that serve, and those that one token visits.

    Each idle expert is three matrices (two without a gate) of hidden size x expert width in every layer that has
    experts. Layers that predict further tokens are left out of both; a vision tower is no part of what a token visits,
    nor is anything else that the weights hold beyond a configuration that names every part of the language model
    (MiMo-V2-Flash publishes three prediction layers that its configuration does not mention).
    """
    text = language_part(config)
    prediction = _prediction_params(text)
    if total_params - prediction < _CARRIED * _main_params(text):
        prediction = 0
    served = total_params - prediction
    named = count(text, *_PREDICTION) is not None
    experts, visited = count(text, *EXPERTS), count(text, *PER_TOKEN) or _first(text, *PER_TOKEN)
    if not experts or experts == 1:
        return ActiveParameters(served, served, prediction, named=named)
    unread = [name for name in _UNREAD if text.get(name)]
    one, places = _expert_params(text), expert_layers(text)
    lacking = [
        *(["experts per token"] if not visited else []),
        *(["the width of an expert"] if not one else []),
        *(["which layers have experts"] if places is None else []),
        *(f"{name} (not understood)" for name in unread),
    ]
    if lacking or not (visited and one and places is not None):
        return ActiveParameters(served, None, prediction, ", ".join(lacking), named)
    beside = _vision_params(config)
    beyond = _beyond(text, served - beside)
    active = served - (experts - visited) * one * places - beside - beyond
    if not 0 < active < served:
        return ActiveParameters(served, None, prediction, "the sum does not come out", named)
    return ActiveParameters(served, active, prediction, named=named, beyond=beyond)


def active_params_b(config: Config, total_params: int) -> float | None:
    """Active parameters (10^9) of a mixture of experts; None where the configuration does not state enough."""
    found = active_params(config, total_params).active
    return None if found is None else round(found / 1e9, 3)


def expert_layers(text: Config) -> int | None:
    """How many layers have experts; None where the configuration says it in a way not known here."""
    layers = count(text, *LAYERS)
    if not layers:
        return None
    listed = _listed(text, layers)
    if listed is not None:
        return listed if listed >= 0 else None
    step = count(text, *_STEPS) or 1
    period, offset = count(text, "expert_layer_period"), text.get("expert_layer_offset", 0)
    dense_first = count(text, "first_k_dense_replace", "num_dense_layers", "moe_layer_start_index") or 0
    without = set(numbers(text.get("mlp_only_layers")) or ())
    last = text.get("moe_layer_end_index")
    end = last if isinstance(last, int) and 0 <= last < layers else layers - 1
    with_experts = 0
    for index in range(layers):
        if index < dense_first or index > end or index in without:
            continue
        with_experts += index % period == offset if period else (index + 1) % step == 0
    return with_experts


def _listed(text: Config, layers: int) -> int | None:
    """Layers with experts where a list or pattern names them; -1 for a list that does not fit, None without one."""
    pattern = text.get("hybrid_override_pattern")
    if isinstance(pattern, str):
        return pattern.count("E")
    for name in ("moe_layer_freq", "is_moe_layer", "moe_layer_pattern"):
        marks = numbers(text.get(name))
        if marks:
            return sum(marks) if len(marks) == layers else -1
    for name in ("moe_layers_enum", "moe_layers"):
        places = numbers(text.get(name))
        if places:
            return len(places) if max(places) < layers else -1
    kinds = text.get("mlp_layer_types")
    if isinstance(kinds, list):
        return sum(kind == "sparse" for kind in kinds) if len(kinds) == layers else -1
    return None if count(text, "moe_layer_freq") in (None, 1) else -1


def _first(text: Config, *names: str) -> int | None:
    """A number that is written once for every layer, where all are alike."""
    for name in names:
        listed = numbers(text.get(name))
        if listed and len(set(listed)) == 1:
            return listed[0]
    return None


def _expert_params(text: Config) -> int | None:
    hidden = count(text, "moe_latent_size", *HIDDEN)
    width = count(text, *EXPERT_WIDTH) or _first(text, *EXPERT_WIDTH)
    if width is None and model_type(text) in _WIDTH_IS_THE_LAYERS:
        width = count(text, "intermediate_size", "ffn_hidden_size")
    activation = str(text.get("mlp_hidden_act") or text.get("hidden_act"))
    matrices = 2 if activation in _TWO_MATRICES else 3
    return matrices * hidden * width if hidden and width else None


def _prediction_params(text: Config) -> int:
    """Parameters of the layers that predict further tokens: experts, attention, the joint of two states, embeddings."""
    named = next((name for name in _PREDICTION if count(text, name)), None)
    layers = count(text, named) if named else _UNNAMED_PREDICTION.get(model_type(text))
    hidden, one = count(text, *HIDDEN), _expert_params(text)
    experts = count(text, *EXPERTS)
    if not (layers and hidden):
        return 0
    shared = (count(text, "n_shared_experts", "num_shared_experts") or 0) * (one or 0)
    width = count(text, "shared_expert_intermediate_size", "share_expert_dim") or 0
    dense = 0 if experts else 3 * hidden * (count(text, "intermediate_size") or 0)
    body = (experts or 0) * (one or 0) + shared + 3 * hidden * width + dense + _attention_params(text) + 2 * hidden**2
    repeats = named == _OWN_EMBEDDINGS and bool(experts)
    copies = 2 * hidden * (count(text, "vocab_size") or 0) if repeats else 0
    return layers * (body + copies)


def _main_params(text: Config) -> int:
    """Parameters of the model itself by its configuration, at least: experts, attention, one embedding."""
    hidden, layers = count(text, *HIDDEN) or 0, count(text, *LAYERS) or 0
    experts = (count(text, *EXPERTS) or 0) * (_expert_params(text) or 0) * (expert_layers(text) or 0)
    dense = 0 if experts else 3 * hidden * (count(text, "intermediate_size") or 0) * layers
    return experts + dense + layers * _attention_params(text) + hidden * (count(text, "vocab_size") or 0)


def _beyond(text: Config, served: int) -> int:
    """Parameters that ``served`` holds beyond the parts of a configuration that names them all; 0 where it does not.

    The parts explain the weights only if they come to nearly all of them; more than that, or less, means that this sum
    misses something of the model itself, and then nothing is left out.
    """
    layers, places = count(text, *LAYERS) or 0, expert_layers(text) or 0
    kinds = layer_kinds(text) or ["full_attention"] * layers
    unread = any(unread_keys(text))
    plain = len(kinds) == layers and set(kinds) <= _DESCRIBED and not unread
    hidden, vocabulary, wide = (count(text, name) or 0 for name in ("hidden_size", "vocab_size", "intermediate_size"))
    tied = text.get("tie_word_embeddings")
    dense = layers - places
    if not (plain and hidden and vocabulary and isinstance(tied, bool) and (wide or not dense)):
        return 0
    one, experts = _expert_params(text) or 0, count(text, *EXPERTS) or 0
    shared = (count(text, "n_shared_experts", "num_shared_experts") or 0) * one
    shared += 3 * hidden * (count(text, "shared_expert_intermediate_size", "share_expert_dim") or 0)
    blocks = places * (experts * (one + hidden) + shared) + dense * 3 * hidden * wide
    attention = sum(_attention_params(_as_windowed(text) if kind == "sliding_attention" else text) for kind in kinds)
    parts = blocks + attention + hidden * vocabulary * (1 if tied else 2)
    return served - parts if _CARRIED * served <= parts < served else 0


def _as_windowed(text: Config) -> Config:
    """The configuration with the heads of the layers that look at a window, where these have their own (MiMo)."""
    own = {
        "num_attention_heads": "swa_num_attention_heads",
        "num_key_value_heads": "swa_num_key_value_heads",
        "head_dim": "swa_head_dim",
        "v_head_dim": "swa_v_head_dim",
    }
    return {**text, **{name: text[theirs] for name, theirs in own.items() if count(text, theirs)}}


def _attention_params(text: Config) -> int:
    """Parameters of one attention block, latent or with heads; 0 where the configuration does not state it."""
    hidden, heads = count(text, *HIDDEN) or 0, count(text, *HEADS) or 0
    rank = count(text, "kv_lora_rank")
    value = count(text, "v_head_dim") or 0
    if rank:
        nope, rope = count(text, "qk_nope_head_dim") or 0, count(text, "qk_rope_head_dim") or 0
        query_rank = count(text, "q_lora_rank")
        wide = heads * (nope + rope)
        query = hidden * query_rank + query_rank * wide if query_rank else hidden * wide
        return query + hidden * (rank + rope) + rank * heads * (nope + value) + heads * value * hidden
    dim = count(text, "head_dim", "attention_head_dim") or (hidden // heads if heads else 0)
    kv = count(text, "num_key_value_heads") or heads
    return hidden * (dim * (heads + kv) + (value or dim) * (heads + kv))


def _vision_params(config: Config) -> int:
    """Parameters of a vision tower by its configuration: attention and feed-forward of each of its layers."""
    vision = config.get("vision_config")
    if not isinstance(vision, Mapping):
        return 0
    layers, hidden = count(vision, "depth", *LAYERS), count(vision, *HIDDEN)
    wide = count(vision, "intermediate_size", "mlp_dim")
    return layers * (4 * hidden**2 + 2 * hidden * wide) if layers and hidden and wide else 0
