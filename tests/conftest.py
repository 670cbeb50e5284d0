"""What many tests need: a home of their own, the shipped catalog, PostgreSQL, a running app, a browser."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from playwright.sync_api import expect, sync_playwright
from postgres_cluster import PostgresCluster, postgres_database, running_cluster
from running import CHROMIUM_FLAGS, PATIENCE_S, app_running, chromium_path, patient_context
from shipped import shipped_catalog

from advisor.catalog.catalog import Catalog
from advisor.storage.database import open_database

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Nothing of the person's own surroundings may decide a test: settings, keys, proxies, caches, the look of a terminal.
OF_THE_PERSON = ("ADVISOR_", "DATA_GYM_", "HF_", "HUGGING", "OPENAI_", "PG", "STREAMLIT_", "TIKTOKEN_")
OF_THE_TERMINAL = ("CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "LINES", "NO_COLOR", "PY_COLORS")
for name in [*os.environ]:
    of_the_person = name.startswith(OF_THE_PERSON) and name not in (
        "ADVISOR_LLAMA_PYTHON",
        "ADVISOR_LITELLM",
        "ADVISOR_OIDC",
    )
    if of_the_person or name in OF_THE_TERMINAL or name.upper().endswith("_PROXY"):
        del os.environ[name]
os.environ["TIKTOKEN_CACHE_DIR"] = os.devnull

expect.set_options(timeout=PATIENCE_S * 1000)
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


GROUPS = {
    "tests/e2e/journeys/test_samples.py": "journeys",
    "tests/e2e/journeys/test_own_decisions.py": "journeys",
    "tests/e2e/journeys/test_keeping.py": "journeys",
    "tests/e2e/journeys/test_phone_and_keyboard.py": "journeys",
    "tests/capability/test_build.py": "capability",
    "tests/casebook/test_casebook.py": "casebook",
    "tests/casebook/test_consistent_advice.py": "casebook",
    "tests/e2e/test_alone.py": "browser",
    "tests/e2e/test_journey.py": "browser",
    "tests/e2e/test_languages.py": "browser",
    "tests/e2e/test_sign_in.py": "sign-in",
    "tests/hosting/speed/test_roofline.py": "speed",
    "tests/storage/test_audit_trail.py": "storage",
    "tests/storage/test_decisions.py": "storage",
    "tests/storage/test_lifecycle.py": "storage",
    "tests/cli/test_cli.py": "cli",
    "tests/cli/test_commands.py": "cli",
    "tests/trials/test_gateway.py": "gateway",
    "tests/trials/test_real_models.py": "models",
}
"""Files whose tests share something that takes long to make: all of a group run in one process."""

FIRST = (
    "tests/api/test_schemathesis.py",
    "tests/e2e/",
    "tests/report/test_fuzz.py",
    "tests/services/refresh/test_run.py",
    "tests/storage/test_faults.py",
    "tests/storage/test_killed.py",
    "tests/trials/test_kits_start.py",
)
"""Files with a test of more than twenty seconds: begun last, it would keep one process while the other is idle."""

SEARCHED_EVERY = 10_000
"""New objects after which Python looks for garbage among them, in place of 700."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What collecting makes stays to the end: a search for garbage finds none there, and would look at all of it.

    The tests make millions of records that refer to nothing: at Python's own threshold a seventh of their time went
    into such searches.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(SEARCHED_EVERY, 10, 10)
        gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Spread tests over the processes file by file, groups whole (pytest-xdist's own marker needs pytest < 9)."""
    from spreading import ByFile  # noqa: PLC0415 - pytest-xdist is there when tests run in several processes

    if config.getvalue("dist") != "loadgroup":
        return None
    return ByFile(config, log, groups=GROUPS, first=FIRST, waiting="tests/e2e/")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own for every test, so that nothing of the person's is touched."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ADVISOR_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalog."""
    return shipped_catalog()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of this test's own: no test sees what another left."""
    with postgres_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database of the newest schema without rows, migrated once: tests begin with a copy of their own."""
    path = tmp_path_factory.mktemp("migrated") / "advisor.sqlite3"
    open_database(f"sqlite:///{path}").dispose()
    assert [*path.parent.iterdir()] == [path]
    return path


@pytest.fixture(scope="session")
def migrated_name(postgres_server: str) -> Iterator[str]:
    """The name of such a database on the PostgreSQL server."""
    with postgres_database(postgres_server) as url:
        open_database(url).dispose()
        yield url.rpartition("/")[2]


@pytest.fixture(scope="session")
def postgres_server(postgres_cluster: PostgresCluster) -> str:
    """The address of a PostgreSQL server started for this run."""
    return postgres_cluster.address


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[PostgresCluster]:
    """A PostgreSQL server started for this run from the system's binaries, which a test may stop and start again."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, started the way a person starts it, on a home of its own."""
    with app_running(tmp_path_factory.mktemp("app-home")) as (url, _):
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from the system's packages."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*CHROMIUM_FLAGS], timeout=PATIENCE_S * 1000
        )
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser page, 1400 pixels wide."""
    context = patient_context(browser, viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    yield context.new_page()
    context.close()
