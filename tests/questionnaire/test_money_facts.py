"""Amounts of money for people, in the currency of the decision."""

from __future__ import annotations

import math

import pytest

from advisor.questionnaire.answers import BudgetAnswers
from advisor.questionnaire.money_facts import about, about_money, money_told, rest_money, rough_money, whole_money
from advisor.words.tell import tell

EUROS = BudgetAnswers(currency="EUR", usd_per_unit=1.25)


@pytest.mark.parametrize(("amount", "shown"), [(1_234.0, 1_200.0), (-987.0, -990.0), (12.4, 12.0), (0.4, 0.0)])
def test_amounts_are_told_to_two_digits(amount: float, shown: float) -> None:
    """What is estimated is not told to the cent."""
    assert about(amount) == shown


def test_what_is_not_finite_stays_so() -> None:
    """An unknown cost is not rounded to a number."""
    assert math.isnan(about(float("nan")))
    assert about(float("inf")) == float("inf")


def test_money_is_told_in_the_currency_of_the_decision() -> None:
    """1,250 dollars are 1,000 euros at 1.25."""
    assert "1,000" in tell(about_money(1_250.0, EUROS), "en")
    assert "EUR" in tell(about_money(1_250.0, EUROS), "en")


def test_two_amounts_are_told_apart_to_three_digits() -> None:
    """Small ones with their cents."""
    assert tell(money_told(1_541.25, EUROS), "en") != tell(money_told(1_550.0, EUROS), "en")
    assert "0.12" in tell(money_told(0.15, EUROS), "en")


def test_sums_and_limits_are_told_to_the_unit() -> None:
    """From a hundred on without cents."""
    assert "1,235" in tell(whole_money(1_543.4, EUROS), "en")
    assert "12.34" in tell(whole_money(15.43, EUROS), "en")


@pytest.mark.parametrize(("usd", "shown"), [(8.2155, "1,200 JPY"), (0.6855, "100 JPY"), (0.5, "72.99 JPY")])
def test_an_estimate_is_told_to_the_cent_only_below_a_hundred_units(usd: float, shown: str) -> None:
    """A hundredth of a yen in 1,199.34 is no news to anybody."""
    yen = BudgetAnswers(currency="JPY", usd_per_unit=0.00685)
    assert tell(rough_money(usd, yen), "en").replace("\xa0", " ") == shown


@pytest.mark.parametrize(("whole", "part"), [(150.04, 44.90), (299.4, 196.0), (1_503.0, 991.0)])
def test_an_amount_a_part_and_the_rest_add_up_as_they_are_told(whole: float, part: float) -> None:
    """Each rounded by itself, they would not."""
    rest = tell(rest_money(whole, part, BudgetAnswers()), "en")
    assert rest == f"{about(whole) - about(part):,.0f} USD"


def test_a_rest_too_small_to_show_is_told_by_itself() -> None:
    """Where whole and part round to one figure."""
    assert tell(rest_money(101.0, 99.0, BudgetAnswers()), "en") == "1 USD"
