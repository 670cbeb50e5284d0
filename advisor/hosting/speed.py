"""Speed: a roofline per step on arrays, with constants fitted on published measurements (see ``calibrate``).

One decode step reads the weights it touches and the cache of every request in flight, computes a token for each, and
passes every layer's overhead and all-reduce; the prefill of newcomers is interleaved with decoding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.rows import Gpu
from advisor.hosting.memory import bits_of, quantised_params, weight_bytes
from advisor.hosting.shapes import ServingShape

Array = NDArray[np.float64]
Index = NDArray[np.intp]
PCIE_GB_S = 32.0
"""Link speed taken where it is unknown: PCIe 4 x16, one direction."""


@dataclass(frozen=True, slots=True)
class Rig:
    """Arrays of shape (n,): one model on one replica of GPUs, in bytes, FLOP and seconds; ``constants`` by name."""

    always_bytes: Array
    expert_bytes: Array
    experts: Array
    experts_per_token: Array
    moe: Array
    latent: Array
    hybrid: Array
    flops_per_token: Array
    attention_flops: Array
    layers: Array
    hidden_size: Array
    gpu_count: Array
    bandwidth: Array
    flops: Array
    link: Array
    cache_copies: Array
    constants: Mapping[str, Array]

    def take(self, rows: Index) -> Rig:
        """Some of the rows."""
        columns = {item.name: getattr(self, item.name)[rows] for item in fields(self) if item.name != "constants"}
        return Rig(**columns, constants={name: values[rows] for name, values in self.constants.items()})


@dataclass(frozen=True, slots=True)
class Speed:
    """Arrays broadcast over (n, concurrencies): seconds to the first token and per further token, output tokens/s."""

    ttft_s: Array
    itl_s: Array
    output_tokens_per_s: Array
    prefill_load: Array


def rig_row(shape: ServingShape, gpu: Gpu, *, gpu_count: int, precision: str) -> dict[str, float]:
    """The scalars of one row of a ``Rig``, without constants; nan where the GPU's bandwidth or FLOPS are unknown."""
    whole = weight_bytes(shape, precision)
    looked_up = (shape.embedding_params - shape.head_params) * 2
    expert = shape.expert_params * (bits_of(precision) if quantised_params(shape, precision) else 16.0) / 8
    return {
        "always_bytes": max(whole - expert - looked_up, 0.0),
        "expert_bytes": expert,
        "experts": float(max(shape.experts, 1)),
        "experts_per_token": float(max(shape.experts_per_token, 1)),
        "moe": float(shape.expert_params > 0),
        "latent": float(shape.latent),
        "hybrid": float(shape.hybrid),
        "flops_per_token": 2.0 * shape.active_params - looked_up,
        "attention_flops": 2.0 * shape.attention_width * shape.attention_layers,
        "layers": float(shape.layers),
        "hidden_size": float(shape.hidden_size),
        "gpu_count": float(gpu_count),
        "bandwidth": (gpu.bandwidth_gb_s or np.nan) * 1e9,
        "flops": (compute_tflops(gpu, precision) or np.nan) * 1e12,
        "link": (gpu.link_gb_s or PCIE_GB_S) * 1e9,
        "cache_copies": float(gpu_count) if shape.latent else max(1.0, gpu_count / shape.kv_heads),
    }


def compute_tflops(gpu: Gpu, precision: str) -> float | None:
    """Dense TFLOPS at which a precision computes: the fastest unit not narrower than the weights."""
    wide = gpu.bf16_tflops
    if precision == "fp4":
        return gpu.fp4_tflops or gpu.fp8_tflops or wide
    if precision == "mxfp4":
        return gpu.fp4_tflops or wide
    return (gpu.fp8_tflops or wide) if precision in {"fp8", "int8"} else wide


