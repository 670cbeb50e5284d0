"""Size models that generate no text: embedding and rerank by their FLOPs, hearing and speaking by measured speed.

Text models of this kind do one prefill per request, so that the fitted roofline of prefill gives their speed; no
measurement checks it, and the band says so. Audio rests on published speeds of the very model on one GPU.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Gpu, Model
from advisor.catalog.tables.schema_hosting import MeasuredTranscription
from advisor.errors import SizingError
from advisor.hosting.memory.memory import RUNTIME_RESERVE_GIB, UTILISABLE_SHARE
from advisor.hosting.speed.constants import FactorKey, constants_for, gpu_class
from advisor.units import BYTES_PER_GB, BYTES_PER_GIB, Told, told

AUDIO: Final = frozenset({"speech_to_text", "text_to_speech"})
"""Models that hear or speak: their work is seconds of audio, and only a published speed of the very model is used."""
ONE_PASS = frozenset({"embedding", "rerank"}) | AUDIO
WEIGHT_BYTES = 2.0
"""Bytes per parameter: such models are served in 16 bits."""
TEXT_BAND = (0.3, 1.5)
"""Factors around the estimate of text models: a judgement, since no measured speed of one is in the table."""
SPEECH_POWER = 0.5
"""Power of the ratio of bf16 FLOPS by which transcription speeds up on another GPU than the measured one.

