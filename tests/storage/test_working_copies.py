"""Working copies on SQLite and on PostgreSQL: what was answered is there again, step by step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.errors import StorageError
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample
from advisor.storage.working_copies import KEPT_DAYS, MOST_STEPS, WorkingCopies


def titled(title: str) -> Answers:
    """Answers that differ by their title alone."""
    return load_sample("eu-bank-customer-service").model_copy(update={"title": title})


def test_every_step_is_kept_and_can_be_undone_and_done_again(engine: Engine) -> None:
    """Back to the first, forward to the last, and no further."""
    copies = WorkingCopies(engine)
    copy = copies.begin(titled("one"))
    for title in ("two", "three", "three"):
        copy = copies.step(copy.copy_id, titled(title))
    assert (copy.steps_before, copy.steps_after) == (2, 0)
    assert [copies.move(copy.copy_id, -1).answers.title for _ in range(3)] == ["two", "one", "one"]
    assert [copies.move(copy.copy_id, 1).answers.title for _ in range(3)] == ["two", "three", "three"]
    assert copies.get(copy.copy_id).answers == titled("three")


def test_a_new_answer_after_an_undone_one_takes_its_place(engine: Engine) -> None:
    """What was undone is gone as soon as something else is answered."""
    copies = WorkingCopies(engine)
    copy = copies.begin(titled("one"))
    copies.step(copy.copy_id, titled("two"))
    copies.move(copy.copy_id, -1)
    copy = copies.step(copy.copy_id, titled("other"))
    assert (copy.steps_before, copy.steps_after) == (1, 0)
    assert copies.move(copy.copy_id, -1).answers.title == "one"


def test_old_steps_go_and_the_present_one_stays(engine: Engine) -> None:
    """The history is bounded."""
    copies = WorkingCopies(engine)
    copy = copies.begin(titled("begin"))
    for number in range(MOST_STEPS + 5):
        copy = copies.step(copy.copy_id, titled(f"step {number}"))
    assert copy.steps_before == MOST_STEPS - 1
    assert copy.answers.title == f"step {MOST_STEPS + 4}"


def test_unsaved_ones_are_listed_to_the_person_who_made_them(engine: Engine) -> None:
    """Latest first; one that was saved as a decision, or is another person's, is not among them."""
    now = [datetime(2026, 11, 28, tzinfo=UTC)]

    def clock() -> datetime:
        now[0] += timedelta(minutes=1)
        return now[0]

    mine, theirs = (
        WorkingCopies(engine, clock=clock, person=signed_in("ada")),
        WorkingCopies(engine, clock=clock, person=signed_in("bob")),
    )
    first, second = mine.begin(titled("first")), mine.begin(titled("second"))
    saved = mine.begin(titled("saved"))
    mine.belongs_to(saved.copy_id, "some-decision", 1)
    theirs.begin(titled("theirs"))
    mine.step(first.copy_id, titled("first again"))
    assert [copy.title for copy in mine.unsaved()] == ["first again", "second"]
    mine.drop(second.copy_id)
    assert [copy.title for copy in mine.unsaved()] == ["first again"]
    with pytest.raises(StorageError, match="no such working copy"):
        mine.get(second.copy_id)


def test_what_lies_too_long_is_tidied_away(engine: Engine) -> None:
    """Only what nobody touched for so long, and only when something new begins."""
    moments = iter([datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)])
    copies = WorkingCopies(engine, clock=lambda: next(moments))
    old, young = copies.begin(titled("old")), copies.begin(titled("young"))
    later = WorkingCopies(engine, clock=lambda: datetime(2026, 1, 2, tzinfo=UTC) + timedelta(days=KEPT_DAYS))
    assert {copy.title for copy in later.unsaved()} == {"old", "young"}
    later.begin(titled("new"))
    assert {copy.title for copy in later.unsaved()} == {"young", "new"}
    assert later.get(young.copy_id).answers.title == "young"
    with pytest.raises(StorageError):
        later.get(old.copy_id)


def test_what_was_refused_is_kept_beside_the_steps(engine: Engine) -> None:
    """It is no step; going back or forward lets it go."""
    copies = WorkingCopies(engine)
    copy = copies.begin(titled("one"))
    copies.step(copy.copy_id, titled("two"))
    copies.note_refused(copy.copy_id, {"budget.monthly_cap": -1, "data.residency": ("moon",)})
    found = copies.get(copy.copy_id)
    assert found.refused == {"budget.monthly_cap": -1, "data.residency": ["moon"]}
    assert (found.steps_before, found.steps_after) == (1, 0)
    assert copies.move(copy.copy_id, -1).refused == {}
