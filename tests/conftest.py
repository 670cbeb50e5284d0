"""What many tests need: a home of their own, the shipped catalog, PostgreSQL, a running app, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from playwright.sync_api import expect, sync_playwright
from running import CHROMIUM_FLAGS, PATIENCE_S, app_running, chromium_path, free_port, patient_context
from sqlalchemy import NullPool, create_engine, text

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Nothing of the person's own surroundings may decide a test: settings, keys, proxies, caches, the look of a terminal.
OF_THE_PERSON = ("ADVISOR_", "DATA_GYM_", "HF_", "HUGGING", "OPENAI_", "PG", "STREAMLIT_", "TIKTOKEN_")
OF_THE_TERMINAL = ("CLICOLOR_FORCE", "COLUMNS", "FORCE_COLOR", "GITHUB_ACTIONS", "LINES", "NO_COLOR", "PY_COLORS")
for name in [*os.environ]:
    of_the_person = name.startswith(OF_THE_PERSON) and name not in ("ADVISOR_LLAMA_PYTHON", "ADVISOR_LITELLM")
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
    "tests/e2e/test_alone.py": "browser",
    "tests/e2e/test_journey.py": "browser",
    "tests/e2e/test_languages.py": "browser",
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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Spread single tests over the processes and keep groups together (pytest-xdist's own marker needs pytest < 9)."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - there when tests run in several processes

    class ByGroup(LoadScopeScheduling):
        """Each test for itself, or with its group."""

        def _split_scope(self, nodeid: str) -> str:
            return GROUPS.get(nodeid.partition("::")[0], nodeid)

    return ByGroup(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of its own for every test, so that nothing of the person's is touched."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ADVISOR_HOME", str(folder))
    return folder


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalog."""
    return load_catalog()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of this test's own: no test sees what another left."""
    name = f"test_{uuid.uuid4().hex}"
    server = create_engine(f"{postgres_server}/postgres", isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield f"{postgres_server}/{name}".replace("+psycopg", "")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server started for this run from the system's binaries, on loopback.

    PostgreSQL refuses to run as root: root starts it as the user ``postgres`` that the system's package makes, in
    ``/tmp``, which that user may enter. It listens on a port alone: the path of a socket file could be too long.
    """
    binaries = _postgres_binaries()
    root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="advisor-pg-", dir="/tmp" if root else None))  # noqa: S108 - mkdtemp
    if root:
        shutil.chown(folder, "postgres", "postgres")

    def run(program: str, *arguments: str) -> str:
        command = [str(binaries / program), "-D", str(folder / "data"), *arguments]
        as_user = ["runuser", "-u", "postgres", "--"] if root else []
        done = subprocess.run([*as_user, *command], check=False, capture_output=True, text=True, cwd=folder)
        return "" if done.returncode == 0 else f"{program} failed: {done.stdout}{done.stderr}"

    failure = run("initdb", "-U", "advisor", "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync")
    assert not failure, failure
    for _ in range(5):  # somebody else may take the port between its choice and its use
        port = free_port()
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        failure = run("pg_ctl", "-w", "-t", "300", "-l", str(folder / "log"), "-o", options, "start")
        if not failure:
            break
    assert not failure, failure + (folder / "log").read_text(errors="replace")[-3000:]
    try:
        yield f"postgresql+psycopg://advisor@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
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
