"""The prompt library and the exports: round trips, bad files with every error, cells safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import InputError
from advisor.questionnaire.answers import Task
from advisor.trials.playground.export import runs_csv, runs_jsonl, safe_cell
from advisor.trials.playground.prompt_library import Prompt, filled, read_prompts, to_csv, to_jsonl, variables_of
from advisor.trials.playground.starter_prompts import STARTERS, starters
from advisor.trials.records import Run

WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=40)


@given(st.lists(st.tuples(WORDS.filter(str.strip), WORDS, WORDS), min_size=1, max_size=5))
def test_prompts_survive_a_round_trip(rows: list[tuple[str, str, str]]) -> None:
    """What is exported as CSV or JSONL is imported as it was."""
    prompts = [
        Prompt(name=f"P{number}", text=text, system=system, reference=reference, variables={"a": reference})
        for number, (text, system, reference) in enumerate(rows)
        if not any(part.startswith("'") for part in (text, system, reference))
    ]
    if not prompts:
        return
    for name, content in (("x.csv", to_csv(prompts)), ("x.jsonl", to_jsonl(prompts))):
        back = read_prompts(content.encode(), name=name)
        assert [one.model_dump(exclude={"prompt_id"}) for one in back] == [
            one.model_dump(exclude={"prompt_id"}) for one in prompts
        ]


def test_every_task_has_a_starter() -> None:
    """No use case is without a prompt, and no two starters share an id."""
    assert all(starters(task) for task in get_args(Task))
    assert len({prompt.prompt_id for prompt in STARTERS}) == len(STARTERS)


def test_variables_are_found_and_filled_once() -> None:
    """A value that looks like a variable is not filled again; an empty one stays a variable."""
    prompt = Prompt(name="x", text="Hello {{ name }}, {{other}} {{name}}", system="{{role}}")
    assert variables_of(prompt) == ("name", "other", "role")
    assert filled(prompt.text, {"name": "{{other}}", "other": ""}) == "Hello {{other}}, {{other}} {{other}}"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "column 'text'"),
        ("a.csv", b"name\nx\n", "column 'text'"),
        ("a.csv", b"text,variables\nHi,{oops\n", "JSON object"),
        ("a.csv", b"text,task\nHi,dancing\n", "task"),
        ("a.jsonl", b"", "at least one prompt"),
        ("a.jsonl", b"[1]\n{bad\n", "a JSON object per line"),
        ("a.jsonl", b'{"text": ""}', "text"),
        ("a.jsonl", b'{"text": "x", "surprise": 1}', "surprise"),
        ("a.jsonl", b"\xff\xfe", "UTF-8"),
        ("a.jsonl", b"[" * 100_000, "a JSON object per line"),
        ("a.csv", b"text\n" + b"x" * 11_000_000, "at most"),
    ],
)
def test_bad_files_are_refused_in_words(name: str, content: bytes, words: str) -> None:
    """Each kind of bad file says what is wrong."""
    with pytest.raises(InputError) as caught:
        read_prompts(content, name=name)
    assert words in str(caught.value)


def test_every_bad_line_is_reported() -> None:
    """Two bad lines are two problems with their numbers."""
    with pytest.raises(InputError) as caught:
        read_prompts(b'{"text": "ok"}\nnonsense\n{"text": ""}\n', name="p.jsonl")
    assert [problem.place.split(".text")[0] for problem in caught.value.problems] == ["p.jsonl:2", "p.jsonl:3"]


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
