"""The shape of a model as serving sees it: what must be read, computed and kept per token."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model
from advisor.catalog.tables.schema_serving import QuantisedCheckpoint, ServingSupport
from advisor.errors import SizingError
from advisor.units import Told, told

TIED_EMBEDDING_MAX_PARAMS = 4.5e9
"""Below this size published checkpoints share the input embedding and the output head (Qwen, Llama 3.2, Gemma)."""

UNMEASURED = frozenset({"encoder", "encoder_decoder", "diffusion"})
"""Architectures of which no serving speed is in the table of measured speeds."""

LATENT_HEAD_DIM = 160
"""Mean of the query-key (192) and value (128) head dimension of DeepSeek-V3, where none is stated."""


FORMATS = {"nvfp4": "fp4", "fp8": "fp8", "int8": "int8", "int4": "int4", "mxfp4": "mxfp4"} | {
    f"gguf-{name}": name for name in ("q4_0", "q4_k_s", "q4_k_m", "q8_0")
}
"""Formats of published copies, as precisions are called here."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A published copy of a model in one precision: its true bytes, and the repository that has it."""

    precision: str
    size_bytes: float
    hub_id: str


@dataclass(frozen=True, slots=True)
class ServingShape:
    """Counts of parameters (absolute, not in 10^9), layers, heads, experts; only ``context_tokens`` may be unknown.

    ``support`` tells of engines whether they run the architecture, as far as anybody states it.
    """

    model_id: str
    total_params: float
    active_params: float
    embedding_params: float
    head_params: float
    layers: int
    hidden_size: int
    attention_width: float
    kv_values_per_token_layer: float
    attention_heads: int
    kv_heads: int
    latent: bool
    attention_layers: int
    global_layers: int
    sliding_window: int | None
    experts: int
    experts_per_token: int
    native_precision: str
    context_tokens: int | None
    checkpoints: tuple[Checkpoint, ...] = ()
    support: tuple[tuple[str, bool], ...] = ()

    @property
    def hybrid(self) -> bool:
        """Whether some layers keep no cache (linear attention or state space beside attention)."""
        return self.attention_layers < self.layers

    @property
    def feed_forward_width(self) -> float:
        """Width of the feed-forward part that one token passes, from the parameters: three matrices per layer."""
        per_layer = (self.active_params - self.embedding_params) / self.layers
        attention = self.hidden_size * (2 * self.attention_width + self.kv_values_per_token_layer)
        return max((per_layer - attention) / (3 * self.hidden_size), float(self.hidden_size))

    @property
    def expert_params(self) -> float:
        """Parameters of all routed experts together; from total and active: P = S + E p and A = S + K p."""
        if self.experts <= self.experts_per_token:
            return 0.0
        return (self.total_params - self.active_params) * self.experts / (self.experts - self.experts_per_token)

    @property
    def expert_width(self) -> float:
        """Mean width of the three matrices of a routed expert (geometric: of the state and of the inner one), or 0."""
        return float(np.sqrt(self.expert_params / (3 * max(self.experts, 1) * self.layers)))


def checkpoints_of(copies: Iterable[QuantisedCheckpoint]) -> Mapping[str, tuple[Checkpoint, ...]]:
    """By model and precision the copy that is loaded: the vendor's own before others, then the smallest file.

    Larger files of one format carry more than the weights that serve (a vision projector, a draft model).
    """
    found: dict[tuple[str, str], tuple[bool, float, str]] = {}
    for row in copies:
        if row.file_gb is not None and row.format in FORMATS:
            key = (row.model_id, FORMATS[row.format])
            found[key] = min(found.get(key, (True, np.inf, "")), (not row.official, row.file_gb, row.hub_id))
    grouped: defaultdict[str, list[Checkpoint]] = defaultdict(list)
    for (model_id, precision), (_, size, hub_id) in sorted(found.items()):
        grouped[model_id].append(Checkpoint(precision, size * 1e9, hub_id))
    return {model_id: tuple(rows) for model_id, rows in grouped.items()}


def support_of(rows: Iterable[ServingSupport]) -> Mapping[str, tuple[tuple[str, bool], ...]]:
    """By model the engines of which it is stated whether they run it; one architecture of several is enough."""
    found: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for row in rows:
        for model_id in row.model_ids:
            found[model_id][row.engine] = row.supported or found[model_id].get(row.engine, False)
    return {model_id: tuple(sorted(engines.items())) for model_id, engines in found.items()}


