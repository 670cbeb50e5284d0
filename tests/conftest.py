"""What many tests need: a home of their own, the shipped catalog, PostgreSQL, a running app, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from running import CHROMIUM_FLAGS, app_running, chromium_path, free_port

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own for every test, so that nothing of the person's is touched."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ADVISOR_HOME", str(folder))
    for name in ("ADVISOR_DATABASE_URL", "ADVISOR_CATALOG_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalog."""
    return load_catalog()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server started for this run from the system's binaries, on loopback."""
    binaries = _postgres_binaries()
    folder = Path(tempfile.mkdtemp(prefix="advisor-pg-"))
    port = free_port()
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    run = lambda *command: subprocess.run([*as_user, *command], check=True, capture_output=True, cwd=folder)  # noqa: E731
    run(str(binaries / "initdb"), "-D", str(data), "-U", "advisor", "--auth=trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://advisor@127.0.0.1:{port}/postgres"
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _postgres_binaries() -> Path:
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = packaged[-1] if packaged else Path(shutil.which("initdb") or "")
    assert found.name == "initdb", "PostgreSQL is missing: run make test, which installs it"
    return found.parent


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, started the way a person starts it, on a home of its own."""
    with app_running(tmp_path_factory.mktemp("app-home")) as (url, _):
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from the system's packages."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=[*CHROMIUM_FLAGS])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser page, 1400 pixels wide."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    yield context.new_page()
    context.close()
