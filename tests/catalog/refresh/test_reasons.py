"""Why a figure differs, and what is held back for somebody to look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from refresh_shapes import LATER, cited_by

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.reasons import held_back, reason_of, same_figure, unlike, weaker
from advisor.catalog.refresh.records import Statement
from advisor.catalog.refresh.sources.registry import BY_NAME
from advisor.catalog.refresh.sources.source import Edition
from advisor.catalog.refresh.standing import StandingRow, standing

LITELLM = Edition(BY_NAME["litellm"], LATER)


def row_of(catalog: Catalog, **cells: str) -> StandingRow:
    """The row of an offer, some cells changed."""
    row = standing(cited_by(catalog, "litellm"), "offers")
    return replace(row, cells={**row.cells, **cells})


@pytest.mark.parametrize(("one", "other"), [("1", "1.0005"), ("a", "a"), ("0.30", "0.3")])
def test_figures_within_a_tenth_of_a_per_cent_are_one(one: str, other: str) -> None:
    """More or fewer digits are no difference."""
    assert same_figure(one, other)


@pytest.mark.parametrize(("one", "other"), [("1", "1.01"), ("a", "1"), ("0", "0.1"), ("", "0")])
def test_other_figures_and_texts_are_two(one: str, other: str) -> None:
    """A blank is no zero, and no text is a number."""
    assert not same_figure(one, other)


@pytest.mark.parametrize(("stands", "stated"), [("0.1", "0"), ("0", "0.1")])
def test_a_price_of_nothing_is_looked_at_first(catalog: Catalog, stands: str, stated: str) -> None:
    """A paid product that becomes free, or a free one that becomes paid, is more often a gap in a list."""
    row = row_of(catalog, output_usd_per_mtok=stands)
    assert held_back(row, "output_usd_per_mtok", LITELLM, catalog, reason="newer", stated=stated) == "suspicious"


def test_a_price_per_token_of_what_hears_is_looked_at_first(catalog: Catalog) -> None:
    """Lists give prices per second or per picture in the field of the price per token."""
    hears = next(m for m in catalog.models if m.kind == "speech_to_text")
    row = row_of(catalog, model_id=hears.model_id, input_usd_per_mtok="")
    reason = "unknown_before"
    assert held_back(row, "input_usd_per_mtok", LITELLM, catalog, reason=reason, stated="0.035") == "suspicious"


def test_an_end_that_has_passed_is_looked_at_first(catalog: Catalog) -> None:
    """What another list still prices has not ended for that alone."""
    row = row_of(catalog, retires_on="")
    passed, ahead = date(2026, 1, 1).isoformat(), date(2030, 1, 1).isoformat()
    assert held_back(row, "retires_on", LITELLM, catalog, reason="unknown_before", stated=passed) == "suspicious"
    assert held_back(row, "retires_on", LITELLM, catalog, reason="unknown_before", stated=ahead) is None


def test_a_power_of_ten_is_a_unit(catalog: Catalog) -> None:
    """Prices per thousand taken for prices per million."""
    row = row_of(catalog, input_usd_per_mtok="0.002")
    statement = Statement("offers", {"input_usd_per_mtok": "2"}, "key")
    assert reason_of(statement, row, "input_usd_per_mtok", LITELLM, catalog) == "unit"


def test_a_vendors_page_weighs_more_than_a_list(catalog: Catalog) -> None:
    """A list does not overrule what its vendor says."""
    vendor = next(s.source_id for s in catalog.sources if s.kind == "vendor")
    assert weaker(f"{vendor}#price", LITELLM, catalog)
    assert not weaker("litellm-1.109.1#x", LITELLM, catalog)


def test_a_new_offer_far_from_the_others_of_its_model_is_told(catalog: Catalog) -> None:
    """Ten times the middle of what others take."""
    offer = cited_by(catalog, "litellm")
    price = offer.input_usd_per_mtok or 0
    assert unlike({"model_id": offer.model_id, "input_usd_per_mtok": str(price * 30)}, catalog)
    assert not unlike({"model_id": offer.model_id, "input_usd_per_mtok": str(price)}, catalog)
