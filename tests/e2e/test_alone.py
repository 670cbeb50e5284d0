"""The app alone: nothing of it comes from, or goes to, anywhere but this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_every_page_asks_this_machine_alone(page: Page, app_url: str) -> None:
    """From the icon to the fonts, every page and everything on it is served by the app itself."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(app_url)
    expect(page.get_by_test_id("stSidebarNavLink")).to_have_count(11)
    for link in [link.get_attribute("href") for link in page.get_by_test_id("stSidebarNavLink").all()]:
        page.goto(str(link))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    hosts = {urlsplit(url).hostname for url in asked if not url.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}, [url for url in asked if urlsplit(url).hostname not in {"127.0.0.1", None}]
