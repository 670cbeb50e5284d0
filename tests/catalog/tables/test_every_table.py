"""Every table of the catalog with its row class."""

from __future__ import annotations

from advisor.catalog.load import SHIPPED
from advisor.catalog.tables.every_table import ALL_KEYS, ALL_TABLES


def test_there_is_a_row_class_for_every_file_and_a_file_for_every_row_class() -> None:
    """A file that nobody reads, or a class without a file, is a mistake of somebody's."""
    assert {path.stem for path in SHIPPED.glob("*.csv")} == ALL_TABLES.keys()


def test_keys_are_columns_of_their_table() -> None:
    """What identifies a row stands in it."""
    for table, columns in ALL_KEYS.items():
        assert set(columns) <= ALL_TABLES[table].model_fields.keys(), table
