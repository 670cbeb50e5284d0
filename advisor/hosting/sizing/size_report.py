"""Size one model on given GPUs at a given load: the contract of ``advisor size``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from advisor.catalog.browse.find_model import find_model
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Gpu, Model
from advisor.catalog.tables.schema_hosting import LoadKind, MeasuredSpeed
from advisor.errors import InputError, Problem, SizingError
from advisor.hosting.memory.memory import (
    BITS_PER_WEIGHT,
    MEAN_ANSWER_HELD,
    MemoryPlan,
    cache_value_bytes,
    checkpoint,
    delivered_cache_bytes,
    kv_bytes_of_context,
    kv_bytes_per_token,
    memory_plan,
    weight_bytes,
)
from advisor.hosting.memory.shapes import ServingShape, checkpoints_of, shape_of, support_of
from advisor.hosting.prices.gpu_market import find_gpu, fold
from advisor.hosting.sizing.size_encoders import ONE_PASS, one_pass_report
from advisor.hosting.speed.constants import ANCHORED_BAND, MEASURED_SPREAD, constants_for, setting_of
from advisor.hosting.speed.measurements import slots_of
from advisor.hosting.speed.nearest_measurement import Anchor, anchor
from advisor.hosting.speed.rig import Rig, rig_row
from advisor.hosting.speed.roofline import serve_load, terms_of
from advisor.units import BYTES_PER_GB, BYTES_PER_GIB

PRECISION_NAMES = {"nvfp4": "fp4", "awq": "int4", "gptq": "int4", "gptq-int4": "int4", "w8a8": "int8", "f16": "fp16"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: a model on GPUs at a load."""

    model: Model
    shape: ServingShape
    gpu: Gpu
    gpu_count: int
    precision: str
    input_tokens: int
    output_tokens: int
    concurrency: int
    load_kind: LoadKind


def size_report(
    catalog: Catalog,
    model_id: str,
    *,
    gpu: str,
    gpus: int = 1,
    precision: str | None = None,
    input_tokens: int,
    output_tokens: int,
    concurrency: int,
    load_kind: LoadKind = "steady",
) -> dict[str, object]:
    """What the model needs and how fast it is; raises InputError for names and numbers, SizingError for unknown facts.

    GB is 10^9 bytes; ``kv_bytes_per_token`` is at 16 bits per value, ``kv_precision`` what the deployment is planned
    with; ``weights_from`` names the published copy whose size counts (``bits_per_weight``: none is known).
    Throughput is output tokens per second of the whole deployment. Speeds are None where nothing fits, and
    ``problem`` then says why. ``load_kind``: whether ``concurrency`` is kept up, or that many requests come at once.
    """
    _check_numbers(gpus=gpus, input_tokens=input_tokens, output_tokens=output_tokens, concurrency=concurrency)
    model = find_model(catalog, model_id)
    if model.kind in ONE_PASS:
        hardware = gpu_named(catalog, gpu)
        return one_pass_report(catalog, model, hardware, gpu_count=gpus, input_tokens=input_tokens)
    copies = checkpoints_of(row for row in catalog.quantised_checkpoints if row.model_id == model.model_id)
    support = support_of(row for row in catalog.serving_support if model.model_id in row.model_ids)
    shape = shape_of(model, copies.get(model.model_id, ()), support.get(model.model_id, ()))
    chosen = precision_of(shape, precision)
    hardware = gpu_named(catalog, gpu)
    request = Request(model, shape, hardware, gpus, chosen, input_tokens, output_tokens, concurrency, load_kind)
    _check_hardware(request)
    context = input_tokens + round(MEAN_ANSWER_HELD * output_tokens)
    plan = memory_plan(
        shape,
        hardware,
        gpu_count=gpus,
        precision=chosen,
        context_tokens=max(context, 1),
        longest_tokens=input_tokens + output_tokens,
        kv_bytes=_cache_bytes(request),
    )
    report = _memory(request, plan)
    if not plan.fits:
        return report | _no_speed()
    return report | _speed(catalog, request, plan)


def _check_numbers(**numbers: int) -> None:
    small = {name.replace("_", " "): str(value) for name, value in numbers.items() if value < 1}
    if small:
        raise InputError(
            "These numbers cannot be used:",
            [Problem(name, value, "a whole number of at least 1") for name, value in small.items()],
        )


