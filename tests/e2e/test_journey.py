"""The whole journey in a real browser, with screenshots kept as artefacts in ``.artefacts``."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from running import ARTEFACTS, app_running, patient_context, until
from tabs import open_tab

from advisor.questionnaire.presets import load_sample

pytestmark = pytest.mark.browser
BANK = load_sample("eu-bank-customer-service")
PAGES = (
    "Requirements",
    "Recommendation",
    "Hosting",
    "Beyond the model",
    "Report",
    "Playground",
    "Evaluation",
    "Connections",
    "Catalog",
    "Register",
)
# Streamlit's own markup, one thing with two findings: its navigation puts a div between ul and li. The nearest issue
# upstream is github.com/streamlit/streamlit/issues/8399 (open, on the structure of pages for assistive technology);
# none that we found names this list (searched in November 2026).
OF_STREAMLIT = {"list", "listitem"}


def keep(page: Page, name: str) -> None:
    """Keep a screenshot of the page as an artefact."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def settled(page: Page) -> None:
    """Wait until the app has nothing left to do."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def arrived(page: Page, title: str) -> None:
    """Wait until the page of this title is there.

    ``expect`` would describe the whole page as a screen reader has it each time that it looks in vain, which was much
    of what the browser worked.
    """
    page.get_by_role("heading", level=1, name=title, exact=True).wait_for()


def nothing_broken(page: Page) -> None:
    """No page may show an exception."""
    expect(page.get_by_test_id("stException")).to_have_count(0)


def go(page: Page, title: str) -> None:
    """Follow the navigation to a page; on a narrow screen the navigation is folded away first."""
    unfold = page.get_by_test_id("stExpandSidebarButton")
    for _ in range(20):
        if not unfold.is_visible():
            break
        with suppress(PlaywrightTimeout):  # a window that has just become wide unfolds it by itself
            unfold.click(timeout=3_000)
    # A person holds a button for longer than nothing: what was typed before is sent when it goes down.
    page.get_by_test_id("stSidebarNavLink").filter(has_text=re.compile(f"{title}$")).click(delay=60)
    arrived(page, title)
    settled(page)


def open_sample(page: Page, url: str, name: str = "eu-bank-customer-service") -> None:
    """Open a sample from the start page and wait for its ranking."""
    page.goto(url)
    settled(page)
    page.locator(f".st-key-start-sample-{name}").get_by_role("button").click()
    arrived(page, "Recommendation")
    settled(page)


def scrolled(page: Page) -> float:
    """How far down the page is scrolled, in pixels."""
    return float(page.get_by_test_id("stMain").evaluate("main => main.scrollTop"))


@pytest.mark.parametrize("width", [1400, 420])
def test_a_page_begins_at_its_top(browser: Browser, app_url: str, width: int) -> None:
    """From far down the start page to the verdict; what only redraws a page leaves the reader where they are."""
    context = patient_context(browser, viewport={"width": width, "height": 700})
    page = context.new_page()
    page.goto(app_url)
    settled(page)
    # Tall throughout: a page that is short while it draws would be at its top by chance.
    page.add_style_tag(content='[data-testid="stMainBlockContainer"] { min-height: 4000px }')
    sample = page.locator(".st-key-start-sample-marketing-images").get_by_role("button")
    sample.scroll_into_view_if_needed()
    assert scrolled(page) > 100
    sample.click()
    expect(page.get_by_role("heading", level=1, name="Recommendation", exact=True)).to_be_in_viewport()
    settled(page)
    assert scrolled(page) == 0
    open_tab(page, "Weights")
    slider = page.get_by_role("slider", name="Cost")
    slider.focus()
    slider.evaluate("thumb => thumb.scrollIntoView({block: 'center'})")
    before = scrolled(page)
    assert before > 100
    slider.press("ArrowRight")
    expect(page.get_by_text(re.compile("^(Still the|New) choice: ")).first).to_be_visible()
    settled(page)
    expect(slider).to_be_focused()
    assert abs(scrolled(page) - before) < 50
    context.close()


def test_from_a_sample_to_the_pdf(page: Page, app_url: str) -> None:
    """Sample, ranking, hosting, saved, report: the PDF carries the decision's title, tags and language."""
    open_sample(page, app_url)
    expect(page.get_by_test_id("stSidebar")).to_contain_text(BANK.title)
    keep(page, "recommendation")
    go(page, "Hosting")
    nothing_broken(page)
    keep(page, "hosting")
    page.locator(".st-key-desk-save").get_by_role("button").click()
    expect(page.get_by_test_id("stSidebar")).not_to_contain_text("not saved yet")
    go(page, "Report")
    nothing_broken(page)
    keep(page, "report")
    with page.expect_download() as download:
        page.locator('[class*="st-key-report-download"]').get_by_role("button").first.click()
    content = Path(download.value.path()).read_bytes()
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("en")
        assert BANK.title in str(document.open_metadata()["dc:title"])
        assert len(document.pages) >= 5


