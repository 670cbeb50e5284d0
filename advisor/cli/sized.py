"""The report of ``advisor size`` as tables have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def worth_a_line(report: Mapping[str, Any]) -> dict[str, Any]:
    """What a table shows: no line for a problem that there is not, one for each measurement that corrected."""
    found = {name: value for name, value in report.items() if name != "reason" and (name != "problem" or value)}
    if report.get("corrected_by"):
        found["corrected_by"] = [_measured_as(row) for row in report["corrected_by"]]
    else:
        found.pop("corrected_by", None)
    return found


def _measured_as(row: Mapping[str, Any]) -> str:
    return (
        f"{row['model_id']} in {row['precision']} on {row['gpu_count']} x {row['gpu_id']}, {row['input_tokens']:,} in, "
        f"{row['output_tokens']:,} out, {row['concurrency']:,} at once"
    )