def precision_of(shape: ServingShape, name: str | None) -> str:
    """The precision that a name means for a model; its own where none is given. Raises InputError for unknown ones."""
    given = (name or shape.native_precision).lower()
    chosen = PRECISION_NAMES.get(given, given)
    if chosen not in BITS_PER_WEIGHT:
        allowed = f"one of {', '.join(BITS_PER_WEIGHT)}"
        raise InputError("Unknown precision:", [Problem("precision", repr(name), allowed)])
    if chosen == "fp4" and shape.native_precision == "fp4" and shape.model_id.startswith("openai/"):
        return "mxfp4"
    return chosen


def gpu_named(catalog: Catalog, name: str) -> Gpu:
    """The GPU that goes by a name; raises InputError with near matches."""
    gpu = find_gpu(catalog.gpus, name)
    if gpu is not None:
        return gpu
    wanted = fold(name)
    folded = {fold(item.gpu_id): item.gpu_id for item in catalog.gpus}
    near = [folded[key] for key in folded if wanted and wanted in key][:5]
    near += [folded[key] for key in get_close_matches(wanted, folded, n=5, cutoff=0.5) if folded[key] not in near]
    if not near:
        raise InputError(
            "The catalog has no such GPU:", [Problem("gpu", repr(name), "see `advisor catalog list` and data/gpus.csv")]
        )
    raise InputError(
        "The catalog has no such GPU:", [Problem("gpu", repr(name), f"near matches: {', '.join(near[:5])}")]
    )


def _check_hardware(request: Request) -> None:
    gpu = request.gpu
    if gpu.bandwidth_gb_s is None or gpu.bf16_tflops is None:
        fact = "memory bandwidth" if gpu.bandwidth_gb_s is None else "compute speed"
        raise SizingError(f"cannot size: the {fact} of {gpu.name} is unknown")
    per_server = gpu.gpus_per_server or 8
    if request.gpu_count > per_server:
        raise SizingError(
            f"cannot size: the link between servers is unknown; {request.gpu_count} {gpu.name} are more than the "
            f"{per_server} of one server (ask for one server and use replicas)"
        )


def _cache_bytes(request: Request) -> float:
    """Bytes per value of the cache: a burst meets an engine as it is delivered, other loads one set up for them."""
    return (delivered_cache_bytes if request.load_kind == "burst" else cache_value_bytes)(request.precision)


def _memory(request: Request, plan: MemoryPlan) -> dict[str, object]:
    value = _cache_bytes(request)
    share = BYTES_PER_GIB / BYTES_PER_GB
    copy = checkpoint(request.shape, request.precision)
    whole = plan.weights_gib + plan.activations_gib + plan.reserve_gib
    return {
        "model_id": request.model.model_id,
        "gpu": request.gpu.gpu_id,
        "gpus": request.gpu_count,
        "precision": request.precision,
        "weights_gb": weight_bytes(request.shape, request.precision) / BYTES_PER_GB,
        "weights_from": copy.hub_id if copy else "bits_per_weight",
        "kv_bytes_per_token": kv_bytes_per_token(request.shape),
        "kv_precision": "fp8" if value == 1.0 else "bf16",
        "kv_gb_per_request": plan.kv_gib_per_request * request.gpu_count * share,
        "memory_gb_per_gpu": (whole + plan.kv_gib_per_request * min(request.concurrency, plan.max_concurrency)) * share,
        "memory_gb_usable_per_gpu": plan.available_gib * share,
        "fits": plan.fits,
        "problem": plan.problem,
        "max_concurrency": plan.max_concurrency,
    }


def _no_speed() -> dict[str, object]:
    names = ("ttft_s", "ttft_low_s", "ttft_high_s", "itl_ms", "output_tokens_per_s", "output_tokens_per_s_low")
    empty: dict[str, object] = dict.fromkeys((*names, "output_tokens_per_s_high"))
    return empty | {"queued": False, "basis": "unknown", "sources": [], "corrected_by": []}


