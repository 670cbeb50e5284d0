"""A rig: what of a model on one replica of GPUs the speed model computes with, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from advisor.arrays import Floats, Index
from advisor.catalog.tables.schema import Gpu
from advisor.hosting.memory.memory import bits_of, quantised_params, weight_bytes
from advisor.hosting.memory.shapes import ServingShape

PCIE_GB_S = 32.0
"""Link speed taken where it is unknown: PCIe 4 x16, one direction."""


@dataclass(frozen=True, slots=True)
class Rig:
    """Arrays of shape (n,): one model on one replica of GPUs, in bytes, FLOP and seconds; ``constants`` by name."""

    always_bytes: Floats
    expert_bytes: Floats
    experts: Floats
    experts_per_token: Floats
    expert_width: Floats
    moe: Floats
    latent: Floats
    hybrid: Floats
    flops_per_token: Floats
    attention_flops: Floats
    window_flops: Floats
    window: Floats
    layers: Floats
    hidden_size: Floats
    gpu_count: Floats
    bandwidth: Floats
    flops: Floats
    wide_flops: Floats
    link: Floats
    cache_copies: Floats
    constants: Mapping[str, Floats]

    def take(self, rows: Index) -> Rig:
        """Some of the rows."""
        columns = {item.name: getattr(self, item.name)[rows] for item in fields(self) if item.name != "constants"}
        return Rig(**columns, constants={name: values[rows] for name, values in self.constants.items()})


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
        "expert_width": shape.expert_width,
        "moe": float(shape.expert_params > 0),
        "latent": float(shape.latent),
        "hybrid": float(shape.hybrid),
        "flops_per_token": 2.0 * shape.active_params - looked_up,
        "attention_flops": 2.0 * shape.attention_width * shape.global_layers,
        "window_flops": 4.0 * shape.attention_width * (shape.attention_layers - shape.global_layers),
        "window": float(shape.sliding_window or 1.0),
        "layers": float(shape.layers),
        "hidden_size": float(shape.hidden_size),
        "gpu_count": float(gpu_count),
        "bandwidth": (gpu.bandwidth_gb_s or np.nan) * 1e9,
        "flops": (compute_tflops(gpu, precision) or np.nan) * 1e12,
        "wide_flops": (gpu.bf16_tflops or np.nan) * 1e12,
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
