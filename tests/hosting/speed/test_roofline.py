"""Speed: errors on models the fit has not seen, and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.errors import InputError, SizingError
from advisor.hosting.memory.shapes import shape_of
from advisor.hosting.sizing.size_report import size_report
from advisor.hosting.speed.calibrate import HeldOut, calibrate, constant_rows, fit, hold_out
from advisor.hosting.speed.constants import constants_for, gpu_class, setting_of
from advisor.hosting.speed.measurements import sample_of
from tests.hosting.conftest import GPT_OSS, LLAMA

CATALOG = load_catalog()
LOAD = {"input_tokens": 1024, "output_tokens": 1024, "concurrency": 32}


@pytest.fixture(scope="session")
def held_out() -> HeldOut:
    """Every family of models predicted by a fit without it; the engine is not told."""
    return hold_out(sample_of(CATALOG.measured_speeds, CATALOG.model, CATALOG.gpu))


@pytest.mark.slow
def test_throughput_of_unseen_models_is_within_the_targets(held_out: HeldOut) -> None:
    """Median error at most 15%, 90th percentile at most 45%, dense and mixture of experts together."""
    found = held_out.summary()
    assert found["rows"] > 2000
    assert found["median"] <= 0.15
    assert found["p90"] <= 0.45


@pytest.mark.slow
def test_ttft_of_unseen_models_below_saturation_is_within_the_target(held_out: HeldOut) -> None:
    """Median error at most 35%."""
    found = held_out.summary()
    assert found["ttft_rows"] > 1500
    assert found["ttft_median"] <= 0.35


@pytest.mark.slow
def test_the_stated_band_holds_four_of_five_unseen_measurements(held_out: HeldOut) -> None:
    """The committed bands contain at least 80% of the held-out measurements."""
    inside = []
    for row, error in zip(held_out.sample.rows, held_out.throughput, strict=True):
        shape = shape_of(CATALOG.model[row.model_id or ""])
        constants = constants_for(CATALOG.speed_constants, setting_of(shape, CATALOG.gpu[row.gpu_id], row.precision))
        inside.append(constants["log_error_low"] <= error <= constants["log_error_high"])
    assert np.mean(inside) >= 0.80


@pytest.mark.slow
def test_the_committed_constants_are_those_of_the_fit(held_out: HeldOut) -> None:
    """Anybody who reruns the command gets the committed file (to the last digits of another processor)."""
    committed = {(row.scope, row.name): row.value for row in CATALOG.speed_constants}
    day = CATALOG.speed_constants[0].fitted_on
    rerun = {(row.scope, row.name): row.value for row in constant_rows(fit(held_out.sample), held_out, day)}
    assert rerun.keys() == committed.keys()
    assert rerun == {key: pytest.approx(value, rel=0.02, abs=0.005) for key, value in committed.items()}


def test_a_measurement_beats_the_estimate_and_is_labelled() -> None:
    """At a measured load the report gives the measured speed and its source."""
    row = next(row for row in CATALOG.measured_speeds if row.model_id == GPT_OSS and row.ttft_ms is not None)
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
    assert str(report["problem"]).startswith("does not fit")


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


def test_without_constants_the_textbook_stands(catalog: Catalog) -> None:
    """A catalog without fitted constants still sizes, with the wide textbook band."""
    shape, gpu = shape_of(catalog.model[LLAMA]), catalog.gpu["h100-sxm-80gb"]
    constants = constants_for((), setting_of(shape, gpu, "fp8"))
    assert constants["bandwidth_share"] == 0.8
    assert constants["log_error_high"] == 0.6


def test_gpus_without_measurements_get_a_wider_band(catalog: Catalog) -> None:
    """An accelerator of a class that nobody measured is estimated with more doubt."""
    shape = shape_of(catalog.model[LLAMA])
    amd, nvidia = catalog.gpu["mi300x-192gb"], catalog.gpu["h100-sxm-80gb"]
    assert gpu_class(amd) == "amd"
    wide, narrow = (constants_for(catalog.speed_constants, setting_of(shape, gpu, "fp8")) for gpu in (amd, nvidia))
    assert wide["log_error_high"] > narrow["log_error_high"]


def test_the_fit_is_a_function_of_the_table_alone() -> None:
    """The command's function needs the catalog and nothing else."""
    assert calibrate.__code__.co_argcount == 1
