"""What every section reads: the assessment, the catalog, the words, the names and the numbering of sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Recommendation
from advisor.questionnaire.answers import UseCase
from advisor.questionnaire.labels import CRITERIA
from advisor.report.blocks import Text
from advisor.report.cites import Cites
from advisor.report.meta import ReportMeta
from advisor.report.names import Names
from advisor.report.sanitise import clipped
from advisor.report.words import Words

SHOWN: Final = 10
"""Alternatives shown in figures and tables; the spreadsheet has all."""


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that a section of the report may read."""

    assessment: Assessment
    catalog: Catalog
    words: Words
    names: Names
    cites: Cites
    meta: ReportMeta

    @property
    def dated(self) -> date:
        """The day of the decision: as stated in the answers, else the catalog's own date."""
        return self.assessment.answers.as_of or date.fromisoformat(self.assessment.provenance.catalog_date)

    @property
    def first(self) -> Recommendation | None:
        """The alternative ranked first."""
        return self.assessment.recommendations[0] if self.assessment.recommendations else None

    @property
    def use_case(self) -> UseCase:
        """The first use case."""
        return self.assessment.answers.use_cases[0]

    def runner_up(self, case: Assessment | UseCaseAssessment) -> Recommendation | None:
        """The best alternative with another model than the first."""
        ranked = case.recommendations
        return next((entry for entry in ranked[1:] if entry.model_id != ranked[0].model_id), None)

    def name(self, alternative_id: str) -> str:
        """An alternative by its name."""
        return self.names.alternative(alternative_id)

    def user(self, text: str, limit: int) -> Text:
        """The user's own text, cut with a mark where it is longer than ``limit``."""
        return Text(clipped(text, limit, self.words), "user")

    def echo(self, text: str) -> Text:
        """A sentence of the engine or the catalog; tagged as English where no translation is known."""
        return Text(self.words.echo(text), lang="" if self.words.knows(text) else "en")

    def criterion(self, criterion: str) -> str:
        """The name of a criterion."""
        return self.words.echo(CRITERIA.get(criterion, criterion))
