"""Memory: weights at their true bits, KV cache from the shapes, activations and runtime reserve, and what fits."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.catalog.tables.schema import Gpu
from advisor.errors import SizingError
from advisor.hosting.memory.engine_limits import refusals
from advisor.hosting.memory.shapes import Checkpoint, ServingShape
from advisor.units import BYTES_PER_GIB, Told, told

BITS_PER_WEIGHT: dict[str, float] = {
    "fp32": 32.0,
    "bf16": 16.0,
    "fp16": 16.0,
    "fp8": 8.0 + 32.0 / (128 * 128),  # one fp32 scale per block of 128 x 128
    "int8": 8.0 + 16.0 / 4096,  # one 16-bit scale per output channel
    "fp4": 4.5,  # NVFP4: one 8-bit scale per 16 weights
    "mxfp4": 4.25,  # one 8-bit scale per 32 weights
    "int4": 4.0 + (16.0 + 4.0) / 128,  # AWQ and GPTQ: 16-bit scale and 4-bit zero per group of 128
    # K-quants: bits per weight that llama.cpp prints for Llama 3.1 8B
    "q2_k": 3.16,
    "q3_k_m": 3.86,
    "q4_0": 4.66,
    "q4_k_s": 4.67,
    "q4_k_m": 4.797,
    "q5_k_m": 5.70,
    "q6_k": 6.56,
    "q8_0": 8.50,
}
"""Bits per quantised weight with its scales; formats as their checkpoints define them."""

EMBEDDING_EXTRA_BITS = {"q3_k_m": 0.8, "q4_k_m": 0.78}
"""Further bits times the share of embedding and head, which these formats keep wider (fits files of 8B and 70B)."""

WHOLE_FILE_QUANTS = frozenset({"q2_k", "q3_k_m", "q4_0", "q4_k_s", "q4_k_m", "q5_k_m", "q6_k", "q8_0"})
"""Formats whose bits per weight already include the embedding and the head."""

EXPERTS_ONLY = frozenset({"fp4", "mxfp4", "int4"})
"""In these formats published mixture-of-experts checkpoints quantise the experts and keep the rest in 16 bits."""

UTILISABLE_SHARE = 0.94
"""Share of a GPU's memory that a server may take: vLLM's default is 0.92, TensorRT-LLM's about 0.95.

