"""What is not known exactly of a price widens the band of the plan that rests on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from advisor.hosting.costs.draws import draws_of
from advisor.hosting.costs.monthly_costs import self_host_costs
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.prices.gpu_market import price_spread
from tests.hosting.conftest import GPT_OSS, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """One model on rented and own servers."""
    return planner(GPT_OSS)


def test_an_old_rent_is_drawn_wider(table: PlanTable) -> None:
    """A fresh one as wide as usual, one of more than 60 days 1.5 times, one of more than 180 days twice."""
    deal = next(deal for deal in table.candidates.deals if deal.kind == "cloud_gpu")
    day = date(2026, 11, 20)
    ages = {"2026-11-01": 1.0, "2026-08-01": 1.5, "2026-01-01": 2.0}
    assert {dated: price_spread(replace(deal, dated=dated), day) for dated in ages} == ages


def test_the_range_of_a_price_is_that_of_its_draws(table: PlanTable) -> None:
    """Nine of ten draws of a purchase lie within the low and high price of the server, where these are wide."""
    own = next(
        place
        for place, deal in enumerate(table.candidates.deals)
        if deal.hardware is not None and deal.hardware.usd_high > 1.5 * deal.hardware.usd_low
    )
    item = table.candidates.deals[own].hardware
    assert item is not None
    fleet = table.candidates.fleet.take(np.array([own], dtype=np.intp))
    drawn = draws_of(table.case.assume, count=1024)
    alone = replace(drawn, volume=np.ones((1, 1024)), speed_z=np.zeros((1, 1024)), thinking_z=np.zeros((1, 1024)))
    paid = self_host_costs(fleet, table.case, alone)["purchase"][0]
    low, high = np.quantile(paid, [0.05, 0.95])
    assert high / low == pytest.approx(item.usd_high / item.usd_low, rel=0.1)
