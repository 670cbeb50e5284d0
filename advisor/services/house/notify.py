"""Word that a decision needs another look: a signed POST to one address of the house, or a line in a file.

``ADVISOR_WEBHOOK_URL`` is where it goes (https; http on this machine alone). Its host is on the list only if the key is
made for it: ``ADVISOR_KEY_WEBHOOK`` with ``ADVISOR_KEY_WEBHOOK_FOR``, or the file ``webhook`` in the folder of secrets
with ``webhook.for`` (the rules of every key, ``advisor.trials.network.key_policy``). The body is signed with that key,
which never leaves the machine. ``ADVISOR_NOTIFY_FILE`` gets the same as one line of JSON per message.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpcore2
import httpx2

from advisor.errors import GuardError, TrialError
from advisor.report.replay.watch import WatchNote
from advisor.trials.network.addresses import Resolver, system_resolver
from advisor.trials.network.endpoint import scope_of_host
from advisor.trials.network.keys import Key, key_of
from advisor.trials.network.leash import Control, ReplyLimits
from advisor.trials.network.transport import GuardedTransport, http_client, origin_of
from advisor.trials.records import AddressScope, Connection, KeySource
from advisor.units import Record
from advisor.whole_files import write_whole

URL: Final = "ADVISOR_WEBHOOK_URL"
FILE: Final = "ADVISOR_NOTIFY_FILE"
KEY_VARIABLE: Final = "ADVISOR_KEY_WEBHOOK"
KEY_FILE: Final = "webhook"
WAITS_S: Final = (1.0, 5.0)
"""Seconds before the second and the third attempt; there is no fourth: the next run of the scheduler is one."""
DEADLINE_S: Final = 20.0
"""For one attempt."""
_ANSWER: Final = ReplyLimits(max_bytes=65_536, max_line_bytes=65_536)
_LATER: Final = frozenset({408, 425, 429})
_FAULT: Final = 500
TOLD: Final = "notified.json"
"""In the home folder: what was told before, so that a scheduler tells nothing twice."""
_MOST_KEPT: Final = 10_000


class NotifyError(TrialError):
    """Word could not be brought; what is new stays new, and is told the next time."""


class BroughtWord(Record):
    """What was brought: how many reasons, and to where."""

    notes: int
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Messenger:
    """Brings notes to where the environment says; clock, waiting and names of hosts come from outside."""

    home: Path
    now: Callable[[], datetime]
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    wait: Callable[[float], None] = time.sleep
    resolver: Resolver = system_resolver

    def tell(self, notes: Iterable[WatchNote]) -> BroughtWord:
        """Bring what was not told before; raises NotifyError where nothing takes it, GuardError where nothing may.

        Only what arrived everywhere counts as told.
        """
        url, file = self.environ.get(URL, "").strip(), self.environ.get(FILE, "").strip()
        if not url and not file:
            raise GuardError(f"Nobody is to be told: set {URL} or {FILE}.")
        before = self._told_before()
        new = [note for note in notes if _mark(note) not in before]
        if not new:
            return BroughtWord(notes=0, to=())
        body = self._body(new)
        if url:
            self._post(url, body)
        if file:
            with Path(file).open("a", encoding="utf-8") as out:
                out.write(body.decode() + "\n")
        kept = [*before, *map(_mark, new)][-_MOST_KEPT:]
        write_whole(self.home / TOLD, json.dumps(kept).encode())
        return BroughtWord(notes=len(new), to=tuple(one for one in (_origin(url) if url else "", file) if one))

    def _body(self, notes: list[WatchNote]) -> bytes:
        message = {
            "schema": 1,
            "kind": "decisions need another look",
            "sent_at": self.now().isoformat(timespec="seconds"),
            "notes": [note.model_dump(mode="json") for note in notes],
        }
        return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()

    def _told_before(self) -> list[str]:
        try:
            known = json.loads((self.home / TOLD).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [mark for mark in known if isinstance(mark, str)] if isinstance(known, list) else []

    def _post(self, url: str, body: bytes) -> None:
        """Post until it is taken: three attempts, with the same signature and the same name of the delivery."""
        scope = scope_of_host(urlsplit(url).hostname or "", self.resolver)
        if urlsplit(url).scheme != "https" and scope != "loopback":
            raise GuardError(f"{URL} is {_origin(url) or url!r}: only https is called, http on this machine alone.")
        headers = self._signed(body, _key(url, scope, self.environ))
        for wait in (*WAITS_S, None):
            trouble = self._attempt(url, body, headers)
            if trouble is None:
                return
            if wait is None:
                raise NotifyError(f"{_origin(url)} did not take the message: {trouble}")
            self.wait(wait)

    def _signed(self, body: bytes, key: Key) -> dict[str, str]:
        """The moment and the body are signed together, so that neither can be sent again with another."""
        moment = str(int(self.now().timestamp()))
        signature = hmac.new(key.reveal().encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {
            "content-type": "application/json",
            "user-agent": "model-selection-advisor (watch)",
            "x-advisor-timestamp": moment,
            "x-advisor-delivery": hashlib.sha256(body).hexdigest()[:32],
            "x-advisor-signature": f"sha256={signature}",
        }

    def _attempt(self, url: str, body: bytes, headers: Mapping[str, str]) -> str | None:
        """One post: None where it was taken, else what is worth another attempt; raises NotifyError for what is not."""
        control = Control(DEADLINE_S, limits=_ANSWER)
        transport = GuardedTransport(
            origins=frozenset({origin_of(url)}),
            scope=scope_of_host(urlsplit(url).hostname or "", self.resolver),
            control=control,
            with_key=False,
            resolver=self.resolver,
        )
        try:
            with http_client(transport) as client:
                status = client.post(url, content=body, headers=dict(headers), follow_redirects=False).status_code
        except GuardError:
            raise
        except (httpx2.HTTPError, httpcore2.NetworkError, TrialError, OSError) as error:
            return type(error).__name__
        if httpx2.codes.OK <= status < httpx2.codes.MULTIPLE_CHOICES:
            return None
        if status in _LATER or status >= _FAULT:
            return f"status {status}"
        raise NotifyError(f"{_origin(url)} refuses the message with status {status}: it is not sent again")


def _mark(note: WatchNote) -> str:
    return hashlib.sha256(f"{note.decision_id}\0{note.reason}\0{note.sentence}".encode()).hexdigest()[:32]


def _origin(url: str) -> str:
    """Scheme, host and port: what a message of ours may show of an address that may hold a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}" + (f":{parts.port}" if parts.port else "")


def _key(url: str, scope: AddressScope, environ: Mapping[str, str]) -> Key:
    """The key that is made for this address; raises GuardError where there is none."""
    kind = "env" if environ.get(KEY_VARIABLE, "").strip() else "file"
    source = KeySource.model_validate({"kind": kind, "name": KEY_VARIABLE if kind == "env" else KEY_FILE})
    return key_of(Connection(name="webhook", base_url=url, key=source, scope=scope), {}, environ=environ)
