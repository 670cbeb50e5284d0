"""What tools give, small and in the currency of the decision: the figures of the record, rounded for reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import Field

from advisor.assessment import AnyUseCase
from advisor.decision.records import Choice, Recommendation
from advisor.decision.results.choice_facts import role_told
from advisor.questionnaire.answers import BudgetAnswers
from advisor.units import Band, Record
from advisor.words.sentences.criteria import CRITERIA_SHORT
from advisor.words.tell import tell

POINTS: Final = 100
"""Points of a score of 1."""


class MonthlyCost(Record):
    """What an option costs a month: the middle estimate with the 10th and 90th percentile."""

    currency: str
    p50: float
    p10: float
    p90: float


class OptionSummary(Record):
    """One option of the shortlist."""

    role: str
    option: str = Field(description="Name of the model and where it runs")
    model: str = Field(description="Catalog id, as show_model, compare and explain take it")
    alternative: str = Field(description="Id of the model with its deployment, as compare and explain take it")
    monthly_cost: MonthlyCost | None = Field(None, description="Absent where nobody states its price")
    score: float = Field(description="Points of 100 under the weights of this decision")
    ability: str = Field(description="measured, inferred or prior: how its fitness for the work is known")
    reason: str = Field(description="When it is the right one, and what it gives up")
    test: str = Field(description="What would decide between it and the choice")
    warnings: tuple[str, ...] = ()


def cost_told(band: Band | None, budget: BudgetAnswers) -> MonthlyCost | None:
    """A band of US dollars a month in the currency of the decision, to the cent."""
    if band is None:
        return None
    low, middle, high = (round(usd / budget.usd_per_unit, 2) for usd in (band.p10, band.p50, band.p90))
    return MonthlyCost(currency=budget.currency, p50=middle, p10=low, p90=high)


def points(share: float) -> float:
    """A score or contribution in points of 100, to a tenth."""
    return round(share * POINTS, 1)


def contributions_told(entry: Recommendation) -> dict[str, float]:
    """What each criterion adds to the score, in points, most first; those that add nothing are left out."""
    found = {CRITERIA_SHORT[name]: points(value) for name, value in entry.contributions.items()}
    return dict(sorted(((name, value) for name, value in found.items() if value), key=lambda item: -item[1]))


def weights_told(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights in per cent, most first."""
    found = {CRITERIA_SHORT[name]: points(value) for name, value in weights.items()}
    return dict(sorted(((name, value) for name, value in found.items() if value), key=lambda item: -item[1]))


def option_summary(choice: Choice, case: AnyUseCase, budget: BudgetAnswers) -> OptionSummary:
    """An option of the shortlist as an assistant reads it."""
    entry = next((item for item in case.recommendations if item.alternative_id == choice.alternative_id), None)
    return OptionSummary(
        role=tell(role_told(choice)),
        option=choice.name,
        model=choice.model_id,
        alternative=choice.alternative_id,
        monthly_cost=cost_told(choice.monthly_cost_usd, budget),
        score=points(choice.score),
        ability=choice.evidence,
        reason=choice.reason,
        test=choice.deciding_test,
        warnings=entry.warnings if entry else (),
    )
