"""Approval by a second person with a reason where the verdict is not clear, on both databases, past the service too."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import pytest
from shipped import shipped_catalog
from signed_in import signed_in
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from advisor.assessment import Assessment, assess
from advisor.errors import StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage import audit_trail
from advisor.storage.approval import needs_second, same_person
from advisor.storage.decisions import Decisions, SavedDecision
from advisor.storage.lifecycle import Lifecycle

SAMPLE = "marketing-images"
REVIEW = date(2027, 3, 1)


@lru_cache(maxsize=2)
def assessment(verdict: str = "equivalent set") -> Assessment:
    """A small assessment with a verdict."""
    found = assess(load_sample(SAMPLE), shipped_catalog(), samples=50)
    return found.model_copy(update={"verdict": verdict})


@pytest.fixture
def life(engine: Engine) -> Lifecycle:
    """The life of the decisions in the database."""
    return Lifecycle(engine)


@pytest.fixture
def saved(engine: Engine) -> SavedDecision:
    """A saved draft."""
    return Decisions(engine).create(load_sample(SAMPLE))


def propose(life: Lifecycle, saved: SavedDecision, verdict: str = "equivalent set") -> None:
    """Ada proposes it."""
    life.move(saved.decision_id, "proposed", actor="Ada", assessment=assessment(verdict))


@pytest.mark.parametrize("name", ["Ada", "  ada ", "ADA", "\N{FULLWIDTH LATIN CAPITAL LETTER A}da"])
def test_who_proposed_does_not_approve_where_the_verdict_is_not_clear(
    engine: Engine, life: Lifecycle, saved: SavedDecision, name: str
) -> None:
    """However the name is written, and nothing is written down."""
    propose(life, saved)
    with pytest.raises(StorageError, match="a second person approves it"):
        life.move(saved.decision_id, "approved", actor=name, reason="good", assessment=assessment())
    assert Decisions(engine).get(saved.decision_id).status == "proposed"
    assert [entry.status_to for entry in life.life(saved.decision_id)] == ["proposed"]


def test_an_approval_says_why_where_the_verdict_is_not_clear(life: Lifecycle, saved: SavedDecision) -> None:
    """A second person without a reason is refused too."""
    propose(life, saved)
    with pytest.raises(StorageError, match="no reason is given for the approval"):
        life.move(saved.decision_id, "approved", actor="Grace", reason=" ", assessment=assessment())


def test_a_clear_choice_is_approved_by_one_person_without_a_word(life: Lifecycle, saved: SavedDecision) -> None:
    """Nothing has to be weighed where one option is ahead."""
    propose(life, saved, "clear choice")
    life.move(saved.decision_id, "approved", actor="Ada", assessment=assessment("clear choice"))
    assert life.life(saved.decision_id)[-1].status_to == "approved"


def test_who_proposed_last_counts(life: Lifecycle, saved: SavedDecision) -> None:
    """Where somebody else proposed it again, whoever proposed it first may approve."""
    propose(life, saved)
    life.move(saved.decision_id, "draft", actor="Ada", reason="not yet")
    life.move(saved.decision_id, "proposed", actor="Grace", assessment=assessment())
    life.move(saved.decision_id, "approved", actor="Ada", reason="read it", assessment=assessment())
    assert life.life(saved.decision_id)[-1].actor == "Ada"


def test_conditions_and_the_next_review_are_kept_and_in_the_trail(
    engine: Engine, life: Lifecycle, saved: SavedDecision
) -> None:
    """The step, the kept decision and the chained trail have them."""
    propose(life, saved)
    life.move(
        saved.decision_id,
        "approved",
        actor="Grace",
        reason="cheap enough",
        assessment=assessment(),
        conditions="only the German site",
        review_on=REVIEW,
    )
    last, kept = life.life(saved.decision_id)[-1], life.kept(saved.decision_id)
    assert (last.conditions, last.review_on, last.verified) == ("only the German site", REVIEW, False)
    assert kept is not None
    assert kept.review_on == REVIEW
    line = next(entry for entry in Decisions(engine).audit(saved.decision_id) if entry.action == "approved")
    assert line.detail == "cheap enough\nConditions: only the German site\nNext review: 2027-03-01"
    assert audit_trail.verify(engine).holds


def test_a_name_is_verified_where_somebody_signed_in(engine: Engine, saved: SavedDecision) -> None:
    """What was typed is not."""
    Lifecycle(engine).comment(saved.decision_id, "typed", actor="Ada")
    Lifecycle(engine, person=signed_in("grace@example.org")).comment(saved.decision_id, "signed in")
    assert [entry.verified for entry in Lifecycle(engine).life(saved.decision_id)] == [False, True]


def test_who_has_seen_which_version_is_kept_once(engine: Engine, life: Lifecycle, saved: SavedDecision) -> None:
    """Once for each name and revision, in every status; nobody is refused."""
    for _ in range(2):
        life.saw(saved.decision_id, actor="Works council")
    Decisions(engine).change(saved.decision_id, saved.answers.model_copy(update={"notes": "newer"}))
    life.saw(saved.decision_id, actor="Works council")
    seen = [(entry.kind, entry.actor, entry.revision) for entry in life.life(saved.decision_id)]
    assert seen == [("seen", "Works council", 1), ("seen", "Works council", 2)]
    with pytest.raises(StorageError, match="nobody is named to have seen it"):
        life.saw(saved.decision_id, actor=" ")


def _approving(engine: Engine, saved: SavedDecision, *, actor: str, why: str, step: bool = True) -> None:
    """Approve past the service: the step as a bare row, then the status."""
    values = {"id": saved.decision_id, "actor": actor, "why": why, "at": datetime(2026, 12, 1, tzinfo=UTC)}
    event = (
        "INSERT INTO decision_event (decision_id, at, actor, kind, status_from, status_to, revision, text, verified,"
        " conditions) VALUES (:id, :at, :actor, 'status', 'proposed', 'approved', 1, :why, :no, '')"
    )
    with engine.begin() as connection:
        if step:
            connection.execute(text(event), {**values, "no": False})
        connection.execute(text("UPDATE decision SET status = 'approved' WHERE decision_id = :id"), values)


@pytest.mark.parametrize(
    ("past", "said"),
    [
        ({"actor": "ADA ", "why": "good"}, "a second person approves"),
        ({"actor": "Grace", "why": " "}, "an approval says why"),
        ({"actor": " ", "why": "good"}, "approved by nobody"),
        ({"actor": "Grace", "why": "good", "step": False}, "without the step that says by whom"),
    ],
)
def test_the_database_refuses_what_the_service_would(
    engine: Engine, life: Lifecycle, saved: SavedDecision, past: dict[str, Any], said: str
) -> None:
    """Past the service the same rules hold."""
    propose(life, saved)
    with pytest.raises(DBAPIError, match=said):
        _approving(engine, saved, **past)
    assert Decisions(engine).get(saved.decision_id).status == "proposed"


def test_the_database_takes_what_the_rules_allow(engine: Engine, life: Lifecycle, saved: SavedDecision) -> None:
    """So that the refusals above are for their reasons alone."""
    propose(life, saved)
    _approving(engine, saved, actor="Grace", why="good")
    assert Decisions(engine).get(saved.decision_id).status == "approved"


def test_verdicts_that_are_not_clear_take_a_second_person() -> None:
    """Those of today and of schema 1."""
    verdicts = ("clear choice", "clear winner", "equivalent set", "test first", "no clear winner", "nothing fits")
    asked = [verdict for verdict in verdicts if needs_second(assessment().model_copy(update={"verdict": verdict}))]
    assert asked == ["equivalent set", "test first", "no clear winner", "nothing fits"]


def test_other_names_are_other_people() -> None:
    """Blanks within a name count once."""
    assert same_person("Grace  Hopper", "grace hopper")
    assert not same_person("Grace Hopper", "Grace Hoper")
