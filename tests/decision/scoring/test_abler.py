"""An abler option for little money: shown beside the choice, whatever the weights say of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.catalog.load import shipped_judgements
from advisor.decision.scoring.abler import LittleMoney, abler_of, little_money, outdone

JUDGED = {row.judgement: row.value for row in shipped_judgements()}
SCORES = np.array([0.80, 0.70, 0.75, 0.60])
ABILITY = np.array([80.0, 90.0, 84.0, 95.0])
COST = np.array([100.0, 4_000.0, 1_000.0, 90_000.0])


@pytest.mark.parametrize(
    ("usd", "enough", "row"),
    [
        (10_000.0, 100.0, 2),  # of two that are abler, the one that scores best
        (500.0, 100.0, None),  # each too dear
        (100_000.0, 83.0, 2),  # enough cuts all of them at three points more
        (100_000.0, 82.0, None),  # more than enough counts for nothing
        (100_000.0, 70.0, None),  # the choice itself is beyond enough
    ],
)
def test_the_best_of_those_that_are_abler_for_little(usd: float, enough: float, row: int | None) -> None:
    """By three points at the least, dearer by so much at the most, no ability counted beyond what is enough."""
    assert abler_of(0, SCORES, ABILITY, COST, LittleMoney(usd, enough, 3.0)) == row


def test_neither_what_is_cheaper_nor_what_has_no_price_is_dearer_by_little() -> None:
    """An abler option that costs less needs no seat for its price; one whose price is unknown gets none."""
    cost = np.array([100.0, 50.0, np.nan, np.nan])
    assert abler_of(0, SCORES, ABILITY, cost, LittleMoney(1e6, 100.0, 3.0)) is None


def test_who_is_as_able_for_no_more_at_a_better_score_outdoes() -> None:
    """By all three, of no doubtful origin, and never where a cost is unknown."""
    scores, ability = np.array([0.74, 0.70, 0.69]), np.array([89.0, 86.0, 91.0])
    cost, fair = np.array([500.0, 900.0, 400.0]), np.array([True, True, True])
    assert outdone(scores, ability, cost, fair).tolist() == [False, True, False]
    assert outdone(scores, ability, cost, np.array([False, True, True])).tolist() == [False, False, False]
    assert outdone(scores, ability, np.array([np.nan, 900.0, 1e3]), fair).tolist() == [False, False, False]


def test_little_is_an_hour_of_those_who_use_it_or_what_nobody_notices(kit: Any) -> None:
    """For two hundred people 12,000 dollars a month, for nobody stated the hundred that no money decides below."""
    case = {"task": "code", "usage": {"people": 200}}
    plain = kit.answers()
    many = kit.answers(use_cases=[case])
    assert little_money(many, many.use_cases[0], 95.0, JUDGED) == LittleMoney(12_000.0, 95.0, 3.0, 12_000.0, 0.05)
    assert little_money(plain, plain.use_cases[0], 70.0, JUDGED) == LittleMoney(100.0, 70.0, 3.0, 0.0, 0.05)


@pytest.mark.parametrize(("fitness", "cost", "whatever"), [(5, 3, True), (5, 4, False), (4, 2, True)])
def test_who_puts_ability_well_above_cost_is_shown_what_it_costs(
    kit: Any, *, fitness: int, cost: int, whatever: bool
) -> None:
    """Two steps of importance: then the cap alone limits it, and ability beyond enough counts."""
    asked = kit.answers(priorities={"fitness": fitness, "cost": cost})
    found = little_money(asked, asked.use_cases[0], 70.0, JUDGED)
    assert (found == LittleMoney(np.inf, 100.0, 3.0, 0.0, 0.05)) is whatever
