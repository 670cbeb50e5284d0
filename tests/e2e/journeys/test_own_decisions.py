"""Journeys of a decision of one's own: HR from a sentence, a start-up with 300 dollars, euros to the PDF."""

from __future__ import annotations

import re

import pytest
from e2e.journeys.walking import begun, chosen, downloaded, main_text, ranked, seen, somebody_else, typed
from e2e.test_journey import go, settled
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
CAP = re.compile("^Most it may cost per month")
PEOPLE = "How many people use it"
SENTENCE = (
    "We want to answer questions of 3,000 employees about HR rules, in German, from our own documents. "
    "Nothing may leave the EU."
)


def test_an_hr_assistant_from_one_sentence(browser: Browser, page: Page, app_url: str) -> None:
    """What was understood is shown with the words it comes from, and nothing counts before it is taken."""
    begun(page, app_url, "HR assistant")
    box = page.get_by_role("textbox", name="What shall it do?").first
    box.fill(SENTENCE)
    box.press("Tab")
    settled(page)
    page.get_by_role("button", name="Read it").click(delay=60)
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("I understood")
    expect(main).to_contain_text("3,000 people")
    settled(page)
    expect(page.get_by_role("spinbutton", name=PEOPLE).first).not_to_have_value("3000")
    seen(page, "2-hr-understood")
    page.get_by_role("button", name="Take what is ticked").click(delay=60)
    expect(page.get_by_role("spinbutton", name=PEOPLE).first).to_have_value("3000")
    settled(page)
    expect(main).to_contain_text("So far")
    seen(page, "2-hr-questions")
    ranked(page)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Use ")
    seen(page, "2-hr-verdict")
    with somebody_else(browser, page) as other:
        go(other, "Requirements")
        expect(other.get_by_role("spinbutton", name=PEOPLE).first).to_have_value("3000")
        expect(other.get_by_test_id("stMain")).to_contain_text("German")


def test_a_start_up_with_three_hundred_dollars(browser: Browser, page: Page, app_url: str) -> None:
    """The cap holds for every card, and the answers are there for somebody else at the same address."""
    begun(page, app_url, "Support bot of a start-up")
    typed(page, PEOPLE, "200")
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
        expect(other.get_by_role("spinbutton", name=PEOPLE).first).to_have_value("200")
        expect(other.get_by_role("spinbutton", name=CAP).first).to_have_value("300")


def test_euros_from_the_start_to_the_pdf(browser: Browser, page: Page, app_url: str) -> None:
    """Chosen once, every page and the report speak of euros; no amount is in dollars."""
    begun(page, app_url, "Letters in euros")
    chosen(page, "Your country", "Germany")
    expect(page.get_by_role("combobox", name="Currency").first).to_have_attribute("value", re.compile("EUR|Euro"))
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
    dollars = re.compile(r"\d USD(?!\)| on )")  # but for the rate of exchange, which may name its day
    assert not dollars.findall(paper)
    with somebody_else(browser, page) as other:
        go(other, "Recommendation")
        assert "EUR a month" in main_text(other)
