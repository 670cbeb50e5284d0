"""Opening the database: engine, migrations and sessions; SQLite by default, PostgreSQL when configured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from advisor.errors import StorageError

_MIGRATIONS = Path(__file__).parent / "migrations"


def open_database(url: str) -> Engine:
    """Connect to ``url`` and bring its schema up to date; raises StorageError naming the database."""
    address = _with_driver(url)
    try:
        if address.startswith("sqlite:///"):
            Path(address.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, pool_pre_ping=True, **_pool(address))
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _tune_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        migrate(engine)
    except (SQLAlchemyError, OSError) as error:
        shown = make_url(address).render_as_string(hide_password=True)
        raise StorageError(f"The database {shown} cannot be opened: {str(error).splitlines()[0]}") from error
    return engine


def migrate(engine: Engine) -> None:
    """Run every migration that the database has not seen yet; safe when several programs start at once."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7230145)")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def session(engine: Engine) -> Iterator[Session]:
    """A unit of work: committed at the end, rolled back when anything is raised."""
    with Session(engine, expire_on_commit=False) as opened:
        try:
            yield opened
            opened.commit()
        except SQLAlchemyError as error:
            opened.rollback()
            raise StorageError(f"The database refused: {str(error).splitlines()[0]}") from error


def _with_driver(url: str) -> str:
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _pool(url: str) -> dict[str, Any]:
    return {} if url.startswith("sqlite") else {"pool_size": 10, "max_overflow": 20}


def _tune_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: the driver's own transactions start too late to be safe."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
