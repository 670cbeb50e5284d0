"""Two journeys without a mouse: a phone from the start page to the shortlist, and the keyboard alone to the PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from e2e.journeys.walking import NARROW, begun, main_text, ranked, seen, somebody_else, typed
from e2e.test_journey import arrived, nothing_broken, settled
from playwright.sync_api import Browser, Locator, Page, expect
from running import patient_context

pytestmark = pytest.mark.browser
MOST_TABS = 120
"""Pressed more often than that, nobody would call it reachable."""


def test_a_phone_from_the_start_to_the_shortlist(browser: Browser, app_url: str) -> None:
    """By touch at 390 pixels: named, answered, ranked; the verdict fits the screen and somebody else finds it."""
    context = patient_context(browser, viewport={"width": NARROW, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    begun(page, app_url, "Answers on the road")
    typed(page, "How many people use it", "300")
    seen(page, "8-phone-questions")
    ranked(page)
    expect(page.get_by_test_id("stAlert").first).to_be_in_viewport()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Use ")
    roles = ("Recommended", "Best score", "Best value", "Most proven", "As good", "Another way")
    assert any(role in main_text(page) for role in roles)
    seen(page, "8-phone-shortlist")
    cards = page.get_by_test_id("stMain").get_by_text("Points of 100", exact=True)
    assert cards.count() >= 2
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= NARROW for box in _boxes(cards))
    with somebody_else(browser, page) as other:
        expect(other.get_by_test_id("stSidebar")).to_contain_text("Answers on the road")
    context.close()


def _boxes(found: Locator) -> list[dict[str, float]]:
    boxes = [one.bounding_box() for one in found.all()]
    return [{"x": box["x"], "width": box["width"]} for box in boxes if box]


def test_the_keyboard_alone_from_the_start_to_the_pdf(page: Page, app_url: str) -> None:
    """Tab, Enter and the arrows open a sample, reach its report and download it; the focus is always to be seen."""
    page.goto(app_url)
    settled(page)
    _press(page, page.locator(".st-key-start-sample-marketing-images").get_by_role("button"))
    arrived(page, "Recommendation")
    settled(page)
    _press(
        page, page.get_by_role("button", name="Write the report").or_(page.get_by_role("link", name="Write the report"))
    )
    arrived(page, "Report")
    settled(page)
    nothing_broken(page)
    target = page.locator('[class*="st-key-report-download"]').get_by_role("button").first
    _reach(page, target)
    seen(page, "9-keyboard-report")
    _reach(page, target)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


def _press(page: Page, target: Locator) -> None:
    _reach(page, target)
    page.keyboard.press("Enter")


def _reach(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus, which can be seen."""
    for _ in range(MOST_TABS):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    drawn = target.evaluate(
        "element => { const style = getComputedStyle(element); return [style.outlineStyle, style.boxShadow] }"
    )
    assert drawn[0] != "none" or drawn[1] != "none", "the focus cannot be seen"
