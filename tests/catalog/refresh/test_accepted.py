"""From accepted proposals to rows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from refresh_shapes import LATER, cited_by, litellm, litellm_of

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.known_names import known_names
from advisor.catalog.identity.spelling import key
from advisor.catalog.refresh.accepted import accepted_rows, catalog_with, joined, moves, with_whole_tables
from advisor.catalog.refresh.gather import read_source
from advisor.catalog.refresh.records import AcceptedRows, Proposal
from advisor.catalog.refresh.sources.registry import BY_NAME
from advisor.catalog.tables.schema import Offer


@pytest.fixture
def offer(catalog: Catalog) -> Offer:
    """An offer that LiteLLM's table prices."""
    return cited_by(catalog, "litellm")


def proposals(catalog: Catalog, offer: Offer, **fields: Any) -> list[Proposal]:
    """What another price of an offer proposes."""
    source = BY_NAME["litellm"]
    value = source.parsed(litellm(litellm_of(offer, times=Decimal("1.5"), **fields))).value
    return read_source(source, LATER, value, catalog)[0]


def test_a_changed_price_enters_the_history_with_the_one_before(catalog: Catalog, offer: Offer) -> None:
    """The offer has the new price, its day and source; the edition is a source; both prices are history."""
    rows = accepted_rows(proposals(catalog, offer), catalog)
    (now,) = rows.tables["offers"]
    assert getattr(now, "priced_on", None) == LATER
    assert {getattr(p, "dated", None) for p in rows.tables["price_history"]} <= {LATER, offer.priced_on}
    assert [getattr(s, "source_id", None) for s in rows.tables["sources"]] == [f"litellm-{LATER}"]
    merged = catalog_with(catalog, rows)
    assert len({catalog.digest, merged.digest, catalog_with(merged, rows).digest}) == 3
    assert merged.digest == catalog_with(catalog, rows).digest
    assert len(merged.offers) == len(catalog.offers)


def test_what_a_later_list_says_of_a_row_counts(catalog: Catalog, offer: Offer) -> None:
    """An older list that confirms the row beside a newer change leaves it the newer day."""
    changed = proposals(catalog, offer)
    older = changed[0].model_copy(
        update={
            "field": "priced_on",
            "kind": "confirmed",
            "proposed": "2026-09-30",
            "proposed_on": "2026-09-30",
            "cells": {"source": "modelsdev-2026-09-30#x"},
        }
    )
    (now,) = accepted_rows([*changed, older], catalog).tables["offers"]
    assert (getattr(now, "priced_on", None), getattr(now, "source", "")) == (LATER, changed[0].proposed_source)


def test_a_settled_conflict_stays_flagged(catalog: Catalog, offer: Offer) -> None:
    """Whoever settles a conflict keeps both figures in the remark."""
    torn = [
        p.model_copy(update={"blocked": "conflict", "against": ("9 (genai-prices-2026-11-25#x)",)})
        for p in proposals(catalog, offer)
    ]
    (now,) = accepted_rows(torn, catalog).tables["offers"]
    assert (getattr(now, "agreement", ""), getattr(now, "conflict", "")) == (
        "conflict",
        "also seen: 9 (genai-prices-2026-11-25#x)",
    )


def test_a_row_that_cannot_be_is_left_out_and_told(catalog: Catalog, offer: Offer) -> None:
    """A proposal with a value that no table may hold makes no row."""
    bad = [p.model_copy(update={"proposed": "-5"}) for p in proposals(catalog, offer)]
    rows = accepted_rows(bad, catalog)
    assert (rows.count, rows.proposals) == (0, ())
    assert "input_usd_per_mtok" in str(rows.problems[0])


def test_a_table_can_be_changed_altogether(catalog: Catalog) -> None:
    """Fitted estimates take the place of all that stood."""
    few = with_whole_tables(catalog, {"capabilities": catalog.capabilities[:3]})
    assert (len(few.capabilities), few.models) == (3, catalog.models)
    assert few.digest != with_whole_tables(catalog, {"capabilities": catalog.capabilities[:2]}).digest


def test_of_a_row_that_two_rounds_made_the_later_counts(catalog: Catalog, offer: Offer) -> None:
    """A second list fills what a first one brought: one row with both, and every proposal that made it."""
    first = accepted_rows(proposals(catalog, offer), catalog)
    changed = first.tables["offers"][0].model_copy(update={"batch_input_usd_per_mtok": Decimal("0.5")})
    then = replace(first, tables={"offers": (changed,)}, gone={})
    both = joined(first, then)
    assert both.tables["offers"] == (changed,)
    assert both.tables["sources"] == first.tables["sources"]
    assert len(both.proposals) == 2 * len(first.proposals)


def test_what_is_known_once_per_digest_is_not_of_other_rows(catalog: Catalog) -> None:
    """A model that a refresh brings is found by its name at once, whatever was looked up before."""
    assert known_names(catalog).exact
    changes = {"model_id": "acme/brandnew-9b", "name": "Brandnew 9B", "hub_id": "acme/Brandnew-9B"}
    rows = AcceptedRows({"model_catalog": (catalog.models[0].model_copy(update=changes),)}, {}, (), ())
    found = known_names(catalog_with(catalog, rows)).exact[key("Brandnew 9B")]
    assert found == {"acme/brandnew-9b"}


def test_rows_that_say_what_stands_move_nothing(catalog: Catalog, offer: Offer) -> None:
    """What two lists have corrected back and forth is no change; another price, or a row that goes, is one."""
    assert not moves(AcceptedRows({"offers": (offer,)}, {}, (), ()), catalog)
    dearer = offer.model_copy(update={"input_usd_per_mtok": Decimal(99)})
    assert moves(AcceptedRows({"offers": (offer, dearer)}, {}, (), ()), catalog)
    assert moves(AcceptedRows({}, {"offers": frozenset({offer.offer_id})}, (), ()), catalog)
    assert not moves(AcceptedRows({}, {}, (), ()), catalog)
