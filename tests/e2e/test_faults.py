"""A database that goes, is held, is newer or has a damaged row: explained on the page, and never as a traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from running import app_running, patient_context

from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the app prints on the terminal."""
    return tmp_path / "terminal.txt"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The file of the app's database, with one decision."""
    path = tmp_path / "home" / "advisor.sqlite3"
    engine = open_database(f"sqlite:///{path}")
    Decisions(engine).create(load_sample("marketing-images"), name="Kept decision")
    engine.dispose()
    return path


@pytest.fixture
def url(database: Path, log: Path) -> Iterator[str]:
    """The app over that database; it prints no traceback, whatever happens."""
    with app_running(database.parent, log_file=log) as (address, _):
        yield address
    printed = log.read_text(errors="replace")
    assert "Traceback" not in printed
    assert 'File "' not in printed


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page."""
    context = patient_context(browser, viewport={"width": 1400, "height": 1000})
    yield context.new_page()
    context.close()


def shown(page: Page, url: str) -> None:
    """Open an address and wait until it is drawn; never as Streamlit's own error."""
    page.goto(url)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_text("encountered an error")).to_have_count(0)


def changed(database: Path, statement: str) -> None:
    """Change something in the database by hand."""
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute(statement)


def test_gone_and_back(page: Page, url: str, database: Path) -> None:
    """The page says so, and goes on by itself when it is asked again."""
    shown(page, url)
    expect(page.get_by_text("Kept decision").first).to_be_visible()
    away = database.rename(database.with_suffix(".away"))
    shown(page, url)
    expect(page.get_by_text("The database cannot be reached")).to_be_visible()
    away.rename(database)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Kept decision").first).to_be_visible()


def test_held_by_another_program(page: Page, url: str, database: Path) -> None:
    """After ten seconds of patience."""
    with closing(sqlite3.connect(database, isolation_level=None)) as raw:
        raw.execute("BEGIN EXCLUSIVE")
        shown(page, url)
        expect(page.get_by_text("Another program holds the database")).to_be_visible()
        raw.execute("ROLLBACK")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Kept decision").first).to_be_visible()


def test_one_damaged_row_and_wrong_addresses(page: Page, url: str, database: Path) -> None:
    """The row is named and can be downloaded, the others open; an address that names nothing says so."""
    changed(
        database,
        "INSERT INTO decision (decision_id, name, status, revision, answers_json, created_at, updated_at)"
        " SELECT 'x', 'Damaged one', status, revision, '{', created_at, updated_at FROM decision",
    )
    shown(page, url)
    expect(page.get_by_text("This decision cannot be read; the others can be used.")).to_be_visible()
    expect(page.get_by_role("button", name="Download what is stored")).to_be_visible()
    expect(page.get_by_text("Kept decision").first).to_be_visible()
    shown(page, f"{url}/recommendation?decision=x")
    expect(page.get_by_text("This cannot be read")).to_be_visible()
    shown(page, f"{url}/recommendation?decision=nowhere&draft=none")
    expect(page.get_by_text("does not exist here")).to_be_visible()
    for address in (
        "/nowhere",
        "/nowhere/deeper?decision=%00%ff",
        "/recommendation?decision=%00",
        "/catalog?model=%00",
    ):
        shown(page, url + address)


def test_made_by_a_newer_version(page: Page, database: Path, log: Path) -> None:
    """Nothing is opened, and the page says what to do."""
    changed(database, "UPDATE alembic_version SET version_num = '9999'")
    with app_running(database.parent, log_file=log) as (url, _):
        shown(page, url)
        expect(page.get_by_text("A newer version of the advisor made this database")).to_be_visible()
    assert "Traceback" not in log.read_text(errors="replace")
