"""Costs: what must always hold, whatever the load."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.hosting.comparison.break_even import break_even, payback_months
from advisor.hosting.comparison.hosting_view import cheapest_of_each
from advisor.hosting.costs.case import stated
from advisor.hosting.costs.draws import band, draws_of
from advisor.hosting.costs.monthly_costs import corpus_hours, self_host_costs, total
from advisor.hosting.costs.usage import usage_of
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.planning.selected_plans import SelectedPlans
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner

SHARED = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Llama and gpt-oss planned on everything."""
    return planner(LLAMA, GPT_OSS)


def cost_at(table: PlanTable, row: int, requests_per_month: np.ndarray) -> np.ndarray:
    """US dollars per month of one alternative at given volumes."""
    return SelectedPlans.of(table, [row]).at(requests_per_month)[0]


@SHARED
@given(start=st.floats(1e2, 1e8), more=st.floats(1.0, 50.0), pick=st.floats(0, 1))
def test_cost_never_falls_with_volume(table: PlanTable, start: float, more: float, pick: float) -> None:
    """No alternative becomes cheaper by serving more requests."""
    row = int(pick * (len(table.offer_rows) + len(table.candidates.alternatives) - 1))
    low, high = cost_at(table, row, np.array([start, start * more]))
    assert np.isnan(low) or high >= low * (1 - 1e-12)


def test_percentiles_are_in_order(table: PlanTable) -> None:
    """The 10th is below the 50th below the 90th percentile, per month and over the horizon."""
    for bands in (table.cost_usd, table.horizon_usd):
        known = bands[~np.isnan(bands[:, 0])]
        assert len(known) > 20
        assert (np.diff(known, axis=1) >= 0).all()


def test_break_even_is_where_the_curves_meet(table: PlanTable) -> None:
    """At the break-even volume both cost the same within 0.1%, or one jumps over the other by a whole server there."""
    rows = [*cheapest_of_each(table)]
    rows += [index for index in range(len(table)) if index not in rows and table.problems[index] is None][:12]
    met = 0
    for first in rows:
        for second in rows:
            found = break_even(table, first, second)
            if first == second or found.requests_per_month is None:
                continue
            met += 1
            volume = found.requests_per_month
            a, b = (cost_at(table, row, np.array([volume * (1 - 2e-9), volume])) for row in (first, second))
            jumps = (a[0] - b[0]) * (a[1] - b[1]) <= 0
            assert jumps or a[1] == pytest.approx(b[1], rel=1e-3)
            before = [float(cost_at(table, row, np.array([volume * (1 - 1e-6)]))[0]) for row in (first, second)]
            ids = (found.first_id, found.second_id)
            assert found.cheaper_below == ids[int(np.argmin(before))]
    assert met > 10


def test_the_break_even_is_the_same_from_both_sides(table: PlanTable) -> None:
    """Swapping the two alternatives changes no volume."""
    rows = cheapest_of_each(table)
    one, other = break_even(table, rows[0], rows[1]), break_even(table, rows[1], rows[0])
    assert one.requests_per_month == pytest.approx(other.requests_per_month)
    assert one.cheaper_below == other.cheaper_below


HARRIER = "microsoft/harrier-oss-v1-27b"


