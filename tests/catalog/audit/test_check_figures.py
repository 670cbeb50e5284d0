"""Rules on scores, boards, estimates, past prices and links."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from advisor.catalog.audit.check_figures import figure_findings
from advisor.catalog.catalog import Catalog


def found(catalog: Catalog, table: str, place: int = 0, **cells: Any) -> set[str]:
    """The columns found wrong in a table when one of its rows has these cells."""
    rows = list(getattr(catalog, table))
    rows[place] = rows[place].model_copy(update=cells)
    file = "model_catalog.csv" if table == "models" else f"{table}.csv"
    return {one.column for one in figure_findings(replace(catalog, **{table: tuple(rows)})) if one.file == file}


def first(catalog: Catalog, table: str, **cells: Any) -> int:
    """The place of the first row with these cells."""
    rows = getattr(catalog, table)
    return next(at for at, row in enumerate(rows) if all(getattr(row, name) == value for name, value in cells.items()))


@pytest.mark.parametrize(
    ("table", "which", "cells", "column"),
    [
        ("boards", {}, {"capability": "charm"}, "capability"),
        ("boards", {"unit": "percent"}, {"floor": -1.0}, "floor"),
        ("boards", {"direction": "max"}, {"floor": 50.0, "ceiling": 40.0}, "ceiling"),
        ("boards", {}, {"link": "see there"}, "link"),
        ("capabilities", {}, {"estimate": 101.0}, "estimate"),
        ("capabilities", {}, {"standard_error": 51.0}, "standard_error"),
        ("capabilities", {"basis": "fitted"}, {"scores": 0}, "scores"),
        ("capabilities", {"basis": "fitted"}, {"from_model_id": "openai/gpt-4o"}, "from_model_id"),
        ("grids", {}, {"water_l_per_kwh": 31.0}, "water_l_per_kwh"),
        ("models", {}, {"hub_id": "somewhere"}, "hub_id"),
    ],
)
def test_a_figure_that_cannot_be_is_found(
    catalog: Catalog, table: str, which: dict[str, Any], cells: dict[str, Any], column: str
) -> None:
    """In its column, where the shipped row has nothing wrong."""
    place = first(catalog, table, **which)
    assert found(catalog, table, place) == set()
    assert column in found(catalog, table, place, **cells)


def test_a_score_stays_on_the_scale_of_its_board(catalog: Catalog) -> None:
    """And its error within a quarter of it."""
    percent = {board.board_id for board in catalog.boards if board.unit == "percent"}
    place = next(at for at, row in enumerate(catalog.benchmarks) if row.board_id in percent)
    assert found(catalog, "benchmarks", place, score=100.1) == {"score"}
    assert found(catalog, "benchmarks", place, standard_error=25.1) == {"standard_error"}
    assert found(catalog, "benchmarks", place, standard_error=25.0) == set()


def test_a_past_price_in_another_unit_is_found(catalog: Catalog) -> None:
    """A hundred times off the middle of the model's prices."""
    place = next(at for at, row in enumerate(catalog.price_history) if row.input_usd_per_mtok)
    price = catalog.price_history[place].input_usd_per_mtok or Decimal(0)
    assert found(catalog, "price_history", place, input_usd_per_mtok=price * 1000) == {"input_usd_per_mtok"}
