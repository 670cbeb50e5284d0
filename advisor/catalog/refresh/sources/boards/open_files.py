"""Boards with an open file: scores as each publishes them, mapped on the boards that ``boards.csv`` has.

BFCL (gorilla.cs.berkeley.edu, ``data_overall.csv``, Apache-2.0), Aider (``polyglot_leaderboard.yml``, Apache-2.0), and
a plain table with the columns ``board_id``, ``model``, ``score`` for any other board.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.reading import cleaned, day_of, number_of
from advisor.catalog.refresh.records import SourceReading
from advisor.catalog.refresh.sources.boards.scores import BoardScore, board_reading
from advisor.catalog.refresh.sources.source import RefreshSource

_BFCL: Final[Mapping[str, str]] = {
    "Overall Acc": "bfcl.v4.overall",
    "Non-Live AST Acc": "bfcl.v4.non-live-ast",
    "Live Acc": "bfcl.v4.live",
    "Multi Turn Acc": "bfcl.v4.multi-turn",
    "Web Search Acc": "bfcl.v4.web-search",
    "Memory Acc": "bfcl.v4.memory",
    "Relevance Detection": "bfcl.v4.relevance",
    "Irrelevance Detection": "bfcl.v4.irrelevance",
}
_AIDER: Final = "aider-polyglot.pass2"


def _looks_like_bfcl(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and isinstance(value[0], dict)
        and {"Model", "Overall Acc"} <= set(value[0])
    )


def _read_bfcl(value: Any, catalog: Catalog, day: date) -> SourceReading:
    scores = (
        BoardScore(board, row["Model"], number_of(row.get(column, "").rstrip("%")), f"{row['Model']}/{column}", None)
        for row in value
        for column, board in _BFCL.items()
        if row["Model"]
    )
    return board_reading(catalog, "bfcl", scores, day)


def _looks_like_aider(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, dict) and "pass_rate_2" in row for row in value[:50])


def _read_aider(value: Any, catalog: Catalog, day: date) -> SourceReading:
    rows = [row for row in value if isinstance(row, dict) and cleaned(row.get("model"))]
    scores = (
        BoardScore(
            _AIDER,
            cleaned(row["model"]),
            number_of(row.get("pass_rate_2")),
            f"polyglot_leaderboard/{cleaned(row['model'])}/{cleaned(row.get('edit_format'))}",
            day_of(row.get("date")),
        )
        for row in rows
    )
    return board_reading(catalog, "aider", scores, day)


def _looks_like_table(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and isinstance(value[0], dict)
        and {"board_id", "model", "score"} <= set(value[0])
    )


def _read_table(value: Any, catalog: Catalog, day: date) -> SourceReading:
    scores = (
        BoardScore(
            row["board_id"],
            row["model"],
            number_of(row["score"].rstrip("%")),
            f"{row['board_id']}/{row['model']}",
            day_of(row.get("scored_on", "")),
            row.get("variant", ""),
        )
        for row in value
        if row["board_id"] and row["model"]
    )
    return board_reading(catalog, "huggingface", scores, day)


BFCL: Final = RefreshSource(
    name="board-bfcl",
    title="Berkeley Function-Calling Leaderboard V4",
    family="bfcl-v4",
    form="csv",
    files=("bfcl*.csv", "data_overall*.csv"),
    address="https://raw.githubusercontent.com/ShishirPatil/gorilla/gh-pages/data_overall.csv",
    licence="Apache-2.0",
    attribution="Gorilla, UC Berkeley",
    link="https://github.com/ShishirPatil/gorilla",
    kind="measured",
    looks_like=_looks_like_bfcl,
    read=_read_bfcl,
)
AIDER: Final = RefreshSource(
    name="board-aider",
    title="Aider LLM leaderboards",
    family="aider",
    form="yaml",
    files=("aider*.y*ml", "polyglot_leaderboard*.y*ml"),
    address="https://raw.githubusercontent.com/Aider-AI/aider/main/aider/website/_data/polyglot_leaderboard.yml",
    licence="Apache-2.0",
    attribution="Aider authors",
    link="https://github.com/Aider-AI/aider",
    kind="measured",
    looks_like=_looks_like_aider,
    read=_read_aider,
)
TABLE: Final = RefreshSource(
    name="board-table",
    title="Scores of boards in a table of your own",
    family="own-board-table",
    form="csv",
    files=("board*.csv", "scores*.csv"),
    address="",
    licence="as stated by the board",
    attribution="the boards named in the table",
    link="docs/catalog.md",
    kind="published",
    looks_like=_looks_like_table,
    read=_read_table,
)
