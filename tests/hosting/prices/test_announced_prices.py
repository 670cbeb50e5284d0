"""Announced prices count in the cost over the horizon from the month of the change on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.planning.planner import PlanTable, plan_alternatives
from advisor.hosting.prices.announced_prices import announced_told, changes_of
from advisor.questionnaire.answers import Answers
from advisor.words.written import written

FLASH = "google/gemini-3.6-flash@provider_api:google-vertex:global"
Planner = Callable[..., PlanTable]


def planned(catalog: Catalog, horizon_months: int = 24) -> PlanTable:
    """Plans of Gemini 3.6 Flash for a plain assistant with a flat load."""
    answers = Answers.model_validate(
        {
            "title": "Test",
            "use_cases": [{"task": "chat_assistant", "workload": {"requests_per_day": 20_000, "growth_per_year": 0}}],
            "budget": {"horizon_months": horizon_months},
        }
    )
    models = [catalog.model["google/gemini-3.6-flash"]]
    return plan_alternatives(models, answers.use_cases[0], answers, catalog, kinds=("provider_api",))


def tokens_per_month(table: PlanTable) -> float:
    """What tokens cost per month over the year at the stated inputs, without staff and egress."""
    row = table.index(FLASH)
    parts = table.components(row)
    return float(parts["input_tokens"][0, 0] + parts["output_tokens"][0, 0] + parts["reasoning_tokens"][0, 0])


def test_the_shipped_announcements_double_gemini_flash(catalog: Catalog) -> None:
    """Gemini 3.6 Flash doubles on 2027-01-01 (genai-prices 0.2.3)."""
    price = next(p for p in catalog.announced_prices if p.announced_offer_id == "google-vertex:gemini-3.6-flash:global")
    offer = catalog.offer[price.announced_offer_id]
    assert (price.valid_from.isoformat(), price.input_usd_per_mtok) == ("2027-01-01", Decimal("1.5"))
    assert offer.input_usd_per_mtok is not None
    assert price.input_usd_per_mtok == offer.input_usd_per_mtok * 2


def test_a_plan_counts_the_new_price_from_its_month_on(catalog: Catalog) -> None:
    """Without the announcement the plan is cheaper, more so in the second year than in the first."""
    with_it, without = planned(catalog), planned(replace(catalog, announced_prices=(), digest="without"))
    row, other = with_it.index(FLASH), without.index(FLASH)
    assert (with_it.cost_usd[row] > without.cost_usd[other]).all()
    more = [new.usd / old.usd for new, old in zip(with_it.record(row).years, without.record(other).years, strict=True)]
    assert 1 < more[0] < more[1] < 2


def test_the_extra_cost_is_that_of_the_months_after_the_change(catalog: Catalog) -> None:
    """Over one year with a doubled price from 41 days on, tokens of the other months are paid once more."""
    with_it, without = planned(catalog, 12), planned(replace(catalog, announced_prices=(), digest="without"), 12)
    extra = with_it.horizon_usd[with_it.index(FLASH), 1] - without.horizon_usd[without.index(FLASH), 1]
    months = 12 - 41 / 30.4375
    paid = tokens_per_month(without) * without.case.token_overhead  # retries and checks are paid for too
    assert extra == pytest.approx(months * paid, rel=0.1)


def test_a_change_after_the_horizon_changes_nothing(catalog: Catalog) -> None:
    """A one-month horizon ends before January."""
    with_it, without = planned(catalog, 1), planned(replace(catalog, announced_prices=(), digest="without"), 1)
    assert with_it.horizon_usd[with_it.index(FLASH)] == pytest.approx(without.horizon_usd[without.index(FLASH)])


def test_the_plan_says_what_is_announced(catalog: Catalog) -> None:
    """The note of the token lines tells date, new price and today's."""
    table = planned(catalog)
    record = table.record(table.index(FLASH))
    note = next(written(part).note for part in record.components if part.component == "input_tokens")
    assert note is not None
    assert note.startswith("announced: from 2027-01-01 1.5 USD per million input tokens and 7.5 USD")
    assert "today 0.75 USD and 3.75 USD" in note


def test_only_rows_of_which_something_is_announced_change(catalog: Catalog) -> None:
    """From the month of the change on, and not beyond the whole of a span."""
    table = planned(catalog)
    changes = changes_of(catalog, table.offer_rows, table.load, table.case.assume)
    announced = {price.announced_offer_id for price in catalog.announced_prices}
    offers = [table.offers.offers[int(row)].offer_id for row in table.offer_rows]
    assert changes
    for change in changes:
        assert {offers[place] for place in change.positions.tolist()} <= announced
        assert np.all(change.after.input >= change.before.input)
        assert change.share(0.0, change.months + 1e-9) == pytest.approx(0.0, abs=1e-6)
        assert change.share(change.months, 12.0) == 1.0


def test_nothing_is_told_of_an_offer_without_an_announcement(catalog: Catalog) -> None:
    """Its price of today stands."""
    announced = {price.announced_offer_id for price in catalog.announced_prices}
    offer = next(offer for offer in catalog.offers if offer.offer_id not in announced)
    assert announced_told(catalog, offer) is None
