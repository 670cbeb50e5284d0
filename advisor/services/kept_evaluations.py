"""Evaluations between their records and the database, and the evidence that a decision draws from them."""

from __future__ import annotations

from advisor.decision.records import EvidenceNote
from advisor.storage.trials import TrialStore
from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import evidence_of as evidence_of_plan


def save_evaluation(store: TrialStore, plan: Plan, *, status: str) -> None:
    """Keep an evaluation."""
    store.save_evaluation(
        plan.evaluation_id,
        decision_id=plan.decision_id,
        name=plan.name,
        status=status,
        payload=plan.model_dump_json(by_alias=True),
    )


def kept_evaluations(store: TrialStore, decision_id: str | None) -> tuple[tuple[Plan, str], ...]:
    """Kept evaluations with their status, latest first; of a decision, or all."""
    heads = store.evaluations(decision_id)
    return tuple((Plan.model_validate_json(head.payload), head.status) for head in heads)


def evidence_of(store: TrialStore, decision_id: str | None) -> tuple[EvidenceNote, ...]:
    """Evidence of every evaluation that the person chose to use for this decision; frozen and hashable."""
    if decision_id is None:
        return ()
    return tuple(
        record
        for plan, _ in kept_evaluations(store, decision_id)
        if plan.used_as_evidence
        for record in evidence_of_plan(plan, written(store, plan.evaluation_id))
    )
