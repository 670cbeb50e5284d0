"""An empty, migrated database of each kind for the tests of what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from advisor.storage.database import open_database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty migrated database of each kind, in a folder that did not exist before."""
    if request.param == "sqlite":
        opened = open_database(f"sqlite:///{tmp_path / 'new' / 'advisor.sqlite3'}")
    else:
        opened = open_database(request.getfixturevalue("postgres_url"))
    yield opened
    opened.dispose()
