"""GPU hours of tuning and training, against published runs that the constants were not fitted on."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.adaptation import TuningRun
from advisor.guidance.adaptation.costs import gpu_hour_usd
from advisor.guidance.adaptation.tuning_compute import (
    LEAST_GPU_TOKENS,
    fitted_utilisation,
    gpu_hours,
    utilisation_of,
)

MISSED = {"llama3-8b-lora-nemo", "qwen2.5-7b-lora-nemo", "tinyllama-pretraining", "qwen-1.8b-full-4096"}
"""Runs that did more than was fitted: their cost is told 34 to 45% too dear."""


def predicted_over_paid(run: TuningRun, catalog: Catalog) -> float:
    """The cost that the formula gives over that of the run, at one price of an hour on both sides."""
    gpu = catalog.gpu[run.gpu_id]
    tokens = run.tokens or 1e7
    paid_hours = run.gpu_hours or tokens / (run.tokens_per_s or 1) / 3600 * run.gpu_count
    share = catalog.judgement[f"adapt-utilisation-{'pretraining' if run.method == 'pretraining' else 'tuning'}"]
    hours = gpu_hours(run.method, run.active_params_b, tokens, bf16_tflops=gpu.bf16_tflops or 0, utilisation=share)
    usd = gpu_hour_usd(catalog).value
    return (hours * usd) / (paid_hours * usd)


def held_out(catalog: Catalog) -> dict[str, TuningRun]:
    """Published runs to try the formula on; of one model's lengths the longest stands for all."""
    found: dict[str, TuningRun] = {}
    for run in catalog.tuning_runs:
        timed = run.gpu_hours or run.tokens_per_s
        full_steps = run.gpu_tokens is None or run.gpu_tokens >= LEAST_GPU_TOKENS
        if run.use == "held_out" and timed and full_steps:
            key = run.run_id if run.source.startswith(("nemo", "llama2")) else f"{run.model} {run.method}"
            if key not in found or (run.gpu_tokens or 0) > (found[key].gpu_tokens or 0):
                found[key] = run
    return found


def test_the_cost_of_published_runs_is_met_within_thirty_percent(catalog: Catalog) -> None:
    """At least five, of tuning and of training; those that are missed are named, and no others."""
    ratios = {run.run_id: predicted_over_paid(run, catalog) for run in held_out(catalog).values()}
    missed = {run for run, ratio in ratios.items() if abs(ratio - 1) > 0.30}
    assert missed == MISSED
    met = set(ratios) - missed
    assert len(met) >= 11
    assert sum("pretraining" in run for run in met) >= 3
    assert sum("lora" in run for run in met) >= 4


@pytest.mark.parametrize("pretraining", [False, True])
def test_the_judged_share_of_the_peak_is_the_fitted_one(catalog: Catalog, *, pretraining: bool) -> None:
    """To two digits: who changes the runs changes the judgement too."""
    name = "adapt-utilisation-pretraining" if pretraining else "adapt-utilisation-tuning"
    fitted = fitted_utilisation(catalog.tuning_runs, catalog.gpu, pretraining=pretraining)
    assert catalog.judgement[name] == pytest.approx(fitted, abs=0.01)


def test_short_steps_reach_less_of_the_peak(catalog: Catalog) -> None:
    """What the range of the judgement is wide for: the same model on 256 tokens does half the work."""
    runs = {run.run_id: run for run in catalog.tuning_runs}
    shares = [
        utilisation_of(runs[f"qwen-7b-lora-{tokens}"], catalog.gpu["a100-sxm-80gb"]) or 0 for tokens in (256, 8192)
    ]
    assert shares[0] < 0.6 * shares[1]
