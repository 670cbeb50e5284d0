"""``advisor replay`` and ``advisor watch`` on decisions kept in the database."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli.in_process import called

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED
from advisor.cli.commands import unshown_line
from advisor.questionnaire.presets import load_sample
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle


def advisor(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Call the command line in this process, on the home of this test."""
    done = called(*arguments)
    return subprocess.CompletedProcess(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())


def advisor_of_its_own(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, on the home of this test."""
    command = [sys.executable, "-m", "advisor.cli", *arguments]
    return subprocess.run(command, capture_output=True, check=False, text=True)


@pytest.fixture
def proposed(home: Path, catalog: Catalog) -> tuple[str, str]:
    """A proposed decision on images: its id and the model chosen."""
    engine = open_database(Settings().resolved_database_url())
    answers = load_sample("marketing-images")
    kept = Decisions(engine).create(answers)
    assessment = assess(answers, catalog)
    Lifecycle(engine).move(
        kept.decision_id, "proposed", actor="ada@example.org", reason="ready for the board", assessment=assessment
    )
    engine.dispose()
    return kept.decision_id, assessment.recommendations[0].model_id


def without_offers_of(model_id: str, folder: Path) -> Path:
    """A copy of the shipped tables in which nobody offers a model any more."""
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("samples"))
    path = folder / "offers.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if row["model_id"] != model_id)
    return folder


def test_a_choice_that_still_holds_replays_with_status_0(proposed: tuple[str, str]) -> None:
    """On the same catalog nothing moved."""
    done = advisor_of_its_own("replay", proposed[0], "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["still_first"] is True


def test_a_choice_that_vanished_replays_with_status_1(proposed: tuple[str, str], tmp_path: Path) -> None:
    """On a catalog without offers of the chosen model the choice is no longer first, and the text says so."""
    folder = without_offers_of(proposed[1], tmp_path / "later")
    done = advisor("replay", proposed[0], "--catalog", str(folder), "--format", "json")
    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["still_first"] is False
    assert advisor("replay", proposed[0], "--catalog", str(folder)).stdout.strip()


def test_watch_is_silent_until_the_review_is_due(proposed: tuple[str, str]) -> None:
    """Nothing on the day of the decision; years later it names the decision and leaves with 1."""
    assert advisor("watch", "--today", "2026-11-21").returncode == 0
    later = advisor("watch", "--today", "2027-12-01", "--format", "json")
    assert later.returncode == 1, later.stderr
    notes = json.loads(later.stdout)
    assert {note["decision_id"] for note in notes} == {proposed[0]}
    assert "review due" in {note["reason"] for note in notes}


def test_an_unknown_decision_exits_2(home: Path) -> None:
    """The message names what was asked for."""
    open_database(Settings().resolved_database_url()).dispose()
    done = advisor("replay", "nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr
    assert advisor("watch", "--today", "soon").returncode == 2


def test_the_audit_trail_is_verified_by_a_command(proposed: tuple[str, str]) -> None:
    """An untouched trail holds; a note of a hash that is not in it says that the end is gone."""
    del proposed
    done = advisor("audit", "verify", "--format", "json")
    check = json.loads(done.stdout)
    assert (done.returncode, check["problems"], check["lines"]) == (0, [], 2)
    assert advisor("audit", "verify", "--noted", check["last_hash"]).returncode == 0
    cut = advisor("audit", "verify", "--noted", "ab" * 32)
    assert cut.returncode == 1
    assert "cut off or replaced" in cut.stdout


@pytest.mark.parametrize("asked", [("audit", "verify"), ("watch",), ("replay", "nobody")], ids=lambda asked: asked[0])
def test_where_there_is_no_database_that_is_said_and_none_is_made(home: Path, asked: tuple[str, ...]) -> None:
    """A home folder named wrong would otherwise be a trail in which nothing was changed."""
    done = advisor_of_its_own(*asked)
    assert done.returncode == 2
    assert "There is no database" in done.stderr
    assert str(home) in done.stderr
    assert not list(home.rglob("*.sqlite3*"))


def test_characters_that_no_font_shows_are_named() -> None:
    """A private-use character is in no font; Latin is in ours, and then nothing is said."""
    assert "U+E000" in unshown_line("Title \ue000")
    assert "and 2 more" in unshown_line("".join(map(chr, range(0xE000, 0xE007))))
    assert unshown_line("Zürich") == ""


def test_a_decision_is_seen_and_approved_by_a_second_person(proposed: tuple[str, str]) -> None:
    """Not by the one who proposed it, not without a reason; then it is locked, with conditions and next review."""
    decision = proposed[0]
    assert advisor("decision", "seen", decision, "--name", "Works council").returncode == 0
    refused = advisor("decision", "approve", decision, "--name", "Ada@example.org", "--reason", "mine")
    assert refused.returncode == 2
    assert "a second person approves it" in refused.stderr
    assert advisor("decision", "approve", decision, "--name", "Grace").returncode == 2
    options = ("--reason", "tested", "--conditions", "in Germany", "--review-on", "2027-03-01")
    done = advisor_of_its_own("decision", "approve", decision, "--name", "Grace", *options)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith(
        "Grace (not verified): approved, version 1: tested; conditions: in Germany; next review: 2027-03-01"
    )
    life = json.loads(advisor("decision", "life", decision, "--format", "json").stdout)
    assert [(entry["actor"], entry["status_to"]) for entry in life[1:]] == [
        ("Works council", None),
        ("Grace", "approved"),
    ]


def test_an_annex_is_added_where_it_is_asked_for(home: Path, tmp_path: Path) -> None:
    """``--with`` adds it to the file, and a name that does not exist is refused with those that do."""
    sample = str(SHIPPED / "samples" / "marketing-images.yaml")
    files = [tmp_path / "plain.md", tmp_path / "whole.md"]
    few = ("--samples", "50")
    done = [
        advisor("report", sample, "-o", str(files[0]), *few),
        advisor("report", sample, "-o", str(files[1]), *few, "--with", "register", "--with", "adaptation"),
    ]
    assert [one.returncode for one in done] == [0, 0], done
    plain, whole = (file.read_text(encoding="utf-8") for file in files)
    assert "Annex: " not in plain
    assert [line for line in whole.splitlines() if line.startswith("### Annex: ")] == [
        "### Annex: How to adapt the model",
        "### Annex: Risk register",
    ]
    refused = advisor("report", sample, "-o", str(files[0]), "--with", "poem")
    assert refused.returncode == 2
    assert "architecture" in refused.stderr