With it the measured rows that queue (TTFT of tens of seconds) and no others exceed the computed concurrency.
"""

RUNTIME_RESERVE_GIB = 1.5
"""Per GPU: context, libraries and captured graphs outside weights, cache and activations."""


MEAN_ANSWER_HELD = 0.6
"""Share of the answer that requests in flight hold in the cache on average, with some room for the uneven."""

ACTIVATION_TOKENS = 8192
"""Tokens of one prefill step, for which activations must be held (the engines' default chunk)."""


@dataclass(frozen=True, slots=True)
class MemoryPlan:
    """What one replica needs per GPU, in GiB, and how many requests of the given context fit at once.

    ``problem`` is why nothing is served: an engine's refusal before memory, None where all is well.
    """

    weights_gib: float
    kv_gib_per_request: float
    activations_gib: float
    reserve_gib: float
    available_gib: float
    max_concurrency: int
    problem: Told | None

    @property
    def fits(self) -> bool:
        """Whether at least one request fits."""
        return self.problem is None


def weight_bytes(shape: ServingShape, precision: str) -> float:
    """Bytes of the whole checkpoint: of the published file where its size is known, else by the bits per weight.

    Embedding and head stay in 16 bits where the format keeps them so.
    """
    copy = checkpoint(shape, precision)
    if copy is not None:
        return copy.size_bytes
    bits = bits_of(precision)
    if precision in WHOLE_FILE_QUANTS or bits >= BITS_PER_WEIGHT["bf16"]:
        bits += EMBEDDING_EXTRA_BITS.get(precision, 0.0) * min(shape.embedding_params / shape.total_params, 1.0)
        return shape.total_params * bits / 8
    quantised = quantised_params(shape, precision)
    return quantised * bits / 8 + (shape.total_params - quantised) * 2


def checkpoint(shape: ServingShape, precision: str) -> Checkpoint | None:
    """The published copy that a precision means for a model, where its size is known."""
    return next((copy for copy in shape.checkpoints if copy.precision == precision), None)


def quantised_params(shape: ServingShape, precision: str) -> float:
    """Parameters that the format quantises."""
    if precision in EXPERTS_ONLY and shape.expert_params:
        return shape.expert_params
    return max(shape.total_params - shape.embedding_params, 0.0)


def bits_of(precision: str) -> float:
    """Bits per weight of a precision; raises SizingError naming the known ones."""
    try:
        return BITS_PER_WEIGHT[precision]
    except KeyError:
        raise SizingError(
            f"cannot size: the bits per weight of precision {precision!r} are unknown "
            f"(known: {', '.join(BITS_PER_WEIGHT)})"
        ) from None


def kv_bytes_per_token(shape: ServingShape, kv_bytes: float = 2.0) -> float:
    """Bytes that one more token adds to the cache while every layer still attends to it (before any window closes)."""
    return shape.kv_values_per_token_layer * shape.attention_layers * kv_bytes


def kv_bytes_of_context(shape: ServingShape, context_tokens: float, kv_bytes: float = 2.0) -> float:
    """Bytes of the cache of one request at a context length; windowed layers keep at most their window."""
    window = shape.sliding_window or context_tokens
    local = shape.attention_layers - shape.global_layers
    kept = shape.global_layers * context_tokens + local * min(context_tokens, window)
    return shape.kv_values_per_token_layer * kept * kv_bytes


def cache_value_bytes(precision: str) -> float:
    """Bytes per value of the cache of planned deployments: 1 beside 8- and 4-bit computed weights, else 2."""
    return 1.0 if precision in {"fp8", "fp4"} else 2.0


def delivered_cache_bytes(precision: str, engine: str = "vllm") -> float:
    """Bytes per value of the cache of an engine as it is delivered: 16 bits, but where a checkpoint asks for 8.

    TensorRT-LLM's checkpoints of 8 and 4 bits do; vLLM and SGLang (``--kv-cache-dtype auto``) keep the model's own.
    """
    return cache_value_bytes(precision) if engine.startswith("trtllm") else 2.0


def kv_copies(shape: ServingShape, gpu_count: int) -> float:
    """How often the cache is held over the GPUs of a replica: heads are split as far as there are any.

    A latent cache has no heads; engines spread it by data-parallel attention where it would not fit otherwise.
    """
    return 1.0 if shape.latent else max(1.0, gpu_count / shape.kv_heads)


def activation_bytes(shape: ServingShape, gpu_count: int, tokens: float = ACTIVATION_TOKENS) -> float:
    """Bytes of activations per GPU in one prefill step of ``tokens``: four residual streams, three feed-forward widths.

    Residual streams are whole on every GPU, the feed-forward part is split over them.
    """
    return tokens * 2 * (4 * shape.hidden_size + 3 * shape.feed_forward_width / gpu_count)


def cache_room(shape: ServingShape, gpu: Gpu, count: int, weights: float) -> float:
    """Bytes left for the cache over all GPUs of a replica."""
    each = gpu.memory_gib * BYTES_PER_GIB * UTILISABLE_SHARE - RUNTIME_RESERVE_GIB * BYTES_PER_GIB
    return count * (each - activation_bytes(shape, count)) - weights


def memory_plan(
    shape: ServingShape,
    gpu: Gpu,
    *,
    gpu_count: int,
    precision: str,
    context_tokens: int,
    longest_tokens: int | None = None,
    kv_bytes: float | None = None,
) -> MemoryPlan:
    """What fits on ``gpu_count`` GPUs at a context length; ``problem`` gives the reason when nothing does.

    ``context_tokens`` is what requests in flight hold on average, ``longest_tokens`` what one holds at its end (as much
    where absent): it must fit alone.
    """
    longest = context_tokens if longest_tokens is None else longest_tokens
    value_bytes = cache_value_bytes(precision) if kv_bytes is None else kv_bytes
    available = gpu.memory_gib * UTILISABLE_SHARE
    weights = weight_bytes(shape, precision) / gpu_count / BYTES_PER_GIB
    activations = activation_bytes(shape, gpu_count) / BYTES_PER_GIB
    share = kv_copies(shape, gpu_count) / gpu_count / BYTES_PER_GIB
    each, last = (kv_bytes_of_context(shape, tokens, value_bytes) * share for tokens in (context_tokens, longest))
    left = available - weights - activations - RUNTIME_RESERVE_GIB
    concurrency = int(left / each) if left > 0 else 0
    refused = refusals(shape, gpu, gpu_count=gpu_count, precision=precision, context_tokens=longest)
    short = _shortage(shape, gpu, precision=precision, tokens=longest, needed=available - left, left=left, each=last)
    problem = refused[0] if refused else short
    return MemoryPlan(
        weights, each, activations, RUNTIME_RESERVE_GIB, available, concurrency if problem is None else 0, problem
    )


def _shortage(
    shape: ServingShape, gpu: Gpu, *, precision: str, tokens: int, needed: float, left: float, each: float
) -> Told | None:
    """What memory is lacking: GiB per GPU that are needed before the first request, or for one; None if none."""
    if left <= 0:
        return told(
            "memory.weights",
            model=("model", shape.model_id),
            precision=precision,
            needed=("gib", needed),
            gpu=("gpu", gpu.name),
            usable=("gib", needed + left),
        )
    if left < each:
        return told(
            "memory.cache", context=("tokens", tokens), needed=("gib", each), left=("gib", left), gpu=("gpu", gpu.name)
        )
    return None
