"""The app against an empty Streamlit page in the same run: first paint, a weight slider, memory of 50 sessions, start.

Run by ``make bench``; it prints figures and ratios and judges none, since a machine's speed is not the code's.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from running import app_running, free_port, running

pytestmark = pytest.mark.bench
EMPTY = """import streamlit as st
st.title("Empty page")
value = st.slider("A", 0, 100, 50, key="a")
st.write(f"value {value}")
"""
WATCH = """shown => {
    const content = () => document.querySelector(shown)?.innerHTML ?? "";
    const before = content();
    let start = 0;
    addEventListener("keydown", () => { start = performance.now(); }, {once: true, capture: true});
    window.moved = new Promise(done => {
        const watch = new MutationObserver(() => {
            if (!start || content() === before || !content()) return;
            watch.disconnect();
            done(performance.now() - start);
        });
        watch.observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
    });
}"""
"""Lets ``window.moved`` become the milliseconds from the next key to another content of what is shown."""
SESSIONS = 50
REPEATS = 7
REST_MS = 600


@pytest.fixture(scope="module")
def empty_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty page with one slider, served by Streamlit."""
    script = tmp_path_factory.mktemp("empty") / "app.py"
    script.write_text(EMPTY, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    with running(command, port=port) as (url, _):
        yield url


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """The app and its process id."""
    with app_running(tmp_path_factory.mktemp("home")) as started:
        yield started


def report(what: str, seconds: float, baseline: float) -> None:
    """Print one line of the result."""
    print(f"\n{what}: {seconds * 1e3:.0f} ms; baseline {baseline * 1e3:.0f} ms; ratio {seconds / baseline:.2f}")


def median_of(action: Callable[[], float]) -> float:
    """The median of several runs after one to warm up."""
    action()
    return statistics.median(action() for _ in range(REPEATS))


def first_paint(browser: Browser, url: str, title: str) -> float:
    """Seconds from opening the address in a fresh browser context to the page's title."""
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(url)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    taken = time.perf_counter() - start
    context.close()
    return taken


def test_first_paint(browser: Browser, app: tuple[str, int], empty_url: str) -> None:
    """Budget: 1.5 times an empty Streamlit page."""
    ours = median_of(lambda: first_paint(browser, app[0], "Choose a model you can defend"))
    report("first paint", ours, median_of(lambda: first_paint(browser, empty_url, "Empty page")))


def slide(page: Page, key: str, shown: str) -> float:
    """Seconds, by the browser's own clock, from a slider's move to its other end to another content of ``shown``."""
    page.wait_for_timeout(REST_MS)
    thumb = page.locator(f".st-key-{key}").get_by_role("slider").first
    thumb.focus()
    page.evaluate(WATCH, shown)
    thumb.press("Home" if thumb.input_value() == "100" else "End")
    return float(page.evaluate("window.moved")) / 1e3


def test_weight_slider(page: Page, app: tuple[str, int], empty_url: str) -> None:
    """Budget: twice the same gesture on an empty page."""
    page.goto(empty_url)
    expect(page.get_by_text("value ")).to_be_visible()
    baseline = median_of(lambda: slide(page, "a", '[data-testid="stMarkdown"] p'))
    page.goto(app[0])
    page.locator(".st-key-start-sample-eu-bank-customer-service").get_by_role("button").click()
    page.get_by_role("tab", name="Weights", exact=True).click()
    sliders = page.locator('[class*="st-key-recommendation-weight-"]')
    expect(sliders.first).to_be_visible(timeout=60_000)
    key = next(c for c in (sliders.first.get_attribute("class") or "").split() if c.startswith("st-key-"))
    key = key.removeprefix("st-key-")
    ours = median_of(lambda: slide(page, key, '[class*="st-key-recommendation-weights_words"]'))
    report("weight slider to new ranking in words", ours, baseline)
    ours = median_of(lambda: slide(page, key, '[class*="st-key-recommendation-weights_chart"] .barlayer'))
    report("weight slider to new chart", ours, baseline)


def resident_mib(pid: int) -> float:
    """Memory of a process and its children, in MiB (proportional set size, so that shared pages count once)."""
    pids = [
        pid,
        *map(
            int, subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout.split()
        ),
    ]
    total = 0
    for each in pids:
        rollup = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii")
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def test_memory_of_fifty_sessions(browser: Browser, app: tuple[str, int]) -> None:
    """Budget: 1 GiB with 50 open sessions, each with a decision on the desk."""
    url, pid = app
    before = resident_mib(pid)
    context = browser.new_context()
    for _ in range(SESSIONS):
        page = context.new_page()
        page.goto(url)
        page.locator(".st-key-start-sample-contract-analyser").get_by_role("button").click()
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Choose a model you can defend", timeout=60_000)
    after = resident_mib(pid)
    context.close()
    print(f"\nmemory: {before:.0f} MiB with one session, {after:.0f} MiB with {SESSIONS} more (budget 1,024 MiB)")


def test_command_line_start() -> None:
    """Budget: 300 ms for ``advisor --help``; beside it an empty Python process."""

    def run(*command: str) -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], capture_output=True, check=True)
        return time.perf_counter() - start

    report("advisor --help", median_of(lambda: run("-m", "advisor.cli", "--help")), median_of(lambda: run("-c", "")))
