"""Scores by hand are kept beside the calls and counted instead of the metric's."""

from __future__ import annotations

from datetime import UTC, datetime

from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.marks_by_hand import Mark, drop_mark, keep_mark, marks_in
from advisor.trials.evaluation.plan import MemoryJournal

AT = datetime(2026, 11, 28, tzinfo=UTC)


def mark(score: float | None = 1.0, reason: str = "a synonym") -> Mark:
    """A mark of the first answer of one connection."""
    return Mark(item=0, connection="one", metric=0, score=score, reason=reason, at=AT)


def test_a_mark_is_kept_changed_and_taken_back() -> None:
    """The last one of an answer counts; no call is confused with it."""
    journal = MemoryJournal()
    keep_mark(journal, "e", mark(0.5))
    keep_mark(journal, "e", mark(1.0, "looked again"))
    found = written(journal, "e")
    assert found.marks == {(0, "one", 0): mark(1.0, "looked again")}
    assert not found.runs
    assert not found.sent
    drop_mark(journal, "e", mark())
    assert not written(journal, "e").marks


def test_a_mark_that_cannot_be_read_is_none() -> None:
    """A damaged row loses itself and nothing else."""
    rows = [(0, "mark 0 one", "marked", "{"), (0, "mark 0 two", "marked", mark().model_dump_json())]
    assert list(marks_in(rows)) == [(0, "one", 0)]
