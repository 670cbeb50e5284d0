"""The one frozen record of a decision: ``assess(answers, catalog) -> Assessment``.

Screen, command line, REST and report render this record; none recomputes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from pydantic import ConfigDict, Field

from advisor import __version__
from advisor.catalog.catalog import Catalog
from advisor.decision.engine import (
    criteria_of,
    eliminations_of,
    rank,
    recommendations_of,
    sentence_of,
)
from advisor.decision.explain import explain
from advisor.decision.prepare import Prepared, prepare
from advisor.decision.records import (
    CriterionNote,
    CrossCheck,
    Elimination,
    Flip,
    Portfolio,
    Recommendation,
    Relaxation,
    StakeholderView,
    Verdict,
)
from advisor.hosting.records import HostingView
from advisor.questionnaire.answers import Answers, Task
from advisor.units import Record


class Provenance(Record):
    """What is needed to reproduce an assessment to the byte."""

    catalog_digest: str
    catalog_date: str
    engine_version: str
    answers_digest: str
    seed: int
    samples: int


class SourceNote(Record):
    """A source that the assessment leans on, numbered in the report."""

    source_id: str
    name: str
    version: str
    dated: str
    licence: str
    link: str


class RiskNote(Record):
    """A governance point or risk with what to do about it (see ``advisor.guidance``)."""

    topic: str
    severity: str
    statement: str
    action: str
    source: str | None = None


class StrategyNote(Record):
    """One way to adapt a model to the task (prompting, retrieval, fine-tuning, ...) and how it fits this problem."""

    strategy: str
    fit: float
    verdict: str
    reason: str


class EvidenceNote(Record):
    """An own-data evaluation that entered the ranking."""

    alternative_or_model: str
    metric: str
    estimate: float
    standard_error: float
    prompts: int
    dated: str
    effect: str


class UseCaseAssessment(Record):
    """The decision for one use case."""

    use_case: str
    task: Task
    verdict: Verdict
    verdict_sentence: str
    criteria: tuple[CriterionNote, ...]
    weights: dict[str, float]
    recommendations: tuple[Recommendation, ...]
    eliminations: tuple[Elimination, ...]
    flips: tuple[Flip, ...]
    relaxations: tuple[Relaxation, ...]
    cross_check: CrossCheck | None
    stakeholders: tuple[StakeholderView, ...]
    hosting: HostingView
    feasible_count: int = 0


class Assessment(Record):
    """Everything that was concluded from the answers and the catalog.

    The fields of the first use case (the primary one) stand at the top level; every other use case has its own entry
    in ``other_use_cases`` and ``portfolio`` joins them.
    """

    schema_version: int = Field(default=1, alias="schema")
    verdict: Verdict
    verdict_sentence: str
    answers: Answers
    criteria: tuple[CriterionNote, ...]
    weights: dict[str, float]
    recommendations: tuple[Recommendation, ...]
    eliminations: tuple[Elimination, ...]
    flips: tuple[Flip, ...]
    relaxations: tuple[Relaxation, ...]
    cross_check: CrossCheck | None
    stakeholders: tuple[StakeholderView, ...]
    hosting: HostingView
    other_use_cases: tuple[UseCaseAssessment, ...] = ()
    portfolio: Portfolio | None = None
    strategies: tuple[StrategyNote, ...] = ()
    risks: tuple[RiskNote, ...] = ()
    evidence: tuple[EvidenceNote, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    provenance: Provenance
    feasible_count: int = 0

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


def assess(
    answers: Answers,
    catalog: Catalog,
    *,
    evidence: Sequence[EvidenceNote] = (),
    seed: int = 0,
    samples: int = 10_000,
) -> Assessment:
    """Conclude from the answers and the catalog: the same inputs, seed and samples give the same record, byte for byte.

    ``evidence`` are own-data evaluations; they update the fitness of the models they tested.
    """
    cases = [assess_use_case(prepare(answers, catalog, case), seed=seed, samples=samples) for case in answers.use_cases]
    first = cases[0]
    return Assessment(
        verdict=first.verdict,
        verdict_sentence=first.verdict_sentence,
        answers=answers,
        criteria=first.criteria,
        weights=first.weights,
        recommendations=first.recommendations,
        eliminations=first.eliminations,
        flips=first.flips,
        relaxations=first.relaxations,
        cross_check=first.cross_check,
        stakeholders=first.stakeholders,
        hosting=first.hosting,
        other_use_cases=tuple(cases[1:]),
        feasible_count=first.feasible_count,
        provenance=Provenance(
            catalog_digest=catalog.digest,
            catalog_date=catalog.dated.isoformat(),
            engine_version=__version__,
            answers_digest=hashlib.sha256(answers.model_dump_json(by_alias=True).encode()).hexdigest(),
            seed=seed,
            samples=samples,
        ),
    )


def assess_use_case(
    prepared: Prepared, weights: Mapping[str, float] | None = None, *, seed: int = 0, samples: int = 10_000
) -> UseCaseAssessment:
    """The whole decision of one prepared use case; ``weights`` replace those of the answers (a slider, a stakeholder)."""
    ranked = rank(prepared, weights, seed=seed, samples=samples)
    explained = explain(ranked)
    return UseCaseAssessment(
        use_case=prepared.use_case.name,
        task=prepared.use_case.task,
        verdict=ranked.finding.verdict,
        verdict_sentence=sentence_of(ranked),
        criteria=criteria_of(ranked),
        weights=dict(zip(ranked.matrix.criteria, ranked.weights.tolist(), strict=True)),
        recommendations=recommendations_of(ranked),
        eliminations=eliminations_of(prepared),
        flips=explained.flips,
        relaxations=explained.relaxations,
        cross_check=explained.cross_check,
        stakeholders=explained.stakeholders,
        hosting=HostingView(plans=(), break_evens=(), tradeoff=()),
        feasible_count=len(ranked.matrix),
    )
