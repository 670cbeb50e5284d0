"""A whole walk with secrets in every field, logs as JSON and traces on: none of them is told anywhere.

What is planted: a key in the environment and one that is typed, a prompt, a name, what a model answers, and what an
evaluation asks. Looked at are the log, everything that a collector was sent, and the counts of ``/metrics``.
"""

from __future__ import annotations

import base64
import json
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from e2e.test_journey import arrived
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from playground_sessions import SAMPLE, ask, keyed, shortlisted, stand_in
from playwright.sync_api import expect
from running import free_port, running, until
from tabs import open_tab
from trials import servers

from advisor.catalog.catalog import Catalog
from advisor.storage.database import open_database
from advisor.storage.trials import TrialStore
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import KeySource

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
KEY: Final = "sk-zinnober-4b7d9e1c"
TYPED: Final = "sk-zinnober-typed-77ac"
NAME: Final = "Zinnobername"
PROMPT: Final = "Zinnoberfrage"
ANSWER: Final = "Zinnoberantwort"
ASKED: Final = "Zinnoberbogen"
SECRETS: Final = (KEY, TYPED, NAME, PROMPT, ANSWER, ASKED)
STAND_INS: Final = ("Zinnoberanschluss one", "Zinnoberanschluss two")
PAGES: Final = ("start", "requirements", "recommendation", "connections", "playground", "evaluation", "report")


def forms(secret: str) -> tuple[bytes, ...]:
    """A secret as it may stand somewhere, in any case; without signs that an encoding of URLs or JSON would change."""
    plain = secret.encode()
    packed = (base64.b64encode(plain[at:]).rstrip(b"=")[:-1] for at in range(3))
    return plain.lower(), plain[::-1].lower(), plain.hex().encode(), *(one.lower() for one in packed)


def stands_in(content: bytes) -> list[str]:
    """The secrets that stand in a content, in any form."""
    folded = content.lower()
    return [secret for secret in (*SECRETS, *STAND_INS) if any(form in folded for form in forms(secret))]


@contextmanager
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """A collector's address, and what it was sent."""
    collected: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collected.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", collected
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def settled(page: Page) -> None:
    """Wait until the app has nothing left to do."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def go(page: Page, name: str) -> None:
    """To another page by the menu."""
    page.get_by_role("link", name=name, exact=True).first.click(delay=60)
    arrived(page, name)
    settled(page)


def walk(page: Page, url: str, store: TrialStore) -> None:
    """Questionnaire, recommendation, connections, playground, evaluation and report, a secret in each."""
    page.goto(url)
    keyed(page, f"start.sample.{SAMPLE}").get_by_role("button").click()
    arrived(page, "Recommendation")
    settled(page)
    go(page, "Requirements")
    field = page.get_by_role("textbox", name="Name of the decision")
    field.fill(NAME)
    field.press("Tab")
    expect(page.get_by_test_id("stSidebar")).to_contain_text(NAME)
    settled(page)
    go(page, "Connections")
    keyed(page, f"connections.{STAND_INS[1]}.key").locator("input").fill(TYPED)
    keyed(page, f"connections.{STAND_INS[1]}.keep").get_by_role("button").click()
    expect(page.get_by_text("one is kept for this session")).to_be_visible()
    go(page, "Playground")
    ask(page, PROMPT)
    expect(keyed(page, "playground.panes_live").get_by_text(ANSWER).first).to_be_visible()
    settled(page)
    go(page, "Evaluation")
    open_tab(page, "New evaluation")
    settled(page)
    keyed(page, "evaluation.source").get_by_text("The decision's prompt library").click()
    settled(page)
    keyed(page, "evaluation.start").get_by_role("button").click()
    until(lambda: any(len(store.answers(head.evaluation_id)) == 2 * len(STAND_INS) for head in store.evaluations()))
    go(page, "Report")
    expect(keyed(page, "report.download").get_by_role("button")).to_be_visible()


def test_nothing_that_anybody_wrote_is_told(page: Page, catalog: Catalog, tmp_path: Path) -> None:
    """Every page, request, assessment, report and call is told; what stood in them is not."""
    home, log, port = tmp_path / "app-home", tmp_path / "app.log", free_port()
    home.mkdir()
    said = (servers.chunk(f"{ANSWER} "), servers.chunk(finish="stop"), servers.USAGE)
    keys = (KeySource(kind="env", name="ADVISOR_KEY_ZINNOBER"), KeySource(kind="session"))
    store = TrialStore(open_database(f"sqlite:///{home / 'advisor.sqlite3'}"))
    for number in range(2):
        prompt = Prompt(prompt_id=f"p{number}", name=ASKED, text=f"{ASKED} {number}", reference=ANSWER)
        store.save_prompts([(prompt.prompt_id, None, prompt.name, prompt.model_dump_json())])
    with pytest.MonkeyPatch.context() as patched, servers.running() as server, collector() as (address, collected):
        patched.setitem(servers.BEHAVIOURS, "zinnober", servers.streamed(*said))
        for name, key, standing_for in zip(STAND_INS, keys, shortlisted(catalog, 2), strict=True):
            stand_in(home, name=name, url=server.url, model="zinnober", catalog_model=standing_for, key=key)
        settings = {
            "ADVISOR_LOG": "json",
            "OTEL_EXPORTER_OTLP_ENDPOINT": address,
            "ADVISOR_KEY_ZINNOBER": KEY,
            "ADVISOR_KEY_ZINNOBER_FOR": server.url,
            "OPENAI_LOG": "debug",
        }
        command = [sys.executable, "-m", "advisor.cli", "serve", "--port", str(port)]
        with running(command, port=port, home=home, log_file=log, settings=settings) as (url, _):
            walk(page, url, store)
            with urllib.request.urlopen(f"{url}/metrics") as answer:  # noqa: S310 - loopback
                metrics = answer.read()
        sent = [headers.get("authorization", "") for headers in server.seen.headers]
        assert {f"Bearer {KEY}", f"Bearer {TYPED}"} <= {*sent}
        assert PROMPT in json.dumps(server.seen.bodies)
    written = log.read_bytes()
    assert told_pages(written) >= {*PAGES}
    assert {"http.request", "page", "assess", "report", "trial.call"} <= spans(collected)
    assert b"advisor" in metrics
    found = {"log": written, "traces": b"".join(collected), "metrics": metrics}
    assert {place: stands_in(content) for place, content in found.items()} == {place: [] for place in found}


def test_a_secret_is_found_in_every_form() -> None:
    """The look at what was told is not blind."""
    for secret in SECRETS:
        for form in (secret, secret[::-1], secret.upper(), secret.encode().hex()):
            assert stands_in(f"before {form} after".encode()) == [secret]
        for before in ("", "a", "ab"):
            assert stands_in(base64.b64encode(f"{before}{secret}".encode())) == [secret]


def told_pages(log: bytes) -> set[str]:
    """The pages of which the log tells; every line of it is JSON."""
    lines = [json.loads(line) for line in log.decode().splitlines() if line.startswith("{")]
    return {line["page"] for line in lines if line.get("event") == "page"}


def spans(collected: list[bytes]) -> set[str]:
    """The names of all spans that a collector was sent."""
    requests = [ExportTraceServiceRequest.FromString(one) for one in collected]
    return {
        span.name
        for request in requests
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    }
