"""A database into a file and back: all of it, from one moment, on either kind of database, or nothing at all.

Export and backup are one form of file (``backup_file``), read in one transaction that sees one moment while others go
on writing: SQLite's write-ahead log and PostgreSQL's repeatable read give that. A copy of SQLite's own file, or what
pg_dump writes, would be bound to one kind of database and to the version of its tools, and no program could compare
the two. What comes in is put into the schema it was written from, read back and compared with the hashes of the file,
and only then brought up to date: one transaction, so that a refusal leaves what stood.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, MetaData, delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from advisor import __version__
from advisor.errors import StorageError
from advisor.storage.audit_trail import TrailCheck, verify_in
from advisor.storage.database import alone, as_it_stands, file_of, is_made, shown_address
from advisor.storage.upkeep import schema
from advisor.storage.upkeep.backup_file import BackupFile, Manifest, opened_backup, write_backup
from advisor.storage.upkeep.contents import TableContents, contents, lines, put, row_counts, shape
from advisor.storage.upkeep.rules_off import rules_off

BACKUPS: Final = "advisor-*.zip"
_MOMENT: Final = "%Y%m%d-%H%M%S-%f"


def export_database(url: str, path: Path, *, now: datetime) -> Manifest:
    """Write all that a database holds to a file and read it through again; raises StorageError."""
    with as_it_stands(url) as connection:
        revision = schema.revision_in(connection)
        schema.refuse_newer(revision, schema.last_writer(connection))
        tables = schema.tables_in(connection)
        if revision is None:
            raise StorageError(f"The database {shown_address(url)} is empty: it has no tables yet")

        def manifest(held: dict[str, TableContents]) -> Manifest:
            check = _trail(connection) if revision == schema.revisions()[-1] else None
            return Manifest(
                advisor=__version__,
                revision=str(revision),
                made_at=now,
                dialect=_dialect(connection),
                tables=held,
                last_hash=check and check.last_hash,
                trail_problems=None if check is None else len(check.problems),
            )

        written = write_backup(
            path,
            ((name, shape(table), lines(connection, table)) for name, table in sorted(tables.tables.items())),
            manifest,
        )
    if path.is_file():
        check_file(path)
    return written


def back_up(url: str, folder: Path, *, now: datetime, keep: int | None = None) -> tuple[Path, Manifest]:
    """Export into a folder, under the moment as a name; with ``keep`` the oldest beyond so many go."""
    path = folder / BACKUPS.replace("*", now.strftime(_MOMENT))
    manifest = export_database(url, path, now=now)
    for old in sorted(folder.glob(BACKUPS))[: -keep or None] if keep else ():
        old.unlink()
    return path, manifest


def check_file(path: Path) -> Manifest:
    """Read a file through; raises StorageError where it is damaged, foreign, or of a newer version."""
    with opened_backup(path) as backup:
        _refuse_unknown(backup, path)
        backup.check()
        return backup.manifest


def import_database(url: str, path: Path, *, replace: bool = False) -> tuple[Manifest, TrailCheck]:
    """Put what a file holds into a database, which must be empty unless ``replace``; all of it or nothing.

    Gives the manifest and what the audit trail says afterwards. Raises StorageError.
    """
    place = file_of(url)
    made = place is not None and not place.exists()
    try:
        with opened_backup(path) as backup:
            _refuse_unknown(backup, path)
            backup.check()
            with as_it_stands(url, writing=True, make=True) as connection:
                alone(connection)
                _make_room(connection, url, backup.manifest.revision, replace=replace)
                _load(connection, backup, path)
                schema.bring_up(connection)
                check = _trail(connection)
                _refuse_new_problems(check, backup.manifest, path)
                return backup.manifest, check
    except StorageError:
        if made and place is not None:
            place.unlink(missing_ok=True)
        raise


def _make_room(connection: Connection, url: str, revision: str, *, replace: bool) -> None:
    """An empty database at this revision; raises StorageError where one that holds something may not be replaced."""
    stands = schema.revision_in(connection)
    schema.refuse_newer(stands, schema.last_writer(connection))
    tables = schema.tables_in(connection)
    held = sum(row_counts(connection, tables).values())
    if held and not replace:
        raise StorageError(
            f"The database {shown_address(url)} holds {held:,} rows, and nothing was changed: name an empty one"
            " (ADVISOR_DATABASE_URL, ADVISOR_HOME), or replace what it holds (advisor db restore --replace)"
        )
    if held:
        with rules_off(connection, tables):
            for table in reversed(tables.sorted_tables):
                connection.execute(delete(table))
    schema.move(connection, revision)


def _load(connection: Connection, backup: BackupFile, path: Path) -> None:
    tables = schema.tables_in(connection)
    _refuse_other_tables(backup.manifest, tables, path)
    with rules_off(connection, tables):
        for table in tables.sorted_tables:
            try:
                put(connection, table, backup.rows(table.name))
            except IntegrityError as error:
                raise StorageError(
                    f"{path} cannot be used, and nothing was changed: {table.name} contradicts itself or another table"
                    f" ({str(error.orig).splitlines()[0][:200]})"
                ) from error
            except StorageError as error:
                raise StorageError(f"{path} cannot be used, and nothing was changed: {error}") from error
    found = contents(connection, tables)
    changed = [name for name, held in backup.manifest.tables.items() if found[name] != held]
    if changed:
        raise StorageError(
            f"{path} cannot be used, and nothing was changed: this database would keep {', '.join(changed)} otherwise"
            " than it stands there"
        )


def _refuse_other_tables(manifest: Manifest, tables: MetaData, path: Path) -> None:
    wanted = {name: shape(table) for name, table in tables.tables.items()}
    given = {name: (held.columns, held.kinds) for name, held in manifest.tables.items()}
    if wanted != given:
        other = sorted(name for name in {*wanted, *given} if wanted.get(name) != given.get(name))
        raise StorageError(
            f"{path} cannot be used, and nothing was changed: its tables are not those of revision"
            f" {manifest.revision} ({', '.join(other)[:200]})",
            fault="damaged",
        )


def _refuse_unknown(backup: BackupFile, path: Path) -> None:
    manifest = backup.manifest
    if manifest.revision not in schema.revisions():
        raise StorageError(
            f"{path} was written by version {manifest.advisor} of the advisor with revision {manifest.revision} of its"
            f" tables, which this version ({__version__}) does not know: install that version. Nothing was changed.",
            fault="newer",
        )


def _refuse_new_problems(check: TrailCheck, manifest: Manifest, path: Path) -> None:
    """A trail that did not hold when it was written may come back so; one that held must hold."""
    if check.problems and not manifest.trail_problems:
        raise StorageError(
            f"{path} cannot be used, and nothing was changed: its audit trail does not hold ({check.problems[0]})",
            fault="damaged",
        )


def _trail(connection: Connection) -> TrailCheck:
    with Session(connection) as db:
        return verify_in(db)


def _dialect(connection: Connection) -> Literal["sqlite", "postgresql"]:
    return "postgresql" if connection.dialect.name == "postgresql" else "sqlite"


def holds_anything(url: str) -> bool:
    """Whether there is a database with rows that would be lost; one that this version cannot read is refused."""
    if not is_made(url):
        return False
    with as_it_stands(url) as connection:
        revision = schema.revision_in(connection)
        schema.refuse_newer(revision, schema.last_writer(connection))
        return any(row_counts(connection, schema.tables_in(connection)).values())
