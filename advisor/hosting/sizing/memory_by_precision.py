"""GPU memory a model needs at 16, 8 and 4 bits, for its card: weights, cache, and the least GPUs that hold both."""

from __future__ import annotations

from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.errors import SizingError
from advisor.hosting.memory.engine_limits import COUNTS, computes
from advisor.hosting.memory.memory import activation_bytes, bits_of, kv_bytes_of_context, memory_plan, weight_bytes
from advisor.hosting.memory.shapes import ServingShape, checkpoints_of, shape_of, sizing_problem
from advisor.units import BYTES_PER_GB, Spoken, told

PRECISIONS: Final = {16: "bf16", 8: "fp8", 4: "int4"}
SHOWN_CONTEXT_TOKENS: Final = 8_192
REFERENCE_GPUS: Final = (
    "rtx-4090-24gb",
    "l40s-48gb",
    "a100-sxm-80gb",
    "h100-sxm-80gb",
    "h200-sxm-141gb",
    "b200-sxm-180gb",
)
_ELSEWHERE: Final = {16: "fp16", 8: "int8", 4: "int4"}  # of as many bits, for GPUs that lack the format
_CACHE_BYTES: Final = 2.0  # the cache stays in 16 bits, whatever the weights


class MemoryNeed(Spoken):
    """GPU memory of one replica at one precision, in GB (10^9 bytes); ``None`` where the shape is unknown.

    ``cache_gb`` is that of one request of ``context_tokens``, ``full_cache_gb`` that of one as long as the model takes.
    ``gpus`` maps a GPU to the least of 1, 2, 4 or 8 that hold weights, one such request and what serving reserves.
    """

    bits: int
    precision: str
    weights_gb: float
    cache_gb: float | None
    full_cache_gb: float | None
    activations_gb: float | None
    context_tokens: int
    gpus: dict[str, int]
    note: str | None


def memory_needs(catalog: Catalog, model: Model) -> tuple[MemoryNeed, ...]:
    """Memory at 16, 8 and 4 bits; none without published weights of a known size."""
    if model.openness != "open_weights" or model.total_params_b is None:
        return ()
    try:
        shape = shape_of(model, checkpoints_of(catalog.quantised_checkpoints).get(model.model_id, ()))
    except SizingError:
        return tuple(_weights_only(model, bits) for bits in PRECISIONS)
    return tuple(_need(catalog, model, shape, bits) for bits in PRECISIONS)


def _weights_only(model: Model, bits: int) -> MemoryNeed:
    """Parameters times bits, when nothing more of the shape is known or the kind keeps no cache that we can size."""
    problem = sizing_problem(model)
    return MemoryNeed(
        bits=bits,
        precision=PRECISIONS[bits],
        weights_gb=(model.total_params_b or 0) * bits_of(PRECISIONS[bits]) / 8,
        cache_gb=None,
        full_cache_gb=None,
        activations_gb=None,
        context_tokens=SHOWN_CONTEXT_TOKENS,
        gpus={},
        note=None,
        told={"note": told("weights_alone", problem=problem)} if problem else {},
    )


def _need(catalog: Catalog, model: Model, shape: ServingShape, bits: int) -> MemoryNeed:
    tokens = min(SHOWN_CONTEXT_TOKENS, model.context_tokens or SHOWN_CONTEXT_TOKENS)
    full = model.context_tokens
    return MemoryNeed(
        bits=bits,
        precision=PRECISIONS[bits],
        weights_gb=weight_bytes(shape, PRECISIONS[bits]) / BYTES_PER_GB,
        cache_gb=kv_bytes_of_context(shape, tokens, _CACHE_BYTES) / BYTES_PER_GB,
        full_cache_gb=kv_bytes_of_context(shape, full, _CACHE_BYTES) / BYTES_PER_GB if full else None,
        activations_gb=activation_bytes(shape, 1) / BYTES_PER_GB,
        context_tokens=tokens,
        gpus=_least(catalog, shape, bits, tokens),
        note=None,
    )


def _least(catalog: Catalog, shape: ServingShape, bits: int, tokens: int) -> dict[str, int]:
    """The fewest of each reference GPU that hold the model with one request; absent where eight do not."""
    found: dict[str, int] = {}
    for gpu_id in REFERENCE_GPUS:
        gpu = catalog.gpu.get(gpu_id)
        for count in COUNTS if gpu else ():
            assert gpu is not None  # noqa: S101 - the loop is empty otherwise
            precision = PRECISIONS[bits] if computes(gpu, PRECISIONS[bits]) else _ELSEWHERE[bits]
            plan = memory_plan(
                shape, gpu, gpu_count=count, precision=precision, context_tokens=tokens, kv_bytes=_CACHE_BYTES
            )
            if plan.fits:
                found[gpu_id] = count
                break
    return found
