"""Boards with an open file."""

from __future__ import annotations

from refresh_shapes import LATER, aider, bfcl

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.sources.boards.open_files import AIDER, BFCL, TABLE


def test_columns_of_bfcl_are_boards(catalog: Catalog) -> None:
    """Percentages as written; a score off the board's scale is refused."""
    content = bfcl({"GPT-5-mini-2025-08-07 (FC)": "61.25%", "o4-mini-2025-04-16 (FC)": "161%"})
    found = BFCL.read(BFCL.parsed(content).value, catalog, LATER)
    (statement,) = found.statements
    assert (statement.match["model_id"], statement.match["board_id"], statement.cells["score"]) == (
        "openai/gpt-5-mini",
        "bfcl.v4.overall",
        "61.25",
    )
    assert statement.match["variant"] == "2025-08-07+fc"
    assert "off the scale" in found.refused[0]


def test_aider_dates_each_score(catalog: Catalog) -> None:
    """The day of a row is that of its run."""
    (statement,) = AIDER.read(AIDER.parsed(aider(("DeepSeek R1", 56.9))).value, catalog, LATER).statements
    assert (statement.match["model_id"], statement.cells["scored_on"]) == ("deepseek/deepseek-r1", "2026-11-20")


def test_a_table_of_ones_own_names_board_and_model(catalog: Catalog) -> None:
    """Any board that the catalog has; a board that it has not is reported."""
    content = b"board_id,model,score\naider-polyglot.pass2,openai/gpt-5,88.0\nmy.board,openai/gpt-5,1\n"
    found = TABLE.read(TABLE.parsed(content).value, catalog, LATER)
    assert [s.match["model_id"] for s in found.statements] == ["openai/gpt-5"]
    assert [(lost.name, lost.what) for lost in found.unmapped] == [("my.board", "board")]
