"""Sheets of plans have formulas and no dangerous text."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from advisor.hosting.comparison.hosting_view import cheapest_of_each, hosting_view
from advisor.hosting.exports.plan_sheet import SheetWords
from advisor.hosting.exports.spreadsheet import cost_sheet
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import ENGLISH, GPT_OSS, LLAMA, Planner, decision


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Llama and gpt-oss planned on everything."""
    return planner(LLAMA, GPT_OSS)


def test_the_spreadsheet_has_formulas_and_no_dangerous_text(table: PlanTable) -> None:
    """Totals are formulas, and a model that is named like one is text."""
    view = hosting_view(table, cheapest_of_each(table), decision())
    words = SheetWords(ENGLISH.tell, lambda _: "=cmd()")
    book = load_workbook(
        io.BytesIO(cost_sheet(view.plans, table.load, horizon_months=36, currency="USD", rate=1.0, words=words))
    )
    assert str(book["Costs"]["B2"].value).startswith("='Plan 1'!")
    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    assert "'=cmd()" in texts
    assert "=cmd()" not in texts
