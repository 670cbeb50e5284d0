"""The repository of trials: runs, votes, prompts, overrides, evaluations; on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.errors import StorageError
from advisor.storage.trial_parts.records import RunKey, Vote
from advisor.storage.trials import TrialStore

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def store(engine: Engine) -> TrialStore:
    """The repository with a fixed clock."""
    return TrialStore(engine, clock=lambda: NOW, person=signed_in("ada"))


def key(run_id: str, **changes: object) -> RunKey:
    """A run's columns."""
    given = {
        "run_id": run_id,
        "group_id": "g",
        "decision_id": "d",
        "use_case": "",
        "started_at": NOW,
        "connection": "c",
        "model": "m",
        "whole": True,
        "cost_usd": Decimal("0.0000001234"),
        "searched": "Hello",
    }
    return RunKey(**(given | changes))  # type: ignore[arg-type]


def test_runs_are_listed_latest_first_and_found(store: TrialStore) -> None:
    """By decision, by trial, and by words in any column; wildcards of the search are letters."""
    store.save_run(key("1", started_at=NOW - timedelta(hours=2), searched="100% sure"), '{"n": 1}')
    store.save_run(key("2", decision_id="other", group_id="h", model="Llama"), '{"n": 2}')
    assert store.runs() == ('{"n": 2}', '{"n": 1}')
    assert store.runs(decision_id="d") == ('{"n": 1}',)
    assert store.runs(group_id="h") == ('{"n": 2}',)
    assert store.runs(search="0% S") == ('{"n": 1}',)
    assert store.runs(search="llama") == ('{"n": 2}',)
    assert store.runs(search="%") == ('{"n": 1}',)
    assert store.runs(limit=1, offset=1) == ('{"n": 1}',)


def test_a_run_is_replaced_when_it_is_rated_and_gone_when_deleted(store: TrialStore) -> None:
    """The same id is the same run."""
    store.save_run(key("1"), "old")
    store.save_run(key("1"), "new")
    assert store.run("1") == "new"
    store.delete_run("1")
    with pytest.raises(StorageError, match="no run 1"):
        store.run("1")


def test_spending_adds_up_exactly(store: TrialStore) -> None:
    """Tiny sums are kept to ten digits; unknown costs count nothing; old runs don't count."""
    store.save_run(key("1"), "x")
    store.save_run(key("2"), "x")
    store.save_run(key("3", cost_usd=None), "x")
    store.save_run(key("4", started_at=NOW - timedelta(days=3)), "x")
    store.save_answer("e", 0, "c", state="done", payload="x", cost_usd=Decimal("0.5"))
    assert store.spent_usd(since=NOW - timedelta(hours=1)) == Decimal("0.5000002468")


def test_a_person_has_one_vote_per_trial(engine: Engine, store: TrialStore) -> None:
    """A second vote replaces the first; another person's stands beside it."""
    store.save_vote(Vote("g", "d", "", "win", "a", "{}"))
    store.save_vote(Vote("g", "d", "", "tie", None, "{}"))
    TrialStore(engine, clock=lambda: NOW, person=signed_in("bob")).save_vote(Vote("g", "d", "", "win", "b", "{}"))
    assert sorted(vote.outcome for vote in store.votes(decision_id="d")) == ["tie", "win"]
    assert store.votes(decision_id="other") == ()


def test_connections_prompts_and_overrides(store: TrialStore) -> None:
    """Added, replaced, listed, removed; overrides are only added."""
    store.save_connection("b", "1")
    store.save_connection("a", "2")
    store.save_connection("b", "3")
    assert store.connections() == ("2", "3")
    store.delete_connection("a")
    assert store.connections() == ("3",)
    store.save_prompts([("p", "d", "mine", "P"), ("q", None, "all", "Q"), ("r", "x", "theirs", "R")])
    assert store.prompts("d") == ("Q", "P")
    assert store.prompts(None) == ("Q",)
    store.delete_prompt("q")
    assert store.prompts("d") == ("P",)
    store.record_override(decision_id="d", lifted="data class", reason="approved")
    (override,) = store.overrides("d")
    assert (override.actor, override.reason) == ("ada", "approved")


def test_a_call_is_claimed_once(store: TrialStore) -> None:
    """Of many programs at the same time exactly one gets the call."""
    won: list[bool] = []
    barrier = threading.Barrier(8)

    def claim() -> None:
        barrier.wait()
        won.append(store.claim_answer("e", 0, "c", payload="sent"))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]
    store.save_answer("e", 0, "c", state="done", payload="answer")
    assert store.answers("e") == ((0, "c", "done", "answer"),)
    store.release_answer("e", 0, "c")
    assert store.claim_answer("e", 0, "c", payload="again")


def test_evaluations_are_kept_and_deleted_with_their_answers(store: TrialStore) -> None:
    """Listed by decision; deleting takes the answers along."""
    store.save_evaluation("e", decision_id="d", name="E", status="ready", payload="1")
    store.save_evaluation("e", decision_id="d", name="E", status="done", payload="2")
    store.claim_answer("e", 0, "c", payload="x")
    (head,) = store.evaluations("d")
    assert (head.status, head.payload) == ("done", "2")
    store.delete_evaluation("e")
    assert store.evaluations() == ()
    assert store.answers("e") == ()


def test_runs_that_are_too_long_together_are_left_out(store: TrialStore) -> None:
    """The latest come, one at least; how many do not is told."""
    for number in range(4):
        store.save_run(key(f"{number}", started_at=NOW + timedelta(hours=number)), f"{number}" * 10)
    assert store.runs(most_characters=25) == ("3" * 10, "2" * 10)
    assert store.runs(most_characters=1) == ("3" * 10,)
    assert store.left_out(most_characters=25) == 2
    assert store.left_out(limit=2, most_characters=25) == 0


def test_the_stamp_of_a_decision_changes_with_what_it_draws_on(store: TrialStore) -> None:
    """And with nothing else."""
    seen = {store.stamp("d")}
    store.save_run(key("1"), "{}")
    seen.add(store.stamp("d"))
    store.save_evaluation("e", decision_id="d", name="n", status="done", payload="{}")
    seen.add(store.stamp("d"))
    store.save_answer("e", 0, "c", state="done", payload="{}")
    seen.add(store.stamp("d"))
    store.save_connection("c", "{}")
    seen.add(store.stamp("d"))
    assert len(seen) == 5
    store.save_run(key("2", decision_id="other"), "{}")
    assert store.stamp("d") in seen
