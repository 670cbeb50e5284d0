"""The table of measured speeds as arrays: what the fit learns from and what estimates are anchored on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.catalog.tables.schema import Gpu, Model
from advisor.catalog.tables.schema_hosting import LoadKind, MeasuredSpeed
from advisor.catalog.tables.schema_serving import QuantisedCheckpoint
from advisor.hosting.memory.memory import (
    MEAN_ANSWER_HELD,
    cache_room,
    delivered_cache_bytes,
    kv_bytes_of_context,
    kv_copies,
    weight_bytes,
)
from advisor.hosting.memory.shapes import ServingShape, checkpoints_of, shape_of, sizing_problem
from advisor.hosting.speed.constants import FactorKey, gpu_class, setting_of
from advisor.hosting.speed.rig import Rig, rig_row
from advisor.hosting.speed.roofline import Speed, serve_load, terms_of
from advisor.units import BYTES_PER_GIB

LOAD_KINDS: tuple[LoadKind, ...] = ("steady", "burst", "draining")
LARGE_GIB = 70
"""Memory from which vLLM takes a GPU for a large one."""
BURST_UNUSED_SHARE = 0.04
"""Share of a GPU that engines as delivered leave free beyond ``UTILISABLE_SHARE`` (vLLM took 90% until 2026)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The measured rows as arrays, with the setting of each under its own engine and under the usual one.

    ``kind`` is the number of the kind of load in ``LOAD_KINDS``, ``slots`` what the engine runs at once at most.
    """

    rows: tuple[MeasuredSpeed, ...]
    rig: Rig
    engines: tuple[FactorKey, ...]
    usual: tuple[FactorKey, ...]
    input_tokens: Floats
    output_tokens: Floats
    concurrency: Floats
    room: Floats
    cache_bytes: Floats
    log_speed: Floats
    log_ttft: Floats
    log_itl: Floats
    slots: Floats
    poll_steps: Floats
    first_wave: Floats
    kind: NDArray[np.intp]
    family: tuple[str, ...]

    @property
    def rated(self) -> NDArray[np.bool_]:
        """Rows whose throughput counts."""
        return np.array([row.counts == "all" for row in self.rows], dtype=np.bool_)

    @property
    def timed(self) -> NDArray[np.bool_]:
        """Rows whose TTFT tells the engine's speed: steady loads that the cache holds, so that nothing queues."""
        return np.asarray(~np.isnan(self.log_ttft) & (self.kind == 0) & (self.concurrency <= self.room))

    def take(self, keep: Sequence[int] | NDArray[np.intp]) -> Sample:
        """Some of the rows."""
        index = np.asarray(keep, dtype=np.intp)
        held = {"rows", "rig", "engines", "usual", "family"}
        names = [name for name in self.__slots__ if name not in held]
        return replace(
            self,
            rows=tuple(self.rows[i] for i in index),
            rig=self.rig.take(index),
            engines=tuple(self.engines[i] for i in index),
            usual=tuple(self.usual[i] for i in index),
            family=tuple(self.family[i] for i in index),
            **{name: getattr(self, name)[index] for name in names},
        )


def sample_of(
    rows: Sequence[MeasuredSpeed],
    models: Mapping[str, Model],
    gpus: Mapping[str, Gpu],
    copies: Iterable[QuantisedCheckpoint] = (),
) -> Sample:
    """The measured rows whose model's shape and whose GPU the catalog knows; ``copies`` tell true sizes of weights."""
    checkpoints = checkpoints_of(copies)
    used = [row for row in rows if _sized(models.get(row.model_id or "")) and _known(gpus.get(row.gpu_id))]
    shape = cache(lambda model_id: shape_of(models[model_id], checkpoints.get(model_id, ())))
    scalars, known, usual, rooms = [], [], [], []
    for row in used:
        which, gpu = shape(row.model_id), gpus[row.gpu_id]
        scalars.append(rig_row(which, gpu, gpu_count=row.gpu_count, precision=row.precision))
        known.append(setting_of(which, gpu, row.precision, row.engine.split()[0], row.load_kind))
        usual.append(setting_of(which, gpu, row.precision, load_kind=row.load_kind))
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
        log_itl=np.log(
            np.array([np.nan if row.itl_ms is None else row.itl_ms / 1e3 for row in used], dtype=np.float64)
        ),
        slots=np.array([slots_of(row.load_kind, gpus[row.gpu_id], row.engine) for row in used], dtype=np.float64),
        poll_steps=np.array([row.poll_steps for row in used], dtype=np.float64),
        first_wave=np.array([row.ttft_of == "mean" for row in used], dtype=np.float64),
        kind=np.array([LOAD_KINDS.index(row.load_kind) for row in used], dtype=np.intp),
        family=tuple(row.family for row in used),
    )


