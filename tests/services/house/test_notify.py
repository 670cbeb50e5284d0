"""Word that a decision needs another look: signed, to one address alone, a bounded number of times, never twice."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from advisor.errors import GuardError
from advisor.report.replay.watch import WatchNote
from advisor.services.house.notify import Messenger, NotifyError

KEY = "a-key-of-32-letters-for-the-hooks"
NOTE = WatchNote(decision_id="d", name="Pictures", reason="review due", sentence="The review was due.")


class Hook(BaseHTTPRequestHandler):
    """Answers with the next status that its server was given, and keeps what it was sent."""

    def do_POST(self) -> None:
        """Take one message."""
        server: Any = self.server
        body = self.rfile.read(int(self.headers["content-length"]))
        server.found.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(server.statuses.pop(0) if server.statuses else 204)
        self.send_header("location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@dataclass
class Listening:
    """A running hook: its address, what it will answer, and what it got."""

    url: str
    statuses: list[int] = field(default_factory=list)
    found: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def hook() -> Iterator[Listening]:
    """A hook on loopback."""
    inner: Any = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    listening = Listening(f"http://127.0.0.1:{inner.server_port}/hooks/1")
    inner.statuses, inner.found = listening.statuses, listening.found
    thread = Thread(target=inner.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield listening
    inner.shutdown()
    thread.join()
    inner.server_close()


def messenger(home: Path, hook: Listening | None, waits: list[float] | None = None, **environ: str) -> Messenger:
    """A messenger at a fixed moment that waits for nothing."""
    origin = hook.url.rpartition("/hooks")[0] if hook else ""
    usual = (
        {"ADVISOR_WEBHOOK_URL": hook.url, "ADVISOR_KEY_WEBHOOK": KEY, "ADVISOR_KEY_WEBHOOK_FOR": origin} if hook else {}
    )
    moment = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    kept: list[float] = [] if waits is None else waits
    return Messenger(home, now=lambda: moment, environ=usual | environ, wait=kept.append)


def test_the_message_is_signed_over_its_moment_and_its_body(tmp_path: Path, hook: Listening) -> None:
    """Whoever has the key can check it; the key itself is in none of it."""
    brought = messenger(tmp_path, hook).tell([NOTE])
    ((headers, body),) = hook.found
    expected = hmac.new(KEY.encode(), headers["x-advisor-timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["x-advisor-signature"] == f"sha256={expected}"
    assert json.loads(body)["notes"] == [NOTE.model_dump(mode="json")]
    assert KEY not in str(headers) + body.decode()
    assert (brought.notes, "/hooks" in str(brought.to)) == (1, False)


def test_nothing_is_told_twice(tmp_path: Path, hook: Listening) -> None:
    """The next run tells what is new alone."""
    other = NOTE.model_copy(update={"reason": "retires", "sentence": "It retires."})
    messenger(tmp_path, hook).tell([NOTE])
    assert messenger(tmp_path, hook).tell([NOTE]).notes == 0
    assert messenger(tmp_path, hook).tell([NOTE, other]).notes == 1
    assert [len(json.loads(body)["notes"]) for _, body in hook.found] == [1, 1]


def test_a_hook_that_fails_is_asked_three_times_and_then_the_next_day(tmp_path: Path, hook: Listening) -> None:
    """The same delivery each time; what did not arrive is new again."""
    hook.statuses += [503, 429, 500]
    waits: list[float] = []
    with pytest.raises(NotifyError, match="did not take the message: status 500"):
        messenger(tmp_path, hook, waits).tell([NOTE])
    assert waits == [1.0, 5.0]
    assert len({headers["x-advisor-delivery"] for headers, _ in hook.found}) == 1
    assert messenger(tmp_path, hook).tell([NOTE]).notes == 1


@pytest.mark.parametrize("status", [302, 401])
def test_a_hook_that_refuses_or_points_elsewhere_is_not_asked_again(
    tmp_path: Path, hook: Listening, status: int
) -> None:
    """No redirect is followed."""
    hook.statuses.append(status)
    with pytest.raises(NotifyError, match=f"status {status}"):
        messenger(tmp_path, hook).tell([NOTE])
    assert len(hook.found) == 1


@pytest.mark.parametrize(
    ("environ", "what"),
    [
        ({"ADVISOR_KEY_WEBHOOK_FOR": "https://hooks.example.com"}, "belongs"),
        ({"ADVISOR_KEY_WEBHOOK": ""}, "webhook.for"),
        ({"ADVISOR_WEBHOOK_URL": "http://192.0.2.7/hook"}, "only https"),
    ],
)
def test_an_address_that_the_key_is_not_made_for_is_never_called(
    tmp_path: Path, hook: Listening, environ: dict[str, str], what: str
) -> None:
    """Host and scheme as the administrator wrote them beside the key."""
    with pytest.raises(GuardError, match=what):
        messenger(tmp_path, hook, **environ).tell([NOTE])
    assert hook.found == []


def test_a_file_gets_a_line_for_each_message(tmp_path: Path) -> None:
    """And where neither is named, nobody is told."""
    out = tmp_path / "notes.jsonl"
    messenger(tmp_path, None, ADVISOR_NOTIFY_FILE=str(out)).tell([NOTE])
    (line,) = out.read_text().splitlines()
    assert json.loads(line)["notes"][0]["reason"] == "review due"
    with pytest.raises(GuardError, match="Nobody is to be told"):
        messenger(tmp_path, None).tell([NOTE])
