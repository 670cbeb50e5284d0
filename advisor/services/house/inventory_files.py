"""The register as files: CSV and XLSX with the columns of an inventory of AI systems, JSON with everything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from advisor.guidance.governance.inventory import AI_ACT, CHECKED_ON, INVENTORY, ISO_42001
from advisor.report.exports.spreadsheet import SheetRows, SheetValue, tables_book, tables_csv
from advisor.services.house.register import RegisteredDecision
from advisor.words.inventory_words import (
    answered_by,
    cell_text,
    column_titles,
    explained_titles,
    filled_by,
    sheet_titles,
)
from advisor.words.language import Words, words_in

FORMS: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
"""Each form, which is also the ending of its file, with its media type."""


def inventory_file(rows: Sequence[RegisteredDecision], form: str, day: date, language: str = "en") -> bytes:
    """The register in one of ``FORMS``, as of a day; the same rows give the same bytes."""
    words = words_in(language)
    if form == "json":
        return inventory_json(rows, day).encode()
    table = inventory_rows(rows, words)
    if form == "csv":
        return tables_csv(table)
    register, columns = sheet_titles(words)
    return tables_book({register: table, columns: _explained(words)}, day)


def inventory_json(rows: Sequence[RegisteredDecision], day: date) -> str:
    """Every field of every row, with what the columns answer to."""
    whole = {
        "schema": 1,
        "as_of": day.isoformat(),
        "decisions": [row.model_dump(mode="json") for row in rows],
        "columns": [
            {"key": one.key, "ai_act_annex_viii": list(one.ai_act), "iso_42001_annex_a": list(one.iso_42001)}
            for one in INVENTORY
        ],
        "sources": [AI_ACT, ISO_42001],
        "checked_on": CHECKED_ON.isoformat(),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1)


def inventory_rows(rows: Sequence[RegisteredDecision], words: Words) -> SheetRows:
    """A line of titles, then a line for each decision; what people must fill stands empty."""
    titles = column_titles(words)
    table: SheetRows = [[titles[column.key] for column in INVENTORY]]
    table.extend([_cell(row, column.key, words) for column in INVENTORY] for row in rows)
    return table


def _cell(row: RegisteredDecision, key: str, words: Words) -> SheetValue:
    if key == "attention":
        return "; ".join(note.sentence for note in row.attention)
    return cell_text(key, getattr(row, key, None), words)


def _explained(words: Words) -> SheetRows:
    """What each column answers to, by which source, checked on which day."""
    titles = column_titles(words)
    table: SheetRows = [[*explained_titles(words)]]
    for column in INVENTORY:
        points, controls = answered_by(column, words)
        table.append([titles[column.key], points, controls, filled_by(column, words), CHECKED_ON.isoformat()])
    return table
