"""What was typed last is kept, whatever somebody does next: a link, Back, another tab, a reload."""

from __future__ import annotations

import re

import pytest
from e2e.test_journey import arrived, go, open_sample, settled
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_what_is_typed_last_is_kept_however_fast_somebody_goes_on(page: Page, app_url: str) -> None:
    """Two fields one after the other and a link at once, in a busy browser; then Back with the cursor in a field."""
    open_sample(page, app_url)
    go(page, "Requirements")
    people = page.get_by_role("spinbutton", name="How many people use it").first
    most = page.get_by_role("spinbutton", name=re.compile("^Most it may cost per month")).first
    browser = page.context.new_cdp_session(page)
    for count in range(3):
        browser.send("Emulation.setCPUThrottlingRate", {"rate": 8})
        most.fill(str(70_000 + count))
        people.fill(str(12_000 + count))
        page.get_by_test_id("stSidebarNavLink").filter(has_text=re.compile("Hosting$")).click(delay=60)
        browser.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        arrived(page, "Hosting")
        go(page, "Requirements")
        expect(people).to_have_value(str(12_000 + count))
        expect(most).to_have_value(str(70_000 + count))
    people.fill("54321")
    page.go_back()
    arrived(page, "Hosting")
    settled(page)
    go(page, "Requirements")
    expect(people).to_have_value("54321")


def test_a_link_is_followed_although_what_was_typed_is_told_after_it(page: Page, app_url: str) -> None:
    """A browser busy enough tells a field's value behind the link, and for the page that was left."""
    open_sample(page, app_url)
    go(page, "Requirements")
    people = page.get_by_role("spinbutton", name="How many people use it").first
    people.fill("12000")
    page.evaluate(
        """() => {
            const send = WebSocket.prototype.send;
            let value;
            WebSocket.prototype.send = function (data) {
                if (value === undefined) { value = data; return; }
                WebSocket.prototype.send = send;
                send.call(this, data);
                send.call(this, value);
            };
        }"""
    )
    page.get_by_test_id("stSidebarNavLink").filter(has_text=re.compile("Hosting$")).click(delay=60)
    arrived(page, "Hosting")
    settled(page)
    arrived(page, "Hosting")
    go(page, "Requirements")
    expect(people).to_have_value("12000")


def test_what_is_typed_is_kept_through_another_tab_and_a_reload(page: Page, app_url: str) -> None:
    """The cursor still stands in the field when a tab is opened in a busy browser, or the page is loaded anew."""
    open_sample(page, app_url)
    go(page, "Requirements")
    people = page.get_by_role("spinbutton", name="How many people use it")
    most = page.get_by_role("spinbutton", name=re.compile("^Most it may cost per month"))
    browser = page.context.new_cdp_session(page)
    people.fill("12000")
    browser.send("Emulation.setCPUThrottlingRate", {"rate": 8})
    page.get_by_role("tab", name="Data, money, governance").click(delay=60)
    browser.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    expect(people).to_have_count(0)
    expect(most).to_have_count(1)
    settled(page)
    most.fill("70000")
    page.reload()
    expect(most).to_have_value("70000")
    settled(page)
    expect(page.get_by_role("tab", name="Data, money, governance")).to_have_attribute("aria-selected", "true")
    page.reload()
    expect(people).to_have_value("12000")
    expect(most).to_have_value("70000")
