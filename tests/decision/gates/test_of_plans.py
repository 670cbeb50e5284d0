"""What is said of a plan that passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Offer
from advisor.decision.gates.of_plans import PLAN_GATES
from advisor.decision.gates.rule import Asked, PlanOutcome
from advisor.words.tell import tell

TODAY = date(2026, 11, 28)


def said_of_price(catalog: Catalog, offer: Offer | None) -> list[Any]:
    """What the gate on prices says of a plan with an offer; None is a server of one's own."""
    context = SimpleNamespace(offer=offer)
    outcome = PlanOutcome(cast("Any", context), None, 10.0, 10.0, 1.0, 1.0, 1.0)
    asked = SimpleNamespace(catalog=catalog, as_of=TODAY)
    (gate,) = (gate for gate in PLAN_GATES if gate.id == "price")
    return [said for one in gate.cautions if (said := one.says(cast("Asked", asked), outcome)) is not None]


@pytest.mark.parametrize(("days", "warned"), [(0, 0), (90, 0), (91, 1), (400, 1)])
def test_a_price_past_its_limit_says_its_age(catalog: Catalog, days: int, warned: int) -> None:
    """The limit is that of the table of offers."""
    (limit,) = (row.days for row in catalog.age_limits if row.table == "offers")
    assert limit == 90
    offer = catalog.offers[0].model_copy(update={"priced_on": TODAY - timedelta(days=days)})
    assert len(said_of_price(catalog, offer)) == warned


def test_the_age_is_said_in_each_language(catalog: Catalog) -> None:
    """With the day, and what to do."""
    offer = catalog.offers[0].model_copy(update={"priced_on": date(2026, 6, 1)})
    (said,) = said_of_price(catalog, offer)
    assert tell(said, "en") == "This price is 180 days old (1 Jun 2026): ask the provider for today's before you sign."
    assert "180 Tage alt" in tell(said, "de")
    assert "180 jours" in tell(said, "fr")


def test_own_servers_have_no_price_of_a_provider(catalog: Catalog) -> None:
    """And a catalog without limits of age says nothing."""
    assert said_of_price(catalog, None) == []
    assert said_of_price(replace(catalog, age_limits=()), catalog.offers[0]) == []
