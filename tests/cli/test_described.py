"""``advisor describe``: answers out of a sentence, with their reasons, that ``advisor assess`` reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from advisor.cli import app
from advisor.errors import AdvisorError, InputError
from advisor.questionnaire.load import load_answers, parse_answers

TEXT = "Summarise 400 letters a day of 4 pages, in French; the data stays in France"


def test_it_writes_answers_that_can_be_assessed(tmp_path: Path) -> None:
    """What was read stands with its words, what is assumed with its reason."""
    file = tmp_path / "answers.yaml"
    done = CliRunner().invoke(app, ["describe", TEXT, "-o", str(file)])
    assert done.exit_code == 0, done.output
    assert "“400 letters a day”" in done.output
    assert "Usual for this kind of work" in " ".join(done.output.split())
    first = load_answers(file).use_cases[0]
    assert (first.task, first.workload.requests_per_day, first.workload.input_tokens) == ("summarisation", 400, 2900)


def test_it_prints_the_answers_where_no_file_is_named() -> None:
    """As YAML below the tables."""
    done = CliRunner().invoke(app, ["describe", TEXT])
    assert parse_answers(done.output[done.output.index("schema: 1") :], name="output").data.residency == ("eu",)


def test_json_has_answers_what_was_read_and_what_is_assumed(tmp_path: Path) -> None:
    """A log adds what was measured."""
    log = tmp_path / "pilot.jsonl"
    log.write_text('{"prompt_tokens": 900, "completion_tokens": 30}\n')
    done = CliRunner().invoke(app, ["describe", TEXT, "--log", str(log), "--format", "json"])
    found = json.loads(done.output)
    assert set(found) == {"answers", "read", "assumed"}
    assert found["answers"]["use_cases"][0]["workload"]["input_tokens"] == 900
    assert any("Measured (n = 1)" in item["from"] for item in found["read"])


@pytest.mark.parametrize("arguments", [["to the seaside"], [TEXT, "--log", "/no/such/file"], []])
def test_what_cannot_be_read_is_bad_input(arguments: list[str]) -> None:
    """With every problem named."""
    done = CliRunner().invoke(app, ["describe", *arguments])
    assert isinstance(done.exception, InputError)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """In one sentence."""
    done = CliRunner().invoke(app, ["describe", TEXT, "-o", str(tmp_path / "nowhere" / "a.yaml")])
    assert isinstance(done.exception, AdvisorError)
    assert "a.yaml cannot be written" in str(done.exception)
