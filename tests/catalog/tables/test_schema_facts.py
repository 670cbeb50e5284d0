"""Rows of the facts of adoption."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_facts import FACT_KEYS, FACT_TABLES, Vendor


@pytest.mark.parametrize(
    "changes", [{"country": "Germany"}, {"country": "de"}, {"certainty": "sure"}, {"source": "Somebody said"}]
)
def test_a_vendor_says_country_certainty_and_source_in_their_form(catalog: Catalog, changes: dict[str, Any]) -> None:
    """Countries are two capital letters, certainties four words."""
    with pytest.raises(ValidationError):
        Vendor.model_validate(catalog.vendors[0].model_dump() | changes)


def test_an_unknown_seat_has_no_country(catalog: Catalog) -> None:
    """A stated one always has; where readings differ it may be left open."""
    for vendor in catalog.vendors:
        assert vendor.certainty != "unknown" or vendor.country is None, vendor.vendor_id
        assert vendor.certainty not in ("stated", "general") or vendor.country, vendor.vendor_id


def test_every_table_of_facts_has_rows_and_keys_that_tell_them_apart(catalog: Catalog) -> None:
    """An empty table would be a fact that nobody has."""
    for table in FACT_TABLES:
        rows = getattr(catalog, table)
        assert rows, table
        columns = FACT_KEYS.get(table, ())
        keys = {tuple(getattr(row, column) for column in columns) for row in rows}
        assert not columns or len(keys) == len(rows), table
