"""Evaluations between their records and the database, and the evidence that a decision draws from them."""

from __future__ import annotations

from advisor.decision.records import EvidenceNote
from advisor.services.known_scores import KnownScores
from advisor.storage.trial_parts.records import EvaluationHead
from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.archive import Archived, dump
from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import evidence_of as evidence_of_plan
from advisor.trials.evaluation.results import score_run
from advisor.units import parsed


def save_evaluation(store: TrialStore, plan: Plan, *, status: str) -> None:
    """Keep an evaluation."""
    store.save_evaluation(
        plan.evaluation_id,
        decision_id=plan.decision_id,
        name=plan.name,
        status=status,
        payload=plan.model_dump_json(by_alias=True),
    )


def exported(store: TrialStore, plan: Plan) -> bytes:
    """A whole evaluation as a file: definition, answers and marks, a line each."""
    return "".join(dump(plan, store.answers(plan.evaluation_id))).encode("utf-8", "replace")


def take_in(store: TrialStore, found: Archived, *, decision_id: str | None) -> Plan:
    """Keep an evaluation that came as a file, with a decision if one is given; no call is made for it."""
    plan = found.plan.model_copy(update={"decision_id": decision_id})
    save_evaluation(store, plan, status="done")
    store.save_answers(plan.evaluation_id, found.rows)
    return plan


def kept_evaluations(store: TrialStore, decision_id: str | None) -> tuple[tuple[Plan, str], ...]:
    """Kept evaluations that can be read with their status, latest first; of a decision, or all."""
    found = ((parsed(Plan, head.payload), head.status) for head in store.evaluations(decision_id))
    return tuple((plan, status) for plan, status in found if plan is not None)


def unreadable_evaluations(store: TrialStore, decision_id: str | None) -> tuple[EvaluationHead, ...]:
    """Those that are damaged or were made by another version: they cost no other, and can be taken out as they are."""
    return tuple(head for head in store.evaluations(decision_id) if parsed(Plan, head.payload) is None)


def evidence_of(
    store: TrialStore, decision_id: str | None, *, scores: KnownScores | None = None
) -> tuple[EvidenceNote, ...]:
    """Evidence of every evaluation that the person chose to use for this decision; frozen and hashable."""
    if decision_id is None:
        return ()
    records: list[EvidenceNote] = []
    for plan, _ in kept_evaluations(store, decision_id):
        if plan.used_as_evidence:
            found = written(store, plan.evaluation_id)
            scored = scores.known(plan, found, metrics=plan.metrics[:1]) if scores else score_run
            records += evidence_of_plan(plan, found, scored=scored)
    return tuple(records)
