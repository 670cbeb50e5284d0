"""What a database is and how it stands: its address, its schema, its rows, and whether what was decided still holds."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Table, func, select, text, type_coerce
from sqlalchemy.types import NullType
from sqlmodel import Session

from advisor import __version__
from advisor.storage.audit_trail import TrailCheck, verify_in
from advisor.storage.database import alone, as_it_stands, shown_address
from advisor.storage.upkeep import schema
from advisor.storage.upkeep.contents import row_counts
from advisor.storage.upkeep.rules_off import ON_SQLITE_ALONE, rules_in
from advisor.storage.upkeep.values import kind_of, plain
from advisor.units import Record

_MADE: Final = ("at", "created_at", "started_at", "kept_at", "saved_at", "updated_at")
"""Columns that say when a row was made, the first that a table has."""


class TableStatus(Record):
    """A table: how many rows, and from when the oldest and the newest are (ISO, UTC), where rows say so."""

    table: str
    rows: int
    oldest: str | None
    newest: str | None

    @property
    def span(self) -> str:
        """The days of the oldest and the newest row."""
        return f"{self.oldest[:10]} to {self.newest[:10]}" if self.oldest and self.newest else ""


class DatabaseStatus(Record):
    """How a database stands; ``problems`` is what does not hold (empty where all does).

    ``revision`` is that of its schema, ``known_revision`` the newest of this program; ``written_by`` says which version
    changed the schema last. Without its own schema the audit trail is not read: ``trail`` is None.
    """

    address: str
    advisor: str
    revision: str | None
    known_revision: str
    written_by: str
    size_bytes: int
    tables: tuple[TableStatus, ...]
    trail: TrailCheck | None
    problems: tuple[str, ...]

    @property
    def up_to_date(self) -> bool:
        """Whether its schema is this program's."""
        return self.revision == self.known_revision

    def to_text(self) -> str:
        """For people: a line for each fact and each table."""
        says = "this version's" if self.up_to_date else f"this version has {self.known_revision}"
        trail = "not read: the schema is another" if self.trail is None else f"{self.trail.lines:,} lines"
        holds = "" if self.trail is None else ("; holds" if self.trail.holds else "; DOES NOT HOLD")
        lines = [
            f"Database  {self.address}",
            f"Schema    {self.revision or 'none yet'} ({says}{self.written_by and f'; from {self.written_by}'})",
            f"Size      {self.size_bytes / 1e6:,.1f} MB",
            f"Trail     {trail}{holds}",
            "",
            *(f"{found.table:<26}{found.rows:>9,}  {found.span}".rstrip() for found in self.tables),
        ]
        return "\n".join([*lines, *(["", *self.problems] if self.problems else [])])


def status_of(url: str, *, deep: bool = False) -> DatabaseStatus:
    """How a database stands, read from one moment and changed in nothing; raises StorageError where there is none.

    ``deep`` reads the whole file of SQLite and the references between tables as well.
    """
    with as_it_stands(url) as connection:
        revision, known = schema.revision_in(connection), schema.revisions()
        tables = schema.tables_in(connection) if revision in known else None
        trail = _trail(connection) if revision == known[-1] else None
        problems = [*(trail.problems if trail else ()), *_missing_rules(connection)] if trail else []
        if deep:
            problems += _damage(connection)
        counts = row_counts(connection, tables) if tables is not None else {}
        return DatabaseStatus(
            address=shown_address(url),
            advisor=__version__,
            revision=revision,
            known_revision=known[-1],
            written_by=schema.last_writer(connection),
            size_bytes=_size(connection),
            tables=tuple(
                TableStatus(table=name, rows=rows, **_span(connection, tables.tables[name]))
                for name, rows in counts.items()
                if tables is not None
            ),
            trail=trail,
            problems=tuple(problems),
        )


def upgrade(url: str) -> tuple[str | None, str | None]:
    """Bring the schema of a database up to date; gives the revision before and after. Raises StorageError."""
    with as_it_stands(url, writing=True, make=True) as connection:
        alone(connection)
        before = schema.revision_in(connection)
        schema.bring_up(connection)
        return before, schema.revision_in(connection)


def _trail(connection: Connection) -> TrailCheck:
    with Session(connection) as db:
        return verify_in(db)


def _missing_rules(connection: Connection) -> list[str]:
    """Rules of the schema that do not stand any more or were switched off; asked of an empty database beside it."""
    found = rules_in(connection)
    with schema.empty_database(schema.revisions()[-1]) as empty:
        wanted = rules_in(empty)
    if connection.dialect.name == "postgresql":
        wanted = {name: said for name, said in wanted.items() if not name.endswith(ON_SQLITE_ALONE)}
    off = {name for name, said in found.items() if connection.dialect.name == "postgresql" and said == "D"}
    changed = {
        name
        for name, said in found.items()
        if connection.dialect.name == "sqlite" and name in wanted and said != wanted[name]
    }
    return [
        f"the rule {name} of the database is missing or was changed"
        for name in sorted(({*wanted} - {*found}) | off | changed)
    ]


def _damage(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check(20)"))]
    damage = [f"the file is damaged: {said}" for said in found if said != "ok"]
    loose = connection.execute(text("PRAGMA foreign_key_check")).fetchmany(20)
    return damage + [f"{row[0]}: row {row[1]} belongs to what is not there in {row[2]}" for row in loose]


def _size(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages, page = (connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("page_count", "page_size"))
    return int(pages * page)


def _span(connection: Connection, table: Table) -> dict[str, str | None]:
    column = next((table.columns[name] for name in _MADE if name in table.columns), None)
    if column is None or kind_of(column) != "moment":
        return {"oldest": None, "newest": None}
    raw = type_coerce(column, NullType())  # a moment that is none costs no other
    found = connection.execute(select(func.min(raw), func.max(raw))).one()
    oldest, newest = (plain(value, column) for value in found)
    return {name: said if isinstance(said, str) else None for name, said in (("oldest", oldest), ("newest", newest))}
