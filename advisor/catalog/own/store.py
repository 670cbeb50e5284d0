"""Write the user's own rows: checked first, saved whole or not at all, with every replaced or removed row kept.

Each table of the overlay is a CSV file as in ``data/``. A write replaces the file in one step under a lock; what a row
was before it was replaced or removed is appended to ``replaced/<table>.csv``, so nothing that was saved is ever lost.
"""

from __future__ import annotations

import csv
import fcntl
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from advisor.catalog.own.overlay import OVERLAY_TABLES
from advisor.catalog.tables.parse import Cells, row_key
from advisor.catalog.tables.schema import KEYS, TABLES
from advisor.errors import CatalogError, Problem, most_problems
from advisor.whole_files import keep_inside, private_folder, write_whole

REPLACED: Final = "replaced"
LOCK: Final = ".lock"


class OverlayStore:
    """The folder of the user's own tables."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rows(self, table: str) -> list[dict[str, str]]:
        """The saved rows of a table as they stand in its file, readable by the catalog or not."""
        return self._read(table)[1]

    def put(self, table: str, rows: Sequence[Cells]) -> int:
        """Save rows, each in place of the saved row of the same identity or after all others; gives how many.

        Raises CatalogError, and writes nothing, when the table is not the user's to extend or its file is damaged.
        """
        with self._locked():
            header, kept = self._read(table)
            new = {row_key(row, table): dict(row) for row in rows}
            self._keep_past(
                table, [row for row in kept if row_key(row, table) in new and row != new[row_key(row, table)]]
            )
            merged = [new.pop(row_key(row, table), row) for row in kept]
            self._write(table, _header(table, header), [*merged, *new.values()])
        return len(rows)

    def remove(self, table: str, key: str) -> bool:
        """Take the row of an identity out of its file; gives whether there was one."""
        with self._locked():
            header, kept = self._read(table)
            gone = [row for row in kept if row_key(row, table) == key]
            if gone:
                self._keep_past(table, gone)
                self._write(table, _header(table, header), [row for row in kept if row not in gone])
        return bool(gone)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            private_folder(self._folder)
            keep_inside(self._folder / LOCK, self._folder)
            with (self._folder / LOCK).open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                yield
        except OSError as error:
            allowed = "a folder that can be written to, with room, and whose links stay in it"
            found = error.strerror or str(error)
            raise CatalogError(
                "Your rows cannot be written; nothing was changed:", [Problem(str(self._folder), found, allowed)]
            ) from error

    def _read(self, table: str) -> tuple[list[str], list[dict[str, str]]]:
        if table not in OVERLAY_TABLES:
            allowed = "one of " + ", ".join(OVERLAY_TABLES)
            raise CatalogError("This table cannot be extended:", [Problem("table", repr(table), allowed)])
        path = self._folder / f"{table}.csv"
        return read_cells(path.read_bytes(), path.name) if path.is_file() else ([], [])

    def _keep_past(self, table: str, rows: Sequence[Cells]) -> None:
        if not rows:
            return
        folder = self._folder / REPLACED
        for place in (folder, self._folder / f"{table}.csv"):
            keep_inside(place, self._folder)
        folder.mkdir(exist_ok=True)
        path = folder / f"{table}.csv"
        header, past = read_cells(path.read_bytes(), path.name) if path.is_file() else ([], [])
        self._replace(path, _header(table, header), [*past, *rows])

    def _write(self, table: str, header: Sequence[str], rows: Sequence[Cells]) -> None:
        self._replace(self._folder / f"{table}.csv", header, rows)

    def _replace(self, path: Path, header: Sequence[str], rows: Sequence[Cells]) -> None:
        write_whole(path, to_csv(header, rows), inside=self._folder)


def read_cells(content: bytes, name: str, *, most_rows: int | None = None) -> tuple[list[str], list[dict[str, str]]]:
    """Header and rows of a CSV file as texts; raises CatalogError when it is no such file or has more rows."""
    try:
        reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header = [cell.strip() for cell in next(reader, [])]
        filled = ((reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells))
        lines = list(islice(filled, None if most_rows is None else most_rows + 1))
    except (UnicodeDecodeError, csv.Error) as error:
        raise CatalogError(
            f"{name} cannot be read; nothing was changed:", [Problem(name, str(error), "UTF-8 CSV")]
        ) from error
    if most_rows is not None and len(lines) > most_rows:
        allowed = f"up to {most_rows:,} at a time"
        raise CatalogError("The file is too long:", [Problem(name, f"more than {most_rows:,} rows", allowed)])
    wrong = [
        Problem(f"{name} line {line}", f"{len(cells)} cells", f"{len(header)} cells, one per column")
        for line, cells in lines
        if len(cells) != len(header)
    ]
    wrong += [
        Problem(f"{name} line 1", f"column {column!r} stands twice", "each once")
        for column, count in Counter(header).items()
        if count > 1
    ]
    if wrong:
        raise CatalogError(f"{name} cannot be read; nothing was changed:", most_problems(wrong, name, count=len(wrong)))
    return header, [dict(zip(header, cells, strict=True)) for _, cells in lines]


def to_csv(header: Sequence[str], rows: Sequence[Cells]) -> bytes:
    """Rows as the bytes of a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(header), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _header(table: str, present: Sequence[str]) -> list[str]:
    """All columns of a table, with any further ones that its file has."""
    columns = list(TABLES[table].model_fields)
    assert set(KEYS[table]) <= set(columns)  # noqa: S101 - holds by construction
    return [*columns, *(name for name in present if name not in columns)]
