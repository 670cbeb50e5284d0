"""Sources that misbehave, each by name: nothing is lost, nothing half written, and there is one plain sentence."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from refresh_shapes import TODAY, cited_by, litellm, litellm_of

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh import editions
from advisor.catalog.refresh.gather import gathered, recognised_files
from advisor.catalog.refresh.sources.registry import BY_NAME, SOURCES
from advisor.services.refresh.fetch import MIRROR, Fetcher, Manners, told
from advisor.services.refresh.run import Refreshed, RefreshOptions, refresh

Send = Callable[["Handler"], None]
GOOD = litellm({"nobody/nothing-1": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}})


class Handler(BaseHTTPRequestHandler):
    """Answers as its server was told to."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """One answer, good or bad."""
        server: Any = self.server
        server.asked.append(dict(self.headers))
        with suppress(OSError):
            server.send(self)
        self.close_connection = True

    def answer(self, content: bytes, *, status: int = 200, **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        given = {"content-type": "application/json", "content-length": str(len(content))}
        for name, value in (given | {key.replace("_", "-"): value for key, value in headers.items()}).items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Server:
    """A running server: its address, what it answers next, and what it was asked."""

    address: str
    inner: ThreadingHTTPServer
    asked: list[dict[str, str]] = field(default_factory=list)

    def sends(self, send: Send) -> None:
        """Answer so from now on."""
        self.inner.send = send  # type: ignore[attr-defined]


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on loopback."""
    inner = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Server(f"http://127.0.0.1:{inner.server_port}", inner)
    inner.asked = found.asked  # type: ignore[attr-defined]
    threading.Thread(target=inner.serve_forever, daemon=True).start()
    yield found
    inner.shutdown()
    inner.server_close()


def slowly(handler: Handler) -> None:
    """A byte now and then, without end."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: Handler) -> None:
    """Megabytes without end."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.end_headers()
    while True:
        handler.wfile.write(b"[" + b" " * 1_000_000)


def cut(handler: Handler) -> None:
    """Half of what was promised, then nothing."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(len(GOOD)))
    handler.end_headers()
    handler.wfile.write(GOOD[: len(GOOD) // 2])


def silent(handler: Handler) -> None:
    """No answer at all."""
    time.sleep(3)
    handler.connection.shutdown(socket.SHUT_RDWR)


def sending(content: bytes, **headers: str) -> Send:
    """A whole answer of this content."""
    return lambda handler: handler.answer(content, **headers)


def status(number: int, **headers: str) -> Send:
    """An answer of a status without a document."""
    return lambda handler: handler.answer(b"{}", status=number, **headers)


def redirect(goal: str) -> Send:
    """To another address."""
    return lambda handler: handler.answer(b"", status=302, location=goal)


def entry(**fields: Any) -> bytes:
    """The good document with another entry that has these fields."""
    document = json.loads(GOOD)
    return json.dumps({**document, "a": {"litellm_provider": "x", "mode": "chat", **fields}}).encode()


UNUSABLE: list[tuple[str, Send, str]] = [
    ("slow", slowly, "deadline"),
    ("silent", silent, "deadline|reached|broke"),
    ("never ending", endless, "more than"),
    ("cut connection", cut, "broke off"),
    ("broken JSON", sending(GOOD[:-20]), "cut off"),
    ("empty", sending(b""), "empty"),
    ("huge", sending(b"[" + b"1," * 700_000), "more than"),
    ("a web page as JSON", sending(b"<html>Please sign in</html>"), "web page"),
    ("wrong content type", sending(b"<html></html>", content_type="text/html; charset=utf-8"), "web page"),
    ("gzip bomb", sending(gzip.compress(b"[" * 80_000_000, 9)), "more than|UTF-8"),
    ("packed though plain was asked", sending(gzip.compress(GOOD), content_encoding="gzip"), "packed"),
    ("NUL bytes", sending(GOOD.replace(b"nobody", b"no\x00body")), "NUL"),
    ("latin-1", sending('{"a": {"litellm_provider": "Société"}}'.encode("latin-1")), "UTF-8"),
    ("UTF-16", sending(GOOD.decode().encode("utf-16")), "UTF-8|NUL"),
    ("deep nesting", sending(b"[" * 90_000 + b"]" * 90_000), "nested"),
    ("redirect elsewhere", redirect("http://169.254.169.254/latest/meta-data"), "not the connection's own"),
    ("redirect in a circle", redirect("/litellm.json"), "without end"),
    ("redirect to a file", redirect("file:///etc/passwd"), "not|refused|reached"),
    ("404", status(404), "status 404"),
    ("500", status(500), "status 500"),
    ("403", status(403), "status 403"),
    ("204", status(204), "status 204"),
    ("429 for an hour", status(429, retry_after="3600"), "3,600 seconds"),
    ("429 without a word", status(429), "status 429"),
    ("304 to somebody who has nothing", status(304), "status 304"),
]


def fetched(server: Server, overlay: Path, **manners: Any) -> tuple[list[Any], list[Any]]:
    """Fetch LiteLLM's table from a mirror that misbehaves."""
    plain: dict[str, Any] = {"deadline_s": 1.0, "most_bytes": 1_000_000, "wait": lambda _s: None}
    fetcher = Fetcher(overlay, TODAY, {MIRROR: server.address}, Manners(**(plain | manners)), [BY_NAME["litellm"]])
    return fetcher([], None, lambda _source, _text: None)  # type: ignore[arg-type]


