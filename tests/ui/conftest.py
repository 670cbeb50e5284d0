"""The app as a person meets it, run without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from running import PATIENCE_S
from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "app.py"


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    """Settings and database belong to one test; the catalog may stay."""
    from advisor.ui import cached  # noqa: PLC0415 - importing pages' caches needs the test's environment

    cached.settings.clear()
    cached.database.clear()
    yield
    cached.settings.clear()
    cached.database.clear()


@pytest.fixture
def app() -> AppTest:
    """The app on its start page."""
    opened = AppTest.from_file(str(APP), default_timeout=PATIENCE_S).run()
    assert not opened.exception
    return opened
