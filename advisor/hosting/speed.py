"""Speed: a roofline per step, on arrays, with constants fitted per GPU class and architecture (see ``calibrate``).

One decode step reads the weights it touches and the cache of every request in flight, computes one token for each, passes
through every layer's overhead and all-reduce; prefill of newcomers is interleaved with decoding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.rows import Gpu
from advisor.catalog.rows_hosting import SpeedConstant
from advisor.hosting.memory import bits_of, kv_bytes_of_context, kv_copies, quantised_params, weight_bytes
from advisor.hosting.shapes import ServingShape

Array = NDArray[np.float64]

CONSTANTS: tuple[str, ...] = (
    "bandwidth_share",
    "kv_bandwidth_share",
    "decode_flops_share",
    "prefill_flops_share",
    "layer_us",
    "allreduce_us",
    "link_share",
    "step_ms",
    "request_us",
    "prefill_ms",
    "expert_imbalance",
    "ttft_wait",
    "log_error_low",
    "log_error_high",
    "ttft_log_error_low",
    "ttft_log_error_high",
)

TEXTBOOK: Mapping[str, float] = {
    "bandwidth_share": 0.8,
    "kv_bandwidth_share": 0.8,
    "decode_flops_share": 0.6,
    "prefill_flops_share": 0.5,
    "layer_us": 10.0,
    "allreduce_us": 10.0,
    "link_share": 0.7,
    "step_ms": 1.0,
    "request_us": 5.0,
    "prefill_ms": 5.0,
    "expert_imbalance": 1.0,
    "ttft_wait": 0.5,
    "log_error_low": -0.6,
    "log_error_high": 0.6,
    "ttft_log_error_low": -1.0,
    "ttft_log_error_high": 1.0,
}
"""Constants of a textbook roofline, used where nothing was fitted; the band is a factor of 1.8 either way."""


def gpu_class(gpu: Gpu) -> str:
    """The class of accelerators that share fitted constants."""
    name = gpu.gpu_id
    families = (
        ("blackwell", ("b200", "b300", "gb200", "gb300", "rtx-pro-6000", "rtx-50", "b100")),
        ("hopper", ("h100", "h200", "h20", "gh200", "h800")),
        ("ampere", ("a100", "a10", "a30", "a40", "rtx-a", "a6000", "rtx-30")),
        ("ada", ("l40", "l4", "rtx-40", "rtx-6000-ada", "rtx-4000", "rtx-5000")),
        ("amd", ("mi",)),
    )
    if gpu.segment == "apple":
        return "apple"
    for family, prefixes in families:
        if name.startswith(prefixes):
            return family
    return "other"


@dataclass(frozen=True, slots=True)
class Rig:
    """Arrays of shape (n,): one model on one replica of GPUs, in bytes, FLOP and seconds."""

    always_bytes: Array
    expert_bytes: Array
    experts: Array
    experts_per_token: Array
    flops_per_token: Array
    attention_flops_factor: Array
    layers: Array
    hidden_bytes: Array
    gpu_count: Array
    bandwidth: Array
    flops: Array
    link: Array
    constants: Mapping[str, Array]

    def take(self, index: NDArray[np.intp]) -> Rig:
        """The rows of ``index``."""
        fields = {name: getattr(self, name)[index] for name in self.__slots__ if name != "constants"}
        return Rig(**fields, constants={name: values[index] for name, values in self.constants.items()})


@dataclass(frozen=True, slots=True)
class Speed:
    """Arrays broadcast over (n, concurrencies): seconds to the first token, seconds per further token, tokens per second."""

    ttft_s: Array
    itl_s: Array
    output_tokens_per_s: Array
    prefill_s: Array


def rig_row(shape: ServingShape, gpu: Gpu, *, gpu_count: int, precision: str) -> dict[str, float]:
    """The scalars of one row of a ``Rig`` (without constants); unknown link speed is taken as PCIe 4 x16 (32 GB/s)."""
    bits = bits_of(precision)
    whole = weight_bytes(shape, precision)
    touched_embedding = shape.embedding_params - shape.head_params
    expert = shape.expert_params * (bits if quantised_params(shape, precision) else 16.0) / 8
    compute = compute_tflops(gpu, precision)
    return {
        "always_bytes": max(whole - expert - touched_embedding * 2, 0.0),
        "expert_bytes": expert,
        "experts": float(max(shape.experts, 1)),
        "experts_per_token": float(max(shape.experts_per_token, 1)),
        "flops_per_token": 2.0 * (shape.active_params - touched_embedding),
        "attention_flops_factor": 2.0 * shape.attention_width,
        "layers": float(shape.layers),
        "hidden_bytes": float(shape.hidden_size * 2),
        "gpu_count": float(gpu_count),
        "bandwidth": (gpu.bandwidth_gb_s or np.nan) * 1e9,
        "flops": (compute or np.nan) * 1e12,
        "link": (gpu.link_gb_s or 32.0) * 1e9,
    }


def compute_tflops(gpu: Gpu, precision: str) -> float | None:
    """Dense TFLOPS at which a precision computes: the fastest unit not narrower than the weights."""
    wide = gpu.bf16_tflops
    if precision in {"fp4", "mxfp4"}:
        return gpu.fp4_tflops or (gpu.fp8_tflops if precision == "fp4" else wide) or wide
    return (gpu.fp8_tflops or wide) if precision in {"fp8", "int8"} else wide


def kv_read_bytes(shape: ServingShape, context_tokens: float, gpu_count: int, kv_bytes: float = 2.0) -> float:
    """Bytes of cache that the whole replica reads per request and step."""
    return kv_bytes_of_context(shape, context_tokens, kv_bytes) * min(kv_copies(shape, gpu_count), float(gpu_count))


def constants_for(fitted: Sequence[SpeedConstant], gpu_class_name: str, architecture: str) -> dict[str, float]:
    """Constants of a GPU class and architecture: the most specific fitted ones, else those of ``all``, else the textbook's."""
    table = {(row.scope, row.name): row.value for row in fitted}
    scopes = (f"{gpu_class_name}/{architecture}", gpu_class_name, architecture, "all")
    return {
        name: next((table[scope, name] for scope in scopes if (scope, name) in table), TEXTBOOK[name])
        for name in CONSTANTS
    }


