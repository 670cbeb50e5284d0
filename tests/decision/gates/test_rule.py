"""What the gates ask, worked out from the answers; and a list of gates whose ids are their own."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from advisor.decision.gates.rule import API, Asked, Gate, GateColumn, HostingWay, Rule, index_of, of
from advisor.units import told


@pytest.fixture
def asked(kit: Any) -> Any:
    """The answers as the gates ask them."""

    def build(**given: Any) -> Asked:
        answers = kit.answers(**given)
        return Asked(answers.use_cases[0], answers, kit.catalog([]), kit.today)

    return build


def test_days_are_counted_from_the_day_of_the_decision(asked: Any) -> None:
    """Six months of notice are 183 days; a horizon of three years has 1,095 whole ones."""
    found = asked(governance={"migration_notice_months": 6}, budget={"horizon_months": 36})
    assert (found.notice, found.horizon) == (date(2027, 5, 3), date(2029, 10, 31))


def test_a_cap_is_counted_in_dollars(asked: Any) -> None:
    """At the stated rate; no cap is no limit."""
    assert asked(budget={"monthly_cap": 1_000, "currency": "EUR", "usd_per_unit": 1.1}).cap_usd == pytest.approx(1_100)
    assert asked().cap_usd is None


def test_the_law_of_a_country_is_also_that_of_its_zone(asked: Any) -> None:
    """As licences write them."""
    found = asked(hosting={"country": "DE"}, data={"jurisdictions": ["US"]})
    assert found.places == ("DE", "US")
    assert {"de", "us", "eu"} <= found.areas


def test_two_gates_of_one_name_are_refused() -> None:
    """A registry would hide one of them."""
    with pytest.raises(ValueError, match="same id"):
        index_of([Gate("a", 1.0, None), Gate("a", 2.0, None)])
    assert list(index_of([Gate("b", 1.0, None), Gate("a", 2.0, None)])) == ["b", "a"]


def test_nothing_listed_is_unknown_and_so_is_nothing_at_all(asked: Any) -> None:
    """Of arrays no value is, since a number says it in its own way."""
    rule = Rule(GateColumn("model", of(str), of(str)), lambda *_: True, lambda *_: told("x"))
    assert [rule.unknown(asked(), value) for value in (None, (), 0, "", ("a",))] == [True, True, False, False, False]
    assert rule.unknown(asked(), np.array([1.0, np.nan])).tolist() == [False, False]


def test_a_way_of_hosting_is_a_deployment_of_which_nothing_else_is_known() -> None:
    """So that the gates on deployments can judge it."""
    deployment = HostingWay("provider_api").deployment
    assert deployment.kind in API
    assert (deployment.provider, deployment.gpu) == (None, None)
