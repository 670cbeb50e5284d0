"""Turn what the user typed, uploaded or downloads into rows of the overlay and back, with every bad row reported."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final

from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.own.overlay import FOLDER, OVERLAY_TABLES, OWN_ENTRY, Overlay, merge
from advisor.catalog.own.plausible import impossible
from advisor.catalog.own.store import OverlayStore, read_cells, to_csv
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.every_table import SOURCE_GROUPS
from advisor.catalog.tables.parse import cell_problems, row_key
from advisor.catalog.tables.schema import KEYS, TABLES
from advisor.errors import MOST_PROBLEMS, CatalogError, Problem, most_problems
from advisor.safe_cells import plain_text, safe_number_or_text
from advisor.whole_files import FIRST_ZIP_DAY

MAX_BYTES: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Draft:
    """Rows that may be saved, by table, and what is wrong with the others."""

    rows: Mapping[str, tuple[dict[str, str], ...]]
    problems: tuple[Problem, ...]

    @property
    def count(self) -> int:
        """How many rows may be saved."""
        return sum(len(rows) for rows in self.rows.values())

    def save(self, store: OverlayStore) -> int:
        """Save the sound rows, what others refer to first; gives how many."""
        return sum(store.put(table, self.rows[table]) for table in OVERLAY_TABLES if self.rows.get(table))


def draft_rows(given: Mapping[str, Sequence[Mapping[str, str]]], catalog: Catalog, *, today: date) -> Draft:
    """Complete and check rows by table (cells as texts) against the catalog they would join; nothing is saved.

    Blank cells that follow from others are filled: the source is the user's own entry, the date is ``today``, an offer
    without id gets one. Facts are never filled.
    """
    sound: dict[str, list[dict[str, str]]] = {}
    parsed: dict[str, tuple[Row, ...]] = {}
    problems: list[Problem] = []
    for table, rows in given.items():
        _check_table(table)
        for number, cells in enumerate(rows, start=1):
            if len(problems) > _HOPELESS:
                break  # a file of another kind: what follows would be told no better
            full = _completed({k: plain_text(v.strip()) for k, v in cells.items() if v.strip()}, table, today)
            try:
                row = TABLES[table].model_validate(
                    {name: full.get(name) or None for name in TABLES[table].model_fields}
                )
                _refuse_unknown(full, table, number)
            except ValidationError as error:
                place = f"{table}.csv row {number} {row_key(full, table)}"
                problems.extend(cell_problems(error, place, full))
            except CatalogError as error:
                problems.extend(error.problems)
            else:
                wrong = list(impossible(row, f"{table}.csv row {number} {row_key(full, table)}", today=today))
                problems += wrong
                if not wrong:
                    sound.setdefault(table, []).append(full)
                    parsed[table] = (*parsed.get(table, ()), row)
    return _without_dangling(sound, parsed, catalog, problems)


MOST_ROWS: Final = 20_000
"""Of one upload; the shipped tables have up to 14,000."""
_HOPELESS: Final = 5 * MOST_PROBLEMS


def read_upload(content: bytes, name: str, table: str | None = None) -> dict[str, list[dict[str, str]]]:
    """The rows of an uploaded CSV file, or of a ZIP of tables, by table; raises CatalogError when it is neither.

    A CSV file belongs to ``table``, else to the table it is named after, else to the one whose columns it has.
    """
    if len(content) > MAX_BYTES:
        raise CatalogError("The file is too large:", [Problem(name, f"{len(content):,} bytes", f"up to {MAX_BYTES:,}")])
    if content[:2] == b"PK":
        return _from_zip(content, name)
    header, rows = read_cells(content, name, most_rows=MOST_ROWS)
    return {table or _table_of(name, header): rows}


def export_csv(store: OverlayStore, table: str) -> bytes:
    """One table of the user's own rows as CSV, safe to open in a spreadsheet and lossless to import again."""
    _check_table(table)
    columns = list(TABLES[table].model_fields)
    rows = [{name: safe_number_or_text(row.get(name, "")) for name in columns} for row in store.rows(table)]
    return to_csv(columns, rows)


