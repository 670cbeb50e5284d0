"""Journeys that begin with a sample: a newcomer at the bank, an insurer, and a cap that nothing keeps to."""

from __future__ import annotations

import re

import pytest
from e2e.journeys.walking import downloaded, main_text, seen, somebody_else, tab, typed
from e2e.test_journey import go, open_sample, settled
from playwright.sync_api import Browser, Page, expect

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample

pytestmark = pytest.mark.browser


def _chosen(assessment: Assessment) -> tuple[str, str]:
    """The chosen model's name and its place, as the record says them."""
    choice = next(one for one in assessment.recommendations if one.alternative_id == assessment.choice_id)
    return choice.model_name, choice.place


def test_a_newcomer_with_the_bank(browser: Browser, page: Page, app_url: str, catalog: Catalog) -> None:
    """From the start page over the verdict and its hosting to the PDF, all of one model at one price."""
    bank = load_sample("eu-bank-customer-service")
    model, place = _chosen(assess(bank, catalog))
    page.goto(app_url)
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator('[class*="st-key-start-sample-"]')).to_have_count(10)
    seen(page, "1-newcomer-start")
    open_sample(page, app_url)
    verdict = main_text(page)
    assert f"Use {model} at " in verdict
    assert place.partition(" (")[0] in verdict
    seen(page, "1-newcomer-verdict")
    go(page, "Hosting")
    assert f"{model}" in main_text(page).partition(" a month")[0]
    seen(page, "1-newcomer-hosting")
    go(page, "Report")
    seen(page, "1-newcomer-report")
    assert model in (paper := downloaded(page))
    assert bank.title in paper
    with somebody_else(browser, page) as other:
        expect(other.get_by_test_id("stSidebar")).to_contain_text(bank.title)


def test_an_insurer_with_three_use_cases(browser: Browser, page: Page, app_url: str, catalog: Catalog) -> None:
    """The portfolio names a model for each use case and one sum; saved, it is the same for somebody else."""
    insurer = load_sample("insurer-claims-portfolio")
    portfolio = assess(insurer, catalog).portfolio
    assert portfolio is not None
    open_sample(page, app_url, "insurer-claims-portfolio")
    tab(page, "Portfolio")
    expect(page.get_by_test_id("stMain")).to_contain_text(portfolio.sentence)
    shown = main_text(page)
    assert all(case.name in shown for case in insurer.use_cases)
    seen(page, "4-insurer-portfolio")
    go(page, "Hosting")
    expect(page.get_by_test_id("stMain")).to_contain_text("EUR")
    seen(page, "4-insurer-hosting")
    page.locator(".st-key-desk-save").get_by_role("button").click(delay=60)
    expect(page).to_have_url(re.compile("decision="))
    settled(page)
    go(page, "Recommendation")
    with somebody_else(browser, page) as other:
        expect(other.get_by_test_id("stSidebar")).to_contain_text(insurer.title)
        tab(other, "Portfolio")
        expect(other.get_by_test_id("stMain")).to_contain_text(portfolio.sentence)


def test_nothing_fits_and_one_constraint_is_relaxed(browser: Browser, page: Page, app_url: str) -> None:
    """A cap of one euro; the cheapest way out is one click, its new cap is kept, and Undo takes it back."""
    open_sample(page, app_url)
    go(page, "Requirements")
    cap = re.compile("^Most it may cost per month")
    typed(page, cap, "1")
    go(page, "Recommendation")
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("Nothing fits")
    expect(main).to_contain_text("What to relax, cheapest first")
    seen(page, "5-nothing-fits")
    page.get_by_role("button", name="Relax this and rank again").first.click(delay=60)
    expect(main).not_to_contain_text("Nothing fits")
    settled(page)
    expect(main).to_contain_text(re.compile("Use |the likely choice"))
    seen(page, "5-relaxed")
    with somebody_else(browser, page) as other:
        expect(other.get_by_test_id("stMain")).not_to_contain_text("Nothing fits")
        go(other, "Requirements")
        relaxed = float(other.get_by_role("spinbutton", name=cap).first.input_value())
        assert relaxed > 1
    page.get_by_role("button", name="Undo").click(delay=60)
    expect(main).to_contain_text("Nothing fits")
    settled(page)
