"""Approval where people sign in: a second person, verified, in the repository and in the database beneath it."""

from __future__ import annotations

from functools import lru_cache

import pytest
from shipped import shipped_catalog
from signed_in import signed_in
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from advisor.access.people import LOCAL, Person, Role
from advisor.assessment import Assessment, assess
from advisor.errors import NotAllowedError, StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.rights.known_people import KnownPeople
from advisor.storage.rights.ownership import Ownership
from advisor.storage.rights.steps import STEPS, verb_of

ANSWERS = load_sample("marketing-images")
CHANGED = ANSWERS.model_copy(update={"notes": "changed by Tom"})
ADA, TOM, GRACE, EVE = (signed_in(name, Role.APPROVER, "risk") for name in ("ada", "tom", "grace", "eve"))


@lru_cache(maxsize=1)
def assessment() -> Assessment:
    """A small assessment with a clear verdict, for which a second name would not be needed without sign-in."""
    return assess(CHANGED, shipped_catalog(), samples=50).model_copy(update={"verdict": "clear choice"})


@pytest.fixture
def proposed(engine: Engine) -> str:
    """Ada's decision, which Tom changed and Grace proposed."""
    made = Decisions(engine, person=ADA).create(ANSWERS).decision_id
    Ownership(engine, person=ADA).give_to_team(made, "risk")
    Decisions(engine, person=TOM).change(made, CHANGED)
    Lifecycle(engine, person=GRACE).move(made, "proposed", assessment=assessment())
    return made


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (ADA, "ada owns it"),
        (TOM, "tom changed it last"),
        (GRACE, "grace proposed it"),
        (LOCAL, "a person who signs in"),
    ],
)
def test_a_second_person_approves(engine: Engine, proposed: str, person: Person, why: str) -> None:
    """Whoever had a hand in it does not, nor anybody whose name was only typed."""
    with pytest.raises(StorageError, match=why):
        Lifecycle(engine, person=person).move(proposed, "approved", actor="X", reason="good", assessment=assessment())
    assert Decisions(engine).get(proposed).status == "proposed"


def test_the_approval_says_who_signed_in(engine: Engine, proposed: str) -> None:
    """In the life of the decision and in the trail; a name that is typed counts for nothing."""
    life = Lifecycle(engine, person=EVE)
    life.move(proposed, "approved", actor="Somebody else", reason="read it", assessment=assessment())
    last = life.life(proposed)[-1]
    assert (last.actor, last.verified) == ("eve", True)
    line = Decisions(engine, person=EVE).audit(proposed)[0]
    assert (line.actor, line.action, line.detail) == ("eve", "approved", "read it\nSigned in: eve (eve)")


@pytest.mark.parametrize(
    ("subject", "verified", "why"),
    [
        ("ada", True, "neither owns"),
        ("tom", True, "neither owns"),
        ("grace", True, "neither owns"),
        ("", False, "owns"),
    ],
)
def test_the_database_holds_the_same_rule(
    engine: Engine, proposed: str, *, subject: str, verified: bool, why: str
) -> None:
    """Whoever writes past the repository is refused too."""
    statement = text(
        "INSERT INTO decision_event (decision_id, at, actor, kind, status_from, status_to, revision, text, verified,"
        " conditions, subject) VALUES (:d, '2026-01-01', 'X', 'status', 'proposed', 'approved', 2, 'why', :v, '', :s)"
    )
    with pytest.raises(DBAPIError, match=why), engine.begin() as connection:
        connection.execute(statement, {"d": proposed, "v": verified, "s": subject})


def test_an_owner_who_gives_it_away_has_still_changed_it(engine: Engine) -> None:
    """Handing a decision over makes nobody a second person."""
    made = Decisions(engine, person=ADA).create(CHANGED).decision_id
    belongs = Ownership(engine, person=ADA)
    belongs.give_to_team(made, "risk")
    root = signed_in("root")
    KnownPeople(engine).saw(TOM)
    belongs.give_to(made, "tom")
    Lifecycle(engine, person=root).move(made, "proposed", assessment=assessment())
    with pytest.raises(NotAllowedError, match="ada changed it last"):
        Lifecycle(engine, person=ADA).move(made, "approved", reason="good", assessment=assessment())


def test_every_step_asks_for_a_right() -> None:
    """Approving and rejecting is an approver's; the rest takes the right to change."""
    steps = {step for ways in STEPS.values() for step in ways}
    assert {step: verb_of(step).value for step in steps} == {
        "proposed": "change",
        "approved": "approve",
        "rejected": "approve",
        "draft": "change",
        "superseded": "change",
    }
