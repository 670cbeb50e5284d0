"""Wide tables are cards where the screen is narrow."""

from __future__ import annotations

from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from advisor.ui.tables import card


def _page(count: int, columns: int, *, narrow: bool) -> AppTest:
    def script(count: int, columns: int, *, narrow: bool) -> None:
        from advisor.ui import state  # noqa: PLC0415 - the text of this function is a script of its own
        from advisor.ui.tables import show_rows  # noqa: PLC0415

        state.remember("frame.narrow", narrow)
        rows: list[dict[str, Any]] = [
            {f"column {column}": f"cell {column}.{row}" for column in range(columns)} for row in range(count)
        ]
        show_rows(rows, hide_index=True, key="table")

    found = AppTest.from_function(script, args=(count, columns), kwargs={"narrow": narrow}).run()
    assert not found.exception
    return found


def test_a_wide_screen_shows_a_table() -> None:
    """As before: one table with every row."""
    page = _page(3, 8, narrow=False)
    assert len(page.dataframe) == 1
    assert not page.markdown


def test_a_phone_shows_the_first_rows_as_cards() -> None:
    """Each with its name and every cell; the rest opens as a table."""
    page = _page(12, 8, narrow=True)
    assert len(page.markdown) == 10
    assert page.markdown[0].value.startswith("**cell 0.0**")
    assert "column 7: cell 7.0" in page.markdown[0].value
    assert page.expander[0].label == "All 12 rows as a table"


def test_a_table_that_fits_a_phone_stays_one() -> None:
    """Three columns are no reason for cards."""
    assert len(_page(2, 3, narrow=True).dataframe) == 1


def test_a_card_leaves_out_blanks_and_obeys_no_marks() -> None:
    """Unknown cells take no line; what was typed is shown as typed."""
    row = pd.Series({"Model": "a_b*", "Score": 0.5, "Note": None, "Price": float("nan"), "Count": 12345, "Open": True})
    assert card(row) == "**a\\_b\\***  \nScore: 0.5  \nCount: 12,345  \nOpen: yes"
