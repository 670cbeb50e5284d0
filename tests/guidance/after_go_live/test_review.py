"""Usage against the plan: the causes that were planted are named with their amounts, and nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.guidance.after_go_live.explained import UsagePrices
from advisor.guidance.after_go_live.review import UsageReview, review
from advisor.questionnaire.answers import FIRST_CASE
from advisor.questionnaire.intake.usage.months import read_usage
from tests.guidance.after_go_live.planted import PLAN, PlantedYear, planted_year

NAMED = UsagePrices(planned=frozenset({"acme/one"}))


@pytest.fixture(scope="module")
def year() -> PlantedYear:
    """A price cut, a drift of the volume and a slower endpoint in one year."""
    return planted_year()


@pytest.fixture(scope="module")
def found(year: PlantedYear) -> UsageReview:
    """The year, read from the gateway's log, against the plan."""
    usage = read_usage(year.log, name="spend.jsonl")
    return review(PLAN, usage, prices=NAMED, usd_per_unit={"USD": 1.0}, quality=(0.8, 0.9))


def test_planted_causes_are_named_with_their_amounts(year: PlantedYear, found: UsageReview) -> None:
    """Volume, price and endpoint within 2%, from the month in which they began; no other cause is named."""
    named = {cause.cause: cause for cause in found.causes}
    assert set(named) == {"volume", "price", "endpoint"}
    assert named["volume"].amount == pytest.approx(year.volume_usd, rel=0.02)
    assert named["price"].amount == pytest.approx(year.price_usd, rel=0.02)
    assert named["endpoint"].amount == pytest.approx(year.endpoint_s, rel=0.02)
    assert named["price"].since == date(2026, 7, 1)
    assert named["endpoint"].since == date(2026, 10, 1)
    assert named["volume"].since == date(2026, 2, 1)


def test_causes_leave_nothing_over(year: PlantedYear, found: UsageReview) -> None:
    """In every month the causes are what was paid less what was planned, and all months are what the log says."""
    for month in found.months:
        assert sum(month.causes.values()) == pytest.approx(month.actual_usd - month.planned_usd, abs=1e-9)
    assert found.actual_usd == pytest.approx(year.paid_usd)
    for wait in found.waits:
        assert sum(wait.causes.values()) == pytest.approx(wait.actual_s - wait.planned_s, abs=1e-9)


def test_the_measured_load_is_that_of_the_newest_months(found: UsageReview) -> None:
    """The replay begins with what October to December were."""
    assert found.measured[f"{FIRST_CASE}.workload.requests_per_day"] == pytest.approx(25 * 1.04**10, rel=0.02)
    assert found.measured[f"{FIRST_CASE}.workload.output_tokens"] == pytest.approx(400, rel=0.02)
    assert found.measured[f"{FIRST_CASE}.workload.cached_input_share"] == pytest.approx(0.4, abs=0.005)


def test_only_what_leaves_the_band_marks_the_decision() -> None:
    """A year as planned marks nothing; three times the load does, in the newest whole month, above the band."""
    quiet = read_usage(planted_year(cut=0.0, drift=0.0, slower=1.0).log, name="quiet.jsonl")
    calm = review(PLAN, quiet, prices=NAMED, usd_per_unit={"USD": 1.0})
    assert (calm.causes, calm.drifts) == ((), ())
    loud = PLAN.model_copy(update={"requests_per_month": PLAN.requests_per_month / 3})
    (drift,) = review(loud, quiet, prices=NAMED, usd_per_unit={"USD": 1.0}).drifts
    assert (drift.of, drift.side, drift.month) == ("cost", "above", date(2026, 12, 1))