def slots_of(load_kind: LoadKind, gpu: Gpu, engine: str = "vllm") -> float:
    """Requests that an engine runs at once as it is delivered; a steady load is served by one set up for it.

    vLLM's default is 1,024 on GPUs of 70 GiB and more, but the A100, and 256 elsewhere; TensorRT-LLM's 2,048.
    """
    if load_kind == "steady":
        return np.inf
    if load_kind == "draining" or engine.startswith("trtllm"):
        return 2048.0
    return 1024.0 if gpu.memory_gib >= LARGE_GIB and gpu_class(gpu) != "ampere" else 256.0


def _sized(model: Model | None) -> bool:
    return model is not None and sizing_problem(model) is None


def _known(gpu: Gpu | None) -> bool:
    return gpu is not None and gpu.bandwidth_gb_s is not None and gpu.bf16_tflops is not None


def _room(row: MeasuredSpeed, shape: ServingShape, gpu: Gpu) -> tuple[float, float]:
    """Requests that the cache holds at once, and the cache of one in the middle of its answer."""
    value = row.cache_bits / 8 if row.cache_bits else delivered_cache_bytes(row.precision, row.engine)
    held = kv_bytes_of_context(shape, row.input_tokens + MEAN_ANSWER_HELD * row.output_tokens, value)
    held *= kv_copies(shape, row.gpu_count)
    room = cache_room(shape, gpu, row.gpu_count, weight_bytes(shape, row.precision))
    if row.load_kind == "burst":
        room -= BURST_UNUSED_SHARE * gpu.memory_gib * BYTES_PER_GIB * row.gpu_count
    middle = kv_bytes_of_context(shape, row.input_tokens + row.output_tokens / 2, value)
    return max(np.floor(room / held), 1.0), middle


def _rig(rows: Sequence[Mapping[str, float]]) -> Rig:
    names = [item.name for item in fields(Rig) if item.name != "constants"]
    return Rig(**{name: np.array([row[name] for row in rows], dtype=np.float64) for name in names}, constants={})


def serve_sample(sample: Sample, constants: Mapping[str, Floats]) -> Speed:
    """Speed of every row under given constants and its kind of load; no more run at once than slots are."""
    terms = terms_of(replace(sample.rig, constants=constants))
    running = np.minimum(sample.concurrency, np.minimum(sample.room, sample.slots))
    load = {
        "input_tokens": sample.input_tokens,
        "output_tokens": sample.output_tokens,
        "cache_bytes": sample.cache_bytes,
        "poll_steps": sample.poll_steps,
        "first_wave": sample.first_wave,
    }
    found = serve_load(terms, LOAD_KINDS[0], running=running, sent=sample.concurrency, **load)
    for number, kind in enumerate(LOAD_KINDS[1:], start=1):
        if (rows := sample.kind == number).any():
            found = _either(rows, serve_load(terms, kind, running=running, sent=sample.concurrency, **load), found)
    return found


def _either(rows: NDArray[np.bool_], these: Speed, others: Speed) -> Speed:
    pairs = ((getattr(these, name), getattr(others, name)) for name in Speed.__slots__)
    return Speed(*(np.where(rows, this, other) for this, other in pairs))
