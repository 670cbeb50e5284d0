"""Playground sessions in real browser pages: a decision with stand-ins, and a trial started in each page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.trials import TrialStore
from advisor.trials.records import Connection, KeySource

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SAMPLE = "eu-bank-customer-service"
PATIENCE_MS = 120_000


def keyed(page: Page, key: str) -> Locator:
    """The widget with a key."""
    return page.locator(f".st-key-{re.sub(r'[^A-Za-z0-9_-]', '-', key)}")


def shortlisted(catalog: Catalog, count: int) -> list[str]:
    """The first models of the sample's ranking."""
    ranked = assess(load_sample(SAMPLE), catalog, samples=200).recommendations
    return list(dict.fromkeys(entry.model_id for entry in ranked))[:count]


def stand_in(home: Path, *, name: str, url: str, model: str, catalog_model: str, key: KeySource | None = None) -> None:
    """A connection that stands in for a shortlisted model, saved as the page saves it."""
    connection = Connection(
        name=name,
        base_url=url,
        model=model,
        scope="loopback",
        catalog_model_id=catalog_model,
        max_data_class="restricted",
        key=key or KeySource(),
        deadline_s=3600,
    )
    store = TrialStore(open_database(f"sqlite:///{home / 'advisor.sqlite3'}"))
    store.save_connection(connection.name, connection.model_dump_json())


def saved_decision(home: Path) -> str:
    """Save the sample as a decision and give its id."""
    return Decisions(open_database(f"sqlite:///{home / 'advisor.sqlite3'}")).create(load_sample(SAMPLE)).decision_id


def open_playground(page: Page, url: str, decision_id: str, panes: Sequence[str]) -> None:
    """Open the playground on a decision whose stand-ins fill the panes."""
    page.goto(f"{url}/playground?decision={decision_id}")
    for number, name in enumerate(panes, 1):
        shown = f"{name} – number {number} on the shortlist"
        expect(page.get_by_role("combobox", name=f"Pane {number}")).to_have_value(shown, timeout=PATIENCE_MS)


def ask(page: Page, prompt: str) -> None:
    """Write a prompt and run it."""
    field = page.get_by_label("Prompt", exact=True)
    field.fill(prompt)
    field.press("Control+Enter")
    run = keyed(page, "playground.run").get_by_role("button")
    expect(run).to_be_enabled(timeout=PATIENCE_MS)
    run.click()
