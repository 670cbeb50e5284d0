"""Which rows a statement is about."""

from __future__ import annotations

from refresh_shapes import cited_by

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import key_of_reference
from advisor.catalog.refresh.records import Statement
from advisor.catalog.refresh.standing import RULES, Finder, standing
from advisor.catalog.tables.every_table import ALL_TABLES


def test_every_rule_names_columns_that_its_table_has() -> None:
    """Dates, sources, keys and compared columns exist."""
    for table, rule in RULES.items():
        columns = set(ALL_TABLES[table].model_fields)
        assert {rule.dated, *rule.matched_by, *rule.compared, rule.source} - {""} <= columns


def test_the_key_that_an_offer_cites_means_that_offer(catalog: Catalog) -> None:
    """Whatever the names say; a tier of its own is another offer."""
    offer = cited_by(catalog, "litellm")
    finder = Finder(catalog, "litellm")
    key = key_of_reference(offer.source)
    rows, surely = finder.find(Statement("offers", {}, key, {"tier": "standard", "zone": "eu"}))
    assert ([row.key for row in rows], surely) == ([offer.offer_id], True)
    assert finder.find(Statement("offers", {}, key, {"tier": "flex", "zone": "eu"}))[0] == []


def test_a_cloud_with_zones_is_not_matched_without_one(catalog: Catalog) -> None:
    """A price of Bedrock that names no zone is not the price of its global route."""
    offer = next(o for o in catalog.offers if o.provider_id == "aws-bedrock" and o.zone == "global" and not o.derived)
    match = {"model_id": offer.model_id, "provider_id": "aws-bedrock", "zone": "unspecified", "tier": "standard"}
    rows, _ = Finder(catalog, "litellm").find(Statement("offers", {}, "no such key", match))
    assert offer.offer_id not in {row.key for row in rows}


def test_a_row_as_texts_has_its_day_and_sources(catalog: Catalog) -> None:
    """As the CSV files have them."""
    offer = catalog.offers[0]
    row = standing(offer, "offers")
    assert (row.key, row.day, row.source_of("input_usd_per_mtok")) == (offer.offer_id, offer.priced_on, offer.source)
