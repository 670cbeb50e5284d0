"""Rows of a plan table taken together cost and use what each does alone."""

from __future__ import annotations

import numpy as np

from advisor.hosting.comparison.break_even import break_even, break_evens, volumes_of
from advisor.hosting.comparison.hosting_view import cheapest_of_each
from advisor.hosting.costs.case import stated
from advisor.hosting.costs.draws import band, draws_of
from advisor.hosting.costs.monthly_costs import total
from advisor.hosting.costs.usage import usage_of
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.planning.selected_plans import SelectedPlans
from tests.hosting.conftest import GPT_OSS, Planner


def _rows(table: PlanTable) -> list[int]:
    """One row of each way of hosting, those of APIs not first."""
    rows = list(reversed(cheapest_of_each(table)))
    assert len(rows) > 2
    assert rows[-1] < len(table.offer_rows) <= rows[0]
    return rows


def test_components_are_those_of_every_row_alone(planner: Planner) -> None:
    """At the stated inputs and in the table's draws, asked for at once."""
    table = planner(GPT_OSS)
    rows = _rows(table)
    sets = (stated(), draws_of(table.case.assume))
    for draws, found in zip(sets, SelectedPlans.of(table, rows).costs(*sets), strict=True):
        for row, costed in zip(rows, found, strict=True):
            alone = table.components(row, draws)
            assert list(costed.parts) == list(alone)
            for name, values in alone.items():
                np.testing.assert_array_equal(costed.parts[name], np.broadcast_to(values[0], draws.volume.shape[1]))
            np.testing.assert_array_equal(costed.total(), total(alone)[0])


def test_what_runs_is_that_of_every_row_alone(planner: Planner) -> None:
    """GPUs and utilisation of own hardware; none for an API."""
    table = planner(GPT_OSS)
    rows = _rows(table)
    (found,) = SelectedPlans.of(table, rows).costs(stated())
    for row, costed in zip(rows, found, strict=True):
        own = row - len(table.offer_rows)
        if own < 0:
            assert costed.gpus is None
            assert costed.utilisation is None
            continue
        usage = usage_of(table.candidates.fleet.take(np.array([own], dtype=np.intp)), table.case, stated())
        assert costed.gpus is not None
        assert costed.utilisation is not None
        assert float(costed.gpus[0]) == float(usage.gpus[0, 0])
        assert float(costed.utilisation[0]) == float(usage.utilisation[0, 0])


def test_pairs_break_even_together_where_each_does_alone(planner: Planner) -> None:
    """Narrowed down side by side, to the last digit."""
    table = planner(GPT_OSS)
    chosen = SelectedPlans.of(table, _rows(table))
    places = range(len(chosen.rows))
    together = break_evens(chosen, places, list(chosen.at(volumes_of(table))))
    alone = [break_even(table, chosen.rows[a], chosen.rows[b]) for a in places for b in places if a < b]
    assert list(together) == alone
    assert any(found.requests_per_month is not None for found in together)


def test_the_horizon_of_several_rows_is_that_of_each(planner: Planner) -> None:
    """In the order that was asked for."""
    table = planner(GPT_OSS)
    rows = _rows(table)
    found = table.horizon_usd[list(rows)]
    for row, horizon in zip(rows, found, strict=True):
        band = table.record(row).horizon_cost_usd
        assert band is not None
        np.testing.assert_array_equal(horizon, [band.p10, band.p50, band.p90])
    assert len(np.unique(found[:, 1])) == len(rows)


def test_bands_are_those_of_every_row_and_volume_alone(planner: Planner) -> None:
    """Percentiles over the table's draws, the volume moved."""
    table = planner(GPT_OSS)
    rows, draws = _rows(table), draws_of(table.case.assume)
    volumes = volumes_of(table, points=3, decades=(-1.0, 1.0))
    found = SelectedPlans.of(table, rows).bands(draws, volumes)
    assert found.shape == (len(rows), 3, 3)
    for row, curve in zip(rows, found, strict=True):
        for volume, banded in zip(volumes.tolist(), curve, strict=True):
            moved = draws.scaled(volume=volume / table.load.requests_per_month)
            np.testing.assert_allclose(banded, band(total(table.components(row, moved)))[0], rtol=1e-12)