def test_a_reload_finds_the_saved_decision_again(page: Page, app_url: str) -> None:
    """The address carries the decision; a reload opens it without a question."""
    open_sample(page, app_url, "contract-analyser")
    page.locator(".st-key-desk-save").get_by_role("button").click()
    expect(page).to_have_url(re.compile("decision="))
    page.reload()
    settled(page)
    expect(page.get_by_test_id("stSidebar")).to_contain_text(load_sample("contract-analyser").title)


def test_a_saved_decision_survives_a_restart(browser: Browser, tmp_path: Path) -> None:
    """Saved in one process, found by the next."""
    context = patient_context(browser)
    page = context.new_page()
    with app_running(tmp_path) as (url, _):
        open_sample(page, url, "marketing-images")
        page.locator(".st-key-desk-save").get_by_role("button").click()
        expect(page.get_by_test_id("stSidebar")).not_to_contain_text("not saved yet")
    with app_running(tmp_path) as (url, _):
        page.goto(url)
        settled(page)
        row = page.locator('[class*="st-key-start-open-"]')
        expect(row).to_have_count(1)
        expect(page.get_by_test_id("stMain")).to_contain_text(load_sample("marketing-images").title)
    context.close()


def test_a_link_into_a_page_works_on_a_server_that_nobody_has_visited(page: Page, tmp_path: Path) -> None:
    """The first request of all may be a link to a model card: the app answers, navigation and all."""
    with app_running(tmp_path) as (url, _):
        page.goto(f"{url}/catalog?model=meta/llama-3.3-70b-instruct")
        settled(page)
        expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(1 + len(PAGES))
        expect(page.get_by_test_id("stMain")).to_contain_text("Llama 3.3 70B")


def test_a_wrong_answer_is_explained_and_nothing_is_lost(page: Page, app_url: str) -> None:
    """A negative number is refused with its place; the number typed stays where it was typed."""
    open_sample(page, app_url)
    go(page, "Requirements")
    field = page.get_by_role("spinbutton", name="How many people use it").first
    field.fill("-7")
    field.press("Tab")
    expect(page.get_by_text("How many people use it: -7 does not count. Allowed: 1 or more").first).to_be_visible()
    expect(field).to_have_value("-7")
    keep(page, "wrong-answer")


def theme(page: Page) -> Literal["light", "dark"]:
    """The theme that is on."""
    return "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"


def other_theme(page: Page) -> None:
    """Put on the theme that is not on, and wait until the page has it."""
    app = page.get_by_test_id("stApp")
    before = app.evaluate("app => getComputedStyle(app).backgroundColor")
    page.emulate_media(color_scheme="light" if theme(page) == "dark" else "dark")
    expect(app).not_to_have_css("background-color", before)
    settled(page)


