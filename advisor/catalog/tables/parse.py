"""Read one CSV table into validated rows; every bad cell is reported with its file, line, row and column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from advisor.catalog.tables.allowed_values import allowed
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.every_table import ALL_KEYS
from advisor.errors import Problem

_SHOWN = 120
Cells = Mapping[str, str]
"""The texts of a row by column; a blank or missing one is unknown."""


def parse_table(
    content: bytes, table: str, row_type: type[Row], problems: list[Problem], *, folder: str = "", partial: bool = False
) -> tuple[Row, ...]:
    """Validate the bytes of one table; problems are appended with file, line, row, column, value, what is allowed.

    ``folder`` goes before the file's name in places. A ``partial`` table may lack columns: their cells are unknown.
    """
    name = f"{folder}{table}.csv"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(Problem(name, f"byte {error.start} is not UTF-8", "UTF-8 text"))
        return ()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        wrong = list(_header_problems(header, row_type, name, partial=partial)) if header else []
        problems.extend(wrong)
        return () if wrong else tuple(_rows(reader, header, (name, table), row_type, problems))
    except csv.Error as error:
        problems.append(Problem(f"{name} line {reader.line_num}", str(error), "comma-separated values"))
        return ()


def _header_problems(header: list[str], row_type: type[Row], name: str, *, partial: bool) -> Iterator[Problem]:
    expected = list(row_type.model_fields)
    for column in expected:
        if column not in header and not partial:
            yield Problem(f"{name} line 1", f"column {column} is missing", "the columns " + ", ".join(expected))
    counts = Counter(header)
    for column in header:
        if column not in expected:
            yield Problem(f"{name} line 1", f"unknown column {column!r}", "the columns " + ", ".join(expected))
        elif counts[column] > 1:
            yield Problem(f"{name} line 1", f"column {column} stands twice", "each column once")


def _rows(
    reader: Iterator[list[str]], header: list[str], names: tuple[str, str], row_type: type[Row], problems: list[Problem]
) -> Iterator[Row]:
    name, table = names
    validate = row_type.model_validate
    absent: dict[str, str | None] = dict.fromkeys(column for column in row_type.model_fields if column not in header)
    for line, cells in enumerate(reader, start=2):
        if len(cells) != len(header):
            found = f"{len(cells)} cells"
            problems.append(Problem(f"{name} line {line}", found, f"{len(header)} cells, one per column"))
            continue
        values = {column: cell or None for column, cell in zip(header, cells, strict=True)}
        if absent:
            values |= absent
        try:
            yield validate(values)
        except ValidationError as error:
            problems.extend(cell_problems(error, f"{name} line {line} row {row_key(values, table)}", values))


def cell_problems(error: ValidationError, place: str, values: Mapping[str, object]) -> Iterator[Problem]:
    """One problem per cell that its row class refuses."""
    for item in error.errors():
        column = str(item["loc"][0]) if item["loc"] else "row"
        yield Problem(f"{place} column {column}", repr(values.get(column))[:_SHOWN], allowed(item))


def row_key(values: Mapping[str, object], table: str) -> str:
    """The identity of a row in words: its key columns joined by ``/``."""
    return "/".join(str(values.get(column) or "") for column in ALL_KEYS.get(table, ()))
