"""``advisor size``: what it answers, and what it refuses in one message."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import shipped_catalog

from advisor.errors import InputError, SizingError
from advisor.hosting.sizing.size_report import size_report
from advisor.units import Told
from tests.hosting.conftest import GPT_OSS, LLAMA

CATALOG = shipped_catalog()
LOAD = {"input_tokens": 1024, "output_tokens": 1024, "concurrency": 32}


def test_a_measurement_beats_the_estimate_and_is_labelled() -> None:
    """At a measured load the report gives the measured speed and its source."""
    row = next(
        row
        for row in CATALOG.measured_speeds
        if row.model_id == GPT_OSS and row.ttft_ms is not None and row.load_kind == "steady"
    )
    report = size_report(
        CATALOG,
        GPT_OSS,
        gpu=row.gpu_id,
        gpus=row.gpu_count,
        precision=row.precision,
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
        concurrency=row.concurrency,
    )
    assert report["basis"] == "measured"
    assert row.source in list(map(str, report["sources"]))  # type: ignore[call-overload]
    assert float(str(report["output_tokens_per_s_low"])) <= row.output_tokens_per_s
    assert row.output_tokens_per_s <= float(str(report["output_tokens_per_s_high"]))


def test_an_estimate_is_labelled_and_inside_its_band() -> None:
    """Where nothing was measured the basis is the fit."""
    report = size_report(CATALOG, "alibaba/qwen3-32b", gpu="h100", gpus=2, precision="bf16", **LOAD)
    assert report["basis"] == "estimated"
    low, middle, high = (float(str(report[f"output_tokens_per_s{end}"])) for end in ("_low", "", "_high"))
    assert low < middle < high


@pytest.mark.parametrize("name", [LLAMA, "meta-llama/Llama-3.3-70B-Instruct", "META/LLAMA-3.3-70B-INSTRUCT"])
@pytest.mark.parametrize("gpu", ["h200", "H200 SXM", "h200_sxm", "h200-sxm-141gb"])
def test_any_reasonable_name_is_understood(name: str, gpu: str) -> None:
    """Ids, Hub ids and aliases, whatever the case and the separators."""
    report = size_report(CATALOG, name, gpu=gpu, gpus=2, precision="fp8", **LOAD)
    assert (report["model_id"], report["gpu"]) == (LLAMA, "h200-sxm-141gb")


def test_unknown_names_give_one_message_with_near_matches() -> None:
    """A wrong GPU is answered with the ones meant."""
    with pytest.raises(InputError, match="h100-sxm-80gb"):
        size_report(CATALOG, LLAMA, gpu="h1000", **LOAD)
    with pytest.raises(InputError, match="no such model"):
        size_report(CATALOG, "nobody/nothing", gpu="h100", **LOAD)


def test_numbers_and_precisions_are_checked() -> None:
    """Every wrong number is named, and the known precisions are listed."""
    with pytest.raises(InputError, match="concurrency"):
        size_report(CATALOG, LLAMA, gpu="h100", input_tokens=1, output_tokens=1, concurrency=0)
    with pytest.raises(InputError, match="bf16"):
        size_report(CATALOG, LLAMA, gpu="h100", precision="fp7", **LOAD)


def test_more_gpus_than_a_server_holds_cannot_be_sized() -> None:
    """The link between servers is unknown, so that nothing is guessed."""
    with pytest.raises(SizingError, match="link between servers is unknown"):
        size_report(CATALOG, LLAMA, gpu="h100", gpus=16, **LOAD)


def test_what_does_not_fit_has_no_speed() -> None:
    """A model too large for the GPU gets the reason and no numbers."""
    report = size_report(CATALOG, LLAMA, gpu="l4", precision="bf16", **LOAD)
    assert report["fits"] is False
    assert report["output_tokens_per_s"] is None
    assert isinstance(report["problem"], Told)
    assert report["problem"].key == "memory.weights"


def test_past_saturation_it_says_queued() -> None:
    """More requests than the cache holds wait, and TTFT says so."""
    report = size_report(
        CATALOG, LLAMA, gpu="h200", gpus=1, precision="fp8", input_tokens=1024, output_tokens=8192, concurrency=512
    )
    assert report["queued"] is True
    assert float(str(report["ttft_s"])) > 10


@settings(deadline=None, max_examples=20)
@given(concurrency=st.integers(1, 200), more=st.integers(1, 100))
def test_throughput_never_falls_with_concurrency(concurrency: int, more: int) -> None:
    """More requests in flight give at least as many tokens per second where nothing was measured."""
    ask = {"gpu": "h100", "gpus": 4, "precision": "fp8", "input_tokens": 2000, "output_tokens": 500}
    few = size_report(CATALOG, "alibaba/qwen3-32b", concurrency=concurrency, **ask)  # type: ignore[arg-type]
    many = size_report(CATALOG, "alibaba/qwen3-32b", concurrency=concurrency + more, **ask)  # type: ignore[arg-type]
    assert float(str(many["output_tokens_per_s"])) >= float(str(few["output_tokens_per_s"])) * (1 - 1e-9)


def test_a_request_alone_never_pays_for_its_own_prompt_in_its_gaps() -> None:
    """At concurrency 1 the gap is the time of one step, however long the prompt was: it delays the first token."""
    ask = {"gpu": "h100", "gpus": 4, "precision": "fp8", "output_tokens": 20, "concurrency": 1}
    short = size_report(CATALOG, "alibaba/qwen3-32b", input_tokens=200, **ask)  # type: ignore[arg-type]
    long = size_report(CATALOG, "alibaba/qwen3-32b", input_tokens=30_000, **ask)  # type: ignore[arg-type]
    assert float(str(long["itl_ms"])) <= 1.5 * float(str(short["itl_ms"]))
    assert float(str(long["itl_ms"])) <= 16
    assert float(str(long["ttft_s"])) > 5 * float(str(short["ttft_s"]))


def test_edge_devices_and_accelerators_that_were_measured_have_a_speed() -> None:
    """DGX Spark, Apple, Jetson, Ryzen AI Max, Gaudi and RTX PRO 6000."""
    ask = {"input_tokens": 512, "output_tokens": 128, "concurrency": 1}
    rates = {
        gpu: size_report(CATALOG, "meta/llama-3.1-8b-instruct", gpu=gpu, precision=precision, **ask)[
            "output_tokens_per_s"
        ]
        for gpu, precision in [
            ("dgx-spark-gb10-128gb", "q4_k_m"),
            ("m3-ultra-512gb", "q4_k_m"),
            ("jetson-agx-orin-64gb", "int4"),
            ("ryzen-ai-max-395-128gb", "q4_k_m"),
            ("gaudi2-96gb", "fp8"),
            ("rtx-pro-6000-server-96gb", "fp4"),
        ]
    }
    assert [gpu for gpu, rate in rates.items() if rate is None] == []


def test_a_burst_meets_an_engine_as_it_is_delivered_with_a_cache_of_16_bits() -> None:
    """Half as many requests fit then beside FP8 weights; a server set up for its load keeps 8 bits."""
    ask = {"gpu": "h100", "gpus": 4, "precision": "fp8"} | LOAD
    steady = size_report(CATALOG, LLAMA, **ask)  # type: ignore[arg-type]
    burst = size_report(CATALOG, LLAMA, load_kind="burst", **ask)  # type: ignore[arg-type]
    assert (steady["kv_precision"], burst["kv_precision"]) == ("fp8", "bf16")
    assert int(str(burst["max_concurrency"])) == int(str(steady["max_concurrency"])) // 2
