"""What every tab shares: money in the decision's currency, the best of every model, and ranks by id."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.decision.records import Recommendation
from advisor.questionnaire.answers import BudgetAnswers
from advisor.ui.words import say, words
from advisor.units import Band

_CENTS_BELOW = 10
"""Amounts below it are shown to the cent."""


def money(usd: float | None, budget: BudgetAnswers) -> str:
    """US dollars as an amount in the decision's currency, with sensible digits."""
    if usd is None:
        return say("unknown")
    amount = usd / budget.usd_per_unit
    shown = words().number(amount, 0 if abs(amount) >= _CENTS_BELOW else 2)
    return f"{shown} {budget.currency}"


def monthly(budget: BudgetAnswers) -> str:
    """What a column of money is called."""
    return say("{currency} a month", currency=budget.currency)


def money_columns(budget: BudgetAnswers) -> dict[str, ColumnConfig]:
    """How such a column is shown: thousands apart."""
    return {monthly(budget): st.column_config.NumberColumn(format="localized")}


def cost_band(band: Band | None, budget: BudgetAnswers) -> str:
    """A monthly cost with its band."""
    if band is None:
        return say("unknown")
    low, high = money(band.p10, budget).rpartition(" ")[0], money(band.p90, budget).rpartition(" ")[0]
    return say("{money} a month ({low} to {high})", money=money(band.p50, budget), low=low, high=high)


def ranks_of(case: Assessment | UseCaseAssessment) -> dict[str, int]:
    """The rank of every option by its id and by those of its variants, those listed briefly included."""
    shown = {item.alternative_id: item.rank for item in case.recommendations}
    of_variants = {each.alternative_id: item.rank for item in case.recommendations for each in item.variants}
    return of_variants | shown | {item.alternative_id: item.rank for item in case.also_ranked}


def best_per_model(recommendations: Sequence[Recommendation]) -> list[Recommendation]:
    """The best option of every model, in rank order."""
    seen: dict[str, Recommendation] = {}
    for item in recommendations:
        seen.setdefault(item.model_id, item)
    return list(seen.values())
