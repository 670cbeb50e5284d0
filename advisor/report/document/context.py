"""What every section reads: the assessment, the catalog, the words, the names and the numbering of sources."""

from __future__ import annotations

import re
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
from advisor.units import Told
from advisor.words.language import Words
from advisor.words.names import Names
from advisor.words.sentences.criteria import CRITERIA_SHORT, CRITERIA_TITLES
from advisor.words.tell import tell

_ID: Final = re.compile(r"[a-z0-9][a-z0-9.-]*(?:/[a-z0-9][a-z0-9.-]*|-[a-z0-9][a-z0-9.-]*)[a-z0-9]")
_PROVIDER: Final = re.compile(r"\b(policy of|Ask|at) ([a-z][a-z0-9-]+)(?= |\.|$)")
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
    def choice(self) -> Recommendation | None:
        """The option that the verdict chooses."""
        return choice_of(self.assessment)

    @property
    def use_case(self) -> UseCase:
        """The first use case."""
        return self.assessment.answers.use_cases[0]

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

    def echo(self, text: str) -> Text:
        """A sentence of the engine or the catalog; tagged as English where no translation is known."""
        plain = self._providers(text)
        return Text(self.named(self.words.echo(plain)), lang="" if self.words.knows(plain) else "en")

    def _providers(self, text: str) -> str:
        """Ids of providers and vendors replaced by names, where the engine's sentences have them."""
        return _PROVIDER.sub(lambda match: f"{match[1]} {self._party(match[2])}", text)

    def _party(self, name: str) -> str:
        if name in self.catalog.provider:
            return self.names.provider(name)
        return self.names.vendor(name) if name in self._vendors else name

    @property
    def _vendors(self) -> frozenset[str]:
        return frozenset(model.vendor for model in self.catalog.models)

    def named(self, text: str) -> str:
        """Ids of models and GPUs in a sentence of the engine replaced by their names."""
        return _ID.sub(lambda match: self._name_of(match.group(0)), text)

    def _name_of(self, token: str) -> str:
        model, gpu = self.catalog.model.get(token), self.catalog.gpu.get(token)
        return model.name if model else gpu.name if gpu else token

    def short(self, criterion: str) -> str:
        """The name of a criterion as it stands inside a sentence."""
        return self.words.message(CRITERIA_SHORT.get(criterion, criterion))

    def criterion(self, criterion: str) -> str:
        """The name of a criterion."""
        return self.words.message(CRITERIA_TITLES.get(criterion, criterion))
