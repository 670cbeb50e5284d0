"""Fairness beside a decision: measured on a table, on an evaluation's groups or pairs, and kept as evidence."""

from __future__ import annotations

import hashlib
from typing import Final

from advisor.guidance.measured_fairness import FairnessEvidence, PairFairness
from advisor.storage.entries import Entries
from advisor.trials.evaluation.job import Written
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import MetricResult
from advisor.trials.fairness.of_tags import fairness_of_evaluation
from advisor.trials.fairness.pairs import PairResult, pair_results
from advisor.units import parsed

FAIRNESS_KIND: Final = "fairness"
"""Of the entries that hold it."""


def evidence_of_groups(plan: Plan, one: MetricResult, *, favourable: str) -> tuple[FairnessEvidence, ...]:
    """What the groups of an evaluation's tags say, by connection."""
    return tuple(
        FairnessEvidence(
            source="tags",
            name=plan.name,
            subject=connection,
            favourable=favourable,
            rows=sum(rate.count for rate in measures[0].rates),
            measures=measures,
        )
        for connection, measures in fairness_of_evaluation(plan, one, favourable=favourable)
        if measures
    )


def evidence_of_pairs(plan: Plan, found: Written, one: MetricResult) -> tuple[FairnessEvidence, ...]:
    """What the counterfactual pairs of an evaluation say, by connection."""
    by_connection: dict[str, list[PairFairness]] = {}
    for result in pair_results(plan, found, one):
        by_connection.setdefault(result.connection, []).append(_kept(result))
    return tuple(
        FairnessEvidence(
            source="pairs", name=plan.name, subject=name, rows=sum(pair.pairs for pair in pairs), pairs=tuple(pairs)
        )
        for name, pairs in by_connection.items()
    )


def _kept(result: PairResult) -> PairFairness:
    test = result.test
    return PairFairness(
        connection=result.connection,
        swap=result.swap,
        first=result.first,
        second=result.second,
        pairs=result.pairs,
        difference=test.difference if test else None,
        low=test.low if test else None,
        high=test.high if test else None,
        found=result.found,
        answered=result.answered,
        changed=result.changed,
    )


def keep_fairness(entries: Entries, decision_id: str, evidence: FairnessEvidence) -> None:
    """Keep evidence beside a decision; the same subject measured again takes its place."""
    said = f"{evidence.source}\0{evidence.name}\0{evidence.subject}"
    name = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    entries.keep(decision_id, FAIRNESS_KIND, evidence.model_dump_json(), name=name)


def kept_fairness(entries: Entries, decision_id: str) -> tuple[FairnessEvidence, ...]:
    """The evidence that stands beside a decision; what cannot be read is left out."""
    found = (
        parsed(FairnessEvidence, entry.content or "") for entry in entries.all_standing(decision_id, FAIRNESS_KIND)
    )
    return tuple(one for one in found if one is not None)
