"""Evaluations between their records and the database, and the evidence that a decision draws from them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.services.kept_evaluations import (
    evidence_of,
    exported,
    kept_evaluations,
    save_evaluation,
    take_in,
    unreadable_evaluations,
)
from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.archive import load
from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.plan import Answered, Plan
from advisor.trials.records import Connection, Measurement, Message, Run, TrialRequest

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CONNECTIONS = [
    {"name": name, "base_url": "https://example.org", "model": name, "catalog_model_id": f"openai/{name}"}
    for name in ("gpt-4o", "gpt-4o-mini")
]


def plan(evaluation_id: str, decision_id: str | None, *, used: bool) -> Plan:
    """Two models, two prompts, exact match."""
    prompts = [{"prompt_id": f"p{item}", "name": "n", "text": "2 + 2?", "reference": "4"} for item in range(2)]
    return Plan.model_validate(
        {
            "evaluation_id": evaluation_id,
            "name": evaluation_id,
            "decision_id": decision_id,
            "prompts": prompts,
            "connections": CONNECTIONS,
            "metrics": [{"kind": "exact"}],
            "used_as_evidence": used,
        }
    )


@pytest.fixture
def store(engine: Engine) -> TrialStore:
    """The store of trials."""
    return TrialStore(engine, clock=lambda: NOW, person=signed_in("ada"))


def answer(store: TrialStore, of: Plan, item: int, connection: Connection, text: str) -> None:
    """Write an answer down as the job does."""
    run = Run(
        run_id=f"{item}{connection.name}",
        group_id="g",
        started_at=NOW,
        connection=connection.name,
        flavour="openai_chat",
        model=connection.model,
        catalog_model_id=connection.catalog_model_id,
        hosting="provider_api",
        request=TrialRequest(messages=(Message(role="user", text="2 + 2?"),)),
        text=text,
        measurement=Measurement(total_s=1.0),
    )
    payload = Answered(at=NOW, run=run).model_dump_json(by_alias=True)
    store.claim_answer(of.evaluation_id, item, connection.name, payload=payload)
    store.save_answer(of.evaluation_id, item, connection.name, state="done", payload=payload)


def test_evaluations_are_kept_with_their_status(store: TrialStore) -> None:
    """Those of a decision, or all."""
    mine, other = plan("one", "d", used=False), plan("two", None, used=False)
    save_evaluation(store, mine, status="done")
    save_evaluation(store, other, status="running")
    assert kept_evaluations(store, "d") == ((mine, "done"),)
    assert {(kept.evaluation_id, status) for kept, status in kept_evaluations(store, None)} == {
        ("one", "done"),
        ("two", "running"),
    }


def test_evidence_is_drawn_from_what_the_person_chose_to_use(store: TrialStore) -> None:
    """Of this decision alone; the one that answers right solves more."""
    used, unused = plan("used", "d", used=True), plan("unused", "d", used=False)
    for kept in (used, unused):
        save_evaluation(store, kept, status="done")
        for item in range(2):
            answer(store, kept, item, kept.connections[0], "4")
            answer(store, kept, item, kept.connections[1], "5")
    found = {note.alternative_or_model: note for note in evidence_of(store, "d")}
    assert found["openai/gpt-4o"].estimate > found["openai/gpt-4o-mini"].estimate
    assert {note.prompts for note in found.values()} == {2}
    assert len(found) == 2


def test_an_exported_evaluation_is_taken_in_without_a_call(store: TrialStore) -> None:
    """With its answers, for the decision that is open; it is no evidence until somebody says so, and costs nothing."""
    of = plan("one", "d", used=True)
    save_evaluation(store, of, status="done")
    for item in range(2):
        answer(store, of, item, of.connections[0], "4")
    content = exported(store, of)
    mine = take_in(store, load(content, name="one.jsonl"), decision_id="other")
    assert kept_evaluations(store, "other") == ((mine, "done"),)
    assert mine.imported_from == "one.jsonl"
    texts = {place: run.text for place, run in written(store, mine.evaluation_id).runs.items()}
    assert texts == {place: run.text for place, run in written(store, "one").runs.items()} != {}
    assert evidence_of(store, "other") == ()
    assert store.spent_usd(since=NOW) == 0


def test_no_decision_has_no_evidence(store: TrialStore) -> None:
    """Nor has one without evaluations."""
    save_evaluation(store, plan("used", "d", used=True), status="done")
    assert evidence_of(store, None) == ()
    assert evidence_of(store, "another") == ()


def test_a_damaged_evaluation_or_answer_costs_no_other(store: TrialStore) -> None:
    """It is listed apart with what is stored; an answer that cannot be read may have been paid."""
    used = plan("used", "d", used=True)
    save_evaluation(store, used, status="done")
    store.save_evaluation("bad", decision_id="d", name="Damaged", status="done", payload='{"half')
    for connection in used.connections:
        answer(store, used, 0, connection, "4")
    store.save_answer("used", 1, used.connections[0].name, state="done", payload="{")
    assert [kept.evaluation_id for kept, _ in kept_evaluations(store, "d")] == ["used"]
    assert [(head.name, head.payload) for head in unreadable_evaluations(store, "d")] == [("Damaged", '{"half')]
    assert len(evidence_of(store, "d")) == 2
    assert written(store, "used").sent == {(1, used.connections[0].name)}
