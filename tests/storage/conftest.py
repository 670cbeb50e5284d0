"""An empty, migrated database of each kind for the tests of what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from advisor.storage.database import open_database

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of each kind with nothing in it, in a folder that does not exist yet."""
    sqlite = request.param == "sqlite"
    return f"sqlite:///{tmp_path / 'new' / 'advisor.sqlite3'}" if sqlite else request.getfixturevalue("postgres_url")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An empty migrated database of each kind."""
    opened = open_database(url)
    yield opened
    opened.dispose()
