"""Runs as files: whole, and safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from advisor.trials.playground.export import runs_csv, runs_jsonl, safe_cell
from advisor.trials.records import Run


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "|cmd", "%0A", "＝1", "'=1"])
def test_dangerous_cells_get_an_apostrophe(text: str) -> None:
    """No cell begins as a formula in any spreadsheet."""
    assert str(safe_cell(text)).startswith("'")


def test_numbers_stay_numbers() -> None:
    """A negative figure is not taken for a formula."""
    assert safe_cell(-1.5) == -1.5


def test_runs_are_exported_whole_and_safely(
    server: Any, connect: Callable[..., Any], run_all: Callable[..., Any]
) -> None:
    """JSONL holds the record as stored; CSV has one row per run with the dangerous answer defused."""
    (run,) = run_all(connect(server))
    risky = run.model_copy(update={"text": "=HYPERLINK(1)", "note": "+x"})
    assert Run.model_validate(json.loads(runs_jsonl([risky]))) == risky
    (row,) = csv.DictReader(io.StringIO(runs_csv([risky])))
    assert row["answer"] == "'=HYPERLINK(1)"
    assert row["note"] == "'+x"
    assert row["run_id"] == run.run_id
    assert float(row["total_s"]) == pytest.approx(run.measurement.total_s)
