"""Scores by hand are kept beside the calls and counted instead of the metric's."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.marks_by_hand import (
    Mark,
    drop_mark,
    keep_mark,
    marks_in,
    vote_payload,
    voted_on,
    votes_cast,
)
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import MemoryJournal, Plan
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Connection

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


def test_a_vote_is_on_one_repetition_and_tied_to_its_prompt() -> None:
    """Two prompts asked twice are four things to vote on; those of one prompt name the same one."""
    asked = Plan(
        evaluation_id="e" * 36,
        name="twice",
        prompts=(Prompt(name="a", text="A?"), Prompt(name="b", text="B?")),
        connections=(Connection(name="one", base_url="http://127.0.0.1:1", model="m", scope="loopback"),),
        metrics=(Metric(kind="exact"),),
        repeats=2,
    )
    kept = [voted_on(asked, item) for item in range(4)]
    assert len(set(kept)) == 4
    assert {len(one) for one in kept} == {36}
    of = [json.loads(vote_payload(asked, item, ["one"]))["of"] for item in range(4)]
    assert of[0] == of[2] != of[1] == of[3]
    assert votes_cast(asked, 0, [kept[2], kept[1]]) == (False, True)
