"""A run as the database keeps it: the columns that are searched and summed, and the whole."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.catalog.refresh.sources.own.trials import LEAST
from advisor.services.kept_runs import save_run, waits_of
from advisor.storage.trial_parts.records import RunKey
from advisor.storage.trials import MOST_CHARACTERS, TrialStore
from advisor.trials.records import Connection, Cost, Failure, Measurement, Message, Run, TrialRequest

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def run(run_id: str, **given: object) -> Run:
    """A run of a decision."""
    fields: dict[str, object] = {
        "run_id": run_id,
        "group_id": "g",
        "decision_id": "d",
        "started_at": NOW,
        "connection": "c",
        "flavour": "openai_chat",
        "model": "m",
        "hosting": "provider_api",
        "request": TrialRequest(messages=(Message(role="user", text="Why is the sky blue?"),)),
        "text": "It scatters.",
        "measurement": Measurement(total_s=1.0),
        "cost": Cost(usd=Decimal("0.25")),
    }
    return Run.model_validate(fields | given)


@pytest.fixture
def store(engine: Engine) -> TrialStore:
    """The store of trials, its clock a minute after the runs."""
    return TrialStore(engine, clock=lambda: NOW + timedelta(minutes=1), person=signed_in("ada"))


def test_a_run_comes_back_whole(store: TrialStore) -> None:
    """As it was, key for key."""
    kept = run("one", failure=Failure(kind="deadline", message="too slow"), partial=True)
    save_run(store, kept)
    assert Run.model_validate_json(store.run("one")) == kept


def test_a_run_is_found_by_its_words(store: TrialStore) -> None:
    """Those of the prompt, the answer and the note."""
    save_run(store, run("one"))
    save_run(store, run("two", text="Nobody knows.", note="wrong"))
    assert [head for head in ("sky", "scatters", "wrong", "green") if store.runs(search=head)] == [
        "sky",
        "scatters",
        "wrong",
    ]


def test_what_runs_cost_is_summed_exactly(store: TrialStore) -> None:
    """A run without a known price adds nothing."""
    for number, usd in enumerate((Decimal("0.1"), Decimal("0.2"), None)):
        save_run(store, run(f"r{number}", cost=Cost(usd=usd)))
    assert store.spent_usd(since=NOW - timedelta(days=1)) == Decimal("0.3")


def _timed(store: TrialStore, count: int, **given: object) -> None:
    """Runs with waits of 100, 200, ... ms to the first token and 20 ms between tokens."""
    for number in range(count):
        waits = Measurement(total_s=1.0, ttft_s=(number + 1) / 10, itl_ms=20.0)
        fields = {"catalog_model_id": "v/m", "measurement": waits, "started_at": NOW + timedelta(days=number)}
        save_run(store, run(f"r{number}", **(fields | given)))


def _connect(store: TrialStore, hosting: str = "provider_api") -> None:
    one = Connection.model_validate(
        {"name": "c", "base_url": "https://example.org/v1", "model": "m", "provider_id": "p", "hosting": hosting}
    )
    store.save_connection("c", one.model_dump_json(), for_all=True)


def test_runs_are_evidence_of_the_waits_at_their_provider(store: TrialStore) -> None:
    """Medians over five whole runs, with the day of the last; they say nothing of ability."""
    _connect(store)
    _timed(store, LEAST)
    (note,) = waits_of(store, "d")
    assert (note.model_id, note.provider, note.timed, note.prompts) == ("v/m", "p", LEAST, 0)
    assert (note.ttft_ms, note.itl_ms, note.dated) == (300.0, 20.0, "2026-11-25")


@pytest.mark.parametrize(
    ("count", "hosting", "given"),
    [
        (LEAST - 1, "provider_api", {}),
        (LEAST, "on_prem", {}),
        (LEAST, "provider_api", {"partial": True}),
        (LEAST, "provider_api", {"catalog_model_id": None}),
        (LEAST, "provider_api", {"connection": "another"}),
        (LEAST, "provider_api", {"decision_id": "e"}),
    ],
)
def test_what_is_no_evidence_of_waits(store: TrialStore, count: int, hosting: str, given: dict[str, object]) -> None:
    """Too few, on own machines, broken off, of no model of the catalog, of no connection, or of another decision."""
    _connect(store, hosting)
    _timed(store, count, **given)
    assert waits_of(store, "d") == ()


def test_thirty_long_runs_take_bounded_memory(store: TrialStore) -> None:
    """Twelve megabytes each: what is read at once is a fifth of them, for the evidence as for the page."""
    _connect(store)
    text = "x" * 12_000_000
    for number in range(30):
        at = NOW + timedelta(minutes=number)
        save_run(store, run(f"r{number}", text=text, catalog_model_id="v/m", started_at=at))
    tracemalloc.start()
    (note,) = waits_of(store, "d") or (None,)
    listed = store.runs(decision_id="d")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert note is None or note.timed <= 5
    assert len(listed) == 5
    assert store.left_out(decision_id="d") == 25
    assert most < 4 * MOST_CHARACTERS


def test_a_damaged_run_or_connection_costs_no_other(store: TrialStore) -> None:
    """The evidence is that of the others."""
    _connect(store)
    _timed(store, LEAST)
    before = waits_of(store, "d")
    store.save_connection("broken", "{")
    key = RunKey("bad", "g", "d", "", NOW + timedelta(days=9), "c", "m", whole=True, cost_usd=None, searched="")
    store.save_run(key, '{"half')
    assert waits_of(store, "d") == before != ()
