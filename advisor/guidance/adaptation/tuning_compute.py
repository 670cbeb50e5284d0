"""GPU hours that tuning or training takes: floating-point operations over what a GPU does of its peak.

A token passed forwards and backwards costs 6 operations per parameter (Kaplan et al. 2020); with adapters the gradients
of the frozen weights fall away and 4 are left. What share of the peak is reached is fitted on published runs
(``utilisation``), and its range is that of those runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median
from typing import Final

from advisor.catalog.tables.adaptation import TuningMethod, TuningRun
from advisor.catalog.tables.schema import Gpu

_SECONDS_PER_HOUR: Final = 3600
_OPERATIONS: Final[Mapping[TuningMethod, float]] = {"lora": 4.0, "qlora": 4.0, "full": 6.0, "pretraining": 6.0}
"""Operations per token and active parameter."""
LEAST_GPU_TOKENS: Final = 2048
"""Tokens of one step on one GPU below which the GPU waits more than it computes: such runs fit nothing."""


def operations(method: TuningMethod, active_params_b: float, tokens: float) -> float:
    """Floating-point operations of a run over ``tokens`` (passes included)."""
    return _OPERATIONS[method] * active_params_b * 1e9 * tokens


def gpu_hours(
    method: TuningMethod, active_params_b: float, tokens: float, *, bf16_tflops: float, utilisation: float
) -> float:
    """GPU hours of a run at a share of the peak."""
    return operations(method, active_params_b, tokens) / (bf16_tflops * 1e12 * utilisation * _SECONDS_PER_HOUR)


def utilisation_of(run: TuningRun, gpu: Gpu) -> float | None:
    """The share of its GPUs' peak that a published run reached; None where it states neither hours nor speed."""
    peak = (gpu.bf16_tflops or 0) * 1e12
    if run.gpu_hours and run.tokens:
        done, seconds = run.tokens, run.gpu_hours * _SECONDS_PER_HOUR
    elif run.tokens_per_s:
        done, seconds = run.tokens_per_s, float(run.gpu_count)
    else:
        return None
    return operations(run.method, run.active_params_b, done) / (peak * seconds) if peak else None


def fitted_utilisation(runs: Iterable[TuningRun], gpus: Mapping[str, Gpu], *, pretraining: bool) -> float:
    """The median share of the peak over the runs that are there to fit on, short steps left out."""
    found = (
        utilisation_of(run, gpus[run.gpu_id])
        for run in runs
        if run.use == "fit"
        and (run.method == "pretraining") == pretraining
        and (run.gpu_tokens is None or run.gpu_tokens >= LEAST_GPU_TOKENS)
    )
    return median(share for share in found if share is not None)
