"""Opening a tab of a page in a real browser."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Page, expect


def open_tab(page: Page, name: str) -> None:
    """Open a tab as a person does: with a press that lasts, and again where it was lost.

    A press that ends in the frame in which it began is lost where the browser is just drawing the page anew.
    """
    tab = page.get_by_role("tab", name=name, exact=True)
    for _ in range(2):
        tab.click(delay=60)
        with suppress(AssertionError):
            expect(tab).to_have_attribute("aria-selected", "true", timeout=30_000)
            return
    tab.click(delay=60)
    expect(tab).to_have_attribute("aria-selected", "true")
