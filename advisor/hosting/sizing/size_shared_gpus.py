"""Several models on the same GPUs: what they need together, and how fast each is while all work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_hosting import LoadKind
from advisor.hosting.sizing.size_report import size_report
from advisor.units import told


def size_with_others(
    catalog: Catalog,
    model_id: str,
    others: Sequence[str],
    *,
    gpu: str,
    gpus: int = 1,
    precision: str | None = None,
    input_tokens: int,
    output_tokens: int,
    concurrency: int,
    load_kind: LoadKind = "steady",
) -> dict[str, object]:
    """The report of ``size_report`` with what the model shares the GPUs with under ``shared``.

    Every model spans all the GPUs, in its own precision beside the first one's, and has ``concurrency`` requests in
    flight; while all of them work, each has its part of the GPUs' time. Raises what ``size_report`` raises.
    """
    reports = [
        size_report(
            catalog,
            name,
            gpu=gpu,
            gpus=gpus,
            precision=wanted,
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            concurrency=concurrency,
            load_kind=load_kind,
        )
        for name, wanted in [(model_id, precision), *((other, None) for other in others)]
    ]
    return reports[0] | {"shared": _together(reports)} if others else reports[0]


def _together(reports: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """Memory of all models on each GPU, whether it fits, and speeds while all of them work."""
    tenants = [cast("dict[str, Any]", report) for report in reports]
    need = sum(float(report["memory_gb_per_gpu"]) for report in tenants)
    usable = float(tenants[0]["memory_gb_usable_per_gpu"])
    alone = next((report["problem"] for report in tenants if report["problem"]), None)
    fits = need <= usable and alone is None
    return {
        "models": [_tenant(report, len(tenants)) for report in tenants],
        "memory_gb_per_gpu": need,
        "memory_gb_usable_per_gpu": usable,
        "fits": fits,
        "problem": None if fits else alone or told("memory.together", needed=("gb", need), usable=("gb", usable)),
    }


def _tenant(report: Mapping[str, Any], models: int) -> dict[str, object]:
    rate, gap = report["output_tokens_per_s"], report["itl_ms"]
    return {
        "model_id": report["model_id"],
        "precision": report["precision"],
        "memory_gb_per_gpu": report["memory_gb_per_gpu"],
        "output_tokens_per_s_all_busy": None if rate is None else rate / models,
        "itl_ms_all_busy": None if gap is None else gap * models,
    }
