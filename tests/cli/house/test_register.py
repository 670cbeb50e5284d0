"""``advisor register`` and ``advisor watch --notify`` on decisions kept in the database."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.cli import app
from advisor.errors import InputError
from advisor.questionnaire.presets import load_sample
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle


@pytest.fixture
def decision_id(home: Path, catalog: Catalog) -> str:
    """A proposed decision in the home of this test."""
    engine = open_database(Settings().resolved_database_url())
    answers = load_sample("marketing-images")
    made = Decisions(engine).create(answers, name="Pictures").decision_id
    Lifecycle(engine).move(made, "proposed", actor="A", reason="ready", assessment=assess(answers, catalog, samples=50))
    engine.dispose()
    return made


def run(*arguments: str) -> Any:
    """What a command prints, with its exit status."""
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False, standalone_mode=False)


def test_the_register_is_a_table_a_file_and_json(decision_id: str, tmp_path: Path) -> None:
    """The same row in each form."""
    assert "Pictures" in run("register").output
    (row,) = csv.DictReader(io.StringIO(run("register", "--format", "csv").output))
    assert (row["Id"], row["System"], row["Status"]) == (decision_id, "Pictures", "proposed")
    found = json.loads(run("register", "--format", "json", "--today", "2026-11-20").output)
    assert [one["decision_id"] for one in found["decisions"]] == [decision_id]
    book = tmp_path / "register.xlsx"
    run("register", "--format", "xlsx", "-o", str(book))
    assert book.read_bytes().startswith(b"PK")
    with pytest.raises(InputError, match="the file to write"):
        run("register", "--format", "xlsx")


def test_attention_leaves_the_rest_out_and_notify_tells_it_once(
    decision_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A review that is due: listed, written to the file of the house, and not told again."""
    assert "Pictures" not in run("register", "--attention", "--today", "2026-11-21").output
    assert "The review was due" in run("register", "--attention", "--today", "2099-01-01").output
    out = tmp_path / "notes.jsonl"
    monkeypatch.setenv("ADVISOR_NOTIFY_FILE", str(out))
    for _ in range(2):
        assert run("watch", "--notify", "--today", "2099-01-01").return_value == 1
    (line,) = out.read_text().splitlines()
    assert decision_id in line
