"""The table of measured speeds as arrays: what the fit learns from and what estimates are anchored on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.tables.schema import Gpu, Model
from advisor.catalog.tables.schema_hosting import MeasuredSpeed
from advisor.hosting.memory.memory import (
    MEAN_ANSWER_HELD,
    cache_room,
    cache_value_bytes,
    kv_bytes_of_context,
    kv_copies,
    weight_bytes,
)
from advisor.hosting.memory.shapes import ServingShape, shape_of, sizing_problem
from advisor.hosting.speed.constants import Setting, setting_of
from advisor.hosting.speed.roofline import Array, Rig, Speed, rig_row, serve, terms_of


@dataclass(frozen=True, slots=True)
class Sample:
    """The measured rows as arrays, with the setting of each under its own engine and under the usual one."""

    rows: tuple[MeasuredSpeed, ...]
    rig: Rig
    engines: tuple[Setting, ...]
    usual: tuple[Setting, ...]
    input_tokens: Array
    output_tokens: Array
    concurrency: Array
    room: Array
    cache_bytes: Array
    log_speed: Array
    log_ttft: Array
    family: tuple[str, ...]

    def take(self, keep: Sequence[int] | NDArray[np.intp]) -> Sample:
        """Some of the rows."""
        index = np.asarray(keep, dtype=np.intp)
        names = ("input_tokens", "output_tokens", "concurrency", "room", "cache_bytes", "log_speed", "log_ttft")
        return replace(
            self,
            rows=tuple(self.rows[i] for i in index),
            rig=self.rig.take(index),
            engines=tuple(self.engines[i] for i in index),
            usual=tuple(self.usual[i] for i in index),
            family=tuple(self.family[i] for i in index),
            **{name: getattr(self, name)[index] for name in names},
        )


def sample_of(rows: Sequence[MeasuredSpeed], models: Mapping[str, Model], gpus: Mapping[str, Gpu]) -> Sample:
    """The measured rows whose model's shape and whose GPU the catalog knows."""
    used = [row for row in rows if _sized(models.get(row.model_id or "")) and _known(gpus.get(row.gpu_id))]
    shape = cache(lambda model_id: shape_of(models[model_id]))
    scalars, known, usual, rooms = [], [], [], []
    for row in used:
        which, gpu = shape(row.model_id), gpus[row.gpu_id]
        scalars.append(rig_row(which, gpu, gpu_count=row.gpu_count, precision=row.precision))
        known.append(setting_of(which, gpu, row.precision, row.engine.split()[0]))
        usual.append(setting_of(which, gpu, row.precision))
        rooms.append(_room(row, which, gpu))
    room, cache_bytes = np.array(rooms, dtype=np.float64).reshape(-1, 2).T
    ttft = [np.nan if row.ttft_ms is None else row.ttft_ms / 1e3 for row in used]
    return Sample(
        rows=tuple(used),
        rig=_rig(scalars),
        engines=tuple(known),
        usual=tuple(usual),
        input_tokens=np.array([row.input_tokens for row in used], dtype=np.float64),
        output_tokens=np.array([row.output_tokens for row in used], dtype=np.float64),
        concurrency=np.array([row.concurrency for row in used], dtype=np.float64),
        room=room,
        cache_bytes=cache_bytes,
        log_speed=np.log([row.output_tokens_per_s for row in used]),
        log_ttft=np.log(np.array(ttft, dtype=np.float64)),
        family=tuple(row.family for row in used),
    )


def _sized(model: Model | None) -> bool:
    return model is not None and sizing_problem(model) is None


def _known(gpu: Gpu | None) -> bool:
    return gpu is not None and gpu.bandwidth_gb_s is not None and gpu.bf16_tflops is not None


def _room(row: MeasuredSpeed, shape: ServingShape, gpu: Gpu) -> tuple[float, float]:
    """Requests that the cache holds at once, and the cache of one in the middle of its answer."""
    value = cache_value_bytes(row.precision)
    held = kv_bytes_of_context(shape, row.input_tokens + MEAN_ANSWER_HELD * row.output_tokens, value)
    held *= kv_copies(shape, row.gpu_count)
    room = cache_room(shape, gpu, row.gpu_count, weight_bytes(shape, row.precision))
    middle = kv_bytes_of_context(shape, row.input_tokens + row.output_tokens / 2, value)
    return max(np.floor(room / held), 1.0), middle


def _rig(rows: Sequence[Mapping[str, float]]) -> Rig:
    columns = {name: np.array([row[name] for row in rows], dtype=np.float64) for name in rows[0]}
    return Rig(**columns, constants={})


def serve_sample(sample: Sample, constants: Mapping[str, Array]) -> Speed:
    """Speed of every row under given constants; concurrency is limited to what the cache holds."""
    return serve(
        terms_of(replace(sample.rig, constants=constants)),
        np.minimum(sample.concurrency, sample.room),
        input_tokens=sample.input_tokens,
        output_tokens=sample.output_tokens,
        cache_bytes=sample.cache_bytes,
    )
