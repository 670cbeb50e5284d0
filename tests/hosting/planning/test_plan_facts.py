"""Facts about a plan: the age of what a provider takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.planning.plan_facts import age_of_price, facts_of

TODAY = date(2026, 11, 28)


def table(catalog: Catalog, priced_on: date) -> Any:
    """A table of plans with one provider's API and nothing of one's own."""
    offer = catalog.offers[0].model_copy(update={"priced_on": priced_on})
    candidates = SimpleNamespace(as_of=TODAY, owned={}, deals=())
    offers = SimpleNamespace(offers=(offer,))
    case = SimpleNamespace(team=SimpleNamespace(pay_basis="salary", people=None))
    made = {"catalog": catalog, "candidates": candidates, "offers": offers, "case": case}
    return cast("Any", SimpleNamespace(**made, offer_rows=np.array([0])))


@pytest.mark.parametrize(("priced_on", "days"), [(date(2026, 8, 30), []), (date(2026, 8, 29), [91.0])])
def test_an_old_price_of_an_api_is_a_fact_of_its_plan(catalog: Catalog, priced_on: date, days: list[float]) -> None:
    """From the day after the limit of the table of offers."""
    found = facts_of(table(catalog, priced_on), 0, None)
    assert [fact.values["days"] for fact in found if fact.code == "stale_price"] == days
    alone = age_of_price(table(catalog, priced_on), 0)
    assert [alone] == ([fact for fact in found if fact.code == "stale_price"] or [None])


def test_a_catalog_without_limits_tells_no_age(catalog: Catalog) -> None:
    """Nobody says from when a price is old."""
    assert facts_of(table(replace(catalog, age_limits=()), date(2020, 1, 1)), 0, None) == ()
