"""The report of ``advisor size`` as JSON and tables have it: a problem as a sentence, with its facts beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from advisor.units import Told
from advisor.words.tell import recorded


def sized(report: Mapping[str, object]) -> dict[str, Any]:
    """The report with every ``problem`` in words and its facts as ``reason``; both null where all is well."""
    found: dict[str, Any] = {}
    for name, value in report.items():
        found[name] = sized(value) if isinstance(value, Mapping) else value
        if name == "problem":
            problem = value if isinstance(value, Told) else None
            found[name] = None if problem is None else recorded(problem)
            found["reason"] = None if problem is None else asdict(problem)
    return found


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
