"""The lines of a plan: each rests on a default that exists, and grows with requests or not."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.costs.components import COMPONENTS
from advisor.hosting.planning.planner import PlanTable


def test_a_default_that_a_line_rests_on_is_one_of_the_catalogs(catalog: Catalog) -> None:
    """Where it rests on one."""
    known = {row.component for row in catalog.cost_defaults}
    assert {info.default for info in COMPONENTS.values() if info.default} <= known


def test_every_line_of_a_plan_is_known(planner: Callable[..., PlanTable]) -> None:
    """Of APIs, rented and own servers."""
    table = planner()
    costed = [row for row in range(len(table)) if not np.isnan(table.cost_usd[row, 1])]
    names = {name for row in (costed[0], *costed[:: len(costed) // 8]) for name in table.components(row)}
    assert names <= set(COMPONENTS)


def test_what_grows_with_every_request_doubles_with_them_at_an_api(planner: Callable[..., PlanTable]) -> None:
    """And what does not, stays; work on changes of model grows with the root of the load, up to a bound."""
    one, two = (planner(load={"requests_per_day": requests}) for requests in (20_000, 40_000))
    row = next(row for row in range(len(one.offer_rows)) if not np.isnan(one.cost_usd[row, 1]))
    before, after = one.components(row), two.components(row)
    lines = [name for name in COMPONENTS if name in before and name != "contingency"]
    assert "input_tokens" in lines
    for name in lines:
        once, twice = before[name].ravel()[0], after[name].ravel()[0]
        if name == "migration":
            assert once <= twice <= once * math.sqrt(2) + 1e-9
        else:
            assert twice == pytest.approx((2.0 if COMPONENTS[name].per_request else 1.0) * once)
