"""Speed: a roofline per step on arrays, with constants fitted on published measurements (see ``calibrate``).

One decode step reads the weights it touches and the cache of every request in flight, computes a token for each, and
passes every layer's overhead and all-reduce; the prefill of newcomers is interleaved with decoding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.tables.schema import Gpu
from advisor.hosting.memory.memory import bits_of, quantised_params, weight_bytes
from advisor.hosting.memory.shapes import ServingShape

Array = NDArray[np.float64]
Index = NDArray[np.intp]
PCIE_GB_S = 32.0
"""Link speed taken where it is unknown: PCIe 4 x16, one direction."""

EVEN = ("step_s", "allreduce_s", "prefill_s", "ttft_prefill", "ttft_burst_power", "ttft_busy")
"""Terms that are constants alone, most of which the fit leaves the same everywhere."""


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
class Terms:
    """What of a rig's speed no load changes: arrays of shape (n,), rates and times with the constants in them.

    Constants (``EVEN``) that are the same in all rows may have the shape (1,).
    ``bandwidth``, ``decode_flops`` and ``prefill_flops`` are of all GPUs of a replica; ``layers_s`` and ``step_s`` is
    what a step takes besides reading, computing and exchanging, ``allreduces`` how many it makes (none on one GPU).
    """

    always_bytes: Array
    expert_bytes: Array
    idle_share: Array
    bandwidth_share: Array
    kv_bandwidth_share: Array
    bandwidth: Array
    cache_copies: Array
    flops_per_token: Array
    attention_flops: Array
    decode_flops: Array
    prefill_flops: Array
    layers_s: Array
    step_s: Array
    request_us: Array
    allreduces: Array
    allreduce_s: Array
    sent_share: Array
    hidden_bytes: Array
    link: Array
    prefill_link: Array
    prefill_s: Array
    start_s: Array
    ttft_prefill: Array
    ttft_burst: Array
    ttft_burst_power: Array
    ttft_busy: Array

    def take(self, rows: Index) -> Terms:
        """Some of the rows."""
        columns = (getattr(self, name) for name in self.__slots__)
        return Terms(*(column.take(rows) if len(column) > 1 else column for column in columns))

    def narrowed(self) -> Terms:
        """The same, with a single value in place of constants that are the same in all rows."""
        even = {name: getattr(self, name) for name in EVEN}
        return replace(self, **{name: column[:1] for name, column in even.items() if (column == column[:1]).all()})


@dataclass(frozen=True, slots=True)
class Speed:
    """Arrays broadcast over (concurrencies, n): seconds to the first token and per further one, output tokens/s."""

    ttft_s: Array
    itl_s: Array
    output_tokens_per_s: Array


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


def terms_of(rig: Rig) -> Terms:
    """The terms of every row of a rig, whose constants must be there."""
    c, n, layers = rig.constants, rig.gpu_count, rig.layers
    width = rig.hidden_size / 4096
    routed = rig.moe * (rig.experts_per_token / 8) ** c["expert_power"]
    per_layer = c["layer_us"] * width ** c["layer_width_power"] + c["expert_layer_us"] * routed
    per_layer = per_layer + c["latent_layer_us"] * rig.latent + c["hybrid_layer_us"] * rig.hybrid
    return Terms(
        always_bytes=rig.always_bytes,
        expert_bytes=rig.expert_bytes,
        idle_share=1.0 - np.minimum(rig.experts_per_token / rig.experts, 1.0),
        bandwidth_share=c["bandwidth_share"],
        kv_bandwidth_share=c["kv_bandwidth_share"],
        bandwidth=n * rig.bandwidth,
        cache_copies=rig.cache_copies,
        flops_per_token=rig.flops_per_token,
        attention_flops=rig.attention_flops,
        decode_flops=n * rig.flops * c["decode_flops_share"],
        prefill_flops=n * rig.flops * (c["prefill_flops_share"] * width ** c["prefill_width_power"]),
        layers_s=layers * per_layer * 1e-6,
        step_s=c["step_ms"] * 1e-3,
        request_us=c["request_us"] + c["expert_request_us"] * routed,
        allreduces=np.where(n > 1, 2.0 * layers, 0.0),
        allreduce_s=c["allreduce_us"] * 1e-6,
        sent_share=2.0 * (n - 1.0) / n,
        hidden_bytes=rig.hidden_size * 2,
        link=rig.link * c["link_share"],
        prefill_link=rig.link * c["prefill_link_share"],
        prefill_s=c["prefill_ms"] * 1e-3,
        start_s=c["ttft_ms"] * 1e-3 + layers * c["ttft_layer_ms"] * 1e-3,
        ttft_prefill=c["ttft_prefill"],
        ttft_burst=c["ttft_burst"],
        ttft_burst_power=c["ttft_burst_power"],
        ttft_busy=c["ttft_busy"],
    )


def serve(terms: Terms, concurrency: Array, *, input_tokens: Array, output_tokens: Array, cache_bytes: Array) -> Speed:
    """Steady-state speed at a concurrency of shape (n,) or (concurrencies, n); the rest broadcasts against (n,).

    ``cache_bytes`` is one request's cache at the middle of its answer. ITL = step + share of steps that newcomers'
    prefill takes; TTFT = start + own prefill + step + wait for the prefill of others. Throughput follows from both.
    """
    step = _decode_step(terms, concurrency, cache_bytes)
    prefill = _prefill(terms, input_tokens)
    output = np.maximum(output_tokens, 1)
    each = prefill + terms.prefill_s
    itl = step + concurrency / output * each
    load = np.minimum(concurrency * each / (output * itl), 1.0)
    waits = terms.ttft_prefill + terms.ttft_burst * concurrency**terms.ttft_burst_power + terms.ttft_busy * load
    ttft = terms.start_s + step + waits * prefill
    total = ttft + (output - 1) * itl
    return Speed(ttft, itl, np.asarray(concurrency * output / total))


def _decode_step(terms: Terms, batch: Array, cache_bytes: Array) -> Array:
    """Seconds of one decode step of ``batch`` requests."""
    cache = batch * cache_bytes * terms.cache_copies
    memory = (_weights_read(terms, batch) + cache / terms.kv_bandwidth_share) / terms.bandwidth
    compute = batch * terms.flops_per_token / terms.decode_flops
    fixed = terms.layers_s + batch * terms.request_us * 1e-6 + terms.step_s
    return np.asarray(memory + compute + fixed + _allreduce(terms, batch, terms.link))


def _weights_read(terms: Terms, batch: Array) -> Array:
    """Bytes of weights that a step reads, over the share of the bandwidth; experts that no request chose stay unread.

    Every token chooses its own experts, so that more requests read more of them.
    """
    experts = np.flatnonzero(terms.expert_bytes)
    read = np.empty(batch.shape)
    read[...] = terms.always_bytes / terms.bandwidth_share
    touched = 1.0 - terms.idle_share[experts] ** batch.take(experts, axis=-1)
    bytes_read = terms.always_bytes[experts] + terms.expert_bytes[experts] * touched
    read[..., experts] = bytes_read / terms.bandwidth_share[experts]
    return read


def _prefill(terms: Terms, tokens: Array) -> Array:
    """Seconds to read a prompt of ``tokens``."""
    flops = terms.flops_per_token * tokens + terms.attention_flops * tokens * tokens
    return np.asarray(flops / terms.prefill_flops + _allreduce(terms, tokens, terms.prefill_link))


def _allreduce(terms: Terms, tokens: Array, link: Array) -> Array:
    """Seconds of the two all-reduces per layer over the GPUs of a replica; none on one GPU."""
    return np.asarray(terms.allreduces * (terms.allreduce_s + terms.sent_share * tokens * terms.hidden_bytes / link))
