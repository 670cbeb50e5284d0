"""Journeys of what is kept: two tabs that change one decision, and a reload and Back at every step."""

from __future__ import annotations

import re

import pytest
from e2e.journeys.walking import begun, seen, somebody_else, typed
from e2e.test_journey import arrived, go, open_sample, settled
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
PEOPLE = "How many people use it"
CAP = re.compile("^Most it may cost per month")
WAY = ("Requirements", "Recommendation", "Hosting", "Report", "Playground", "Catalog")


def _save(page: Page) -> None:
    page.locator(".st-key-desk-save").get_by_role("button").click(delay=60)


def test_two_tabs_change_one_decision(browser: Browser, page: Page, app_url: str) -> None:
    """Who saves second is asked; taken answer by answer, the stored decision has what each of them changed."""
    open_sample(page, app_url, "marketing-images")
    _save(page)
    expect(page).to_have_url(re.compile("decision="))
    settled(page)
    other = page.context.new_page()
    other.goto(page.url)
    settled(other)
    for one in (page, other):
        go(one, "Requirements")
    typed(page, PEOPLE, "333")
    typed(other, CAP, "4444")
    _save(page)
    expect(page.get_by_test_id("stSidebar")).not_to_contain_text("not saved yet")
    settled(page)
    _save(other)
    asked = other.get_by_role("dialog")
    expect(asked).to_contain_text("after you had opened it")
    settled(other)
    asked.get_by_text("Answer by answer").click(delay=60)
    settled(other)
    seen(other, "7-two-tabs-asked")
    asked.get_by_role("button", name="Go on").click(delay=60)
    expect(asked).to_have_count(0)
    settled(other)
    with somebody_else(browser, other) as third:
        go(third, "Requirements")
        expect(third.get_by_role("spinbutton", name=PEOPLE).first).to_have_value("333")
        expect(third.get_by_role("spinbutton", name=CAP).first).to_have_value("4444")
    seen(other, "7-two-tabs-after")
    other.close()


def test_a_reload_and_back_at_every_step(browser: Browser, page: Page, app_url: str) -> None:
    """Every page is itself again, of the same decision with the same answers, and Back leads to the one before."""
    begun(page, app_url, "Reloaded at every step")
    typed(page, PEOPLE, "777")
    desk = page.get_by_test_id("stSidebar")
    for title in WAY:
        if title != WAY[0]:
            go(page, title)
        page.reload()
        arrived(page, title)
        settled(page)
        expect(desk).to_contain_text("Reloaded at every step")
    for title in reversed(WAY[:-1]):
        page.go_back()
        arrived(page, title)
        settled(page)
        expect(desk).to_contain_text("Reloaded at every step")
    expect(page.get_by_role("spinbutton", name=PEOPLE).first).to_have_value("777")
    seen(page, "10-back-at-the-questions")
    with somebody_else(browser, page) as other:
        expect(other.get_by_role("spinbutton", name=PEOPLE).first).to_have_value("777")
