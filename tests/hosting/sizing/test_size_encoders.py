"""Embedding, rerank and speech-to-text models on own GPUs: estimated or measured with a band, else said unknown."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.errors import SizingError
from advisor.hosting.sizing.size_encoders import text_rate
from advisor.hosting.sizing.size_report import size_report
from advisor.units import Told

LOAD = {"input_tokens": 512, "output_tokens": 1, "concurrency": 1}
WHISPER = "openai/whisper-large-v3"


def number(value: object) -> float:
    """A number of a report."""
    assert isinstance(value, int | float)
    return float(value)


def test_an_embedding_model_is_estimated_from_its_flops(catalog: Catalog) -> None:
    """Input tokens per second within peak FLOPS over two FLOPs per parameter, in a wide band around the estimate."""
    report = size_report(catalog, "baai/bge-m3", gpu="h100", **LOAD)
    model, gpu = catalog.model["baai/bge-m3"], catalog.gpu["h100-sxm-80gb"]
    rate = number(report["input_tokens_per_s"])
    most = (gpu.bf16_tflops or 0) * 1e12 / (2 * (model.total_params_b or 0) * 1e9 * 0.2)
    assert 0 < rate < most
    assert number(report["input_tokens_per_s_low"]) < rate < number(report["input_tokens_per_s_high"])
    assert (report["basis"], report["sources"]) == ("estimated", ["own-speed-fit"])
    assert report["output_tokens_per_s"] is None
    assert number(report["requests_per_s"]) == pytest.approx(rate / 512)


def test_a_text_beyond_what_the_model_takes_is_refused(catalog: Catalog) -> None:
    """bge-m3 takes 8,192 tokens: 20,000 are refused with both numbers, and 8,192 are not."""
    report = size_report(catalog, "baai/bge-m3", gpu="l4", **(LOAD | {"input_tokens": 20_000}))
    problem = report["problem"]
    assert isinstance(problem, Told)
    assert (report["fits"], problem.key, problem.values["needed"].value) == (False, "engine.context", 20_000)
    assert size_report(catalog, "baai/bge-m3", gpu="l4", **(LOAD | {"input_tokens": 8192}))["fits"] is True


def test_twice_the_gpus_embed_twice_as_much(catalog: Catalog) -> None:
    """Copies of a model on single GPUs add up."""
    one, two = (size_report(catalog, "baai/bge-m3", gpu="h100", gpus=n, **LOAD) for n in (1, 2))
    assert number(two["input_tokens_per_s"]) == pytest.approx(2 * number(one["input_tokens_per_s"]))
    assert two["ttft_s"] == pytest.approx(one["ttft_s"])


def test_a_larger_embedding_model_is_slower(catalog: Catalog) -> None:
    """More parameters, fewer tokens per second."""
    small, large = (
        size_report(catalog, f"alibaba/qwen3-embedding-{size}", gpu="h100", **LOAD) for size in ("0.6b", "8b")
    )
    assert number(small["input_tokens_per_s"]) > 3 * number(large["input_tokens_per_s"])


def test_transcription_on_the_measured_gpu_is_measured(catalog: Catalog) -> None:
    """Open ASR leaderboard: Whisper large v3 at 145.5 times real time on an A100 80 GB."""
    report = size_report(catalog, WHISPER, gpu="a100-sxm-80gb", **LOAD)
    assert report["audio_times_real_time"] == pytest.approx(145.51)
    assert report["basis"] == "measured"
    assert report["sources"] == ["open-asr-d1e99b2#en_shortform@openai/whisper-large-v3"]


@pytest.mark.parametrize(("gpu", "published"), [("h200-sxm-141gb", (1.76, 1.91))])
def test_transcription_elsewhere_is_scaled_as_published(
    catalog: Catalog, gpu: str, published: tuple[float, float]
) -> None:
    """fast-gpu-asr: two models run 1.76 and 1.91 times as fast on an H200 as on an A100; ours lies about there."""
    here = number(size_report(catalog, WHISPER, gpu="a100-sxm-80gb", **LOAD)["audio_times_real_time"])
    there = size_report(catalog, WHISPER, gpu=gpu, **LOAD)
    assert published[0] * 0.95 <= number(there["audio_times_real_time"]) / here <= published[1] * 1.05
    assert there["basis"] == "estimated"
    assert (
        number(there["audio_times_real_time_low"]) <= here * published[0] <= number(there["audio_times_real_time_high"])
    )


@pytest.mark.parametrize(
    ("model_id", "words"),
    [
        ("black-forest-labs/flux.1-dev", "cannot size: the serving speed of image models"),
        ("openai/whisper-tiny", "cannot size: the transcription speed of openai/whisper-tiny is unknown"),
        (
            "openai/text-embedding-3-small",
            "cannot size: the weights of openai/text-embedding-3-small are not published",
        ),
    ],
)
def test_what_is_unknown_is_said(catalog: Catalog, model_id: str, words: str) -> None:
    """No speed of images, of a model that nobody timed, or of weights that nobody has."""
    with pytest.raises(SizingError, match=words):
        size_report(catalog, model_id, gpu="h100", **LOAD)


def test_longer_texts_are_read_more_slowly_by_the_token(catalog: Catalog) -> None:
    """Attention grows with the square; the time that a request takes besides does not."""
    model = next(model for model in catalog.models if model.kind == "embedding" and model.layers and model.hidden_size)
    gpu = catalog.gpu["h100-sxm-80gb"]
    short, long = text_rate(catalog, model, gpu, 128), text_rate(catalog, model, gpu, 8_192)
    assert long[0] < short[0]
    assert long[1] == short[1]
