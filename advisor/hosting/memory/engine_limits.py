"""What serving engines refuse whatever memory is left: architectures, heads that GPUs do not divide, formats, contexts.

Facts as keys and values (``Told``); the sentences stand in ``advisor.words.sentences.sizing``.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from advisor.catalog.tables.schema import Gpu
from advisor.hosting.memory.shapes import ServingShape
from advisor.units import Told, told

SPLIT_BY_LAYERS: Final = frozenset({"apple", "edge", "consumer"})
"""Segments whose usual server (llama.cpp) puts whole layers on each GPU, so that heads need not divide."""
COUNTS: Final = (1, 2, 4, 8)
"""How many GPUs of one server a replica spans."""
FIRST_WITH_BFLOAT16: Final = date(2020, 5, 14)
"""Release of the first NVIDIA GPU that computes in bfloat16 (Ampere, compute capability 8.0)."""
SERVER_ENGINES: Final = ("vllm", "sglang", "tensorrt-llm", "tgi")
"""Engines that serve safetensors on GPUs of servers."""
FILE_ENGINES: Final = ("llama.cpp", "ollama", "mlx-lm")
"""Engines that serve GGUF or MLX files, and whatever runs on Apple's chips."""


def refusals(
    shape: ServingShape, gpu: Gpu, *, gpu_count: int, precision: str, context_tokens: int | None = None
) -> tuple[Told, ...]:
    """Every reason why an engine would not serve this at all, in the order of the command; none where it would.

    ``context_tokens`` is the longest request, prompt and answer; not checked where it or the model's limit is unknown.
    """
    found = []
    if not served(shape, gpu, precision):
        engines = [name for name, _ in _stated(shape, gpu, precision)]
        found.append(told("engine.architecture", model=("model", shape.model_id), engines=("text", engines)))
    if not divides(shape, gpu, gpu_count, precision):
        found.append(
            told(
                "engine.heads",
                model=("model", shape.model_id),
                heads=shape.attention_heads,
                kv_heads=shape.kv_heads,
                gpus=gpu_count,
                able=tuple(told("engine.count", gpus=n) for n in COUNTS if divides(shape, gpu, n, precision)),
            )
        )
    if not computes(gpu, precision):
        found.append(told("engine.precision", gpu=("gpu", gpu.name), precision=precision))
    if context_tokens is not None and shape.context_tokens is not None and context_tokens > shape.context_tokens:
        found.append(
            told(
                "engine.context",
                model=("model", shape.model_id),
                held=("tokens", shape.context_tokens),
                needed=("tokens", context_tokens),
            )
        )
    return tuple(found)


def served(shape: ServingShape, gpu: Gpu, precision: str) -> bool:
    """Whether an engine that reads this format on this GPU runs the architecture; what nobody states is no refusal."""
    stated = _stated(shape, gpu, precision)
    return not stated or any(runs for _, runs in stated)


def _stated(shape: ServingShape, gpu: Gpu, precision: str) -> tuple[tuple[str, bool], ...]:
    files = precision.startswith("q") or gpu.segment == "apple"
    usual = FILE_ENGINES if files else SERVER_ENGINES
    return tuple((name, runs) for name, runs in shape.support if name in usual)


def divides(shape: ServingShape, gpu: Gpu, gpu_count: int, precision: str) -> bool:
    """Whether engines can split every layer over ``gpu_count`` GPUs.

    Query heads must divide; heads of the cache are divided, or each held by several GPUs, where one count divides the
    other (vLLM and SGLang check both at start; latent attention keeps one cache for all heads). GGUF files and
    devices of ``SPLIT_BY_LAYERS`` are split by whole layers.
    """
    if gpu_count == 1 or gpu.segment in SPLIT_BY_LAYERS or precision.startswith("q"):
        return True
    if shape.attention_heads % gpu_count:
        return False
    return shape.latent or shape.kv_heads % gpu_count == 0 or gpu_count % shape.kv_heads == 0


def computes(gpu: Gpu, precision: str) -> bool:
    """Whether the GPU computes in a precision that is computed in: fp8 and fp4 need units of that width.

    Formats that are widened first (int4, mxfp4, GGUF) run anywhere. Some engines also widen fp8 and fp4 where the units
    are missing; others refuse, and who does has the memory of 8 bits at the speed of 16: plan int8 or int4 instead.
    """
    if precision == "fp8":
        return gpu.fp8_tflops is not None
    if precision == "fp4":
        return gpu.fp4_tflops is not None
    return precision != "bf16" or not _before_bfloat16(gpu)


def _before_bfloat16(gpu: Gpu) -> bool:
    return gpu.vendor == "nvidia" and gpu.released_on is not None and gpu.released_on < FIRST_WITH_BFLOAT16
