"""The generated tables of the page on abilities."""

from __future__ import annotations

import json

import pytest

from advisor.capability import docs_page
from advisor.capability.docs_page import BEGIN, END, accuracy_table, basis_table, renewed
from advisor.catalog.load import SHIPPED


@pytest.fixture
def report() -> dict[str, object]:
    """The committed report."""
    found: dict[str, object] = json.loads((SHIPPED / "capability_report.json").read_text(encoding="utf-8"))
    return found


def test_what_stands_around_the_generated_part_stays(report: dict[str, object]) -> None:
    """And making it anew once more changes nothing."""
    page = f"before {BEGIN}\n\nold\n\n{END} after"
    new = renewed(page, report)
    assert new.startswith(f"before {BEGIN}")
    assert new.endswith(f"{END} after")
    assert "old" not in new
    assert renewed(new, report) == new


@pytest.mark.parametrize("table", [accuracy_table, basis_table, docs_page.effort_table, docs_page.origin_table])
def test_a_table_has_as_many_cells_in_every_line(table: object, report: dict[str, object]) -> None:
    """Otherwise no browser draws it."""
    assert callable(table)
    lines = str(table(report)).splitlines()
    assert len(lines) > 2
    assert len({line.count("|") for line in lines}) == 1
