"""The life of a decision: allowed steps, who and why, the lock, comments, exports, kept catalogs; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pytest
from shipped import shipped_catalog
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.assessment import Assessment, DecisionStatus, assess
from advisor.errors import StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage.decisions import Decisions, SavedDecision
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.rights.steps import NEEDS_REASON, STEPS

SAMPLE = "marketing-images"


class Clock:
    """A clock that moves a second whenever it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The moment of this reading."""
        self.now += timedelta(seconds=1)
        return self.now


@lru_cache(maxsize=1)
def assessment() -> Assessment:
    """A small assessment, made once."""
    return assess(load_sample(SAMPLE), shipped_catalog(), samples=50)


@pytest.fixture
def life(engine: Engine) -> Lifecycle:
    """The life of the decisions in the database."""
    return Lifecycle(engine, clock=Clock())


@pytest.fixture
def saved(engine: Engine) -> SavedDecision:
    """A saved draft."""
    return Decisions(engine, clock=Clock()).create(load_sample(SAMPLE))


def walk(life: Lifecycle, saved: SavedDecision, *steps: DecisionStatus) -> None:
    """Take steps one after the other; Grace approves what Ada proposes."""
    for step in steps:
        who = "Grace" if step == "approved" else "Ada"
        life.move(saved.decision_id, step, actor=who, reason="because", assessment=assessment())


def test_a_decision_goes_from_draft_to_approved_with_who_when_and_why(
    engine: Engine, life: Lifecycle, saved: SavedDecision
) -> None:
    """Each step is kept with its name, moment, reason, version and chosen alternative."""
    first = assessment().recommendations[0].alternative_id
    life.move(saved.decision_id, "proposed", actor="Ada", reason="ready", assessment=assessment())
    life.move(saved.decision_id, "approved", actor="Grace", reason="agreed", assessment=assessment())
    steps = life.life(saved.decision_id)
    assert [(step.status_from, step.status_to, step.actor, step.text) for step in steps] == [
        ("draft", "proposed", "Ada", "ready"),
        ("proposed", "approved", "Grace", "agreed"),
    ]
    assert steps[0].at < steps[1].at
    assert all(step.chosen_id == first and step.revision == 1 for step in steps)
    assert Decisions(engine).get(saved.decision_id).status == "approved"


def test_an_approved_decision_is_locked(engine: Engine, life: Lifecycle, saved: SavedDecision) -> None:
    """Its answers cannot change; its copy can."""
    walk(life, saved, "proposed", "approved")
    repository = Decisions(engine)
    changed = saved.answers.model_copy(update={"notes": "other"})
    with pytest.raises(StorageError, match="locked"):
        repository.change(saved.decision_id, changed)
    copy = repository.duplicate(saved.decision_id)
    assert repository.change(copy.decision_id, changed).answers.notes == "other"


@pytest.mark.parametrize("start", list(STEPS))
def test_only_the_stated_steps_are_allowed(life: Lifecycle, saved: SavedDecision, start: DecisionStatus) -> None:
    """Every other step is refused with the status and the steps that are allowed."""
    paths: dict[str, tuple[DecisionStatus, ...]] = {
        "draft": (),
        "proposed": ("proposed",),
        "approved": ("proposed", "approved"),
        "rejected": ("proposed", "rejected"),
        "superseded": ("proposed", "approved", "superseded"),
    }
    walk(life, saved, *paths[start])
    for step in STEPS:
        if step not in STEPS[start]:
            with pytest.raises(StorageError, match=f"is {start} and cannot become {step}"):
                walk(life, saved, step)


@pytest.mark.parametrize("step", sorted(NEEDS_REASON))
def test_a_step_back_or_down_needs_a_reason(life: Lifecycle, saved: SavedDecision, step: DecisionStatus) -> None:
    """Rejecting, superseding and taking back say why."""
    walk(life, saved, "proposed")
    if step == "superseded":
        walk(life, saved, "approved")
    with pytest.raises(StorageError, match="no reason"):
        life.move(saved.decision_id, step, actor="Ada", reason="  ")


def test_a_step_needs_a_name_and_an_assessment_of_this_revision(
    engine: Engine, life: Lifecycle, saved: SavedDecision
) -> None:
    """Nobody, no assessment, and an assessment of other answers are refused; nothing is written."""
    with pytest.raises(StorageError, match="nobody is named"):
        life.move(saved.decision_id, "proposed", assessment=assessment())
    with pytest.raises(StorageError, match="no assessment"):
        life.move(saved.decision_id, "proposed", actor="Ada")
    Decisions(engine).change(saved.decision_id, saved.answers.model_copy(update={"notes": "newer"}))
    with pytest.raises(StorageError, match="not of revision 2"):
        life.move(saved.decision_id, "proposed", actor="Ada", assessment=assessment())
    assert life.life(saved.decision_id) == ()
    assert Decisions(engine).get(saved.decision_id).status == "draft"


def test_another_alternative_than_the_first_can_be_chosen(life: Lifecycle, saved: SavedDecision) -> None:
    """The choice must be in the ranking, and is what a replay will ask about."""
    second = assessment().recommendations[1].alternative_id
    with pytest.raises(StorageError, match="is not in the ranking"):
        life.move(saved.decision_id, "proposed", actor="Ada", assessment=assessment(), chosen_id="x/y@z")
    life.move(saved.decision_id, "proposed", actor="Ada", assessment=assessment(), chosen_id=second)
    kept = life.kept(saved.decision_id)
    assert kept is not None
    assert kept.chosen_id == second
    assert kept.assessment == assessment()


def test_the_signed_in_person_outranks_a_typed_name(engine: Engine, saved: SavedDecision) -> None:
    """Who signed in cannot act under another name."""
    life = Lifecycle(engine, clock=Clock(), person=signed_in("grace@example.org"))
    life.comment(saved.decision_id, "hello", actor="Somebody else")
    assert life.life(saved.decision_id)[0].actor == "grace@example.org"


def test_a_superseded_decision_names_its_successor(engine: Engine, life: Lifecycle, saved: SavedDecision) -> None:
    """The successor must exist."""
    walk(life, saved, "proposed", "approved")
    with pytest.raises(StorageError, match="there is no decision nowhere"):
        life.move(saved.decision_id, "superseded", actor="Ada", reason="newer", superseded_by="nowhere")
    successor = Decisions(engine).duplicate(saved.decision_id)
    life.move(saved.decision_id, "superseded", actor="Ada", reason="newer", superseded_by=successor.decision_id)
    assert Decisions(engine).get(saved.decision_id).status == "superseded"


def test_comments_are_kept_in_every_status_and_empty_ones_refused(life: Lifecycle, saved: SavedDecision) -> None:
    """A comment changes no status."""
    walk(life, saved, "proposed", "approved")
    life.comment(saved.decision_id, "späte Frage 你好", actor="Ada")
    last = life.life(saved.decision_id)[-1]
    assert (last.kind, last.status_to, last.text) == ("comment", None, "späte Frage 你好")
    with pytest.raises(StorageError, match="comment is empty"):
        life.comment(saved.decision_id, " \n ")


def test_steps_and_exports_are_in_the_audit_trail(engine: Engine, life: Lifecycle, saved: SavedDecision) -> None:
    """Proposing, commenting and handing out a report each leave a line."""
    walk(life, saved, "proposed")
    life.comment(saved.decision_id, "hm", actor="Ada")
    life.record_export(
        saved.decision_id, assessment(), form="pdf", language="de", paper="a4", sha256="ab" * 32, size=1234
    )
    actions = [entry.action for entry in Decisions(engine).audit(saved.decision_id)]
    assert actions[:3] == ["export", "comment", "proposed"]
    export = life.exports(saved.decision_id)[0]
    assert (export.form, export.language, export.sha256, export.size_bytes) == ("pdf", "de", "ab" * 32, 1234)
    assert export.catalog_digest == assessment().provenance.catalog_digest
    assert export.at.tzinfo is not None


def test_a_catalog_is_kept_once(life: Lifecycle) -> None:
    """The first bytes under a digest stay."""
    assert not life.has_catalog("d1")
    life.keep_catalog("d1", b"first")
    life.keep_catalog("d1", b"second")
    assert life.has_catalog("d1")
    assert life.catalog_tables("d1") == b"first"
    assert life.catalog_tables("d2") is None


def test_kept_decisions_leave_out_the_bin_and_drafts_never_proposed(
    engine: Engine, life: Lifecycle, saved: SavedDecision
) -> None:
    """Only what has an assessment and is not thrown away is watched."""
    assert life.all_kept() == ()
    walk(life, saved, "proposed")
    assert [kept.decision_id for kept in life.all_kept()] == [saved.decision_id]
    Decisions(engine).delete(saved.decision_id)
    assert life.all_kept() == ()


def test_an_unknown_decision_is_named(life: Lifecycle) -> None:
    """The message carries the id."""
    with pytest.raises(StorageError, match="there is no decision nowhere"):
        life.comment("nowhere", "x")
