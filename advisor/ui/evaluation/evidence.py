"""The evidence that a decision draws from its evaluations."""

from __future__ import annotations

from advisor.decision.records import EvidenceNote
from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.results import evidence_of as evidence_of_plan
from advisor.ui import cached
from advisor.ui.evaluation import store as keep


def evidence_of(decision_id: str | None) -> tuple[EvidenceNote, ...]:
    """Evidence of every evaluation that the person chose to use for this decision; frozen and hashable."""
    if decision_id is None:
        return ()
    store = cached.trials()
    return tuple(
        record
        for plan, _ in keep.plans(decision_id)
        if plan.used_as_evidence
        for record in evidence_of_plan(plan, written(store, plan.evaluation_id))
    )
