"""The playground in a real browser: stand-ins, a blind vote, found again after a restart, no key anywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from e2e.test_journey import arrived
from playground_sessions import PATIENCE_MS, SAMPLE, ask, keyed, open_playground, saved_decision, shortlisted, stand_in
from playwright.sync_api import expect
from running import ARTEFACTS, ROOT, app_running, free_port, patient_context, wait_for
from tabs import open_tab
from trials import servers

from advisor.catalog.catalog import Catalog
from advisor.trials.records import KeySource

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CANARY = "sk-canary-7c41e09b52d8"
TYPED = "sk-typed-canary-90aa17"
PANES = ("Stand-in one", "Stand-in two")
pytestmark = pytest.mark.browser


@contextmanager
def app(home: Path, log: Path, belongs_to: str) -> Iterator[str]:
    """The app on a home of its own, its log in a file."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    keys = {"ADVISOR_KEY_CANARY": CANARY, "ADVISOR_KEY_CANARY_FOR": belongs_to}
    environment = {**kept, **keys, "ADVISOR_HOME": str(home), "OPENAI_LOG": "debug"}
    command = [sys.executable, "-m", "advisor.cli", "serve", "--port", str(port)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", seconds=120)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, 15)
            process.wait(120)


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """Our own server of chat completions."""
    with servers.running(speed_s=0.05) as running:
        yield running


def go(page: Page, name: str) -> None:
    """To another page by the menu."""
    page.get_by_role("link", name=name, exact=True).first.click()
    arrived(page, name)


def test_the_whole_journey(page: Page, server: Any, catalog: Catalog, tmp_path: Path) -> None:
    """Open a sample, run its stand-ins blind, vote, see it in the decision, find it after a restart; no key leaks."""
    home, log = tmp_path / "app-home", tmp_path / "app.log"
    home.mkdir()
    keys = (KeySource(kind="env", name="ADVISOR_KEY_CANARY"), KeySource(kind="session"))
    for name, model, key, standing_for in zip(PANES, ("well", "echo_key"), keys, shortlisted(catalog, 2), strict=True):
        stand_in(home, name=name, url=server.url, model=model, catalog_model=standing_for, key=key)
    sources: list[str] = []
    frames: list[str] = []
    page.on("websocket", lambda socket_: socket_.on("framereceived", lambda frame: frames.append(str(frame))))
    with app(home, log, server.url) as url:
        address = _run_and_vote(page, url, sources)
        exports = _exports(page, tmp_path)
    with app(home, log, server.url) as url:
        _find_again(page, url, address, sources)
    database = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    places = {
        "the database": database,
        "the log": log.read_bytes(),
        "the exports": exports,
        "the page sources": "\n".join(sources).encode(),
        "what the browser received": "\n".join(frames).encode(),
    }
    assert b"Stand-in one" in database
    for place, content in places.items():
        assert content or place == "the log", f"nothing to look at in {place}"
        for secret in (CANARY, TYPED):
            assert secret.encode() not in content, f"a key stands in {place}"
    sent = [headers.get("authorization", "") for headers in server.seen.headers]
    assert f"Bearer {CANARY}" in sent
    assert f"Bearer {TYPED}" in sent


def _run_and_vote(page: Page, url: str, sources: list[str]) -> str:
    page.goto(url)
    keyed(page, f"start.sample.{SAMPLE}").get_by_role("button").click(timeout=PATIENCE_MS)
    arrived(page, "Recommendation")
    go(page, "Connections")
    keyed(page, "connections.Stand-in two.key").locator("input").fill(TYPED)
    keyed(page, "connections.Stand-in two.keep").get_by_role("button").click()
    expect(page.get_by_text("one is kept for this session")).to_be_visible(timeout=PATIENCE_MS)
    sources.append(page.content())
    go(page, "Playground")
    first = page.get_by_role("combobox", name="Pane 1")
    expect(first).to_have_value("Stand-in one – number 1 on the shortlist", timeout=PATIENCE_MS)
    keyed(page, "playground.blind").locator("label").first.click()
    ask(page, "What is the answer?")
    expect_the_vote(page)
    hidden = page.get_by_test_id("stMain")
    expect(hidden.get_by_text("Answer A").first).to_be_visible(timeout=PATIENCE_MS)
    expect(hidden.get_by_text("Time to first token")).to_have_count(0, timeout=PATIENCE_MS)
    expect(hidden.get_by_text("Your key is [key].")).to_be_visible(timeout=PATIENCE_MS)
    sources.append(page.content())
    page.screenshot(path=ARTEFACTS / "playground-blind.png", full_page=True)
    keyed(page, "playground.vote.0").get_by_role("button").click()
    expect(page.get_by_text("Your vote is kept.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", name="Figures")).to_be_visible(timeout=PATIENCE_MS)
    sources.append(page.content())
    open_tab(page, "Blind votes")
    expect(page.get_by_text("– 1 vote", exact=False)).to_be_visible(timeout=PATIENCE_MS)
    sources.append(page.content())
    return page.url


def expect_the_vote(page: Page) -> None:
    """The question stands over its buttons."""
    expect(page.get_by_role("heading", name="Which answer is best?")).to_be_visible(timeout=PATIENCE_MS)
    expect(keyed(page, "playground.vote.0").get_by_role("button")).to_be_visible(timeout=PATIENCE_MS)


def test_every_blind_trial_asks_for_a_vote(page: Page, server: Any, catalog: Catalog, tmp_path: Path) -> None:
    """Trial after trial in one page, the question and its buttons come, and the figures after the vote."""
    home = tmp_path / "app-home"
    home.mkdir()
    for name, standing_for in zip(PANES, shortlisted(catalog, 2), strict=True):
        stand_in(home, name=name, url=server.url, model="well", catalog_model=standing_for)
    decision = saved_decision(home)
    with app_running(home) as (url, _):
        open_playground(page, url, decision, PANES)
        keyed(page, "playground.blind").locator("label").first.click()
        for number in range(5):
            ask(page, f"What is the answer to question {number}?")
            expect_the_vote(page)
            keyed(page, "playground.vote.0").get_by_role("button").click()
            expect(page.get_by_text("Your vote is kept.")).to_be_visible(timeout=PATIENCE_MS)
            expect(page.get_by_role("heading", name="Figures")).to_be_visible(timeout=PATIENCE_MS)
        open_tab(page, "Blind votes")
        expect(page.get_by_text("5 votes")).to_be_visible(timeout=PATIENCE_MS)


def test_six_people_at_once(browser: Browser, server: Any, catalog: Catalog, tmp_path: Path) -> None:
    """In each of six sessions one pane hangs: every good answer comes, and a seventh session finds its way."""
    home = tmp_path / "app-home"
    home.mkdir()
    for name, model, standing_for in zip(PANES, ("well", "silent"), shortlisted(catalog, 2), strict=True):
        stand_in(home, name=name, url=server.url, model=model, catalog_model=standing_for)
    decision = saved_decision(home)
    with app_running(home) as (url, _):
        context = patient_context(browser, viewport={"width": 1400, "height": 1000})
        pages = [context.new_page() for _ in range(6)]
        for number, page in enumerate(pages):
            open_playground(page, url, decision, PANES)
            ask(page, f"Question of person {number}")
        for page in pages:
            live = keyed(page, "playground.panes_live")
            expect(live.get_by_text("The answer is forty-two.")).to_be_visible(timeout=PATIENCE_MS)
            expect(live.get_by_text("1 of 2 runs done")).to_be_visible(timeout=PATIENCE_MS)
            expect(keyed(page, "playground.stop.1").get_by_role("button")).to_be_visible(timeout=PATIENCE_MS)
        other = context.new_page()
        other.goto(url)
        expect(other.get_by_role("heading", name="Choose a model you can defend")).to_be_visible(timeout=PATIENCE_MS)
        go(other, "Catalog")
        for page in pages:
            keyed(page, "playground.stop").get_by_role("button").click()
            expect(page.get_by_role("heading", name="Figures")).to_be_visible(timeout=PATIENCE_MS)
        context.close()


def _exports(page: Page, folder: Path) -> bytes:
    open_tab(page, "Kept runs")
    found = b""
    for key in ("playground.jsonl", "playground.csv"):
        with page.expect_download() as download:
            keyed(page, key).get_by_role("button").click()
        target = folder / key
        download.value.save_as(target)
        found += target.read_bytes()
    assert b"Stand-in two" in found
    return found


def _find_again(page: Page, url: str, address: str, sources: list[str]) -> None:
    """After a restart the decision, its runs and its vote are there by the decision's link."""
    decision = re.search(r"decision=([0-9a-f-]+)", address)
    assert decision is not None
    page.goto(url)
    expect(page.get_by_role("heading", name="Choose a model you can defend")).to_be_visible(timeout=PATIENCE_MS)
    page.goto(f"{url}/playground?decision={decision.group(1)}")
    arrived(page, "Playground")
    open_tab(page, "Blind votes")
    expect(page.get_by_text("– 1 vote", exact=False)).to_be_visible(timeout=PATIENCE_MS)
    open_tab(page, "Kept runs")
    expect(keyed(page, "playground.kept")).to_be_visible(timeout=PATIENCE_MS)
    sources.append(page.content())
    page.screenshot(path=ARTEFACTS / "playground-kept.png", full_page=True)