def export_zip(store: OverlayStore) -> bytes:
    """All of the user's own rows as a ZIP of CSV files; the same rows give the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in OVERLAY_TABLES:
            if store.rows(table):
                entry = zipfile.ZipInfo(f"{table}.csv", date_time=FIRST_ZIP_DAY)
                archive.writestr(entry, export_csv(store, table))
    return content.getvalue()


def _check_table(table: str) -> None:
    if table not in OVERLAY_TABLES:
        allowed = "one of " + ", ".join(OVERLAY_TABLES)
        raise CatalogError("This table cannot be extended:", [Problem("table", repr(table), allowed)])


def _completed(cells: dict[str, str], table: str, today: date) -> dict[str, str]:
    """The row with the cells that follow from others."""
    defaults = {"source": OWN_ENTRY, "checked_on": today.isoformat(), "priced_on": today.isoformat()}
    if table == "model_catalog":
        vendor, _, slug = cells.get("model_id", "").partition("/")
        name = cells.get("name") or slug
        sources = {c: OWN_ENTRY for c, group in SOURCE_GROUPS.items() if any(cells.get(column) for column in group)}
        defaults |= {"vendor": vendor, "name": name, "family": name, "architecture": "unknown", "status": "current"}
        defaults |= {"identity_source": OWN_ENTRY, **sources}
    elif table == "offers":
        defaults |= {"provider_model_key": cells.get("model_id", "").partition("/")[2], "zone": "unspecified"}
        defaults |= {"tier": "standard", "agreement": "single"}
        zone = cells.get("zone", "unspecified")
        defaults["offer_id"] = f"own:{cells.get('provider_id', '')}:{cells.get('model_id', '')}:{zone}"
    elif table == "gpu_offers":
        parts = (cells.get(name, "") for name in ("provider_id", "gpu_id", "commitment"))
        defaults |= {"offer_id": ":".join(("own", *parts)), "gpu_count": "1"}
    elif table == "aliases":
        defaults |= {"scheme": "own", "dated": today.isoformat(), "reviewed_on": today.isoformat()}
    known = TABLES[table].model_fields
    return {name: value for name, value in defaults.items() if name in known and value} | cells


def _refuse_unknown(cells: Mapping[str, str], table: str, number: int) -> None:
    columns = list(TABLES[table].model_fields)
    unknown = [name for name in cells if name not in columns]
    if unknown:
        place = f"{table}.csv row {number} {row_key(cells, table)}"
        allowed = "the columns " + ", ".join(columns)
        raise CatalogError("unknown columns", [Problem(place, f"unknown column {name!r}", allowed) for name in unknown])


def _without_dangling(
    sound: Mapping[str, list[dict[str, str]]],
    parsed: Mapping[str, tuple[Row, ...]],
    catalog: Catalog,
    problems: list[Problem],
) -> Draft:
    """Leave out rows that refer to what neither the catalog nor the draft has, and repeated identities."""
    seen: set[tuple[str, str]] = set()
    for table, rows in sound.items():
        for row in list(rows):
            key = (table, row_key(row, table))
            if key in seen:
                problems.append(Problem(f"{table}.csv row {key[1]}", "stands twice", "each identity once"))
                rows.remove(row)
            seen.add(key)
    tables: dict[str, tuple[Row, ...]] = dict.fromkeys(OVERLAY_TABLES, ()) | dict(parsed)
    merged = merge(catalog, Overlay(tables, (), "draft"))
    lost = {problem.place.removeprefix(FOLDER).partition(" column ")[0] for problem in merged.own_problems}
    problems += [Problem(p.place.removeprefix(FOLDER), p.found, p.allowed) for p in merged.own_problems]
    kept = {t: tuple(r for r in rows if f"{t}.csv row {row_key(r, t)}" not in lost) for t, rows in sound.items()}
    told = most_problems(problems, "rows", count=len(problems))
    return Draft({table: rows for table, rows in kept.items() if rows}, tuple(told))


def _from_zip(content: bytes, name: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.endswith(".csv")]
            if sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise CatalogError(
                    "The archive is too large:", [Problem(name, "unpacked", f"up to {MAX_BYTES:,} bytes")]
                )
            for entry in entries:
                held = sum(map(len, found.values()))
                header, rows = read_cells(archive.read(entry), entry.filename, most_rows=MOST_ROWS - held)
                found.setdefault(_table_of(entry.filename, header), []).extend(rows)
    # What zipfile raises for a broken archive, for a way of packing it does not know, and for an encrypted one.
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError) as error:
        raise CatalogError("The archive cannot be read:", [Problem(name, str(error), "a ZIP of CSV tables")]) from error
    return found


def _table_of(name: str, header: Sequence[str]) -> str:
    stem = PurePath(name).stem
    if stem in OVERLAY_TABLES:
        return stem
    fitting = [t for t in OVERLAY_TABLES if set(header) <= set(TABLES[t].model_fields) and _names_rows(t, header)]
    if len(fitting) == 1:
        return fitting[0]
    allowed = "a file named after its table or with that table's columns: " + ", ".join(OVERLAY_TABLES)
    raise CatalogError("It is unclear what the file holds:", [Problem(name, ", ".join(header) or "no header", allowed)])


def _names_rows(table: str, header: Sequence[str]) -> bool:
    """Whether the columns tell rows apart: the table's key, or a model and a provider for prices."""
    return set(KEYS[table]) <= set(header) or (table == "offers" and {"model_id", "provider_id"} <= set(header))
