"""Answers are read once, again when any of them changes, and not kept without end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advisor.storage.database import open_database
from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.marks_by_hand import Mark, drop_mark, keep_mark
from advisor.trials.evaluation.plan import Answered, Plan
from advisor.trials.evaluation.results import results, score_run
from advisor.trials.records import Measurement, Run
from advisor.ui.cached import known_answers
from advisor.ui.cached.known_answers import KnownAnswers
from tests.trials.evaluation.fakes import plan

AT = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TrialStore]:
    """A store whose clock goes on with every look."""
    ticks, engine = iter(range(1_000_000)), open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    yield TrialStore(engine, clock=lambda: AT + timedelta(milliseconds=next(ticks)))
    engine.dispose()


def answer(store: TrialStore, of: Plan, item: int, text: str) -> None:
    """Write down an answer of the first connection."""
    one = of.connections[0]
    run = Run(
        run_id=f"{of.evaluation_id}{item}{text}",
        group_id=of.evaluation_id,
        started_at=AT,
        connection=one.name,
        flavour="openai_chat",
        model="m",
        hosting="provider_api",
        request=of.request(item),
        text=text,
        measurement=Measurement(total_s=1.0),
    )
    payload = Answered(at=AT, run=run).model_dump_json(by_alias=True)
    store.save_answer(of.evaluation_id, item, one.name, state="done", payload=payload)


def test_what_has_not_changed_is_not_read_again(store: TrialStore) -> None:
    """The same answers and the same results, as long as no answer, no correction and nothing taken back came."""
    of, known = plan("a", prompts=3), KnownAnswers()
    answer(store, of, 0, "say 0")
    first = known.written(store, "e")
    assert known.written(store, "e") is first
    outcome = known.results(of, first, scored=score_run)
    assert outcome == results(of, first)
    assert known.results(of, first, scored=score_run) is outcome
    answer(store, of, 1, "no")
    second = known.written(store, "e")
    assert len(second.runs) == 2
    assert known.results(of, second, scored=score_run) == results(of, second) != outcome
    mark = Mark(item=1, connection="a", metric=0, score=1.0, reason="fine", at=AT)
    keep_mark(store, "e", mark)
    assert known.written(store, "e").marks == {(1, "a", 0): mark}
    drop_mark(store, "e", mark)
    assert not known.written(store, "e").marks
    answer(store, of, 1, "say 1")
    assert known.written(store, "e").runs[1, "a"].text == "say 1"


def test_results_of_what_was_read_before_are_not_those_of_now(store: TrialStore) -> None:
    """Somebody who still holds an older reading gets its results."""
    of, known = plan("a", prompts=3), KnownAnswers()
    answer(store, of, 0, "say 0")
    old = known.written(store, "e")
    answer(store, of, 1, "no")
    new = known.written(store, "e")
    known.results(of, new, scored=score_run)
    assert known.results(of, old, scored=score_run) == results(of, old)


def test_the_evaluation_looked_at_longest_ago_makes_room(store: TrialStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the length of what is kept; the one looked at last always stays."""
    monkeypatch.setattr(known_answers, "KEPT_CHARACTERS", 5_000)
    known = KnownAnswers()
    first, second = plan("a"), plan("a", evaluation_id="f")
    for of in (first, second):
        answer(store, of, 0, "x" * 2_000)
    found = {name: known.written(store, name) for name in ("e", "f")}
    assert known.written(store, "f") is found["f"]
    assert known.written(store, "e") is not found["e"]