@pytest.mark.parametrize(("width", "first"), [(1400, "light"), (420, "dark")])
def test_every_page_in_every_look(browser: Browser, app_url: str, width: int, first: Literal["light", "dark"]) -> None:
    """Each page draws without an exception or an error in the console, in light and dark, wide and narrow.

    A page is drawn in the theme of the page before, then put into the other one: what is first drawn in the light in
    the one width is first drawn in the dark in the other.
    """
    context = patient_context(browser, viewport={"width": width, "height": 1000}, color_scheme=first)
    page = context.new_page()
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(message.text)

    page.on("console", note)
    open_sample(page, app_url)
    for title in PAGES:
        go(page, title)
        _drawn(page, title, width)
        other_theme(page)
        _drawn(page, title, width)
    assert not errors, errors
    context.close()


def _drawn(page: Page, title: str, width: int) -> None:
    """The page is whole and scrolls to no side; a picture of it is kept."""
    name = f"{theme(page)}-{width}"
    nothing_broken(page)
    keep(page, f"{title.lower()}-{name}")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{title} scrolls sideways by {wide} pixels at {name}"


def at_rest(page: Page) -> None:
    """Wait until nothing is drawn faded: Streamlit lets what a run may replace fade, and come back when it stays."""
    expect(page.locator('[data-stale="true"]')).to_have_count(0)
    moving = "() => document.getAnimations().filter(one => one instanceof CSSTransition).length"
    until(lambda: page.evaluate(moving) == 0, "a page at rest")


def findings(page: Page, within: str | None = None) -> list[str]:
    """What axe finds critical or serious beyond Streamlit's own markup; in the other theme, too little contrast.

    The page is left in the other theme, in which the next look begins: a theme is put on once for every look.
    """
    at_rest(page)
    found = Axe().run(page, within).response["violations"]
    other_theme(page)
    at_rest(page)
    contrast = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
    found += Axe().run(page, within, contrast).response["violations"]
    return [
        f"{violation['id']} {node['html'][:200]} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
        if violation["impact"] in {"critical", "serious"} and violation["id"] not in OF_STREAMLIT
    ]


def test_every_page_is_accessible(page: Page, app_url: str) -> None:
    """No critical or serious finding of axe beyond Streamlit's own markup, on any page, in either theme."""
    page.goto(app_url)
    settled(page)
    assert not findings(page), "Start"
    open_sample(page, app_url)
    for title in PAGES:
        go(page, title)
        assert not findings(page), title


CONTRAST = """text => {
    const channels = colour => colour.match(/[0-9.]+/g).slice(0, 3).map(Number);
    const luminance = colour => channels(colour)
        .map(value => value / 255)
        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
        .reduce((sum, value, place) => sum + value * [0.2126, 0.7152, 0.0722][place], 0);
    const app = document.querySelector('[data-testid="stApp"]');
    const pair = [luminance(getComputedStyle(text).fill), luminance(getComputedStyle(app).backgroundColor)];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_axes_of_a_chart_can_be_read(browser: Browser, app_url: str, scheme: Literal["light", "dark"]) -> None:
    """Names and numbers at the axes stand out by 4.5:1, which axe does not look at in a drawing."""
    context = patient_context(browser, viewport={"width": 1400, "height": 1000}, color_scheme=scheme)
    page = context.new_page()
    open_sample(page, app_url)
    for tab, mark in (("Ranking", ".ytick text"), ("Robustness", ".xtitle")):
        open_tab(page, tab)
        settled(page)
        text = page.locator(f".js-plotly-plot {mark}").first
        expect(text).to_be_visible()
        assert text.evaluate(CONTRAST) >= 4.5, f"{tab}, {mark}"
    context.close()


TABS = {
    "Recommendation": (
        "Ranking;Why not;Weights;Prices of a point;Fitness;Compare;Robustness;What would change it;Cost;Stakeholders;"
        "Portfolio"
    ),
    "Requirements": "Six questions;Work and load;Data, money, governance;What matters most;Exclusions;File",
    "Hosting": "Costs;Break-even;Trade-off;What moves it;Energy and carbon;Quote and files",
    "Playground": "Try;Blind votes;Kept runs;Prompt library",
    "Evaluation": "Evaluations;New evaluation;How many prompts?",
    "Catalog": "Browse;Quality and price;Compare;Model card;Your own;Refresh",
    "Beyond the model": "Adaptation;Architecture;Governance;After go-live;Fairness",
    "Report": "Report;Life of the decision;Replay",
    "Register": "Decisions of the house;House policy;Exceptions",
}


@pytest.mark.parametrize("title", TABS)
def test_every_tab_is_accessible(page: Page, app_url: str, title: str) -> None:
    """No critical or serious finding of axe beyond Streamlit's own markup, on any tab of any page."""
    open_sample(page, app_url, "insurer-claims-portfolio")
    go(page, title)
    for number, tab in enumerate(TABS[title].split(";")):
        open_tab(page, tab)
        settled(page)
        nothing_broken(page)
        # What stands around the tabs is the same on each of them.
        assert not findings(page, '[role="tabpanel"]' if number else None), tab


