"""Editions of the refresh: dated layers of accepted rows beneath the user's own overlay, each whole, each reversible.

``<overlay>/refreshed/editions/<id>/`` holds one CSV file per table with the rows that differ from the shipped catalog,
all accepted so far, and ``edition.json`` with what was accepted, what it replaced, and the edition before. ``current``
names the edition in force. An edition is written aside and renamed, then ``current`` is replaced in one step: whoever
is killed in between leaves the edition before in force. Undoing names the one before; nothing is deleted.

Precedence: shipped rows, then the edition's, then the user's own. A shipped row with a later date than the edition's is
newer knowledge and stands.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from advisor.catalog.audit.check_references import bad_sources, dangling, key_of
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.overlay import CURRENT_EDITION, with_rows
from advisor.catalog.refresh.records import AcceptedRows, Refusal, problem_of
from advisor.catalog.refresh.standing import RULES, rows_of
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.every_table import ALL_TABLES
from advisor.catalog.tables.parse import parse_table
from advisor.catalog.tables.write import table_text
from advisor.errors import CatalogError, Problem
from advisor.whole_files import keep_inside, write_whole

ROOM: Final = Path(CURRENT_EDITION).parent
_RECORD: Final = "edition.json"
_PLACE: Final = "refreshed/"
NONE: Final = ""
"""The name of the state before the first edition: the shipped tables alone."""


@dataclass(frozen=True, slots=True)
class LaidEdition:
    """The rows of an edition by table, the keys that go, what is wrong in its files, and a digest over their bytes."""

    name: str
    tables: Mapping[str, tuple[Row, ...]]
    gone: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...]
    digest: str
    record: Mapping[str, Any]


EMPTY: Final = LaidEdition(NONE, {}, {}, (), "", {})


def read_edition(overlay: Path) -> LaidEdition:
    """The edition in force; an empty one where there is none."""
    name = current_name(overlay)
    return read_named(overlay, name) if name else EMPTY


def current_name(overlay: Path) -> str:
    """The name of the edition in force; blank where there is none."""
    path = overlay / CURRENT_EDITION
    name = path.read_text(encoding="utf-8").strip() if path.is_file() else NONE
    return name if name and (_folder(overlay, name) / _RECORD).is_file() else NONE


def read_named(overlay: Path, name: str) -> LaidEdition:
    """An edition by its name; what cannot be read in it is told as problems and left out."""
    folder = _folder(overlay, name)
    problems: list[Problem] = []
    tables: dict[str, tuple[Row, ...]] = {}
    digest = hashlib.sha256()
    for table, row_type in ALL_TABLES.items():
        path = folder / f"{table}.csv"
        content = path.read_bytes() if path.is_file() else b""
        digest.update(table.encode() + b"\0" + content + b"\0")
        if content.strip():
            tables[table] = parse_table(content, table, row_type, problems, folder=_PLACE, partial=True)
    record = _record(folder, problems)
    gone = {str(t): frozenset(map(str, keys)) for t, keys in record.get("gone", {}).items()}
    digest.update(json.dumps({t: sorted(keys) for t, keys in gone.items()}, sort_keys=True).encode())
    return LaidEdition(name, tables, gone, tuple(problems), digest.hexdigest(), record)


def with_edition(catalog: Catalog, edition: LaidEdition) -> Catalog:
    """The catalog with the usable rows of an edition; its digest covers both."""
    if not edition.name:
        return catalog
    problems = list(edition.problems)
    tables = {table: _not_outdated(rows, table, catalog) for table, rows in edition.tables.items()}
    merged = with_rows(catalog, tables, edition.gone)
    while bad := _unusable(merged, tables, problems):
        tables = {t: tuple(r for r in rows if (t, key_of(r, t)) not in bad) for t, rows in tables.items()}
        merged = with_rows(catalog, tables, edition.gone)
    digest = digest_with(catalog.digest, edition)
    return replace(merged, digest=digest, own_problems=(*catalog.own_problems, *problems))


def digest_with(shipped: str, edition: LaidEdition) -> str:
    """The digest of a catalog of this digest with an edition on top."""
    return hashlib.sha256(f"{shipped}\0refreshed\0{edition.digest}".encode()).hexdigest() if edition.name else shipped


def write_edition(
    overlay: Path, rows: AcceptedRows, *, today: date, replaced: Mapping[str, tuple[Row, ...]] | None = None
) -> LaidEdition:
    """Write accepted rows on top of the edition in force, and put the new one in force; gives it.

    ``replaced`` are tables that stand whole in the edition (fitted estimates). Raises CatalogError where nothing can be
    written there; the edition before stays in force then.
    """
    with locked(overlay):
        before = read_edition(overlay)
        tables: dict[str, dict[str, Row]] = {
            table: {key_of(row, table): row for row in found} for table, found in before.tables.items()
        }
        for table, found in rows.tables.items():
            tables.setdefault(table, {}).update({key_of(row, table): row for row in found})
        gone = {table: set(keys) for table, keys in before.gone.items()}
        for table, keys in rows.gone.items():
            gone.setdefault(table, set()).update(keys)
            for key in keys:
                tables.get(table, {}).pop(key, None)
        for table, found in (replaced or {}).items():
            tables[table] = {key_of(row, table): row for row in found}
        record = _record_of(before, rows, gone, today)
        name = _put(overlay, {t: tuple(found.values()) for t, found in tables.items() if found}, record, today)
        _name_current(overlay, name)
    return read_named(overlay, name)


def undo(overlay: Path) -> tuple[str, str]:
    """Put the edition before the one in force in force again; gives the names of the undone and of the one before.

    Raises CatalogError where there is none to undo.
    """
    with locked(overlay):
        edition = read_edition(overlay)
        if not edition.name:
            allowed = "an edition that a refresh has written"
            raise CatalogError("There is nothing to undo:", [Problem("refreshed", "no edition in force", allowed)])
        before = str(edition.record.get("before", NONE))
        _name_current(overlay, before)
    return edition.name, before


def refusals(overlay: Path) -> tuple[Refusal, ...]:
    """The refusals that are remembered."""
    path = overlay / ROOM / "refusals.json"
    if not path.is_file():
        return ()
    return tuple(Refusal.model_validate(item) for item in json.loads(path.read_text(encoding="utf-8")))


def remember_refusals(overlay: Path, new: Sequence[Refusal]) -> None:
    """Remember refusals, a later one of the same value in place of the earlier."""
    if not new:
        return
    with locked(overlay):
        kept = {(r.table, r.key, r.field, r.proposed, r.source): r for r in (*refusals(overlay), *new)}
        text = json.dumps([r.model_dump(mode="json") for r in kept.values()], ensure_ascii=False, indent=1)
        write_whole(overlay / ROOM / "refusals.json", text.encode(), inside=overlay)


def _folder(overlay: Path, name: str) -> Path:
    return overlay / ROOM / "editions" / Path(name).name


def _put(overlay: Path, tables: Mapping[str, tuple[Row, ...]], record: dict[str, Any], today: date) -> str:
    """Write an edition aside and rename it into place; gives its name, which nothing has yet."""
    home = overlay / ROOM / "editions"
    home.mkdir(parents=True, exist_ok=True)
    number = sum(1 for path in home.iterdir() if path.name.startswith(today.isoformat())) + 1
    while (name := f"{today.isoformat()}.{number}") and (home / name).exists():
        number += 1
    draft = Path(tempfile.mkdtemp(prefix=".new-", dir=home))
    try:
        for table, found in tables.items():
            write_whole(draft / f"{table}.csv", table_text(ALL_TABLES[table], found).encode())
        text = json.dumps({"name": name, **record}, ensure_ascii=False, indent=1, sort_keys=True)
        write_whole(draft / _RECORD, text.encode())
        draft.chmod(0o755)
        draft.rename(home / name)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        allowed = "a folder that can be written to, with room"
        raise CatalogError(
            "The edition cannot be written; nothing was changed:", [Problem(str(home), str(error.strerror), allowed)]
        ) from error
    return name


def _record_of(before: LaidEdition, rows: AcceptedRows, gone: Mapping[str, set[str]], today: date) -> dict[str, Any]:
    return {
        "before": before.name,
        "dated": today.isoformat(),
        "gone": {table: sorted(keys) for table, keys in sorted(gone.items())},
        "accepted": [proposal.model_dump(mode="json") for proposal in rows.proposals],
    }


def _name_current(overlay: Path, name: str) -> None:
    write_whole(overlay / CURRENT_EDITION, f"{name}\n".encode(), inside=overlay)


def _record(folder: Path, problems: list[Problem]) -> Mapping[str, Any]:
    path = folder / _RECORD
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        problems.append(Problem(f"{_PLACE}{_RECORD}", str(error), "the record of an edition"))
        return {}
    return record if isinstance(record, dict) else {}


def _not_outdated(rows: Sequence[Row], table: str, catalog: Catalog) -> tuple[Row, ...]:
    """Rows of an edition but those whose shipped row is dated later: the catalog was upgraded since."""
    rule = RULES.get(table)
    if rule is None:
        return tuple(rows)
    shipped = {key_of(row, table): getattr(row, rule.dated) for row in rows_of(catalog, table)}
    kept = []
    for row in rows:
        newer, own = shipped.get(key_of(row, table)), getattr(row, rule.dated)
        if newer is None or own is None or own >= newer:
            kept.append(row)
    return tuple(kept)


def _unusable(
    merged: Catalog, tables: Mapping[str, Sequence[Row]], problems: list[Problem]
) -> frozenset[tuple[str, str]]:
    bad = set()
    for table, rows in tables.items():
        for finding in (*dangling(table, rows, merged), *bad_sources(table, rows, merged)):
            bad.add((table, finding.row))
            problems.append(problem_of(finding))
    return frozenset(bad)


@contextmanager
def locked(overlay: Path) -> Iterator[None]:
    """One writer at a time; readers need no lock. What is written follows no link out of the overlay's folder."""
    room = overlay / ROOM
    try:
        for place in (room, room / ".lock", room / "editions"):
            keep_inside(place, overlay)
        room.mkdir(parents=True, exist_ok=True)
        with (room / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        allowed = "a folder that can be written to, with room, and whose links stay in it"
        raise CatalogError(
            "The catalog cannot be refreshed here:", [Problem(str(room), error.strerror or str(error), allowed)]
        ) from error
