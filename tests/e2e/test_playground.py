"""The playground in a real browser: stand-ins, a blind vote, found again after a restart, no key anywhere."""

from __future__ import annotations

import importlib.util
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database
from advisor.storage.trials import TrialStore
from advisor.trials.records import Connection, KeySource

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / ".artefacts"
CANARY = "sk-canary-7c41e09b52d8"
TYPED = "sk-typed-canary-90aa17"
SAMPLE = "eu-bank-customer-service"
pytestmark = pytest.mark.browser


@contextmanager
def app(home: Path, log: Path) -> Iterator[str]:
    """The app on a home of its own, its log in a file."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    environment = {**kept, "ADVISOR_HOME": str(home), "CANARY_KEY": CANARY, "OPENAI_LOG": "debug"}
    command = [sys.executable, "-m", "advisor.cli", "serve", "--port", str(port)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, 15)
            process.wait(20)


def _wait(url: str) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """Our own server of chat completions."""
    path = ROOT / "tests" / "trials" / "servers.py"
    spec = importlib.util.spec_from_file_location("e2e_servers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with module.running(speed_s=0.05) as running:
        yield running


def stand_ins(home: Path, url: str, models: list[str]) -> None:
    """Connections that stand in for shortlisted models, saved as the page saves them."""
    store = TrialStore(open_database(f"sqlite:///{home / 'advisor.sqlite3'}"))
    kinds = [
        ("Stand-in one", "well", KeySource(kind="env", name="CANARY_KEY")),
        ("Stand-in two", "echo_key", KeySource(kind="session")),
    ]
    for (name, model, key), catalog_model in zip(kinds, models, strict=False):
        connection = Connection(
            name=name,
            base_url=url,
            model=model,
            scope="loopback",
            catalog_model_id=catalog_model,
            max_data_class="restricted",
            key=key,
        )
        store.save_connection(connection.name, connection.model_dump_json())


def go(page: Page, name: str) -> None:
    """To another page by the menu."""
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def keyed(page: Page, key: str) -> Any:
    """The widget with a key."""
    return page.locator(f".st-key-{re.sub(r'[^A-Za-z0-9_-]', '-', key)}")


def test_the_whole_journey(page: Page, server: Any, catalog: Catalog, tmp_path: Path) -> None:
    """Open a sample, run its stand-ins blind, vote, see it in the decision, find it after a restart; no key leaks."""
    home, log = tmp_path / "app-home", tmp_path / "app.log"
    home.mkdir()
    ranked = assess(load_sample(SAMPLE), catalog, samples=200).recommendations
    models = list(dict.fromkeys(entry.model_id for entry in ranked))[:2]
    stand_ins(home, server.url, models)
    sources: list[str] = []
    frames: list[str] = []
    page.on("websocket", lambda socket_: socket_.on("framereceived", lambda frame: frames.append(str(frame))))
    with app(home, log) as url:
        address = _run_and_vote(page, url, sources)
        exports = _exports(page, tmp_path)
    with app(home, log) as url:
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
    keyed(page, f"start.sample.{SAMPLE}").get_by_role("button").click(timeout=60_000)
    expect(page.get_by_role("heading", name="Recommendation", exact=True)).to_be_visible(timeout=60_000)
    go(page, "Connections")
    keyed(page, "connections.Stand-in two.key").locator("input").fill(TYPED)
    keyed(page, "connections.Stand-in two.keep").get_by_role("button").click()
    expect(page.get_by_text("one is kept for this session")).to_be_visible()
    sources.append(page.content())
    go(page, "Playground")
    first = page.get_by_role("combobox", name="Pane 1")
    expect(first).to_have_value("Stand-in one – number 1 on the shortlist", timeout=60_000)
    page.get_by_label("Prompt", exact=True).fill("What is the answer?")
    keyed(page, "playground.blind").locator("label").first.click()
    page.get_by_label("Prompt", exact=True).press("Control+Enter")
    run = keyed(page, "playground.run").get_by_role("button")
    expect(run).to_be_enabled()
    run.click()
    expect(keyed(page, "playground.vote.0").get_by_role("button")).to_be_visible(timeout=90_000)
    hidden = page.get_by_test_id("stMain")
    expect(hidden.get_by_text("Answer A").first).to_be_visible()
    expect(hidden.get_by_text("Time to first token")).to_have_count(0)
    expect(hidden.get_by_text("Your key is [key].")).to_be_visible()
    sources.append(page.content())
    page.screenshot(path=ARTEFACTS / "playground-blind.png", full_page=True)
    keyed(page, "playground.vote.0").get_by_role("button").click()
    expect(page.get_by_text("Your vote is kept.")).to_be_visible()
    expect(page.get_by_role("heading", name="Figures")).to_be_visible()
    sources.append(page.content())
    page.get_by_role("tab", name="Blind votes").click()
    expect(page.get_by_text("1 votes")).to_be_visible()
    sources.append(page.content())
    return page.url


def _exports(page: Page, folder: Path) -> bytes:
    page.get_by_role("tab", name="Kept runs").click()
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
    expect(page.get_by_role("heading", name="Choose a model you can defend")).to_be_visible(timeout=60_000)
    page.goto(f"{url}/playground?decision={decision.group(1)}")
    expect(page.get_by_role("heading", name="Playground", exact=True)).to_be_visible(timeout=60_000)
    page.get_by_role("tab", name="Blind votes").click()
    expect(page.get_by_text("1 votes")).to_be_visible()
    page.get_by_role("tab", name="Kept runs").click()
    expect(keyed(page, "playground.kept")).to_be_visible()
    sources.append(page.content())
    page.screenshot(path=ARTEFACTS / "playground-kept.png", full_page=True)