@pytest.mark.parametrize(("send", "said"), [case[1:] for case in UNUSABLE], ids=[case[0] for case in UNUSABLE])
def test_what_cannot_be_used_is_one_sentence(server: Server, tmp_path: Path, send: Send, said: str) -> None:
    """In time, naming the source; what was fetched before is kept as it was."""
    server.sends(sending(GOOD, etag='"first"'))
    assert len(fetched(server, tmp_path)[0]) == 1
    kept = {path: path.read_bytes() for path in (tmp_path / editions.ROOM / "fetched").iterdir()}
    if said == "status 304":
        for path in kept:
            path.unlink()
        kept = {}
    server.sends(send)
    began = time.monotonic()
    files, problems = fetched(server, tmp_path)
    assert time.monotonic() - began < 10
    assert files == []
    (problem,) = problems
    assert problem.source == "litellm"
    assert "\n" not in problem.message
    assert any(part in problem.message for part in said.split("|")), problem.message
    assert {path: path.read_bytes() for path in (tmp_path / editions.ROOM / "fetched").iterdir()} == kept


HARMLESS: list[tuple[str, bytes, int]] = [
    ("renamed keys of an entry", entry(input_price=1e-6), 0),
    ("strings for numbers", entry(input_cost_per_token="0.000001", output_cost_per_token="0.000002"), 0),  # noqa: S106 - tokens of text, no password
    ("negative prices", entry(input_cost_per_token=-1e-6, output_cost_per_token=-1e-6), 2),
    ("NaN", entry(input_cost_per_token=1).replace(b": 1}", b": NaN}"), 0),
    ("prices a million times too high", entry(input_cost_per_token=1.5, output_cost_per_token=6), 2),
    ("an integer of 10^400", entry(input_cost_per_token=1).replace(b": 1}", b": 1" + b"0" * 400 + b"}"), 0),
    ("doubled keys", GOOD[:-1] + b', "b": {"mode": "chat"}, "b": {"mode": "embedding"}}', 1),
    ("hostile names", entry().replace(b'"a"', json.dumps("../../etc/passwd\u202e<script>\x1b[2J").encode()), 0),
    ("a byte order mark", b"\xef\xbb\xbf" + GOOD, 0),
    ("lists for objects", entry().replace(b'"litellm_provider": "x"', b'"litellm_provider": ["x"]'), 0),
]


@pytest.mark.parametrize(("content", "refused"), [case[1:] for case in HARMLESS], ids=[case[0] for case in HARMLESS])
def test_what_is_half_right_says_only_what_is_right(
    server: Server, tmp_path: Path, catalog: Catalog, content: bytes, refused: int
) -> None:
    """Bad entries are left out, counted and told; nothing wrong is proposed."""
    server.sends(sending(content))
    files, problems = fetched(server, tmp_path)
    assert problems == []
    found = gathered(recognised_files(files), catalog)
    assert found.proposals == ()
    assert [len(report.refused) for report in found.reports] == [refused]
    assert "\x1b" not in str(found.reports)
    assert "\u202e" not in str(found.reports)


