"""What the journeys share: pictures of a page in every look, answers typed as a person types them, and what is kept."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import pymupdf
from e2e.test_journey import arrived, nothing_broken, settled
from playwright.sync_api import Browser, Page, expect
from running import ARTEFACTS, patient_context
from tabs import open_tab

WIDE: Final = 1440
NARROW: Final = 390
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
PICTURES: Final = ARTEFACTS / "journeys"
_BETWEEN_LOOKS_MS: Final = 600
_MOST_LOOKS: Final = 50


def seen(page: Page, name: str) -> None:
    """Keep pictures of a page at 1440 and 390 pixels, light and dark; it is broken in none and never scrolls sideways.

    The page is left as wide and as light as it was.
    """
    nothing_broken(page)
    PICTURES.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    assert size is not None
    for width, schemes in ((WIDE, SCHEMES), (NARROW, SCHEMES[::-1])):  # the theme that is on comes first
        page.set_viewport_size({"width": width, "height": 1000 if width == WIDE else 844})
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            settled(page)
            page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png")
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"{name} scrolls sideways by {beyond} pixels at {width}"
    page.set_viewport_size(size)
    page.wait_for_timeout(1_500)  # the page hears of its width, and draws tables as cards or cards as tables
    settled(page)


def typed(page: Page, label: str | re.Pattern[str], value: str) -> None:
    """Type into a field of numbers as a person does, and leave it."""
    field = page.get_by_role("spinbutton", name=label).first
    field.fill(value)
    field.press("Tab")
    settled(page)


def chosen(page: Page, label: str, option: str | re.Pattern[str]) -> None:
    """Choose from a list, by typing what is looked for."""
    page.get_by_role("combobox", name=label).first.click(delay=60)
    page.keyboard.type(option if isinstance(option, str) else option.pattern.strip("^"))
    page.get_by_role("option", name=option).first.click(delay=60)
    settled(page)


def tab(page: Page, name: str) -> None:
    """Open a tab of the page."""
    open_tab(page, name)
    settled(page)


def begun(page: Page, url: str, title: str) -> None:
    """Name a decision of one's own on the start page; the questions come next."""
    page.goto(url)
    settled(page)
    page.get_by_text("Or begin with a name and a task").click(delay=60)
    expect(page.get_by_role("textbox", name="Name of the decision")).to_be_visible()
    page.wait_for_timeout(500)  # the fold opens in a movement
    page.get_by_role("textbox", name="Name of the decision").fill(title)
    page.get_by_role("button", name="Answer the questions").click(delay=60)
    arrived(page, "Requirements")
    settled(page)


def ranked(page: Page) -> None:
    """Press what leads from the questions to the ranking."""
    page.get_by_role("button", name="See the ranking").first.click(delay=60)
    arrived(page, "Recommendation")
    settled(page)


def main_text(page: Page) -> str:
    """The words of the page once they stay, without its navigation, on one line.

    Between a click and the first sign of work the page looks as if it had none: what is read there is the page before.
    """
    before = None
    for _ in range(_MOST_LOOKS):
        settled(page)
        shown = " ".join(page.get_by_test_id("stMain").inner_text().split())
        if shown == before:
            break
        before = shown
        page.wait_for_timeout(_BETWEEN_LOOKS_MS)
    return shown


@contextmanager
def somebody_else(browser: Browser, page: Page) -> Iterator[Page]:
    """The same address in a browser that has never been here: it shows what the server kept, and nothing else."""
    context = patient_context(browser, viewport={"width": WIDE, "height": 1000}, accept_downloads=True)
    other = context.new_page()
    other.goto(page.url)
    settled(other)
    yield other
    context.close()


def downloaded(page: Page) -> str:
    """The words of the PDF that the report page gives, on one line."""
    with page.expect_download() as download:
        page.locator('[class*="st-key-report-download"]').get_by_role("button").first.click(delay=60)
    content = Path(download.value.path()).read_bytes()
    with pymupdf.open(stream=io.BytesIO(content)) as document:
        return " ".join(" ".join(sheet.get_text() for sheet in document).split())