def serve(rig: Rig, concurrency: Array, *, input_tokens: Array, output_tokens: Array, cache_bytes: Array) -> Speed:
    """Steady-state speed at a concurrency; the arguments broadcast against (n, 1).

    ``cache_bytes`` is one request's cache at the middle of its answer. ITL = step + share of steps that newcomers'
    prefill takes; TTFT = start + own prefill + step + wait for the prefill of others. Throughput follows from both.
    """
    c = {name: values[:, None] for name, values in rig.constants.items()}
    width = rig.hidden_size[:, None] / 4096
    step = _decode_step(rig, c, width, concurrency, cache_bytes)
    prefill = _prefill(rig, c, width, input_tokens)
    output = np.maximum(output_tokens, 1)
    itl = step + concurrency / output * (prefill + c["prefill_ms"] * 1e-3)
    load = np.minimum(concurrency * (prefill + c["prefill_ms"] * 1e-3) / (output * itl), 1.0)
    start = c["ttft_ms"] * 1e-3 + rig.layers[:, None] * c["ttft_layer_ms"] * 1e-3
    waits = c["ttft_prefill"] + c["ttft_burst"] * concurrency ** c["ttft_burst_power"] + c["ttft_busy"] * load
    ttft = start + step + waits * prefill
    total = ttft + (output - 1) * itl
    return Speed(ttft, itl, np.asarray(concurrency * output / total), load)


def _decode_step(rig: Rig, c: Mapping[str, Array], width: Array, batch: Array, cache_bytes: Array) -> Array:
    """Seconds of one decode step of ``batch`` requests."""
    n, layers, moe = rig.gpu_count[:, None], rig.layers[:, None], rig.moe[:, None]
    share = np.minimum(rig.experts_per_token / rig.experts, 1.0)[:, None]
    reads = rig.always_bytes[:, None] + rig.expert_bytes[:, None] * (1.0 - (1.0 - share) ** batch)
    cache = batch * cache_bytes * rig.cache_copies[:, None]
    memory = (reads / c["bandwidth_share"] + cache / c["kv_bandwidth_share"]) / (n * rig.bandwidth[:, None])
    compute = batch * rig.flops_per_token[:, None] / (n * rig.flops[:, None] * c["decode_flops_share"])
    routed = moe * (rig.experts_per_token[:, None] / 8) ** c["expert_power"]
    per_layer = c["layer_us"] * width ** c["layer_width_power"] + c["expert_layer_us"] * routed
    per_layer = per_layer + c["latent_layer_us"] * rig.latent[:, None] + c["hybrid_layer_us"] * rig.hybrid[:, None]
    per_request = c["request_us"] + c["expert_request_us"] * routed
    fixed = layers * per_layer * 1e-6 + batch * per_request * 1e-6 + c["step_ms"] * 1e-3
    return np.asarray(memory + compute + fixed + _allreduce(rig, c, batch, c["link_share"]))


def _prefill(rig: Rig, c: Mapping[str, Array], width: Array, tokens: Array) -> Array:
    """Seconds to read a prompt of ``tokens``."""
    flops = rig.flops_per_token[:, None] * tokens + rig.attention_flops[:, None] * tokens * tokens
    share = c["prefill_flops_share"] * width ** c["prefill_width_power"]
    return np.asarray(
        flops / (rig.gpu_count[:, None] * rig.flops[:, None] * share)
        + _allreduce(rig, c, tokens, c["prefill_link_share"])
    )


def _allreduce(rig: Rig, c: Mapping[str, Array], tokens: Array, share: Array) -> Array:
    """Seconds of the two all-reduces per layer over the GPUs of a replica; none on one GPU."""
    n = rig.gpu_count[:, None]
    volume = 2.0 * (n - 1.0) / n * tokens * rig.hidden_size[:, None] * 2
    each = c["allreduce_us"] * 1e-6 + volume / (rig.link[:, None] * share)
    return np.asarray(np.where(n > 1, 2.0 * rig.layers[:, None] * each, 0.0))
