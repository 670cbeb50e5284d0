"""Write catalog tables the way they are read: UTF-8, LF, blank for unknown, the same bytes for the same rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from advisor.catalog.tables.cells import Row
from advisor.whole_files import write_whole


def cell_text(value: object) -> str:
    """The text of one cell: blank for unknown, ``yes``/``no``, ``|`` between several values, plain numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "|".join(cell_text(part) for part in value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float):
        return format(value, ".12g")
    return value.isoformat() if isinstance(value, date) else str(value)


def table_text(row_type: type[Row], rows: Iterable[Row]) -> str:
    """A whole table as CSV text, header first, rows in the given order."""
    columns = list(row_type.model_fields)
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell_text(getattr(row, column)) for column in columns] for row in rows)
    return sheet.getvalue()


def report_text(report: Mapping[str, Any]) -> str:
    """A report as JSON text with sorted keys."""
    return json.dumps(report, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def write_text(path: Path, text: str) -> None:
    """Replace a file in one step, so that a reader never sees half of it."""
    write_whole(path, text.encode())
