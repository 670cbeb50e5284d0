"""Which schema a database has: the revision that stands in it, the newest that this program knows, and the way there.

A revision is one migration of ``advisor.storage.migrations``. A database that stands at a revision which is not among
them was made by a newer version of the advisor, and is not touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, MetaData, create_engine, inspect, text

from advisor import __version__
from advisor.units import Record

_MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"
_STEPS: Final = "schema_step"
OF_THE_DATABASE: Final = frozenset({"alembic_version", _STEPS})
"""Tables that say something of the database itself, not of what is kept in it."""


class SchemaStep(Record):
    """A change of the schema: to which revision, by which version of the advisor, when."""

    revision: str
    advisor: str
    at: str


@lru_cache(maxsize=1)
def revisions() -> tuple[str, ...]:
    """Every revision that this program knows, oldest first; their files are read once."""
    script = ScriptDirectory(str(_MIGRATIONS), recursive_version_locations=True)
    return tuple(reversed([found.revision for found in script.walk_revisions()]))


def revision_in(connection: Connection) -> str | None:
    """The revision at which a database stands; None where it has no schema yet."""
    return MigrationContext.configure(connection).get_current_revision()


def refuse_newer(revision: str | None, written_by: str = "") -> None:
    """Raise CommandError where a revision is none that this program knows, with who wrote it where that is known."""
    known = revisions()
    if revision is not None and revision not in known:
        raise CommandError(
            f"Can't locate revision identified by '{revision}'{written_by and f', written by {written_by}'};"
            f" this is version {__version__} with revision '{known[-1]}'"
        )


def bring_up(connection: Connection) -> None:
    """Run every migration that the database has not seen, and note which version of the advisor did."""
    before = revision_in(connection)
    refuse_newer(before, last_writer(connection))
    move(connection, "head")
    after = revision_in(connection)
    if after != before:
        connection.execute(
            text(f"INSERT INTO {_STEPS} (revision, advisor, at) VALUES (:revision, :advisor, :at)"),  # noqa: S608
            {"revision": after, "advisor": __version__, "at": datetime.now(UTC).isoformat(timespec="seconds")},
        )


def steps(connection: Connection) -> tuple[SchemaStep, ...]:
    """The changes of the schema that are noted, oldest first; those before it was noted are not."""
    if not inspect(connection).has_table(_STEPS):
        return ()
    found = connection.execute(text(f"SELECT revision, advisor, at FROM {_STEPS} ORDER BY step_id"))  # noqa: S608
    return tuple(SchemaStep(revision=str(row.revision), advisor=str(row.advisor), at=str(row.at)) for row in found)


def move(connection: Connection, revision: str) -> None:
    """Bring a database to a revision, up or down, in the transaction of its connection; ``base`` has no table."""
    now, known = revision_in(connection), ["base", *revisions()]
    wanted = known[-1] if revision == "head" else revision
    if wanted == now:
        return
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("recursive_version_locations", "true")
    config.attributes["connection"] = connection
    if known.index(wanted) < known.index(now or "base"):
        command.downgrade(config, wanted)
    else:
        command.upgrade(config, wanted)


def tables_in(connection: Connection) -> MetaData:
    """The advisor's own tables in a database as they are there, without those of ``OF_THE_DATABASE``.

    Which tables are the advisor's is asked of an empty database at the same revision: others may share the database.
    """
    revision = revision_in(connection)
    found = MetaData()
    if revision is None:
        return found
    there = {*inspect(connection).get_table_names()}
    found.reflect(connection, only=sorted(_names_at(revision) & there))
    return found


@lru_cache(maxsize=32)
def _names_at(revision: str) -> frozenset[str]:
    with empty_database(revision) as empty:
        return frozenset(inspect(empty).get_table_names()) - OF_THE_DATABASE


@contextmanager
def empty_database(revision: str) -> Iterator[Connection]:
    """A database in memory at a revision, to be asked what belongs to it."""
    scratch = create_engine("sqlite://")
    with scratch.begin() as connection:
        move(connection, revision)
        yield connection
    scratch.dispose()


def last_writer(connection: Connection) -> str:
    """Which version of the advisor changed the schema last, and when; empty where that was not noted."""
    last = steps(connection)[-1:]
    return "".join(f"version {step.advisor} of the advisor on {step.at[:10]}" for step in last)
