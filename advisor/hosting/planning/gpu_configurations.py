"""The static grid of self-hosting candidates: every model on every sensible GPU and count that holds it.

Nothing here depends on the answers; the grid is built once per catalog digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from advisor.arrays import Floats, Index
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Gpu, Model
from advisor.hosting.gpu_classes import EDGE_SEGMENTS, SOLDERED_LINK_GB_S
from advisor.hosting.memory.engine_limits import COUNTS, computes, divides, served
from advisor.hosting.memory.memory import (
    cache_room,
    cache_value_bytes,
    kv_copies,
    weight_bytes,
)
from advisor.hosting.memory.shapes import ServingShape, checkpoints_of, shape_of, sizing_problem, support_of
from advisor.hosting.speed.constants import BAND, NAMES, FactorKey, constants_for, setting_of
from advisor.hosting.speed.rig import Rig, rig_row
from advisor.hosting.speed.roofline import RooflineTerms, terms_of
from advisor.hosting.speed.thinking_tokens import habits
from advisor.units import BYTES_PER_GB, Told

CARD_COUNTS = (1, 2, 4)
SERVER_MEMORY_GIB = 20.0
"""Cards with less memory are not planned as servers."""
SERVER_VENDORS = frozenset({"nvidia", "amd", "intel", "apple"})
"""Vendors whose chips the usual open-source servers run on; others (TPU, Trainium) need their own stacks."""
EDGE_COUNTS = (1, 2)
MINIMUM_CONTEXT = 2048
EDGE_SINCE = date(2022, 6, 1)
"""Edge devices released before are not planned anew; owned ones can be."""
EDGE_PRECISION = "q4_k_m"


@dataclass(frozen=True, slots=True)
class GpuConfigurations:
    """Candidate rows (arrays of shape (n,)): which model, on which GPU, how many, in which precision.

    ``pair`` numbers the pairs of model and GPU, in whose order the rows stand; ``thinks`` is the model's habit.
    ``kv_values`` is the cache per token and layer in values, ``cache_room_bytes`` what is left for it.
    The four errors are the held-out band of the speed: logarithms of measured over estimated.
    """

    models: tuple[Model, ...]
    gpus: tuple[Gpu, ...]
    precisions: tuple[str, ...]
    problems: Mapping[str, Told]
    model_index: Index
    gpu_index: Index
    count: Index
    precision_index: Index
    pair: Index
    thinks: Index
    terms: RooflineTerms
    log_error_low: Floats
    log_error_high: Floats
    ttft_log_error_low: Floats
    ttft_log_error_high: Floats
    cache_room_bytes: Floats
    kv_values: Floats
    global_layers: Floats
    local_layers: Floats
    window: Floats
    copies: Floats
    value_bytes: Floats
    weights_gb: Floats

    def cache_bytes(self, context_tokens: float | Floats) -> Floats:
        """Bytes of cache of one request at a context length, without copies; shape (n,)."""
        kept = self.global_layers * context_tokens + self.local_layers * np.minimum(context_tokens, self.window)
        return np.asarray(self.kv_values * kept * self.value_bytes)

    def held_bytes(self, context_tokens: float | Floats) -> Floats:
        """Bytes of cache of one request on all GPUs of a replica, with copies; shape (n,)."""
        return self.cache_bytes(context_tokens) * self.copies


@derived(by="digest")
def grid_of(catalog: Catalog) -> GpuConfigurations:
    """The grid of a catalog."""
    open_models = tuple(model for model in catalog.models if model.openness == "open_weights")
    problems = {model.model_id: problem for model in open_models if (problem := sizing_problem(model))}
    models = tuple(model for model in open_models if model.model_id not in problems)
    gpus = tuple(gpu for gpu in catalog.gpus if gpu.bandwidth_gb_s and gpu.bf16_tflops and priced(catalog, gpu))
    return build_grid(catalog, models, gpus, problems)


def priced(catalog: Catalog, gpu: Gpu) -> bool:
    """Whether anybody rents or sells the GPU, or sold it, and the usual servers run on it."""
    if gpu.vendor not in SERVER_VENDORS:
        return False
    bought = gpu.gpu_id in catalog.hardware_offers_of
    if gpu.segment in EDGE_SEGMENTS:
        return bought and (gpu.released_on is None or gpu.released_on >= EDGE_SINCE)
    return gpu.memory_gib >= SERVER_MEMORY_GIB and (bought or gpu.gpu_id in catalog.gpu_offers_of)


def precisions_for(shape: ServingShape, gpu: Gpu) -> tuple[str, ...]:
    """The precisions worth planning: 8 bits where the GPU computes them, else as published; 4 bits on edge devices."""
    if gpu.segment in EDGE_SEGMENTS:
        return (EDGE_PRECISION,)
    native = shape.native_precision
    if native in {"fp32", "fp16"}:
        native = "bf16"
    if native == "fp4" and shape.expert_params:
        native = "mxfp4" if shape.model_id.startswith("openai/") else "fp4"
    if native == "fp8" and not gpu.fp8_tflops:
        return ("int8",)
    if native == "fp4" and not gpu.fp4_tflops:
        return ("int4",)
    if native == "bf16" and not computes(gpu, "bf16"):
        return ("fp16",)
    return ("fp8",) if native == "bf16" and gpu.fp8_tflops else (native,)


class _Holding(NamedTuple):
    """A row of the grid: model and GPU by number, GPUs, precision, bytes of the weights and of what they leave free."""

    model: int
    gpu: int
    gpu_count: int
    precision: str
    weight_bytes: float
    room_bytes: float


def _that_hold(shapes: Sequence[ServingShape], gpus: Sequence[Gpu], precisions: Sequence[str]) -> Iterator[_Holding]:
    """The rows whose GPUs hold the weights and some cache beside them, by model, GPU and precision."""
    for m, shape in enumerate(shapes):
        weights = {precision: weight_bytes(shape, precision) for precision in precisions}
        for g, gpu in enumerate(gpus):
            for precision in precisions_for(shape, gpu):
                for count in _counts(gpu) if served(shape, gpu, precision) else ():
                    if not divides(shape, gpu, count, precision):
                        continue
                    room = cache_room(shape, gpu, count, weights[precision])
                    if room > 0:
                        yield _Holding(m, g, count, precision, weights[precision], room)


def build_grid(
    catalog: Catalog, models: Sequence[Model], gpus: Sequence[Gpu], problems: Mapping[str, Told]
) -> GpuConfigurations:
    """The grid over given models and GPUs; rows that cannot hold the weights and one short request are left out."""
    copies = checkpoints_of(catalog.quantised_checkpoints)
    support = support_of(catalog.serving_support)
    shapes = [shape_of(model, copies.get(model.model_id, ()), support.get(model.model_id, ())) for model in models]
    precisions = sorted({precision for shape in shapes for gpu in gpus for precision in precisions_for(shape, gpu)})
    held = list(_that_hold(shapes, gpus, precisions))
    index = np.array(
        [(row.model, row.gpu, row.gpu_count, precisions.index(row.precision)) for row in held], dtype=np.intp
    ).reshape(-1, 4)
    rigs = [rig_row(shapes[row.model], gpus[row.gpu], gpu_count=row.gpu_count, precision=row.precision) for row in held]
    per_model = _per_model(shapes)[index[:, 0]]
    rig = _rig(rigs, _constants(catalog, shapes, gpus, precisions, index))
    grid = GpuConfigurations(
        models=tuple(models),
        gpus=tuple(gpus),
        precisions=tuple(precisions),
        problems=dict(problems),
        model_index=index[:, 0],
        gpu_index=index[:, 1],
        count=index[:, 2],
        precision_index=index[:, 3],
        pair=index[:, 0] * len(gpus) + index[:, 1],
        thinks=habits(models, catalog)[index[:, 0]],
        terms=terms_of(rig).narrowed(),
        **{name: rig.constants[name] for name in BAND},
        cache_room_bytes=np.array([row.room_bytes for row in held], dtype=np.float64),
        kv_values=per_model[:, 0],
        global_layers=per_model[:, 1],
        local_layers=per_model[:, 2],
        window=per_model[:, 3],
        copies=np.array([kv_copies(shapes[row.model], row.gpu_count) for row in held], dtype=np.float64),
        value_bytes=np.array([cache_value_bytes(row.precision) for row in held], dtype=np.float64),
        weights_gb=np.array([row.weight_bytes for row in held], dtype=np.float64) / BYTES_PER_GB,
    )
    fits = np.flatnonzero(grid.cache_room_bytes >= grid.held_bytes(MINIMUM_CONTEXT))
    return subset(grid, fits)


def subset(grid: GpuConfigurations, rows: Index) -> GpuConfigurations:
    """The grid of some of its rows."""
    kept = {"models", "gpus", "precisions", "problems", "terms"}
    fields = {name: getattr(grid, name).take(rows) for name in grid.__slots__ if name not in kept}
    return GpuConfigurations(
        models=grid.models,
        gpus=grid.gpus,
        precisions=grid.precisions,
        problems=grid.problems,
        terms=grid.terms.take(rows),
        **fields,
    )


def _counts(gpu: Gpu) -> tuple[int, ...]:
    """How many GPUs one replica may span: cards on PCIe up to 4, baseboards up to 8."""
    if gpu.segment in EDGE_SEGMENTS:
        counts: tuple[int, ...] = EDGE_COUNTS if gpu.segment == "consumer" else (1,)
    else:
        counts = COUNTS if (gpu.link_gb_s or 0.0) >= SOLDERED_LINK_GB_S else CARD_COUNTS
    return tuple(count for count in counts if count <= (gpu.gpus_per_server or 8))


def _per_model(shapes: Sequence[ServingShape]) -> Floats:
    """Per model: cache values per token and layer, layers with the whole context, windowed layers, window."""
    return np.array(
        [
            (
                shape.kv_values_per_token_layer,
                shape.global_layers,
                shape.attention_layers - shape.global_layers,
                shape.sliding_window or 1e12,
            )
            for shape in shapes
        ],
        dtype=np.float64,
    ).reshape(-1, 4)


def _constants(
    catalog: Catalog, shapes: Sequence[ServingShape], gpus: Sequence[Gpu], precisions: Sequence[str], index: Index
) -> Mapping[str, Floats]:
    """The speed constants of every row, as arrays; rows of one setting share them."""
    numbers: dict[FactorKey, int] = {}
    which = np.empty(len(index), dtype=np.intp)
    known: dict[tuple[bool, bool, int, int], int] = {}
    for row, (m, g, _, p) in enumerate(index.tolist()):
        shape = shapes[m]
        key = (shape.expert_params > 0, shape.latent or shape.hybrid, g, p)
        if key not in known:
            known[key] = numbers.setdefault(setting_of(shape, gpus[g], precisions[p]), len(numbers))
        which[row] = known[key]
    table = [constants_for(catalog.speed_constants, setting) for setting in numbers]
    return {name: np.array([row[name] for row in table], dtype=np.float64)[which] for name in NAMES}


def _rig(rows: Sequence[Mapping[str, float]], constants: Mapping[str, Floats]) -> Rig:
    names = [name for name in Rig.__slots__ if name != "constants"]
    columns = {name: np.array([row[name] for row in rows], dtype=np.float64) for name in names}
    return Rig(**columns, constants=constants)