def serve(
    rig: Rig, concurrency: Array, *, input_tokens: Array, output_tokens: Array, kv_bytes_per_request: Array
) -> Speed:
    """Steady-state speed at a concurrency; arguments broadcast against (n, 1).

    ITL = step + share of steps spent on newcomers' prefill; TTFT = own prefill + wait for the prefill of others.
    """
    c = {name: values[:, None] for name, values in rig.constants.items()}
    step = _decode_step(rig, c, concurrency, kv_bytes_per_request)
    prefill = _prefill(rig, c, input_tokens)
    itl = step + concurrency / np.maximum(output_tokens, 1) * prefill
    busy = concurrency * prefill / (output_tokens * itl + prefill)
    ttft = prefill + step + c["ttft_wait"] * np.minimum(busy, 1.0) * prefill
    total = ttft + np.maximum(output_tokens - 1, 0) * itl
    return Speed(ttft, itl, concurrency * output_tokens / total, prefill)


def _decode_step(rig: Rig, c: Mapping[str, Array], batch: Array, kv_bytes: Array) -> Array:
    """Seconds of one decode step of ``batch`` requests."""
    experts, top = rig.experts[:, None], rig.experts_per_token[:, None]
    touched = 1.0 - (1.0 - np.minimum(top / experts, 1.0)) ** batch
    n = rig.gpu_count[:, None]
    reads = rig.always_bytes[:, None] + rig.expert_bytes[:, None] * touched * c["expert_imbalance"]
    memory = (reads / c["bandwidth_share"] + batch * kv_bytes / c["kv_bandwidth_share"]) / (n * rig.bandwidth[:, None])
    compute = batch * rig.flops_per_token[:, None] / (n * rig.flops[:, None] * c["decode_flops_share"])
    layers = rig.layers[:, None]
    wire = _allreduce(rig, c, batch)
    return (
        memory + compute + layers * c["layer_us"] * 1e-6 + wire + c["step_ms"] * 1e-3 + batch * c["request_us"] * 1e-6
    )


def _prefill(rig: Rig, c: Mapping[str, Array], tokens: Array) -> Array:
    """Seconds to read a prompt of ``tokens``."""
    n = rig.gpu_count[:, None]
    attention = rig.attention_flops_factor[:, None] * rig.layers[:, None] * tokens * tokens
    flops = rig.flops_per_token[:, None] * tokens + attention
    return (
        flops / (n * rig.flops[:, None] * c["prefill_flops_share"])
        + _allreduce(rig, c, tokens)
        + c["prefill_ms"] * 1e-3
    )


def _allreduce(rig: Rig, c: Mapping[str, Array], tokens: Array) -> Array:
    """Seconds of the two all-reduces per layer over the GPUs of a replica; none on one GPU."""
    n = rig.gpu_count[:, None]
    volume = 2.0 * (n - 1.0) / n * tokens * rig.hidden_bytes[:, None]
    each = c["allreduce_us"] * 1e-6 + volume / (rig.link[:, None] * c["link_share"])
    return np.where(n > 1, 2.0 * rig.layers[:, None] * each, 0.0)
