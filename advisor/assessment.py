"""The one frozen record of a decision: ``assess(answers, catalog) -> Assessment``.

Screen, command line, REST and report render this record; none recomputes it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Final, Literal, Self

from pydantic import ConfigDict, Field

from advisor import __version__
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Source
from advisor.decision.criteria.fitness import fitness_table
from advisor.decision.matrix.evidence import own_speeds_of, with_evidence
from advisor.decision.prepared import Prepared, prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.records import (
    Choice,
    CriterionNote,
    CrossCheck,
    Elimination,
    EvidenceNote,
    Flip,
    Portfolio,
    PriceOfAPoint,
    RankedBriefly,
    Recommendation,
    Relaxation,
    StakeholderView,
    VerdictKind,
)
from advisor.decision.results.beside import beside_told, read_beside
from advisor.decision.results.choice_facts import reason_told, test_told
from advisor.decision.results.criterion_notes import criteria_of
from advisor.decision.results.explain import explain
from advisor.decision.results.hosting_plans import hosting_plans
from advisor.decision.results.portfolio.record import portfolio_of, together_told
from advisor.decision.results.prices_of_a_point import prices_of_a_point
from advisor.decision.results.recommendations import also_ranked_of, recommendations_of
from advisor.decision.results.shortlist import shortlist_of
from advisor.decision.results.verdict_facts import verdict_told
from advisor.guidance.adaptation.notes import strategies_of
from advisor.guidance.records import RiskNote, StrategyNote
from advisor.guidance.risks import risks_of
from advisor.hosting.comparison.hosting_view import hosting_view, one_of_each
from advisor.hosting.planning.own_speeds import with_own_speeds
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.records import Deployment, HostingView
from advisor.lazy_rows import Rows
from advisor.policy.house import PolicyNote
from advisor.questionnaire.answers import Answers, BudgetAnswers, Task, UseCase
from advisor.units import Record, Spoken, Told, is_absent
from advisor.words.written import written


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

    @classmethod
    def of(cls, source: Source) -> Self:
        """The note of a row of the catalog."""
        taken = {name: getattr(source, name) for name in ("source_id", "name", "version", "licence", "link")}
        return cls(**taken, dated=source.dated.isoformat())


class UseCaseAssessment(Spoken):
    """The decision for one use case; ``beside`` is what must be read beside its verdict: what own machines would do."""

    use_case: str
    task: Task
    verdict: VerdictKind
    verdict_sentence: str
    criteria: tuple[CriterionNote, ...]
    weights: dict[str, float]
    recommendations: tuple[Recommendation, ...]
    eliminations: Rows[Elimination]
    flips: tuple[Flip, ...]
    relaxations: tuple[Relaxation, ...]
    cross_check: CrossCheck | None
    stakeholders: tuple[StakeholderView, ...]
    hosting: HostingView
    shortlist: tuple[Choice, ...] = ()
    prices_of_a_point: dict[str, PriceOfAPoint] = Field(default_factory=dict)
    choice_id: str | None = None
    feasible_count: int = 0
    pareto: tuple[str, ...] = ()
    also_ranked: Rows[RankedBriefly] = Field(default=(), validate_default=True)
    beside: tuple[str, ...] = ()


class Assessment(Spoken):
    """Everything that was concluded from the answers and the catalog.

    The fields of the first use case (the primary one) stand at the top level; every other use case has its own entry
    in ``other_use_cases`` and ``portfolio`` joins them. ``policy`` is that of the house under which it was taken.
    """

    schema_version: int = Field(default=2, alias="schema")
    verdict: VerdictKind
    verdict_sentence: str
    answers: Answers
    criteria: tuple[CriterionNote, ...]
    weights: dict[str, float]
    recommendations: tuple[Recommendation, ...]
    eliminations: Rows[Elimination]
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
    sources: Rows[SourceNote] = Field(default=(), validate_default=True)
    provenance: Provenance
    shortlist: tuple[Choice, ...] = ()
    prices_of_a_point: dict[str, PriceOfAPoint] = Field(default_factory=dict)
    choice_id: str | None = None
    feasible_count: int = 0
    pareto: tuple[str, ...] = ()
    also_ranked: Rows[RankedBriefly] = Field(default=(), validate_default=True)
    beside: tuple[str, ...] = ()
    policy: PolicyNote | None = Field(default=None, exclude_if=is_absent)

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


AnyUseCase = Assessment | UseCaseAssessment
"""What was decided for one use case: the primary one at the top of the record, or another."""
DecisionStatus = Literal["draft", "proposed", "approved", "rejected", "superseded"]
"""Where a decision stands in its life."""


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
    ranked, notes = [], []
    for case in answers.use_cases:
        prepared, used = prepare_with_evidence(answers, catalog, case, evidence)
        ranked.append(rank(prepared, seed=seed, samples=samples))
        notes.append(used)
    together = together_told(ranked) if len(ranked) > 1 else ()
    cases = [
        use_case_assessment(one, together=together, others=[other for other in ranked if other is not one])
        for one in ranked
    ]
    return Assessment(
        **_also_at_the_top(cases[0]),
        answers=answers,
        other_use_cases=tuple(cases[1:]),
        portfolio=written(portfolio_of(ranked)),
        strategies=written(
            strategies_of(answers, answers.use_cases[0], catalog, choice_of(cases[0]), ranked=cases[0].recommendations)
        ),
        risks=written(_risks(answers, catalog, ranked[0], choice_of(cases[0]))),
        evidence=written(_evidence_of(notes)),
        policy=None if catalog.policy is None else catalog.policy.note,
        sources=Rows(lambda: sources_of(cases, catalog)),
        provenance=Provenance(
            catalog_digest=catalog.digest,
            catalog_date=catalog.dated.isoformat(),
            engine_version=__version__,
            answers_digest=hashlib.sha256(answers.model_dump_json(by_alias=True).encode()).hexdigest(),
            seed=seed,
            samples=samples,
        ),
    )


def _also_at_the_top(first: UseCaseAssessment) -> dict[str, Any]:
    """What the record says of the first use case: every field that it shares with the record of one use case."""
    return {name: getattr(first, name) for name in UseCaseAssessment.model_fields if name in Assessment.model_fields}


def _risks(answers: Answers, catalog: Catalog, ranked: Ranked, choice: Recommendation | None) -> tuple[RiskNote, ...]:
    """The duties and risks of the first use case with the option that its verdict chooses."""
    return risks_of(
        answers,
        answers.use_cases[0],
        catalog,
        ranked.prepared.setting.as_of,
        model_id=choice.model_id if choice else None,
        deployment=choice.deployment if choice else None,
    )


def _evidence_of(notes: Sequence[tuple[EvidenceNote, ...]]) -> tuple[EvidenceNote, ...]:
    """The first use case's notes, then those of others that are theirs alone."""
    return notes[0] + tuple(note for case in notes[1:] for note in case if note.use_case)


