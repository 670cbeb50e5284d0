"""``advisor size``: exit status and words of what does not fit, and what its tables leave out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from advisor.cli import app

ASK = ("--input-tokens", "2000", "--output-tokens", "300", "--concurrency", "8")


def _size(*args: str) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(app, ["size", "meta/llama-3.3-70b-instruct", *args, "--format", "json"])
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.parametrize(
    ("args", "key"),
    [
        (("--gpu", "h100", "--gpus", "3", "--precision", "fp8", *ASK), "engine.heads"),
        (
            ("--gpu", "h100", "--gpus", "4", "--precision", "fp8", "--input-tokens", "300000", *ASK[2:]),
            "engine.context",
        ),
        (("--gpu", "a100", "--gpus", "4", "--precision", "fp8", *ASK), "engine.precision"),
        (("--gpu", "l4", *ASK), "memory.weights"),
    ],
)
def test_what_does_not_fit_exits_with_1_and_says_why(args: tuple[str, ...], key: str) -> None:
    """A sentence for people, a key with values for programs."""
    status, report = _size(*args)
    assert (status, report["fits"], report["reason"]["key"]) == (1, False, key)
    assert report["problem"].startswith("does not fit: ")


def test_where_all_is_well_no_problem_is_shown() -> None:
    """JSON has null, and the table has no line for it."""
    args = ("--gpu", "h100", "--gpus", "4", "--precision", "fp8", *ASK)
    status, report = _size(*args)
    assert (status, report["problem"], report["reason"]) == (0, None, None)
    table = CliRunner().invoke(app, ["size", "meta/llama-3.3-70b-instruct", *args]).stdout
    assert "problem" not in table


def test_a_measurement_of_another_precision_is_named_as_such() -> None:
    """int4 that was corrected by measurements in fp8 says so."""
    _, report = _size("--gpu", "h100", "--gpus", "4", "--precision", "int4", *ASK)
    assert report["basis"] == "estimated"
    assert report["corrected_by"]
    assert {row["precision"] for row in report["corrected_by"]} == {"fp8"}


def test_a_burst_is_slower_than_the_same_number_kept_up() -> None:
    """All at once, prompts first, on an engine as delivered."""
    args = (
        "--gpu",
        "h100",
        "--gpus",
        "4",
        "--precision",
        "fp8",
        "--input-tokens",
        "4000",
        *ASK[2:4],
        "--concurrency",
        "200",
    )
    steady, burst = (_size(*args, "--load", kind)[1] for kind in ("steady", "burst"))
    assert burst["load_kind"] == "burst"
    assert burst["output_tokens_per_s"] < steady["output_tokens_per_s"]
