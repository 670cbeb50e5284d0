"""Typed rows of the catalog: their columns, and the keys that identify them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import KEYS, TABLES, Model


def test_a_row_refuses_columns_that_it_does_not_know(catalog: Catalog) -> None:
    """A misspelt column would otherwise be a fact that nobody reads."""
    with pytest.raises(ValidationError, match="licens"):
        Model.model_validate(catalog.models[0].model_dump() | {"licens": "mit"})


def test_keys_identify_rows(catalog: Catalog) -> None:
    """No two shipped rows of a table have the same ones."""
    for table, columns in KEYS.items():
        rows = getattr(catalog, "models" if table == "model_catalog" else table)
        keys = [tuple(getattr(row, column) for column in columns) for row in rows]
        assert len(set(keys)) == len(keys), table
    assert KEYS.keys() <= TABLES.keys()
