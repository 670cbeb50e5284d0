"""Journeys of a decision of one's own: a start-up with 300 dollars a month, and euros from the start to the PDF."""

from __future__ import annotations

import re

import pytest
from e2e.journeys.walking import begun, downloaded, main_text, ranked, seen, somebody_else, tab, typed
from e2e.test_journey import go, settled
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
CAP = re.compile("^Most it may cost per month")


def test_a_start_up_with_three_hundred_dollars(browser: Browser, page: Page, app_url: str) -> None:
    """The cap holds for every card, and the answers are there for somebody else at the same address."""
    begun(page, app_url, "Support bot of a start-up")
    typed(page, "Requests per day", "400")
    typed(page, CAP, "300")
    seen(page, "3-start-up-questions")
    ranked(page)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Use ")
    bills = [float(sum_.replace(",", "")) for sum_ in re.findall(r"USD a month ([\d,.]+) ", main_text(page))]
    assert bills
    assert min(bills) <= 300
    seen(page, "3-start-up-verdict")
    with somebody_else(browser, page) as other:
        go(other, "Requirements")
        expect(other.get_by_role("spinbutton", name="Requests per day").first).to_have_value("400")
        expect(other.get_by_role("spinbutton", name=CAP).first).to_have_value("300")


def test_euros_from_the_start_to_the_pdf(browser: Browser, page: Page, app_url: str) -> None:
    """Chosen once, every page and the report speak of euros; no amount is in dollars."""
    begun(page, app_url, "Letters in euros")
    tab(page, "Data, money, governance")
    currency = page.get_by_role("textbox", name="Currency")
    currency.fill("EUR")
    currency.press("Tab")
    settled(page)
    typed(page, "US dollars per unit of that currency", "1.15")
    seen(page, "6-euro-questions")
    go(page, "Recommendation")
    in_dollars = re.compile(r".{60}\d USD|USD a month")
    assert "EUR a month" in main_text(page)
    assert not in_dollars.findall(main_text(page))
    seen(page, "6-euro-verdict")
    go(page, "Hosting")
    assert " EUR" in main_text(page)
    assert not in_dollars.findall(main_text(page))
    go(page, "Report")
    paper = downloaded(page)
    assert " EUR" in paper
    assert not re.findall(r"USD a month", paper)
    with somebody_else(browser, page) as other:
        go(other, "Recommendation")
        assert "EUR a month" in main_text(other)
