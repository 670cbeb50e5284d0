"""What every section reads: the assessment, the catalog, the words, the names and the numbering of sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from advisor.assessment import Assessment, UseCaseAssessment, choice_of
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Recommendation
from advisor.questionnaire.answers import UseCase
from advisor.report.document.blocks import Text
from advisor.report.document.cites import Cites
from advisor.report.document.meta import ReportMeta
from advisor.report.document.user_text import clipped
from advisor.units import Band, Spoken, Told
from advisor.words.language import Words
from advisor.words.names import Names
from advisor.words.sentences.criteria import CRITERIA_SHORT, CRITERIA_TITLES
from advisor.words.tell import tell
from advisor.words.written import said

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
    chapters: frozenset[str] = frozenset()
    """Keys of the chapters and annexes that the document has besides this page; what is not there is not pointed at."""

    @property
    def dated(self) -> date:
        """The day of the decision: as stated in the answers, else the catalog's own date."""
        return self.assessment.answers.as_of or date.fromisoformat(self.assessment.provenance.catalog_date)

    @property
    def first(self) -> Recommendation | None:
        """The alternative ranked first."""
        return self.assessment.recommendations[0] if self.assessment.recommendations else None

    @property
    def choice(self) -> Recommendation | None:
        """The option that the verdict chooses."""
        return choice_of(self.assessment)

    @property
    def use_case(self) -> UseCase:
        """The first use case."""
        return self.assessment.answers.use_cases[0]

    def money(self, usd: float | None) -> str:
        """An amount of US dollars in the currency of the decision."""
        budget = self.assessment.answers.budget
        return self.words.money(None if usd is None else usd / budget.usd_per_unit, budget.currency)

    def band(self, band: Band | None) -> str:
        """A cost in the currency of the decision, with its 10th to 90th percentile."""
        if band is None or band.p10 == band.p90:
            return self.money(None if band is None else band.p50)
        rate = self.assessment.answers.budget.usd_per_unit
        return self.words.say(
            "{middle} ({low} to {high})",
            middle=self.money(band.p50),
            low=self.words.sensible(band.p10 / rate),
            high=self.words.sensible(band.p90 / rate),
        )

    def tell(self, fact: Told) -> str:
        """A fact that is to be told, as a sentence in the report's language."""
        return tell(fact, self.words.language)

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

    def label(self, text: str) -> Text:
        """A label or a wording of the catalog; tagged as English where it has no translation."""
        return Text(self.words.message(text), lang="" if self.words.knows(text) else "en")

    def said(self, record: Spoken, field: str) -> Text:
        """What a field of a record says; tagged as English where an older version kept the English alone."""
        return Text(said(record, field, self.words.language), lang="" if field in record.told else "en")

    def short(self, criterion: str) -> str:
        """The name of a criterion as it stands inside a sentence."""
        return self.words.message(CRITERIA_SHORT.get(criterion, criterion))

    def criterion(self, criterion: str) -> str:
        """The name of a criterion."""
        return self.words.message(CRITERIA_TITLES.get(criterion, criterion))
