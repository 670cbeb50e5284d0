"""An empty, migrated database of each kind for the tests of what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from postgres_cluster import postgres_database
from sqlalchemy import Engine

from advisor.storage.database import open_database
from advisor.whole_files import private_folder

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of each kind with nothing in it, in a folder that does not exist yet.

    A test that asks for ``engine`` as well never sees it so: it gets a copy of one that was migrated.
    """
    given = request.getfixturevalue
    place, migrated = tmp_path / "new" / "advisor.sqlite3", "engine" in request.fixturenames
    if request.param == "sqlite":
        if migrated:
            private_folder(place.parent)
            copy(given("migrated_file"), place)
        yield f"sqlite:///{place}"
    else:
        like = given("migrated_name") if migrated else "template1"
        with postgres_database(given("postgres_server"), like=like) as address:
            yield address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An empty migrated database of each kind."""
    opened = open_database(url)
    yield opened
    opened.dispose()
