"""GPU memory that tuning a model takes: weights, gradients, states of the optimiser, activations.

Bytes per parameter: 2 for weights in 16 bits; what is trained takes 16 more with adapters (weight, gradient and Adam's
master copy and moments) and 18 in all where everything is trained in mixed precision (Rajbhandari et al. 2020, ZeRO);
4-bit weights with their constants take 0.53 (Dettmers et al. 2023, QLoRA), embedding and head stay in 16 bits.
Activations with checkpointing: every layer keeps 2 bytes per token and hidden unit, one layer is computed anew
(Korthikanti et al. 2022), and the head keeps 10 bytes per token and word of the vocabulary. Tried on ``tuning_runs``
of the catalog: see ``docs/guidance.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from advisor.catalog.tables.adaptation import TuningMethod, TuningRun
from advisor.units import BYTES_PER_GB

_WEIGHTS: Final = 2.0
_FOUR_BITS: Final = 0.53
_ADAPTER: Final = 16.0
_FULL: Final = 18.0
_HEAD: Final = 10.0
"""Bytes per token and word of the vocabulary: logits in 16 bits, in 32 bits and their gradient."""
_LAYER_HIDDEN: Final = 16.0
_LAYER_FORWARD: Final = 8.0
"""Bytes per token of the one layer that is computed anew, per hidden unit and per unit of the feed-forward part."""
_CONTEXT_GB: Final = 2.0
"""CUDA context, workspaces and fragmentation per GPU, fitted on the rows of Qwen 7B."""


@dataclass(frozen=True, slots=True)
class Trainee:
    """The shape of a model that is tuned; parameters in 10^9."""

    params_b: float
    trainable_b: float
    layers: int
    hidden_size: int
    feed_forward_size: int
    vocabulary: int

    @classmethod
    def of(cls, run: TuningRun) -> Trainee:
        """The model of a published run."""
        return cls(run.params_b, run.trainable_b, run.layers, run.hidden_size, run.feed_forward_size, run.vocabulary)


def tuning_memory_gb(trainee: Trainee, method: TuningMethod, *, gpu_tokens: int, gpu_count: int = 1) -> float:
    """GB over all GPUs for one step of ``gpu_tokens`` (batch x length) on each, weights spread over the GPUs."""
    embedding_b = 2 * trainee.vocabulary * trainee.hidden_size / 1e9
    if method == "qlora":
        weights = _FOUR_BITS * (trainee.params_b - embedding_b) + _WEIGHTS * embedding_b
        fixed = weights + _ADAPTER * trainee.trainable_b
    elif method == "lora":
        fixed = _WEIGHTS * trainee.params_b + _ADAPTER * trainee.trainable_b
    else:
        fixed = _FULL * trainee.params_b
    return fixed + gpu_count * (_CONTEXT_GB + gpu_tokens * token_bytes(trainee) / BYTES_PER_GB)


def token_bytes(trainee: Trainee) -> float:
    """Bytes of activations per token: checkpoints of every layer, one layer whole, and the head."""
    checkpoints = 2.0 * trainee.layers * trainee.hidden_size
    layer = _LAYER_HIDDEN * trainee.hidden_size + _LAYER_FORWARD * trainee.feed_forward_size
    return checkpoints + layer + _HEAD * trainee.vocabulary
