"""Tables are written the way they are read."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED, load_catalog
from advisor.catalog.tables.every_table import ALL_TABLES
from advisor.catalog.tables.parse import parse_table
from advisor.catalog.tables.schema import TABLES
from advisor.catalog.tables.write import cell_text, report_text, table_text, write_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (("text", "image"), "text|image"),
        ((), ""),
        (Decimal("0.00000010"), "0.00000010"),
        (0.1 + 0.2, "0.3"),
        (7.0, "7"),
        (1200, "1200"),
        (date(2026, 11, 21), "2026-11-21"),
    ],
)
def test_a_cell_has_one_plain_text(value: object, text: str) -> None:
    """Unknown is blank, facts are yes and no, several values are joined, numbers carry no noise."""
    assert cell_text(value) == text


@pytest.mark.parametrize("table", ["capabilities", "boards", "benchmarks", "model_catalog"])
def test_what_was_written_is_read_back_equal(catalog: Catalog, tmp_path: Path, table: str) -> None:
    """A shipped table survives writing and reading."""
    name = "models" if table == "model_catalog" else table
    rows = getattr(catalog, name)
    assert rows
    for required in ("model_catalog", "sources"):
        stored = catalog.models if required == "model_catalog" else catalog.sources
        write_text(tmp_path / f"{required}.csv", table_text(TABLES[required], stored))
    write_text(tmp_path / f"{table}.csv", table_text(TABLES[table], rows))
    assert getattr(load_catalog(tmp_path), name) == rows


def test_a_report_is_written_with_sorted_keys(tmp_path: Path) -> None:
    """The same report gives the same text whatever the order it was made in."""
    text = report_text({"b": 1, "a": {"d": 2, "c": None}})
    assert text == report_text({"a": {"c": None, "d": 2}, "b": 1})
    assert json.loads(text) == {"a": {"c": None, "d": 2}, "b": 1}
    write_text(tmp_path / "report.json", text)
    assert [path.name for path in tmp_path.iterdir() if path.suffix] == ["report.json"]


@pytest.mark.parametrize("table", sorted(ALL_TABLES))
def test_a_shipped_table_is_written_as_it_stands(table: str) -> None:
    """A refresh that changes ten rows of a table leaves a difference of ten lines."""
    path = SHIPPED / f"{table}.csv"
    content = path.read_bytes() if path.is_file() else b""
    rows = parse_table(content, table, ALL_TABLES[table], [])
    assert not rows or table_text(ALL_TABLES[table], rows).encode() == content
