"""Twenty people in the playground of one running app, each with a pane that hangs; printed against the first alone."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playground_sessions import PATIENCE_MS, ask, keyed, open_playground, saved_decision, shortlisted, stand_in
from playwright.sync_api import expect
from running import app_running
from trials import servers

from advisor.catalog.catalog import Catalog

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.bench
SESSIONS = 20
PANES = ("Stand-in one", "Stand-in two")


def navigation_s(page: Page, url: str) -> float:
    """Seconds from opening the app in a further session to its catalog page."""
    started = time.perf_counter()
    page.goto(url)
    expect(page.get_by_role("heading", name="Choose a model you can defend")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("link", name="Catalog", exact=True).first.click()
    expect(page.get_by_role("heading", name="Catalog", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    return time.perf_counter() - started


def answer_s(page: Page, url: str, decision: str) -> float:
    """Seconds from the click on Run to the good pane's answer, in a session of its own."""
    open_playground(page, url, decision, PANES)
    ask(page, "What is the answer?")
    started = time.perf_counter()
    answer = keyed(page, "playground.panes_live").get_by_text("The answer is forty-two.")
    expect(answer).to_be_visible(timeout=PATIENCE_MS)
    return time.perf_counter() - started


def test_twenty_people_at_once(browser: Browser, catalog: Catalog, tmp_path: Path) -> None:
    """Every good answer comes while all hung panes hang on, and one more session finds its way."""
    with servers.running(speed_s=0.05) as server:
        for name, model, standing_for in zip(PANES, ("well", "silent"), shortlisted(catalog, 2), strict=True):
            stand_in(tmp_path, name=name, url=server.url, model=model, catalog_model=standing_for)
        decision = saved_decision(tmp_path)
        with app_running(tmp_path) as (url, _):
            context = browser.new_context()
            other = context.new_page()
            navigation_s(other, url)
            alone = statistics.median(navigation_s(other, url) for _ in range(3))
            pages = [context.new_page() for _ in range(SESSIONS)]
            taken = [answer_s(page, url, decision) for page in pages]
            meanwhile = statistics.median(navigation_s(other, url) for _ in range(3))
            for page in pages:
                expect(keyed(page, "playground.stop.1").get_by_role("button")).to_be_visible(timeout=PATIENCE_MS)
            context.close()
    print(
        f"\nanswer in session 1: {taken[0]:.2f} s; in session {SESSIONS}: {taken[-1]:.2f} s "
        f"({max(taken):.2f} s at most)"
    )
    print(
        f"another session to the catalog: {alone:.2f} s alone, {meanwhile:.2f} s meanwhile ({meanwhile / alone:.2f} x)"
    )