def _speed(catalog: Catalog, request: Request, plan: MemoryPlan) -> dict[str, object]:
    """Estimate, corrected by what was measured near it; replaced by what was measured at this very load."""
    setting = setting_of(request.shape, request.gpu, request.precision, load_kind=request.load_kind)
    constants = constants_for(catalog.speed_constants, setting)
    running = float(min(request.concurrency, plan.max_concurrency, slots_of(request.load_kind, request.gpu)))
    point = _estimate(request, constants, running)
    near = anchor(
        catalog,
        request.shape,
        request.gpu,
        gpu_count=request.gpu_count,
        precision=request.precision,
        input_tokens=request.input_tokens,
        output_tokens=request.output_tokens,
        concurrency=request.concurrency,
        load_kind=request.load_kind,
    )
    rate, ttft = point[0] * np.exp(near.throughput), point[1] * np.exp(near.ttft)
    narrow = 1 - ANCHORED_BAND * near.share
    low, high = (np.exp(narrow * constants[f"log_error_{side}"]) for side in ("low", "high"))
    tlow, thigh = (np.exp(narrow * constants[f"ttft_log_error_{side}"]) for side in ("low", "high"))
    queued = request.load_kind == "steady" and request.concurrency > plan.max_concurrency
    wait = (request.concurrency / running - 1) * request.output_tokens * running / rate if queued else 0.0
    report: dict[str, object] = {
        "ttft_s": float(ttft + wait),
        "ttft_low_s": float(ttft * tlow + wait * 0.5),
        "ttft_high_s": float(ttft * thigh + wait * 1.5),
        "itl_ms": float(point[2] * 1e3 * point[0] / rate),
        "output_tokens_per_s": float(rate),
        "output_tokens_per_s_low": float(rate * low),
        "output_tokens_per_s_high": float(rate * high),
        "queued": queued,
        "load_kind": request.load_kind,
        "basis": "estimated",
        "sources": ["own-speed-fit", *(row.source for row in near.near)],
        "corrected_by": [_beside(row) for row in near.near],
    }
    return report | _measured(near) if near.same else report


def _beside(row: MeasuredSpeed) -> dict[str, object]:
    """A measurement that corrected the estimate: of what it is, so that nobody takes it for the deployment's own."""
    names = ("model_id", "gpu_id", "gpu_count", "precision", "input_tokens", "output_tokens", "concurrency", "source")
    return {name: getattr(row, name) for name in names}


def _estimate(request: Request, constants: Mapping[str, float], running: float) -> tuple[float, float, float]:
    """Output tokens per second, seconds to the first token and per further one, by the fitted roofline."""
    row = rig_row(request.shape, request.gpu, gpu_count=request.gpu_count, precision=request.precision)
    rig = Rig(
        **{name: np.array([value]) for name, value in row.items()},
        constants={name: np.array([value]) for name, value in constants.items()},
    )
    value = _cache_bytes(request)
    middle = kv_bytes_of_context(request.shape, request.input_tokens + request.output_tokens / 2, value)
    speed = serve_load(
        terms_of(rig),
        request.load_kind,
        running=np.array([running]),
        sent=np.array([float(request.concurrency)]),
        input_tokens=np.array([float(request.input_tokens)]),
        output_tokens=np.array([float(request.output_tokens)]),
        cache_bytes=np.array([middle]),
    )
    return float(speed.output_tokens_per_s[0]), float(speed.ttft_s[0]), float(speed.itl_s[0])


def _measured(near: Anchor) -> dict[str, object]:
    """What was measured at this very load: the geometric mean over engines and runs, with their range."""
    rates = np.array([row.output_tokens_per_s for row in near.same])
    usual = [row for row in near.same if row.poll_steps == 1]  # others wait for looks that an engine seldom takes
    waits = np.array([row.ttft_ms for row in usual if row.ttft_ms is not None]) / 1e3
    gaps = np.array([row.itl_ms for row in near.same if row.itl_ms is not None])
    found: dict[str, object] = {
        "output_tokens_per_s": float(np.exp(np.log(rates).mean())),
        "output_tokens_per_s_low": float(rates.min() * (1 - MEASURED_SPREAD)),
        "output_tokens_per_s_high": float(rates.max() * (1 + MEASURED_SPREAD)),
        "basis": "measured",
        "corrected_by": [],
        "sources": sorted({row.source for row in near.same}),
    }
    if waits.size:
        found |= {"ttft_s": float(np.exp(np.log(waits).mean()))}
        found |= {"ttft_low_s": float(waits.min() * 0.8), "ttft_high_s": float(waits.max() * 1.25)}
    return found | ({"itl_ms": float(np.exp(np.log(gaps).mean()))} if gaps.size else {})