fast-gpu-asr publishes two models on A100, H200 and B300: 1.76 and 1.91 times at 3.2 times the FLOPS, 2.4 and 3.0 times
at 7.2 times.
"""


def one_pass_report(
    catalog: Catalog, model: Model, gpu: Gpu, *, gpu_count: int, input_tokens: int
) -> dict[str, object]:
    """What an embedding, rerank or audio model needs and does on ``gpu_count`` copies, one per GPU.

    The keys of ``advisor size``; what such a model does not have (cache, gaps, output tokens) is None. Raises
    SizingError naming the fact that is unknown.
    """
    if model.openness != "open_weights":
        raise SizingError(f"cannot size: the weights of {model.model_id} are not published")
    if model.total_params_b is None:
        raise SizingError(f"cannot size: total_params_b of {model.model_id} is unknown")
    if gpu.bf16_tflops is None:
        raise SizingError(f"cannot size: the compute speed of {gpu.name} is unknown")
    weights = model.total_params_b * 1e9 * WEIGHT_BYTES / BYTES_PER_GB
    usable = (gpu.memory_gib * UTILISABLE_SHARE - RUNTIME_RESERVE_GIB) * BYTES_PER_GIB / BYTES_PER_GB
    problem = _too_long(model, input_tokens)
    if problem is None and weights > usable:
        problem = told("memory.weights_alone", needed=("gb", weights), usable=("gb", usable), gpu=("gpu", gpu.name))
    report: dict[str, object] = {
        "model_id": model.model_id,
        "gpu": gpu.gpu_id,
        "gpus": gpu_count,
        "precision": "bf16",
        "weights_gb": weights,
        "kv_bytes_per_token": 0,
        "memory_gb_usable_per_gpu": usable,
        "fits": problem is None,
        "problem": problem,
        "max_concurrency": None,
        "ttft_s": None,
        "itl_ms": None,
        "output_tokens_per_s": None,
        "output_tokens_per_s_low": None,
        "output_tokens_per_s_high": None,
        "queued": False,
        "basis": "unknown",
        "sources": [],
    }
    if problem is not None:
        return report
    if model.kind in AUDIO:
        return report | _speech(catalog, model, gpu, gpu_count)
    return report | _text(catalog, model, gpu, gpu_count, input_tokens)


def _too_long(model: Model, input_tokens: int) -> Told | None:
    """That a text is longer than the model takes, where this is known; speech is measured in seconds."""
    held = model.context_tokens
    if model.kind in AUDIO or held is None or input_tokens <= held:
        return None
    return told(
        "engine.context",
        model=("model", model.model_id),
        held=("tokens", held),
        needed=("tokens", input_tokens),
    )


def text_rate(catalog: Catalog, model: Model, gpu: Gpu, input_tokens: float) -> tuple[float, float]:
    """Input tokens per second on one GPU by the roofline of prefill, and the seconds that a request takes besides.

    FLOPs = 2 x parameters and attention; what is only looked up is not computed.
    """
    constants = constants_for(catalog.speed_constants, FactorKey(gpu_class(gpu), moe=False, precision="", engines=()))
    share = constants["prefill_flops_share"]
    active = (model.active_params_b or model.total_params_b or 0.0) * 1e9
    lookup = float((model.vocab_size or 0) * (model.hidden_size or 0))
    attention = 4.0 * (model.layers or 0) * (model.hidden_size or 0) * input_tokens
    per_token = 2.0 * max(active - lookup, active * 0.2) + attention
    return (gpu.bf16_tflops or 0.0) * 1e12 * share / per_token, constants["prefill_ms"] * 1e-3


def _text(catalog: Catalog, model: Model, gpu: Gpu, gpu_count: int, input_tokens: int) -> dict[str, object]:
    """Input tokens and requests per second of all copies."""
    each, start_s = text_rate(catalog, model, gpu, input_tokens)
    rate = gpu_count * each
    low, high = (rate * factor for factor in TEXT_BAND)
    return {
        "ttft_s": input_tokens / each + start_s,
        "input_tokens_per_s": rate,
        "input_tokens_per_s_low": low,
        "input_tokens_per_s_high": high,
        "requests_per_s": rate / input_tokens,
        "basis": "estimated",
        "sources": ["own-speed-fit"],
    }


def speech_rate(catalog: Catalog, model: Model, gpu: Gpu) -> tuple[float, float, float, str]:
    """Seconds of audio heard or spoken per second on one GPU, its low and high, and the source.

    Measured on this GPU, else scaled from the nearest GPU it was measured on; raises SizingError where unknown.
    """
    row = _measured(catalog, model, gpu)
    if row is None:
        what = "synthesis" if model.kind == "text_to_speech" else "transcription"
        raise SizingError(f"cannot size: the {what} speed of {model.model_id} is unknown")
    measured_on = catalog.gpu[row.gpu_id]
    ratio = (gpu.bf16_tflops or np.nan) / (measured_on.bf16_tflops or np.nan)
    if np.isnan(ratio):
        raise SizingError(f"cannot size: the compute speed of {measured_on.name} is unknown")
    rate = row.times_real_time * ratio**SPEECH_POWER
    if gpu.gpu_id == row.gpu_id:
        return rate, rate * 0.8, rate * 1.25, row.source
    low, high = sorted(row.times_real_time * factor for factor in (min(1.0, ratio), max(1.0, ratio)))
    return rate, low * 0.8, high * 1.25, row.source


def _measured(catalog: Catalog, model: Model, gpu: Gpu) -> MeasuredTranscription | None:
    """The published speed of a model on this GPU, else on the one nearest to it in FLOPS; None where there is none."""
    rows = [row for row in catalog.measured_transcription if row.model_id == model.model_id]
    wanted = gpu.bf16_tflops or np.nan

    def apart(row: MeasuredTranscription) -> float:
        ratio = wanted / (catalog.gpu[row.gpu_id].bf16_tflops or np.nan)
        return -1.0 if row.gpu_id == gpu.gpu_id else float(np.nan_to_num(abs(np.log(ratio)), nan=np.inf))

    return min(rows, key=apart, default=None)


def _speech(catalog: Catalog, model: Model, gpu: Gpu, gpu_count: int) -> dict[str, object]:
    """Seconds of audio per second of all copies."""
    rate, low, high, source = speech_rate(catalog, model, gpu)
    row = _measured(catalog, model, gpu)
    return {
        "audio_times_real_time": rate * gpu_count,
        "audio_times_real_time_low": low * gpu_count,
        "audio_times_real_time_high": high * gpu_count,
        "audio_minutes_per_hour": rate * gpu_count * 60,
        "basis": "measured" if row is not None and gpu.gpu_id == row.gpu_id else "estimated",
        "sources": [source],
    }


IMAGE_BAND: Final = (0.5, 4.0)
"""Factors around the estimate of image models: distilled ones take a fifth of the steps, guided ones compute twice."""


def image_rate(catalog: Catalog, model: Model, gpu: Gpu) -> float:
    """Images per second on one GPU: steps x 2 x parameters x tokens FLOPs each (``judgements.csv``, image-...)."""
    judged = catalog.judgement
    active = (model.active_params_b or model.total_params_b or np.nan) * 1e9
    work = judged["image-steps"] * 2.0 * active * judged["image-tokens"]
    return float((gpu.bf16_tflops or np.nan) * 1e12 * judged["image-flops-share"] / work)
