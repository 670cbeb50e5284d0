"""Opening the database: engine, migrations and sessions; SQLite by default, PostgreSQL when configured."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, OperationalError, SQLAlchemyError
from sqlmodel import Session

from advisor.errors import StorageError
from advisor.storage.faults import explained
from advisor.storage.storable import keep_storable, read_any_moment
from advisor.storage.upkeep import schema
from advisor.whole_files import private_file, private_folder


def open_database(url: str) -> Engine:
    """Connect to ``url`` and bring its schema up to date; raises StorageError naming the database."""
    address = _with_driver(url)
    engine = None
    try:
        place = _file_of(address)
        if place is not None:
            private_folder(place.parent)
            private_file(place)
        engine = _connected(address, place, begin=_begin_sqlite)
        migrate(engine)
    except (SQLAlchemyError, CommandError, OSError, ArgumentError) as error:
        if engine is not None:
            engine.dispose()
        raise explained(error, place=shown_address(address)) from error
    return engine


@contextmanager
def as_it_stands(url: str, *, writing: bool = False, make: bool = False) -> Iterator[Connection]:
    """One transaction on a database whose schema is left as it is; raises StorageError naming the database.

    Without ``writing`` everything is read from one moment, while others go on writing. A database that is not there is
    refused, or made (empty, without a schema) with ``make``.
    """
    address = _with_driver(url)
    if not make:
        refuse_missing(url)
    engine, opened = None, False
    try:
        place = _file_of(address)
        if place is not None and make:
            private_folder(place.parent)
            private_file(place)
        engine = _connected(address, place, begin=_begin_sqlite if writing else _begin_reading)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _keep_undecodable)
        elif not writing:
            engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":  # a table is long to write away, and nobody waits for us
                connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
            opened = True
            yield connection
    except (SQLAlchemyError, CommandError, OSError, ArgumentError) as error:
        raise explained(error, place="" if opened else shown_address(address)) from error
    finally:
        if engine is not None:
            engine.dispose()


def _connected(address: str, place: Path | None, *, begin: Callable[[Connection], None]) -> Engine:
    engine = create_engine(address, pool_pre_ping=True, **_pool(address, place))
    keep_storable(engine)
    if engine.dialect.name == "sqlite":
        read_any_moment(engine)
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", begin)
        if place is not None:
            _watch_file(engine, place)
    return engine


def is_made(url: str) -> bool:
    """Whether there is a database to look at, which opening would otherwise make; one of a server is always there."""
    address = _with_driver(url)
    place = _file_of(address)
    return address.startswith("postgresql") or (place is not None and place.is_file())


def open_made_database(url: str) -> Engine:
    """Open a database that is there; raises StorageError where there is none, and makes none."""
    refuse_missing(url)
    return open_database(url)


def refuse_missing(url: str) -> None:
    """Raise StorageError where there is no database, with the settings that name another."""
    if not is_made(url):
        raise StorageError(
            f"There is no database at {shown_address(url)}: nothing was saved there. ADVISOR_HOME or"
            " ADVISOR_DATABASE_URL name another."
        )


def shown_address(url: str) -> str:
    """The address of a database without its password."""
    try:
        return make_url(_with_driver(url)).render_as_string(hide_password=True)
    except ArgumentError:
        return "named by ADVISOR_DATABASE_URL"


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for any other."""
    return _file_of(_with_driver(url))


def _watch_file(engine: Engine, place: Path) -> None:
    """Never write to a file that was removed or replaced beneath an open connection: what is saved there is lost."""

    @event.listens_for(engine, "connect")
    def remember(_: Any, record: Any) -> None:
        record.info["file"] = _identity(place)

    @event.listens_for(engine, "checkout")
    def compare(_: Any, record: Any, __: Any) -> None:
        now = _identity(place)
        if now is None:
            raise OperationalError("open", None, OSError(f"{place.name}: the database is gone"))
        if record.info.get("file") != now:
            raise DisconnectionError


def _identity(place: Path) -> tuple[int, int] | None:
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def migrate(engine: Engine) -> None:
    """Run every migration that the database has not seen yet; safe when several programs start at once."""
    with engine.begin() as connection:
        alone(connection)
        schema.bring_up(connection)


def alone(connection: Connection) -> None:
    """Let no other program change the schema until this transaction ends; on SQLite none can anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7230145)")


@contextmanager
def session(engine: Engine) -> Iterator[Session]:
    """A unit of work: committed at the end, rolled back when anything is raised."""
    with Session(engine, expire_on_commit=False) as opened:
        done = False
        try:
            yield opened
            opened.flush()
            done = True
            opened.commit()
        except SQLAlchemyError as error:
            with suppress(SQLAlchemyError):  # the connection may be gone
                opened.rollback()
            raise explained(error, at_the_end=done) from error


def _with_driver(url: str) -> str:
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _file_of(address: str) -> Path | None:
    """The file of an SQLite database; None for one in memory, or one whose address says more than a path."""
    path = address.removeprefix("sqlite:///")
    return Path(path) if path not in (address, "", ":memory:") and not path.startswith("file:") else None


def _pool(url: str, place: Path | None) -> dict[str, Any]:
    if place is not None:
        # The file was made when the database was opened; a connection that finds none must not make another.
        address = f"file:{quote(str(place.absolute()))}?mode=rw"
        return {"creator": partial(sqlite3.connect, address, uri=True, check_same_thread=False)}
    if url.startswith("sqlite"):
        return {}
    # Ten seconds of patience, as with SQLite: for the server to answer, and for another program to let a row go.
    # What a program holds that stands still amid a transaction is let go, or nobody could ever go on with it.
    patience = {"connect_timeout": 10, "options": "-c lock_timeout=10s -c idle_in_transaction_session_timeout=15s"}
    given = make_url(url).query
    return {
        "pool_size": 10,
        "max_overflow": 20,
        "connect_args": {name: value for name, value in patience.items() if name not in given},
    }


def _tune_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None
    # FULL: in WAL mode NORMAL flushes no commit to the disk, and a power cut takes back what was acknowledged.
    # recursive_triggers: without it what REPLACE removes is not asked about by the rules for removal.
    for pragma in (
        *("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=FULL"),
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: the driver's own transactions start too late to be safe."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    """Take no lock: what is read first settles the moment from which everything is read (write-ahead log)."""
    connection.exec_driver_sql("BEGIN")


def _keep_undecodable(connection: Any, _: object) -> None:
    """Give text that is none as half characters instead of refusing it: a backup has what is there."""
    connection.text_factory = partial(bytes.decode, errors="surrogateescape")