def test_a_file_whose_keys_were_renamed_is_told(server: Server, tmp_path: Path, catalog: Catalog) -> None:
    """A document of another shape is no list of this source."""
    server.sends(sending(b'{"gpt-5": {"provider": "openai", "price_in": 1}}'))
    files, _ = fetched(server, tmp_path)
    found = gathered(recognised_files(files), catalog)
    assert found.proposals == ()
    assert "renamed" in found.problems[0].message


def test_only_what_changed_is_sent_again(server: Server, tmp_path: Path) -> None:
    """The second request names what is known; a 304 is answered from what was kept."""
    server.sends(sending(GOOD, etag='"v1"', last_modified="Tue, 24 Nov 2026 10:00:00 GMT"))
    first, _ = fetched(server, tmp_path)
    server.sends(status(304))
    second, problems = fetched(server, tmp_path)
    asked = {name.lower(): value for name, value in server.asked[-1].items()}
    assert problems == []
    assert second[0].content == first[0].content == GOOD
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', "Tue, 24 Nov 2026 10:00:00 GMT")


def test_a_host_that_asks_for_patience_is_waited_for_once(server: Server, tmp_path: Path) -> None:
    """A short wait, then the answer."""
    waited: list[float] = []

    def first_busy(handler: Handler) -> None:
        if waited:
            handler.answer(GOOD)
        else:
            handler.answer(b"", status=429, retry_after="2")

    server.sends(first_busy)
    files, problems = fetched(server, tmp_path, wait=waited.append)
    assert (len(files), problems, waited) == (1, [], [2.0])


def test_a_host_without_a_certificate_cannot_prove_who_it_is(server: Server, tmp_path: Path) -> None:
    """Plain HTTP where TLS is asked for."""
    server.sends(sending(GOOD))
    secure = {MIRROR: server.address.replace("http://", "https://")}
    fetcher = Fetcher(tmp_path, TODAY, secure, Manners(deadline_s=2.0), [BY_NAME["litellm"]])
    _, problems = fetcher([], None, lambda _source, _text: None)  # type: ignore[arg-type]
    assert "TLS" in problems[0].message


def test_nobody_is_asked_but_the_addresses_of_the_registry(tmp_path: Path) -> None:
    """Without a mirror each source is asked at its own address, and a public name may not lead inside."""
    asked: list[str] = []

    def inside(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["10.0.0.7"]

    _, problems = Fetcher(tmp_path, TODAY, {}, Manners(resolver=inside))([], None, lambda _source, _text: None)  # type: ignore[arg-type]
    published = [address for source in SOURCES for _, address in source.published]
    assert len(problems) == len(published)
    assert set(asked) == {address.split("/")[2] for address in published}
    assert all("refused" in problem.message for problem in problems)


def test_an_error_is_told_without_a_librarys_words() -> None:
    """The host, and what to make of it."""
    assert told(OSError("[Errno 111]"), "https://models.dev/api.json") == "models.dev cannot be reached (OSError)."


def test_one_bad_source_does_not_hold_up_a_good_one(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalog: Catalog
) -> None:
    """A whole refresh from a mirror of which all but one file is missing: the one is proposed and accepted."""
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path))
    offer = cited_by(catalog, "litellm")
    content = litellm(litellm_of(offer, times=2))
    server.sends(lambda h: h.answer(content) if h.path == "/litellm.json" else h.answer(b"", status=404))
    overlay = tmp_path / "overlay"
    fetch = Fetcher(overlay, TODAY, {MIRROR: server.address}, Manners(deadline_s=5.0))
    outcome: Refreshed = refresh(RefreshOptions(accept=("all",)), today=TODAY, fetch=fetch)
    assert len(outcome.problems) == sum(len(s.published) or 1 for s in SOURCES if s.kind != "own") - 1
    assert outcome.edition == editions.current_name(overlay) != ""
