"""Measurements beat estimates: what was measured on the same model and GPU corrects the estimate near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from advisor.arrays import Floats
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Gpu
from advisor.catalog.tables.schema_hosting import LoadKind, MeasuredSpeed
from advisor.hosting.memory.shapes import ServingShape, shape_of
from advisor.hosting.speed.constants import NAMES, FactorKey, constants_for, gpu_class
from advisor.hosting.speed.measurements import Sample, sample_of, serve_sample

SAME_LOAD = 1.25
"""Loads within this factor in input, output and concurrency count as the measured one."""
NEAR_WEIGHT = 0.05
"""Weight from which a measurement is named as a source."""
PRIOR_WEIGHT = 0.3
"""Weight of the uncorrected estimate against measurements near it."""


@dataclass(frozen=True, slots=True)
class Residuals:
    """log(measured / estimated) of every measured row, with what tells how near a row is."""

    sample: Sample
    throughput: Floats
    ttft: Floats
    shape_keys: tuple[tuple[float, ...], ...]
    classes: tuple[str, ...]
    load: Floats


@dataclass(frozen=True, slots=True)
class Anchor:
    """Correction by measurements near; ``share`` (0 to 1) is how far they count, ``same`` the exact rows.

    ``near`` are the nearest others, which may be of another precision, GPU of the class or model of the same shape.
    """

    throughput: float
    ttft: float
    share: float
    same: tuple[MeasuredSpeed, ...]
    near: tuple[MeasuredSpeed, ...]


@derived(by="digest")
def residuals_of(catalog: Catalog) -> Residuals:
    """The residuals of a catalog's measured rows under its fitted constants."""
    sample = sample_of(catalog.measured_speeds, catalog.model, catalog.gpu, catalog.quantised_checkpoints)
    numbers: dict[FactorKey, int] = {}
    which = np.array([numbers.setdefault(setting, len(numbers)) for setting in sample.usual], dtype=np.intp)
    table = [constants_for(catalog.speed_constants, setting) for setting in numbers]
    constants = {name: np.array([row[name] for row in table], dtype=np.float64)[which] for name in NAMES}
    speed = serve_sample(sample, constants)
    shapes = {row.model_id: shape_key(shape_of(catalog.model[row.model_id])) for row in sample.rows if row.model_id}
    return Residuals(
        sample=sample,
        throughput=sample.log_speed - np.log(speed.output_tokens_per_s),
        ttft=sample.log_ttft - np.log(speed.ttft_s),
        shape_keys=tuple(shapes[row.model_id or ""] for row in sample.rows),
        classes=tuple(gpu_class(catalog.gpu[row.gpu_id]) for row in sample.rows),
        load=np.log2(np.stack([sample.input_tokens, sample.output_tokens, sample.concurrency], axis=1)),
    )


def shape_key(shape: ServingShape) -> tuple[float, ...]:
    """What makes two models serve alike: layers, width, heads kept, experts and size to 5%."""
    size = round(np.log(shape.total_params) / 0.05)
    return (shape.layers, shape.hidden_size, shape.kv_values_per_token_layer, shape.experts, size)


def anchor(
    catalog: Catalog,
    shape: ServingShape,
    gpu: Gpu,
    *,
    gpu_count: int,
    precision: str,
    input_tokens: float,
    output_tokens: float,
    concurrency: float,
    load_kind: LoadKind = "steady",
) -> Anchor:
    """The correction for one deployment and kind of load; nothing where no model of this shape was measured so."""
    found = residuals_of(catalog)
    rows = _alike(found, shape_key(shape), gpu_class(gpu), load_kind)
    if not rows:
        return Anchor(0.0, 0.0, 0.0, (), ())
    index = np.array(rows, dtype=np.intp)
    load = np.log2([input_tokens, output_tokens, concurrency])
    measured = [found.sample.rows[i] for i in rows]
    distance = np.sum((found.load[index] - load) ** 2, axis=1) * 0.25
    weight = np.exp(-distance - _apart(measured, gpu, gpu_count, precision))
    timed = np.where(np.isnan(found.ttft[index]) | (found.sample.concurrency > found.sample.room)[index], 0.0, weight)
    total, timed_total = float(weight.sum()), float(timed.sum())
    same = tuple(
        row
        for i, row in zip(rows, measured, strict=True)
        if row.gpu_id == gpu.gpu_id
        and row.precision == precision
        and row.gpu_count == gpu_count
        and row.model_id == shape.model_id
        and bool(np.all(np.abs(found.load[i] - load) <= np.log2(SAME_LOAD)))
    )
    nearest = np.argsort(-weight, kind="stable")[:3].tolist()
    return Anchor(
        throughput=float(weight @ found.throughput[index]) / (total + PRIOR_WEIGHT),
        ttft=float(timed @ np.nan_to_num(found.ttft[index])) / (timed_total + PRIOR_WEIGHT),
        share=total / (total + PRIOR_WEIGHT),
        same=same,
        near=tuple(measured[i] for i in nearest if weight[i] > NEAR_WEIGHT),
    )


def _alike(found: Residuals, key: tuple[float, ...], kind: str, load_kind: LoadKind) -> list[int]:
    """The rows of models of this shape on this class of GPU under this kind of load whose rate counts."""
    return [
        i
        for i, (other, row) in enumerate(zip(found.shape_keys, found.sample.rows, strict=True))
        if other == key and found.classes[i] == kind and row.load_kind == load_kind and row.counts == "all"
    ]


def _apart(measured: Sequence[MeasuredSpeed], gpu: Gpu, gpu_count: int, precision: str) -> Floats:
    """How far each measurement is from a deployment whatever the load: GPUs, precision, another GPU of the class."""
    apart = [
        np.log2(row.gpu_count / gpu_count) ** 2 + 1.0 * (row.precision != precision) + 1.0 * (row.gpu_id != gpu.gpu_id)
        for row in measured
    ]
    return np.asarray(apart, dtype=np.float64)
