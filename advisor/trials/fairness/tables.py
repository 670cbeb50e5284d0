"""A table of cases out of a file: its columns, and which of them say group, prediction and truth."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import Final

from advisor.errors import InputError, Problem
from advisor.guidance.measured_fairness import FairnessEvidence
from advisor.questionnaire.intake.log_rows import MOST_BYTES
from advisor.trials.fairness.differences import MOST_GROUPS, fairness_of
from advisor.units import Record

_MOST_CASES: Final = 200_000
_MOST_COLUMNS: Final = 300
_MOST_FIELD: Final = 100_000
_MOST_NAME: Final = 60
OTHERS: Final = "(others)"
"""The smallest groups together, where a table has more than are told apart."""


class CaseTable(Record):
    """A table as it was read: names of columns and cells by row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def values(self, column: str) -> tuple[str, ...]:
        """The cells of a column."""
        place = self.columns.index(column)
        return tuple(row[place] for row in self.rows)

    def kinds(self, column: str, *, most: int = 50) -> tuple[str, ...]:
        """What stands in a column, the most frequent first."""
        return tuple(value for value, _ in Counter(self.values(column)).most_common(most))


class CaseColumns(Record):
    """Which columns say what, and which cells are the favourable answer."""

    group: str
    predicted: str
    true: str | None = None
    favourable: str = "1"


def read_cases(content: bytes, *, name: str) -> CaseTable:
    """The table in a file (CSV with a header); raises InputError where it is none, too large or empty."""
    if len(content) > MOST_BYTES:
        problem = Problem(name, f"{len(content):,} bytes", f"at most {MOST_BYTES:,} bytes")
        raise InputError(f"{name} is too large:", [problem])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not text:", [Problem(name, str(error)[:80], "UTF-8")]) from error
    csv.field_size_limit(_MOST_FIELD)
    head = text[:4_000]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        rows = tuple(
            tuple(cell.strip()[:_MOST_NAME] for cell in row)
            for row, _ in zip(reader, range(_MOST_CASES), strict=False)
            if len(row) == len(header)
        )
    except csv.Error as error:
        raise InputError(f"{name} is no table:", [Problem(name, str(error), "CSV")]) from error
    if not rows or len(header) > _MOST_COLUMNS or len(set(header)) < len(header) or not all(header):
        allowed = f"a header of 2 to {_MOST_COLUMNS} columns with names of their own, and a row for every case"
        raise InputError(f"{name} is no table of cases:", [Problem(name, f"{len(rows)} rows", allowed)])
    return CaseTable(columns=header, rows=rows)


def fairness_of_table(table: CaseTable, columns: CaseColumns, *, name: str) -> FairnessEvidence:
    """Both measures over a table; rows without group, prediction or (where it is chosen) truth are left out.

    Raises InputError where a column is not there, or nobody is left.
    """
    wanted = [one for one in (columns.group, columns.predicted, columns.true) if one]
    missing = [one for one in wanted if one not in table.columns]
    if missing:
        allowed = ", ".join(table.columns[:20])
        raise InputError("A column is not there:", [Problem("columns", one, allowed) for one in missing])
    picked = [values for values in zip(*(table.values(one) for one in wanted), strict=True) if all(values)]
    if not picked:
        raise InputError("No case can be used:", [Problem(name, "empty cells", "group and prediction in every row")])
    groups = _named([row[0] for row in picked])
    measures = fairness_of(
        groups,
        [row[1] == columns.favourable for row in picked],
        [row[2] == columns.favourable for row in picked] if columns.true else None,
    )
    return FairnessEvidence(
        source="table",
        name=name[:200],
        favourable=columns.favourable,
        rows=len(picked),
        left_out=len(table.rows) - len(picked),
        measures=measures,
    )


def _named(groups: Sequence[str]) -> list[str]:
    """Groups as they are told apart: the smallest beyond the most go together."""
    counts = Counter(groups)
    if len(counts) <= MOST_GROUPS:
        return list(groups)
    kept = {group for group, _ in counts.most_common(MOST_GROUPS - 1)}
    return [group if group in kept else OTHERS for group in groups]
