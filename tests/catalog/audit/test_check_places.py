"""Planted rows: a price in a zone that its source contradicts, and a router's price at a vendor."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from advisor.catalog.audit.check_places import place_findings
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Offer


def planted(catalog: Catalog, offer: Offer, **cells: Any) -> Catalog:
    """The catalog with other cells in one offer."""
    row = offer.model_copy(update=cells)
    return replace(catalog, offers=tuple(row if other is offer else other for other in catalog.offers))


def found(catalog: Catalog) -> list[tuple[str, str]]:
    """Row and column of what the rules find."""
    return [(finding.row, finding.column) for finding in place_findings(catalog)]


def test_the_shipped_offers_stand_where_their_sources_say(catalog: Catalog) -> None:
    """No zone is contradicted, and no vendor's price is a router's."""
    assert found(catalog) == []


def test_a_mis_zoned_price_is_named(catalog: Catalog) -> None:
    """The European price of a cloud in the row of the United States."""
    offer = next(
        o
        for o in catalog.offers
        if o.provider_id == "aws-bedrock" and o.zone == "eu" and "#eu." in o.source and not o.conflict
    )
    assert found(planted(catalog, offer, zone="us")) == [(offer.offer_id, "zone")]


def test_a_zone_that_a_remark_explains_is_none(catalog: Catalog) -> None:
    """A price derived from another zone's says so, and stands."""
    offer = next(o for o in catalog.offers if o.provider_id == "aws-bedrock" and "#eu." in o.source and not o.conflict)
    assert found(planted(catalog, offer, zone="us", conflict="zone: the same price says the vendor's page")) == []


def test_a_routers_price_at_a_vendor_is_named(catalog: Catalog) -> None:
    """What a router takes, entered as what the vendor takes."""
    offer = next(o for o in catalog.offers if o.provider_id == "openrouter" and o.source.startswith("genai-prices"))
    vendor = next(p.provider_id for p in catalog.providers if p.kind == "model_vendor")
    assert found(planted(catalog, offer, provider_id=vendor)) == [(offer.offer_id, "source")]