def shape_of(
    model: Model, checkpoints: Sequence[Checkpoint] = (), support: Sequence[tuple[str, bool]] = ()
) -> ServingShape:
    """The serving shape of an open-weights language model; raises SizingError naming the first fact that is unknown.

    ``checkpoints``: published copies whose true sizes count instead of those that follow from the bits per weight;
    ``support``: what is stated of engines (``support_of``).
    """
    _refuse_unknown(model)
    assert model.total_params_b  # noqa: S101 - checked above, here for the type checker
    assert model.layers  # noqa: S101
    assert model.hidden_size  # noqa: S101
    assert model.attention_heads  # noqa: S101
    latent = model.kv_lora_rank is not None
    head_dim = model.head_dim or (LATENT_HEAD_DIM if latent else model.hidden_size // model.attention_heads)
    total = model.total_params_b * 1e9
    one_embedding = float((model.vocab_size or 0) * model.hidden_size)
    tied = model.family.lower().startswith("gemma") or total < TIED_EMBEDDING_MAX_PARAMS
    kv_heads = model.kv_heads or model.attention_heads
    attention_layers = model.attention_layers if model.attention_layers is not None else model.layers
    window = model.sliding_window
    return ServingShape(
        model_id=model.model_id,
        total_params=total,
        active_params=(model.active_params_b or model.total_params_b) * 1e9,
        embedding_params=one_embedding * (1 if tied else 2),
        head_params=one_embedding,
        layers=model.layers,
        hidden_size=model.hidden_size,
        attention_width=float(model.attention_heads * head_dim),
        kv_values_per_token_layer=_kept_values(model, attention_layers, full=2.0 * kv_heads * head_dim),
        attention_heads=model.attention_heads,
        kv_heads=1 if latent else kv_heads,
        latent=latent,
        attention_layers=attention_layers,
        global_layers=_global_layers(model, attention_layers),
        sliding_window=window,
        experts=model.experts or 0,
        experts_per_token=model.experts_per_token or 0,
        native_precision=model.native_precision or "bf16",
        context_tokens=model.context_tokens,
        checkpoints=tuple(checkpoints),
        support=tuple(support),
    )


def _refuse_unknown(model: Model) -> None:
    """Raise SizingError naming the first fact that sizing needs and nobody states."""
    match _lack(model):
        case ("unsized.weights", _):
            raise SizingError(f"cannot size: the weights of {model.model_id} are not published")
        case ("unsized.speed", kind):
            raise SizingError(f"cannot size: the serving speed of {kind} models such as {model.model_id} is unknown")
        case (_, fact):
            raise SizingError(f"cannot size: {fact} of {model.model_id} is unknown")


def sizing_problem(model: Model) -> Told | None:
    """Why a model cannot be sized, or None when every needed fact is known."""
    lack = _lack(model)
    if lack is None:
        return None
    key, what = lack
    return told(key, what=("label", what), model=("model", model.name), model_id=model.model_id)


def _lack(model: Model) -> tuple[str, str] | None:
    """The kind of problem and the fact, or the kind of model, that it is about."""
    if model.openness != "open_weights":
        return "unsized.weights", "weights"
    if model.kind not in LANGUAGE_KINDS:
        return "unsized.speed", model.kind.replace("_", " ")
    if model.architecture in UNMEASURED:
        return "unsized.speed", model.architecture.replace("_", " ")
    needed = ["total_params_b", "layers", "hidden_size", "attention_heads", "vocab_size"]
    needed += ["qk_rope_head_dim"] if model.kv_lora_rank is not None else ["kv_heads"]
    if model.experts:
        needed += ["experts_per_token", "active_params_b"]
    elif model.architecture == "mixture_of_experts":
        needed += ["experts"]
    missing = [name for name in needed if getattr(model, name) is None]
    if missing:
        return "unsized.fact", missing[0]
    return None


def _kept_values(model: Model, attention_layers: int, *, full: float) -> float:
    """Values kept per token and layer: as the row states them, else latent, else keys and values of all heads."""
    if model.kv_bytes_per_token is not None:
        return model.kv_bytes_per_token / 2 / max(_global_layers(model, attention_layers), 1)
    if model.kv_lora_rank is not None:
        return float(model.kv_lora_rank + (model.qk_rope_head_dim or 0))
    return full


def _global_layers(model: Model, attention_layers: int) -> int:
    """Layers whose cache grows with the whole context; all of them without a sliding window."""
    if model.sliding_window is None or model.global_layers is None:
        return attention_layers
    return model.global_layers
