"""A database with decisions of several people, made once for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.access.people import Role
from advisor.storage.database import open_database
from advisor.storage.rights.known_people import KnownPeople


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database in which Ada, Bob, Eve and Grace have signed in."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('house') / 'advisor.sqlite3'}")
    for name in ("ada", "bob", "eve", "grace"):
        KnownPeople(engine).saw(signed_in(name, Role.EDITOR, "risk"))
    yield engine
    engine.dispose()
