"""Two tabs change one decision: the one that saves second is asked, and nothing of either is lost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from running import ARTEFACTS, app_running, patient_context, until

from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def settled(page: Page) -> None:
    """Wait until the app has nothing left to do."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def renamed(page: Page, address: str, title: str) -> None:
    """Open the decision at its requirements and give it another title, without saving."""
    page.goto(address)
    settled(page)
    field = page.get_by_role("textbox", name="Name of the decision")
    field.fill(title)
    field.press("Tab")
    expect(page.get_by_test_id("stSidebar")).to_contain_text(title)
    settled(page)


@pytest.mark.slow
def test_the_second_tab_is_asked_and_both_stay(browser: Browser, tmp_path: Path) -> None:
    """Tab one saves; tab two chooses both: two decisions, each with its own answers."""
    with app_running(tmp_path) as (url, _):
        context = patient_context(browser, viewport={"width": 1400, "height": 1000})
        one, two = context.new_page(), context.new_page()
        one.goto(url)
        settled(one)
        repository = Decisions(open_database(f"sqlite:///{tmp_path / 'advisor.sqlite3'}"))
        kept = repository.create(load_sample("marketing-images"))
        address = f"{url}/requirements?decision={kept.decision_id}"
        renamed(one, address, "Of tab one")
        renamed(two, address, "Of tab two")
        one.locator(".st-key-desk-save").get_by_role("button").click()
        until(lambda: [found.answers.title for found in repository.all()] == ["Of tab one"], "what tab one saved")
        two.locator(".st-key-desk-save").get_by_role("button").click()
        dialog = two.get_by_role("dialog")
        expect(dialog).to_contain_text(re.compile("after you had opened it"))
        ARTEFACTS.mkdir(exist_ok=True)
        two.screenshot(path=ARTEFACTS / "saved-elsewhere.png")
        dialog.get_by_text("Both: mine becomes a decision of its own").click()
        dialog.get_by_role("button", name="Go on").click()
        expect(dialog).to_have_count(0)
        settled(two)
        assert sorted(found.answers.title for found in repository.all()) == ["Of tab one", "Of tab two"]
        context.close()
