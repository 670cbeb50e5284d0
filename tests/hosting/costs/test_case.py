"""What a cost is computed for: years of a horizon with their volume, draws, and prices that fall."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.case import Case, grown_by, joined, stated
from advisor.hosting.workload import workload_of
from advisor.questionnaire.answers import UseCase


@pytest.fixture
def case(catalog: Catalog) -> Case:
    """Three years of a chat assistant that grows by half a year."""
    use_case = UseCase.model_validate({"task": "chat_assistant", "workload": {"growth_per_year": 0.5}})
    return Case(workload_of(use_case), assumptions_of(catalog), fine_tuning=False, horizon_months=36)


def test_every_year_has_its_mean_volume(case: Case) -> None:
    """It grows all the time: the mean lies above the volume of the middle."""
    assert [(year.start, year.months) for year in case.years()] == [(0.0, 12.0), (12.0, 12.0), (24.0, 12.0)]
    first = 0.5 / math.log(1.5)
    assert [year.growth for year in case.years()] == pytest.approx([first, first * 1.5, first * 1.5**2])
    assert case.mean_growth == pytest.approx(first * (1 + 1.5 + 1.5**2) / 3)
    assert [year.peak for year in case.years()] == [year.growth for year in case.years()]


@pytest.mark.parametrize("rate", [-0.99, -0.5, -1e-9, 0.0, 1e-9, 1e-5, 0.2, 9.0, 50.0])
def test_the_mean_of_a_year_is_the_mean_of_its_moments(rate: float) -> None:
    """By adding up many of them."""
    moments = (1 + rate) ** ((np.arange(100_000) + 0.5) / 100_000 * 0.5 + 1.0)
    assert grown_by(rate, 1.0, 1.5) == pytest.approx(float(moments.mean()), rel=1e-6)


def test_a_load_that_grows_tenfold_is_followed_month_by_month(case: Case) -> None:
    """Its bill is that of its months, within the horizon alone; what stays is sized for the last of them."""
    fast = replace(case, load=case.load.model_copy(update={"growth_per_year": 9.0}), horizon_months=12)
    assert fast.mean_growth == pytest.approx(9 / math.log(10))
    (year,) = fast.years()
    assert len(year.by_month) == 12
    assert sum(year.by_month) / 12 == pytest.approx(year.growth)
    assert 10 ** (11 / 12) < year.peak < 10
    half = replace(fast, horizon_months=6)
    assert half.mean_growth == pytest.approx((10**0.5 - 1) / math.log(10) * 2)
    assert half.years()[0].by_month == year.by_month[:6]


@pytest.mark.parametrize("rate", [-0.5, 0.0, 0.3, 1.0, 1.01, 9.0])
def test_a_longer_horizon_never_brings_less_volume(case: Case, rate: float) -> None:
    """Whether or not a year is cut short, month by month."""
    grown = replace(case, load=case.load.model_copy(update={"growth_per_year": rate}))
    whole = [replace(grown, horizon_months=months).mean_growth * months for months in range(1, 37)]
    assert all(later >= sooner for sooner, later in pairwise(whole))


@pytest.mark.parametrize("months", [3, 12, 15])
def test_a_little_more_growth_is_a_little_more_volume(case: Case, months: int) -> None:
    """Also where machines begin to follow the months: a quarter of a year is no year."""
    short = replace(case, horizon_months=months)
    slow, fast = (
        replace(short, load=case.load.model_copy(update={"growth_per_year": rate})).mean_growth for rate in (1.0, 1.01)
    )
    assert slow < fast < 1.02 * slow


def test_where_the_load_shrinks_a_year_cut_short_keeps_the_volume_of_the_whole(case: Case) -> None:
    """Fewer machines would do in a longer one, which then cost less in all."""
    shrinking = replace(case, load=case.load.model_copy(update={"growth_per_year": -0.5}))
    short = replace(shrinking, horizon_months=15).years()
    assert (short[1].months, short[1].growth) == (3.0, shrinking.years()[1].growth)


def test_a_flat_load_is_one_span_with_every_years_moment(case: Case) -> None:
    """The sums are the same as year by year."""
    flat = replace(case, load=case.load.model_copy(update={"growth_per_year": 0.0}))
    (span,) = flat.spans()
    assert (span.months, span.moments) == (36.0, ((12.0, 0.5), (12.0, 1.5), (12.0, 2.5)))
    by_year = sum(flat.falling("price_decline_gpu", year, stated()) for year in flat.years())
    assert flat.falling("price_decline_gpu", span, stated()) == pytest.approx(by_year)
    assert case.spans() == case.years()


def test_a_price_that_falls_costs_fewer_months(case: Case) -> None:
    """By the stated share a year at the middle of each year; never below the least and above the most of the row."""
    decline = case.assume("price_decline_gpu")
    months = case.falling("price_decline_gpu", case.years()[1], stated())
    assert months[0, 0] == pytest.approx(12 * (1 - decline) ** 1.5)
    row = case.assume.defaults["price_decline_gpu"]
    wild = replace(stated(), decline_z=np.array([[-50.0, 50.0]]))
    ends = case.falling("price_decline_gpu", case.years()[0], wild)[0]
    assert ends.tolist() == pytest.approx(
        [12 * (1 - min(row.low, decline)) ** 0.5, 12 * (1 - max(row.high, decline)) ** 0.5]
    )


def test_draws_stand_in_a_row_and_are_scaled_in_volume_alone() -> None:
    """The stated case is one draw of ones."""
    both = joined([stated(), stated().scaled(volume=2.0)])
    assert both.volume.tolist() == [[1.0, 2.0]]
    assert both.price.tolist() == [[1.0, 1.0]]
    assert both.token_z.tolist() == [[0.0, 0.0]]


def test_retries_and_evaluation_add_to_every_volume(case: Case) -> None:
    """As the assumptions say."""
    assert case.token_overhead == pytest.approx(1 + case.assume("retries") + case.assume("evaluation_share"))
