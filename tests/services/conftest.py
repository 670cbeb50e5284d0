"""An empty database of its own for every test, as the installation's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import Engine

from advisor.storage.database import open_database


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_file: Path) -> Iterator[Engine]:
    """The database that the settings name."""
    url = f"sqlite:///{copy(migrated_file, tmp_path / 'advisor.sqlite3')}"
    monkeypatch.setenv("ADVISOR_DATABASE_URL", url)
    opened = open_database(url)
    yield opened
    opened.dispose()