def corpus_paid(planner: Planner, tokens: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """US dollars a month for embedding a corpus, GPU-hours that it takes and that are free, by self-hosted row."""
    load = {"requests_per_day": 25_000, "input_tokens": 40, "output_tokens": 0, "corpus_tokens": tokens}
    searched = planner(HARRIER, task="semantic_search", load=load, hosting={"high_availability": False})
    fleet, case = searched.candidates.fleet, searched.case
    paid = self_host_costs(fleet, case, stated())["corpus"]
    hours, free = corpus_hours(usage_of(fleet, case, stated()))
    shape = (len(fleet.cloud), 1)
    one, two, three = (np.broadcast_to(part, shape)[:, 0] for part in (paid, hours, free))
    return one, two, three


def test_a_corpus_that_no_machine_reads_in_time_is_not_read_for_nothing(planner: Planner) -> None:
    """By hand: 140 billion tokens of 27 billion parameters are 7.6e21 operations, years of any one GPU.

    At 30 to 70% of 440 Tflop/s (RTX PRO 6000) that is 6,900 to 16,000 hours, of which a month is free.
    """
    paid, hours, free = corpus_paid(planner, 140e9)
    assert (hours > free).all()
    assert (paid > 0).all()
    load = {"requests_per_day": 25_000, "input_tokens": 40, "output_tokens": 0, "corpus_tokens": 140e9}
    alternatives = planner(
        HARRIER, task="semantic_search", load=load, hosting={"high_availability": False}
    ).candidates.alternatives
    row = next(at for at, one in enumerate(alternatives) if one.deployment.gpu == "rtx-pro-6000-max-q-96gb")
    assert 6_900 < hours[row] < 16_000
    assert free[row] < 720.5
    small, _, _ = corpus_paid(planner, 1e9)
    assert not small.any()


def test_the_more_a_corpus_holds_the_longer_and_dearer_it_is_read(planner: Planner) -> None:
    """The least of all ways takes twice as long for twice the tokens, and no less money."""
    once, twice = corpus_paid(planner, 50e9), corpus_paid(planner, 100e9)
    assert twice[0].min() > once[0].min() > 0
    assert twice[1].min() == pytest.approx(2 * once[1].min())


def test_a_catalog_that_was_kept_before_counts_as_it_did(planner: Planner) -> None:
    """It has no row for the days of a first index: the corpus costs its machines nothing, as it was told then."""
    load = {"requests_per_day": 25_000, "input_tokens": 40, "output_tokens": 0, "corpus_tokens": 140e9}
    searched = planner(HARRIER, task="semantic_search", load=load)
    assume = searched.case.assume
    kept = {name: row for name, row in assume.defaults.items() if not name.startswith("corpus_")}
    case = replace(searched.case, assume=replace(assume, defaults=kept))
    assert self_host_costs(searched.candidates.fleet, searched.case, stated())["corpus"].any()
    assert not self_host_costs(searched.candidates.fleet, case, stated())["corpus"].any()


def test_load_below_capacity_costs_what_is_reserved(table: PlanTable) -> None:
    """An owned server costs nearly the same at a hundredth of the volume."""
    row = next(i for i in range(len(table)) if table.alternatives[i].deployment.kind == "on_prem")
    load = table.load.requests_per_month
    low, high = cost_at(table, row, np.array([load / 100, load / 10]))
    assert low == pytest.approx(high, rel=0.05)


def test_cached_and_batched_tokens_cost_no_more(planner: Planner) -> None:
    """A share of cached or batched input never raises a provider's price."""
    plain = planner(LLAMA, GPT_OSS)
    saved = planner(LLAMA, GPT_OSS, load={"cached_input_share": 0.5, "batch_share": 0.5})
    count = len(plain.offer_rows)
    assert count > 20
    assert (saved.cost_usd[:count, 1] <= plain.cost_usd[:count, 1] * (1 + 1e-9)).all()


def test_owned_gpus_cost_what_they_could_do_otherwise(planner: Planner) -> None:
    """GPUs that the organisation has are not bought up to their count; what they would fetch is their value."""
    table = planner(LLAMA, hosting={"gpus_owned": [{"gpu": "H100 SXM", "count": 64}]})
    owned = [i for i in range(len(table)) if table.alternatives[i].deployment.commitment == "owned"]
    assert owned
    assert all(table.components(i)["purchase"][0, 0] == 0 for i in owned)
    assert all(table.components(i)["alternative_use"][0, 0] > 0 for i in owned)


def test_the_monte_carlo_agrees_with_the_table(table: PlanTable) -> None:
    """Many draws of one alternative give the percentiles of the table within a few percent."""
    row = cheapest_of_each(table)[0]
    low, middle, _ = band(total(table.components(row, draws_of(table.case.assume, 4096)))[0])
    assert middle == pytest.approx(table.cost_usd[row, 1], rel=0.05)
    assert low == pytest.approx(table.cost_usd[row, 0], rel=0.08)


def test_payback_is_investment_over_saving() -> None:
    """120,000 saved at 10,000 a month pay back in a year; nothing saved never does."""
    assert payback_months(120_000, 10_000) == 12
    assert payback_months(120_000, 0) is None


def test_what_stands_whatever_the_requests_is_the_records(table: PlanTable) -> None:
    """The fixed cost and the utilisation of every planned row are those of its record; the rest has none."""
    rows = range(len(table))
    own = [row for row in rows if table.standing(row) is not None]
    assert own
    for row in own[:: max(len(own) // 12, 1)]:
        fixed, used = table.standing(row) or (0.0, 0.0)
        plan = table.record(row)
        assert fixed == pytest.approx(plan.fixed_usd_per_month)
        assert used == pytest.approx(plan.utilisation)
    assert all(table.standing(row) is None for row in range(len(table.offer_rows)))


def test_the_horizon_is_the_month_times_its_months(table: PlanTable) -> None:
    """What is paid over the horizon is the headline times the months, for every percentile, table and record alike."""
    assert table.horizon_usd == pytest.approx(table.cost_usd * 36, nan_ok=True)
    plan = table.record(0)
    assert plan.horizon_cost_usd is not None
    assert plan.monthly_cost_usd is not None
    assert plan.horizon_cost_usd.p50 == pytest.approx(plan.monthly_cost_usd.p50 * 36)


def test_the_years_add_up_to_the_stated_case(planner: Planner) -> None:
    """What is paid in every year adds up to the stated case of every kind of plan, by component too."""
    table = planner(LLAMA, load={"growth_per_year": 0.5}, budget={"horizon_months": 31})
    for row in cheapest_of_each(table):
        plan = table.record(row)
        assert sum(year.usd for year in plan.years) / 31 == pytest.approx(plan.stated_usd_per_month)
        for part in plan.components:
            if part.component != "contingency":
                paid = sum(year.parts.get(part.component, 0.0) for year in plan.years)
                assert paid / 31 == pytest.approx(part.usd_per_month), part.component
