"""What must hold of every plan, whatever is asked: availability, GPUs that are there, and time never pay twice."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.availability import Availability, AvailabilityLevel
from advisor.hosting.costs.case import Case, stated
from advisor.hosting.costs.draws import draws_of
from advisor.hosting.costs.monthly_costs import monthly_costs
from advisor.hosting.costs.purchase import kept_share, resale_share
from advisor.hosting.costs.staffing import ServiceHours, Team
from advisor.hosting.costs.tariffs import tariff_of
from advisor.hosting.costs.usage import usage_of
from advisor.hosting.planning.plan_table import drawn_costs
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner

SHARED = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
LEVELS: tuple[AvailabilityLevel, ...] = ("none", "another_server", "second_site")


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Llama and gpt-oss planned on everything."""
    return planner(LLAMA, GPT_OSS, hosting={"gpus_owned": [{"gpu": "H100 SXM", "count": 12}], "edge_devices": 30})


def paid(table: PlanTable, case: Case) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """What every self-hosted row pays over the horizon, in every draw; nan where it would need more than can be had."""
    return np.asarray(monthly_costs(table.candidates.fleet, case, draws_of(case.assume)) * case.horizon_months)


def never_below(
    more: np.ndarray[tuple[int, ...], np.dtype[np.float64]], less: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> bool:
    """Whether no known cost lies below another; most are known."""
    known = ~np.isnan(more) & ~np.isnan(less)
    assert known.mean() > 0.5
    return bool((more[known] >= less[known] * (1 - 1e-9)).all())


@SHARED
@given(growth=st.floats(-0.5, 3.0), months=st.integers(1, 72), volume=st.floats(0.01, 30.0))
def test_high_availability_never_costs_less(table: PlanTable, growth: float, months: int, volume: float) -> None:
    """Another server costs at least as much as none, a second site at least as much as another server."""
    load = table.load
    moved = load.model_copy(
        update={
            "growth_per_year": growth,
            "requests_per_month": load.requests_per_month * volume,
            "peak_requests_per_s": load.peak_requests_per_s * volume,
            "mean_requests_per_s": load.mean_requests_per_s * volume,
        }
    )
    case = replace(table.case, load=moved, horizon_months=months)
    none, server, site = (paid(table, replace(case, availability=Availability(level))) for level in LEVELS)
    assert never_below(server, none)
    assert never_below(site, server)


@SHARED
@given(growth=st.floats(-0.9, 3.0), months=st.integers(1, 72), more=st.integers(1, 36))
def test_a_longer_horizon_never_lowers_what_is_paid(table: PlanTable, growth: float, months: int, more: int) -> None:
    """Every further month is paid for: what is bought fetches less, whatever the volume does."""
    case = replace(table.case, load=table.load.model_copy(update={"growth_per_year": growth}))
    short, long = (paid(table, replace(case, horizon_months=each)) for each in (months, months + more))
    assert never_below(long, short)


def test_a_longer_horizon_never_lowers_what_an_api_is_paid(planner: Planner) -> None:
    """Announced prices and falling ones included."""
    totals = [
        planner("google/gemini-3.6-flash", LLAMA, budget={"horizon_months": months}, load={"growth_per_year": -0.4})
        for months in (1, 6, 12, 13, 24, 25, 36, 60)
    ]
    for shorter, longer in pairwise(totals):
        for row in range(0, len(shorter.offer_rows), 7):
            pair = [drawn_costs(each, row)[1] for each in (shorter, longer)]
            assert (np.isnan(pair[0]) | (pair[1] >= pair[0] * (1 - 1e-9))).all()


@pytest.mark.parametrize("availability", [False, True], ids=["plain", "highly available"])
@pytest.mark.parametrize("volume", [2_000, 60_000, 600_000])
def test_owning_more_gpus_never_costs_more(planner: Planner, volume: int, *, availability: bool) -> None:
    """The cheapest plan on own premises costs no more with every further GPU that is there."""
    cheapest = []
    for count in (0, 1, 2, 4, 6, 8, 16, 64):
        owned = [{"gpu": "H100 SXM", "count": count}] if count else []
        table = planner(
            GPT_OSS, load={"requests_per_day": volume}, hosting={"gpus_owned": owned, "high_availability": availability}
        )
        own = [row for row in range(len(table)) if table.alternatives[row].deployment.kind == "on_prem"]
        cheapest.append(min(float(table.cost_usd[row, 1]) for row in own if not np.isnan(table.cost_usd[row, 1])))
    assert (np.diff(cheapest) <= 1e-6).all()


def test_who_consumes_more_never_pays_less_for_power(catalog: Catalog) -> None:
    """At the edge of a band the bill does not fall, in any country whose bands are known."""
    kwh = np.geomspace(10, 3e7, 4000)
    for country in catalog.electricity_tariffs_of:
        bill = tariff_of(catalog, country, assumptions_of(catalog)).usd_per_month(kwh)
        assert (np.diff(bill) >= -1e-9).all(), country


def test_a_small_consumer_pays_the_band_of_small_consumers(catalog: Catalog) -> None:
    """1,000 kWh a month in Germany are 12 MWh a year: band IA, 0.3326 EUR per kWh at 1.08 USD."""
    tariff = tariff_of(catalog, "DE", assumptions_of(catalog))
    assert float(tariff.usd_per_month(np.array(1000.0))) == pytest.approx(1000 * 0.3592)


def test_a_country_with_one_tariff_is_scaled_by_the_bands_of_the_eu(catalog: Catalog) -> None:
    """Japan's tariff is that of large consumers: small ones pay more, in the EU's proportions, and it says so."""
    tariff = tariff_of(catalog, "JP", assumptions_of(catalog))
    assert tariff.basis == "estimated"
    assert tariff.usd_per_kwh[0] > 2 * tariff.usd_per_kwh[-2]


def test_the_users_own_tariff_replaces_every_band(catalog: Catalog) -> None:
    """A price that the user set holds at any consumption."""
    mine = assumptions_of(catalog, changed={"electricity_usd_per_kwh": 0.11})
    assert float(tariff_of(catalog, "DE", mine).usd_per_month(np.array(50_000.0))) == pytest.approx(5500)


def test_resale_falls_with_age_and_not_within_the_first_year(catalog: Catalog) -> None:
    """0.65 after a year and before, 0.4225 after two, 0.274625 after three."""
    assume = assumptions_of(catalog)
    assert resale_share(1, assume) == resale_share(12, assume) == pytest.approx(0.65)
    assert resale_share(36, assume) == pytest.approx(0.274625)
    assert kept_share(6, assume) == pytest.approx(0.65**0.5)


@pytest.mark.parametrize(
    ("team", "hours", "paid_fte"),
    [
        (Team(), "business_hours", 0.5),  # nothing is known: the time is paid
        (Team(people=0.0), "business_hours", 2.0),  # nobody is there: whole people
        (Team(people=3.0), "business_hours", 0.0),  # who is there costs nothing more
        (Team(people=3.0, counted=True), "business_hours", 0.5),
        (Team(people=3.0), "around_the_clock", 5.0),  # eight for a rota from one site
        (Team(people=3.0, on_call=True), "around_the_clock", 0.0),  # they have one
        (Team(people=2.5), "extended_hours", 1.5),
        (Team(people=0.0, managed=True), "business_hours", 0.75),  # a service is paid, with its margin
    ],
)
def test_the_team_that_one_own_server_takes(planner: Planner, team: Team, hours: ServiceHours, paid_fte: float) -> None:
    """Time, least people and who is there decide what is paid."""
    table = planner(GPT_OSS, hosting={"high_availability": False})
    row = next(
        i
        for i in range(len(table))
        if table.alternatives[i].deployment.kind == "on_prem" and table.alternatives[i].deployment.replicas == 1
    )
    own = row - len(table.offer_rows)
    fleet = table.candidates.fleet.take(np.array([own], dtype=np.intp))
    case = replace(table.case, team=replace(team, hours=hours))
    assert float(usage_of(fleet, case, stated()).staff.paid[0, 0]) == pytest.approx(paid_fte)
