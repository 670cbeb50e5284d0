"""The app as a person meets it, run without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import PATIENCE_S
from streamlit.testing.v1 import AppTest
from trials import servers

from advisor.storage.database import open_database
from advisor.storage.trials import TrialStore

APP = Path(__file__).resolve().parents[2] / "app.py"


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    """Settings and database belong to one test; the catalog may stay."""
    from advisor.ui.cached import installation  # noqa: PLC0415 - importing pages' caches needs the test's environment

    def forget() -> None:
        for kept in (installation.settings, installation.database, installation.installed, installation.evaluations):
            kept.clear()

    forget()
    yield
    installation.evaluations().close(patience_s=PATIENCE_S)
    forget()


@pytest.fixture
def app() -> AppTest:
    """The app on its start page."""
    opened = AppTest.from_file(str(APP), default_timeout=PATIENCE_S).run()
    assert not opened.exception
    return opened


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """Our own server of chat completions."""
    with servers.running() as running:
        yield running


@pytest.fixture
def store(home: Path) -> Iterator[TrialStore]:
    """The database that the app of this test uses."""
    engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
    yield TrialStore(engine)
    engine.dispose()
