"""The language of the screens, chosen in a real browser."""

from __future__ import annotations

import re

import pytest
from e2e.test_journey import arrived, go, keep, nothing_broken, open_sample, settled
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def choose(page: Page, language: str) -> None:
    """Choose a language at the side."""
    page.locator(".st-key-frame-language").get_by_role("combobox").click()
    page.get_by_role("option", name=language, exact=True).click()
    settled(page)


def test_german_is_chosen_stays_and_is_named_in_the_address(page: Page, app_url: str) -> None:
    """Requirements and recommendation are German then, after a reload too; the decision is the same one."""
    open_sample(page, app_url)
    choose(page, "Deutsch")
    arrived(page, "Empfehlung")
    expect(page).to_have_url(re.compile("lang=de"))
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("Woran es hängt")
    expect(main).to_contain_text("Warum nicht andere")
    expect(page.get_by_role("tab", name="Rangfolge", exact=True)).to_be_visible()
    nothing_broken(page)
    keep(page, "recommendation-de")
    go(page, "Anforderungen")
    expect(page.get_by_role("tab", name="Sechs Fragen", exact=True)).to_be_visible()
    expect(main).to_contain_text("Was soll es tun?")
    expect(page.get_by_role("button", name="Rangfolge ansehen")).to_be_visible()
    nothing_broken(page)
    keep(page, "requirements-de")
    page.locator(".st-key-desk-save").get_by_role("button").click()
    expect(page).to_have_url(re.compile("decision="))
    page.reload()
    settled(page)
    arrived(page, "Anforderungen")
    choose(page, "English")
    arrived(page, "Requirements")
    expect(page).not_to_have_url(re.compile("lang="))