def test_a_first_ranking_from_ten_answers(page: Page, app_url: str) -> None:
    """From nothing: a task, ten answers, a ranking, a weight moved, seen at once."""
    page.goto(app_url)
    settled(page)
    page.get_by_text("Or begin with a name and a task").click()
    page.get_by_role("textbox", name="Name of the decision").fill("Invoices of suppliers")
    page.get_by_role("button", name="Answer the questions").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Requirements")
    settled(page)
    page.get_by_role("spinbutton", name="How many people use it").first.fill("600")
    page.get_by_role("spinbutton", name="Most it may cost per month (USD)").first.fill("20000")
    page.get_by_role("button", name="See the ranking").click(delay=60)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Recommendation")
    settled(page)
    main = page.get_by_test_id("stMain")
    expect(main).to_contain_text("What your weights say")
    open_tab(page, "Weights")
    settled(page)
    before = page.get_by_role("slider", name="Cost").get_attribute("aria-valuenow")
    page.get_by_role("slider", name="Cost").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("slider", name="Cost")).not_to_have_attribute("aria-valuenow", str(before))
    settled(page)
    expect(main.get_by_text(re.compile("^(Still the|New) choice: ")).first).to_be_visible()
    nothing_broken(page)
    keep(page, "first-ranking")


def test_the_ranking_is_reached_with_the_keyboard_alone(page: Page, app_url: str) -> None:
    """Tab and Enter lead from the start page to a sample's ranking."""
    page.goto(app_url)
    settled(page)
    target = page.locator(".st-key-start-sample-eu-bank-customer-service").get_by_role("button")
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            break
    expect(target).to_be_focused()
    page.keyboard.press("Enter")
    arrived(page, "Recommendation")


def test_nothing_answered_is_lost_on_a_reload(page: Page, app_url: str) -> None:
    """What was typed last is kept on the way to another page, on Back, on a reload and in another tab.

    Nobody presses anything but a link after typing; what is undone stays so.
    """
    open_sample(page, app_url)
    go(page, "Requirements")
    field = page.get_by_role("spinbutton", name="How many people use it").first
    field.fill("12345")
    go(page, "Hosting")
    page.go_back()
    arrived(page, "Requirements")
    settled(page)
    expect(field).to_have_value("12345")
    refused = page.get_by_role("spinbutton", name=re.compile("^Most it may cost per month")).first
    refused.fill("-3")
    refused.press("Enter")
    expect(page.get_by_text(re.compile("-3 does not count")).first).to_be_visible()
    settled(page)
    expect(page).to_have_url(re.compile("draft="))
    page.reload()
    settled(page)
    expect(page.get_by_role("spinbutton", name="How many people use it").first).to_have_value("12345")
    expect(refused).to_have_value("-3")
    other = page.context.new_page()
    other.goto(page.url)
    settled(other)
    expect(other.get_by_role("spinbutton", name="How many people use it").first).to_have_value("12345")
    other.close()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("spinbutton", name="How many people use it").first).to_have_value("")
    settled(page)
    page.reload()
    settled(page)
    expect(page.get_by_role("spinbutton", name="How many people use it").first).to_have_value("")
