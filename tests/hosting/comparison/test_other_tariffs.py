"""Batch, tiers, provisioned throughput and spot GPUs beside a plan, costed by the same kernel."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_hosting import ProvisionedUnit
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.comparison.other_tariffs import BuyingWay, units_needed, ways_to_buy
from advisor.hosting.planning.planner import PlanTable
from advisor.units import Told
from advisor.words.tell import tell

Planner = Callable[..., PlanTable]
GPT_5 = "openai/gpt-5@provider_api:azure-foundry:global"


def unit_of(catalog: Catalog, provisioned_id: str) -> ProvisionedUnit:
    """A row of the provisioned units."""
    return next(unit for unit in catalog.provisioned_units if unit.provisioned_id == provisioned_id)


def ways(table: PlanTable, alternative_id: str) -> dict[str, BuyingWay]:
    """The ways to buy an alternative by their name."""
    return {way.way: way for way in ways_to_buy(table, table.index(alternative_id))}


def tell_note(way: BuyingWay) -> str:
    """What its reader should know of a way, in English."""
    note = way.told["note"]
    assert isinstance(note, Told)
    return tell(note)


def test_published_example_of_provisioned_units(catalog: Catalog) -> None:
    """A public sizing note: 40 requests a minute of 1,000 input and 400 output tokens of GPT-5 need about 36 units.

    168,000 input-equivalent tokens a minute over 4,750 per unit; sold in steps of five, that is 40.
    """
    unit = unit_of(catalog, "azure-foundry-gpt-5-global")
    load = 40 * (1_000 + 400 * unit.output_weight)
    assert load == 168_000
    assert load / unit.input_tpm_per_unit == pytest.approx(36, abs=1)
    assert units_needed(unit, load) == 40


@pytest.mark.parametrize(("field", "published_usd"), [("usd_per_unit_hour", 45.0), ("usd_per_unit_month", 11_700.0)])
def test_published_price_of_45_units(catalog: Catalog, field: str, published_usd: float) -> None:
    """A public test report of July 2026: 45 global units cost 45.00 USD an hour or 11,700 USD a month reserved."""
    assert 45 * float(getattr(unit_of(catalog, "azure-foundry-gpt-5-global"), field)) == published_usd


@pytest.mark.parametrize(("input_tpm", "units"), [(0.0, 15), (15 * 4_750, 15), (15 * 4_750 + 1, 20), (1e6, 215)])
def test_units_come_by_the_minimum_and_then_in_steps(catalog: Catalog, input_tpm: float, units: int) -> None:
    """At least 15 units, then five more at a time."""
    assert units_needed(unit_of(catalog, "azure-foundry-gpt-5-global"), input_tpm) == units


def test_provisioned_throughput_costs_its_units_and_the_rest_of_the_plan(planner: Planner, catalog: Catalog) -> None:
    """By the hour: units x price x hours, beside staff, egress and retrieval."""
    off = dict.fromkeys(("staff_usd_per_year", "egress_usd_per_gb", "retrieval_usd_per_mtok"), False)
    table = planner("openai/gpt-5", assume=assumptions_of(catalog, switched=off))
    way = ways(table, GPT_5)["provisioned_hour"]
    assert way.units is not None
    assert way.usd_per_month == pytest.approx(way.units * 1.0 * 730.5)


def test_a_term_without_a_price_is_unknown(planner: Planner) -> None:
    """No monthly price of a data zone's unit was found, and none is guessed."""
    way = ways(planner("openai/gpt-5"), "openai/gpt-5@provider_api:azure-foundry:eu")["provisioned_month"]
    assert way.usd_per_month is None
    assert tell_note(way).endswith("the price of this term is unknown")


def test_flex_and_batch_cost_less_and_priority_more(planner: Planner) -> None:
    """The tiers of one offer keep their order."""
    table = planner("google/gemini-3.6-flash")
    found = ways(table, "google/gemini-3.6-flash@provider_api:google-vertex:global")
    plan = float(table.cost_usd[table.index("google/gemini-3.6-flash@provider_api:google-vertex:global"), 1])
    costs = [found[name].usd_per_month for name in ("batch", "flex", "priority")]
    assert all(cost is not None for cost in costs)
    batch, flex, priority = (float(cost or 0) for cost in costs)
    assert batch <= flex < plan < priority


def test_spot_says_its_risk_and_keeps_a_replica(planner: Planner) -> None:
    """Rented GPUs of which a spot price is known: the risk in words, one replica as planned in the cost."""
    table = planner("meta/llama-3.3-70b-instruct")
    found = [
        (row, way)
        for row in range(len(table))
        if table.problems[row] is None
        for way in ways_to_buy(table, row)
        if way.way == "spot"
    ]
    assert found
    for row, way in found:
        assert "short notice" in tell_note(way)
        parts = table.components(row)
        rest = sum(float(values[0, 0]) for name, values in parts.items() if name != "gpu_rent")
        assert way.usd_per_month is not None
        assert way.usd_per_month > rest


def test_own_hardware_has_no_other_way(planner: Planner) -> None:
    """Bought GPUs are neither rented nor sold by the token."""
    table = planner("meta/llama-3.3-70b-instruct")
    own = [row for row, item in enumerate(table.alternatives) if item.deployment.kind == "on_prem"]
    assert own
    assert not any(ways_to_buy(table, row) for row in own)