def prepare_with_evidence(
    answers: Answers, catalog: Catalog, use_case: UseCase, evidence: Sequence[EvidenceNote] = ()
) -> tuple[Prepared, tuple[EvidenceNote, ...]]:
    """Plan and gate one use case, with fitness and waits by its own evaluations; independent of the weights."""
    mine = [note for note in evidence if note.use_case in ("", use_case.name)]
    if not mine:
        return prepare(answers, catalog, use_case), ()
    public = fitness_table([model.model_id for model in catalog.models], use_case, catalog)
    fitness, notes = with_evidence(public, mine)
    plans = prepare(answers, catalog, use_case).plans
    if isinstance(plans, PlanTable):
        plans = with_own_speeds(plans, own_speeds_of(mine))
    return prepare(answers, catalog, use_case, fitness=fitness, plans=plans), notes


def use_case_assessment(
    ranked: Ranked, *, together: tuple[Told, ...] = (), others: Sequence[Ranked] = ()
) -> UseCaseAssessment:
    """The record of one ranked use case, cross-examined; ``together`` is what all use cases add beside its verdict.

    ``others`` are the other use cases of the decision, whose choices may run on the same machines.
    """
    return written(_use_case_assessment(ranked, together, others))


def _use_case_assessment(ranked: Ranked, together: tuple[Told, ...], others: Sequence[Ranked]) -> UseCaseAssessment:
    """The record as the core makes it, its sentences as keys and values."""
    prepared = ranked.prepared
    # Whatever does not rest on the sampling comes first, while that goes on.
    explained, hosting = explain(ranked), hosting_of(ranked)
    also_ranked = also_ranked_of(ranked)
    choice, shortlist = ranked.finding.choice, read_beside(ranked, shortlist_of(ranked))
    beside = (*together, *beside_told(ranked, shortlist, others))
    return UseCaseAssessment(
        use_case=prepared.use_case.name,
        task=prepared.use_case.task,
        verdict=ranked.finding.verdict,
        verdict_sentence="",
        told={"verdict_sentence": verdict_told(ranked, shortlist)} | ({"beside": beside} if beside else {}),
        criteria=criteria_of(ranked),
        weights=dict(zip(ranked.matrix.criteria, ranked.weights.tolist(), strict=True)),
        recommendations=recommendations_of(ranked),
        eliminations=prepared.eliminated.records,
        flips=explained.flips,
        relaxations=explained.relaxations,
        cross_check=explained.cross_check,
        stakeholders=explained.stakeholders,
        hosting=hosting,
        shortlist=_explained(shortlist, ranked.prepared.answers.budget),
        prices_of_a_point={} if choice is None else prices_of_a_point(ranked, choice),
        choice_id=None if choice is None else ranked.matrix.ids[choice],
        feasible_count=len(ranked.whole.matrix),
        pareto=explained.pareto,
        also_ranked=also_ranked,
    )


