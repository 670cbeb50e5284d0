"""The one frozen record of a decision: ``assess(answers, catalog) -> Assessment``.

Screen, command line, REST and report render this record; none recomputes it.
"""

from __future__ import annotations

from pydantic import ConfigDict, Field

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

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)
