"""Gates on the offer and the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.alternatives.joined import AGREEMENTS
from advisor.decision.gates.columns import ANNOUNCED
from advisor.decision.gates.of_plans import CONFLICT, OFFER_GATES, PLAN_GATES, SINGLE
from advisor.decision.gates.rule import API
from advisor.units import Told


def test_agreements_of_sources_are_told_apart_by_number() -> None:
    """Conflict and single are not the same, and neither is agreement."""
    assert (AGREEMENTS[CONFLICT], AGREEMENTS[SINGLE]) == ("conflict", "single")


def test_offers_are_judged_at_providers_and_plans_everywhere() -> None:
    """A self-hosted plan has no offer to end."""
    assert all(rule.reads.kinds == API for gate in OFFER_GATES for rule in gate.rules if rule.reads.aspect == "offer")
    assert {rule.reads.aspect for gate in PLAN_GATES for rule in gate.rules} == {"plan"}


def test_a_figure_that_nobody_knows_does_not_pass_for_zero() -> None:
    """NaN is unknown to every rule on a number that says so."""
    numbers = [rule for gate in PLAN_GATES for rule in gate.rules if rule.reads.number in ("cost", "billed", "ttft")]
    assert numbers
    assert all(np.asarray(rule.unknown(None, np.array([np.nan, 1.0]))).tolist() == [True, False] for rule in numbers)  # type: ignore[arg-type] # reads no answers


def said_of_caching(catalog: Catalog, tokens: float, cached: float, **offer: Any) -> list[Told]:
    """The warnings of the gate on the price for an offer of a Claude model when so many tokens repeat."""
    one = next(row for row in catalog.offers if row.provider_id == "anthropic" and row.cached_input_usd_per_mtok)
    asked = SimpleNamespace(
        catalog=catalog, load=SimpleNamespace(input_tokens=tokens, cached_input_tokens=cached), as_of=one.priced_on
    )
    plan = SimpleNamespace(context=SimpleNamespace(offer=one.model_copy(update=offer)))
    cautions = next(gate.cautions for gate in PLAN_GATES if gate.id == "price")
    said = [caution.says(asked, plan) for caution in cautions]  # type: ignore[arg-type] # no more of them is read
    return [one for one in said if one is not None]


@pytest.mark.parametrize(
    ("tokens", "cached", "keys"),
    [(350, 0, []), (350, 175, ["warning.too_short_to_cache"]), (512, 256, []), (5000, 2500, [])],
)
def test_a_request_that_is_too_short_to_be_cached_is_told(
    catalog: Catalog, tokens: float, cached: float, keys: list[str]
) -> None:
    """Half of a prompt of 350 tokens is too short for Claude, which caches from 512 on."""
    assert [one.key for one in said_of_caching(catalog, tokens, cached)] == keys


def test_where_no_price_is_lower_for_cached_input_nothing_is_told(catalog: Catalog) -> None:
    """What is charged in full anyway has nothing to lose; nor in a catalog from before the limits."""
    assert said_of_caching(catalog, 350, 175, cached_input_usd_per_mtok=None) == []
    assert said_of_caching(catalog, 350, 175, cached_input_usd_per_mtok=Decimal("0.01")) != []
    assert said_of_caching(replace(catalog, judgements=()), 350, 175) == []


@pytest.mark.parametrize(("start", "until", "told"), [(-1, 400, True), (-60, 30, False), (1, 400, False)])
def test_another_price_that_is_announced_within_the_horizon_is_told(
    catalog: Catalog, start: int, until: int, *, told: bool
) -> None:
    """The cost counts it: who reads today's list price would wonder. What is in force is no news."""
    row = catalog.announced_prices[0]
    context = SimpleNamespace(offer=catalog.offer[row.announced_offer_id])
    asked = SimpleNamespace(
        as_of=row.valid_from + timedelta(days=start), horizon=row.valid_from + timedelta(days=start + until)
    )
    value = ANNOUNCED.read(context, catalog)  # type: ignore[arg-type] # the offer alone is read
    caution = next(one for gate in OFFER_GATES for one in gate.cautions if one.reads is ANNOUNCED)
    said = caution.says(asked, value)  # type: ignore[arg-type] # no more of it is read
    assert (said is not None) is told
    assert ANNOUNCED.read(SimpleNamespace(offer=catalog.offers[0]), catalog) is None  # type: ignore[arg-type] # the same