def _explained(shortlist: tuple[Choice, ...], budget: BudgetAnswers) -> tuple[Choice, ...]:
    """The shortlist with its reasons and deciding tests."""
    return tuple(
        choice.model_copy(
            update={
                "told": choice.told
                | {"reason": reason_told(choice, budget), "deciding_test": test_told(choice, shortlist)}
            }
        )
        for choice in shortlist
    )


CLEAR: Final = frozenset({"clear choice", "clear winner"})
"""Verdicts that one person may approve without a word; the second is that of schema 1."""


def choice_of(case: Assessment | UseCaseAssessment) -> Recommendation | None:
    """The option that the verdict chooses; the first where it names none (schema 1), None where nothing fits."""
    named = (item for item in case.recommendations if item.alternative_id == case.choice_id)
    return next(named, case.recommendations[0] if case.recommendations else None)


def deployments_of(assessment: Assessment) -> dict[str, tuple[str, Deployment]]:
    """The model and the deployment of every alternative that the record has in full, by its id."""
    found: dict[str, tuple[str, Deployment]] = {}
    cases: tuple[Assessment | UseCaseAssessment, ...] = (assessment, *assessment.other_use_cases)
    for case in cases:
        for plan in case.hosting.plans:
            found[plan.alternative.alternative_id] = (plan.alternative.model_id, plan.alternative.deployment)
        for choice in case.shortlist:
            found[choice.alternative_id] = (choice.model_id, choice.deployment)
        for entry in case.recommendations:
            found[entry.alternative_id] = (entry.model_id, entry.deployment)
    return found


def hosting_of(ranked: Ranked) -> HostingView:
    """The plan of the choice, its model in every way of hosting, and the cheapest and the best of each way."""
    table = ranked.prepared.plans
    if ranked.leader is None or not isinstance(table, PlanTable):
        return HostingView(plans=(), break_evens=(), tradeoff=())
    shown = hosting_plans(ranked, table)
    view = hosting_view(table, shown.rows, ranked.prepared.setting.answers, compared=one_of_each(table, shown.compared))
    ids = [alternative.alternative_id for alternative in table.alternatives]
    return view.model_copy(
        update={
            "chosen_id": None if shown.choice is None else ids[shown.choice],
            "same_model": shown.same_model,
            "cheapest": tuple(ids[row] for row in shown.cheapest),
        }
    )


def sources_of(cases: Sequence[UseCaseAssessment], catalog: Catalog) -> tuple[SourceNote, ...]:
    """Every source that a figure, a plan or the best of the eliminations leans on, by id."""
    named: set[str] = set()
    for case in cases:
        for recommendation in case.recommendations:
            named |= {figure.source for figure in recommendation.performances.values() if figure.source}
        named |= {source for plan in case.hosting.plans for source in plan.sources}
        named |= {elimination.source for elimination in case.eliminations.bare}
    found = {name.partition("#")[0] for name in named}
    return tuple(
        SourceNote.of(source)
        for source in sorted(catalog.sources, key=lambda source: source.source_id)
        if source.source_id in found
    )
