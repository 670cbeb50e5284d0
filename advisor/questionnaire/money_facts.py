"""Amounts of money in the currency of the decision, as facts to tell: rounded for people, to three digits, whole."""

from __future__ import annotations

import math
from typing import Final

from advisor.questionnaire.answers import BudgetAnswers
from advisor.units import Told, told


def about(amount: float) -> float:
    """An amount to two digits, small ones to whole units: what is estimated is not told to the cent."""
    if not math.isfinite(amount):
        return amount
    whole = abs(amount)
    step = 10.0 ** max(len(str(int(whole))) - 2, 0)
    return math.copysign(round(whole / step) * step, amount)


def about_money(usd: float, budget: BudgetAnswers) -> Told:
    """An amount of US dollars in the currency of the decision, rounded for people."""
    return told("money", amount=("number", about(usd / budget.usd_per_unit)), currency=("text", budget.currency))


def rest_money(usd: float, part_usd: float, budget: BudgetAnswers) -> Told:
    """What an amount holds beside a part of it, so that the three sums add up as they are told."""
    whole, part, rest = (about(each / budget.usd_per_unit) for each in (usd, part_usd, usd - part_usd))
    amount = whole - part if whole > part else rest
    return told("money", amount=("number", amount), currency=("text", budget.currency))


def money_told(usd: float, budget: BudgetAnswers) -> Told:
    """An amount of US dollars in the currency of the decision, to three digits: where two are to be told apart."""
    amount = usd / budget.usd_per_unit
    step = 10.0 ** (math.floor(math.log10(abs(amount))) - 2) if amount and math.isfinite(amount) else 1.0
    shown = round(amount / step) * step
    return told("money" if step >= 1 else "money.cents", amount=("number", shown), currency=("text", budget.currency))


WHOLE: Final = 100
"""From here on an amount is told without its cents."""


def rough_money(usd: float, budget: BudgetAnswers) -> Told:
    """An estimate in US dollars in the currency of the decision: to two digits, one below 100 units to the cent."""
    amount = usd / budget.usd_per_unit
    if abs(amount) >= WHOLE:
        return about_money(usd, budget)
    return told("money.cents", amount=("number", amount), currency=("text", budget.currency))


def whole_money(usd: float, budget: BudgetAnswers) -> Told:
    """An amount of US dollars in the currency of the decision, to the unit, small ones to the cent: sums and limits."""
    amount = usd / budget.usd_per_unit
    key = "money" if abs(amount) >= WHOLE else "money.cents"
    return told(key, amount=("number", amount), currency=("text", budget.currency))
