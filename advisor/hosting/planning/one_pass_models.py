"""Models that answer in one pass on own servers: embedding, rerank, transcription, speech synthesis and images.

They generate no text, so that a replica is one GPU and its load is tokens read, seconds heard or spoken or images drawn
per second. Text and images are estimated from FLOPs with honest bands, audio rests on published speeds; a model
whose speed nobody states is left out by name. The plan's columns are those of every other self-hosted alternative.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from advisor.arrays import Z_90, Index
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Gpu, Model
from advisor.errors import SizingError
from advisor.hosting.memory.memory import RUNTIME_RESERVE_GIB, UTILISABLE_SHARE
from advisor.hosting.planning.capacity import QUEUEING_MARGIN, Capacity
from advisor.hosting.planning.choosing.best_configurations import Contenders
from advisor.hosting.planning.gpu_configurations import GpuConfigurations, priced
from advisor.hosting.sizing.size_encoders import (
    AUDIO,
    IMAGE_BAND,
    TEXT_BAND,
    WEIGHT_BYTES,
    image_rate,
    speech_rate,
    text_rate,
)
from advisor.hosting.speed.roofline import RooflineTerms
from advisor.hosting.workload import Workload
from advisor.units import BYTES_PER_GIB, Told, told

KINDS: Final = frozenset({"embedding", "rerank", "image"}) | AUDIO
TASKS: Final = frozenset({"semantic_search", "transcription", "speech_synthesis", "image_generation"})
"""The tasks that such models do; no other kind of model does them."""
SMALL_GIB: Final = 1.0
"""Working memory beside the weights: activations of a batch."""


def one_pass_grid(catalog: Catalog) -> GpuConfigurations:
    """Every such model with open weights and a known size on every GPU that holds it, one GPU a replica, in 16 bits."""
    models = tuple(m for m in catalog.models if m.kind in KINDS and m.openness == "open_weights" and m.total_params_b)
    gpus = tuple(gpu for gpu in catalog.gpus if gpu.bf16_tflops and priced(catalog, gpu))
    unknown = {
        m.model_id: _told("unsized.fact", m, "total_params_b")
        for m in catalog.models
        if m.kind in KINDS and m.openness == "open_weights" and not m.total_params_b
    }
    room = np.array([(g.memory_gib * UTILISABLE_SHARE - RUNTIME_RESERVE_GIB - SMALL_GIB) * BYTES_PER_GIB for g in gpus])
    weights = np.array([(m.total_params_b or 0.0) * 1e9 * WEIGHT_BYTES for m in models])
    model_index, gpu_index = (part.astype(np.intp) for part in np.nonzero(weights[:, None] <= room[None, :]))
    count = len(model_index)
    return GpuConfigurations(
        models=models,
        gpus=gpus,
        precisions=("bf16",),
        problems=unknown,
        model_index=model_index,
        gpu_index=gpu_index,
        count=np.ones(count, dtype=np.intp),
        precision_index=np.zeros(count, dtype=np.intp),
        pair=model_index * len(gpus) + gpu_index,
        thinks=np.zeros(count, dtype=np.intp),
        terms=RooflineTerms(**{name: np.zeros(count) for name in RooflineTerms.__slots__}),
        log_error_low=np.zeros(count),
        log_error_high=np.zeros(count),
        ttft_log_error_low=np.zeros(count),
        ttft_log_error_high=np.zeros(count),
        cache_room_bytes=(room[gpu_index] - weights[model_index]),
        kv_values=np.zeros(count),
        global_layers=np.zeros(count),
        local_layers=np.zeros(count),
        window=np.full(count, 1e12),
        copies=np.ones(count),
        value_bytes=np.full(count, WEIGHT_BYTES),
        weights_gb=weights[model_index] / 1e9,
    )


def one_pass_contenders(catalog: Catalog, grid: GpuConfigurations, rows: Index, load: Workload) -> Contenders:
    """What every row carries of a load; rows of models whose speed nobody states are left out."""
    asked = _per_request(load, catalog.judgement["speech-characters"])
    speeds = [
        _speed(catalog, grid.models[m], grid.gpus[g], load)
        for m, g in zip(grid.model_index[rows].tolist(), grid.gpu_index[rows].tolist(), strict=True)
    ]
    known = np.array([one is not None for one in speeds], dtype=np.bool_)
    kept = rows[known]
    rate, low, high, start = np.array([one for one in speeds if one is not None], dtype=np.float64).reshape(-1, 4).T
    per_s = rate / asked
    wait = 1.0 / per_s + start
    limit = np.inf if load.total_s is None else load.total_s
    count = len(kept)
    errors = {"error_low": np.log(low / rate), "error_high": np.log(high / rate)}
    capacity = Capacity(
        concurrency=np.ones((1, count)),
        requests_per_s=per_s[None, :],
        ttft_s=wait[None, :],
        itl_s=np.zeros((1, count)),
        measured=np.zeros((1, count), dtype=np.bool_),
        best=np.zeros(count, dtype=np.intp),
        capacity=per_s * QUEUEING_MARGIN,
        max_concurrency=np.ones(count),
        meets_slo=wait <= limit,
        output_tokens=np.ones(count),
        **errors,
        ttft_error_low=-errors["error_high"],
        ttft_error_high=-errors["error_low"],
    )
    return Contenders(
        rows=kept,
        capacity=capacity.capacity,
        log_error=(errors["error_high"] - errors["error_low"]) / (2 * Z_90),
        fits_context=np.ones(count, dtype=np.bool_),
        _timed=(capacity, capacity.take(np.zeros(0, dtype=np.intp))),
        _row_of=np.arange(count, dtype=np.intp),
    )


def _per_request(load: Workload, characters_per_s: float) -> float:
    """Tokens read, seconds heard or spoken or images drawn per request."""
    if load.task == "transcription":
        return max(60.0 * load.audio_minutes_per_month / load.requests_per_month, 1e-9)
    if load.task == "speech_synthesis":
        return max(load.characters_per_month / load.requests_per_month / characters_per_s, 1e-9)
    if load.task == "image_generation":
        return max(load.images_per_month / load.requests_per_month, 1e-9)
    return max(load.input_tokens, 1.0)


def _speed(catalog: Catalog, model: Model, gpu: Gpu, load: Workload) -> tuple[float, float, float, float] | None:
    """Units per second on one GPU, its low and high, and what a request takes besides (s); None where unknown."""
    if model.kind in AUDIO:
        try:
            rate, low, high, _ = speech_rate(catalog, model, gpu)
        except SizingError:
            return None
        return rate, low, high, 0.0
    if model.kind == "image":
        rate = image_rate(catalog, model, gpu)
        return rate, rate * IMAGE_BAND[0], rate * IMAGE_BAND[1], 0.0
    rate, start_s = text_rate(catalog, model, gpu, load.input_tokens)
    return rate, rate * TEXT_BAND[0], rate * TEXT_BAND[1], start_s


def unsized(catalog: Catalog, grid: GpuConfigurations) -> Mapping[str, Told]:
    """The models with open weights that no row holds or whose speed nobody states, and why."""
    held = {grid.models[index].model_id for index in np.unique(grid.model_index).tolist()}
    measured = {row.model_id for row in catalog.measured_transcription}
    found = dict(grid.problems)
    for model in grid.models:
        if model.kind in AUDIO and model.model_id not in measured:
            found[model.model_id] = _told("unsized.speed", model, model.kind.replace("_", " "))
        elif model.model_id not in held:
            found[model.model_id] = told("unsized.no_server", model=("model", model.name), model_id=model.model_id)
    return found


def _told(key: str, model: Model, what: str) -> Told:
    return told(key, what=("label", what), model=("model", model.name), model_id=model.model_id)
