"""Get the files of the sources from where they are published, with manners: only what changed, each from its own host.

A request says what is known already (``If-None-Match``, ``If-Modified-Since``); an answer has a deadline, a size limit
and its own host, and goes through the installation's proxy where one is named. ``ADVISOR_REFRESH_MIRROR`` names an
address under which a house keeps copies, as ``<source>.<json|csv|yaml>``. A source that cannot be used is one sentence;
the others go on. Nothing is fetched while a page is served: pages start the command.
"""

from __future__ import annotations

import json
import os
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpcore2
import httpx2

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.editions import ROOM
from advisor.catalog.refresh.gather import OnProgress, SourceFile
from advisor.catalog.refresh.reading import MOST_BYTES, UnreadableError, cleaned
from advisor.catalog.refresh.records import SourceProblem
from advisor.catalog.refresh.sources.registry import SOURCES
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.errors import TrialError
from advisor.trials.network.addresses import Resolver, system_resolver
from advisor.trials.network.endpoint import scope_of_host
from advisor.trials.network.leash import Control, ReplyLimits
from advisor.trials.network.transport import GuardedTransport, http_client, origin_of
from advisor.trials.records import AddressScope
from advisor.whole_files import write_whole

MIRROR: Final = "ADVISOR_REFRESH_MIRROR"
DEADLINE_S: Final = 45.0
PATIENCE_S: Final = 20.0
"""How long a host that asks to come back later is waited for, once; longer, and the source is left for another day."""
AGENT: Final = "model-selection-advisor (catalog refresh)"
_PAGES: Final = ("text/html", "application/xhtml")


@dataclass(frozen=True, slots=True)
class Manners:
    """How a source is asked: deadline, patience and size limit; ``wait`` and ``resolver`` stand in in tests."""

    deadline_s: float = DEADLINE_S
    patience_s: float = PATIENCE_S
    most_bytes: int = MOST_BYTES
    wait: Callable[[float], None] = time.sleep
    resolver: Resolver = system_resolver


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches sources into a folder that keeps what came last; called by ``refresh`` with the names that are wanted."""

    overlay: Path
    today: date
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    manners: Manners = field(default_factory=Manners)
    sources: Sequence[RefreshSource] = SOURCES

    def __call__(
        self, wanted: Sequence[str], _catalog: Catalog, progress: OnProgress
    ) -> tuple[list[SourceFile], list[SourceProblem]]:
        """The files of the wanted sources (all that are published by default), and what could not be had."""
        files: list[SourceFile] = []
        problems: list[SourceProblem] = []
        for source, name, address, scope in self._addresses(wanted):
            try:
                content = self._fetched(source, name, address, scope)
            except (UnreadableError, TrialError, httpx2.HTTPError, httpcore2.NetworkError, OSError) as error:
                message = f"{source.title} is left out: {told(error, address)}"
                problems.append(SourceProblem(source=source.name, place=address, message=message))
                progress(source.name, message)
            else:
                progress(source.name, f"{name}: {len(content):,} bytes")
                files.append(SourceFile(f"{name}.{source.ending}", content, self.today, source))
        return files, problems

    def _addresses(self, wanted: Sequence[str]) -> Iterator[tuple[RefreshSource, str, str, AddressScope]]:
        mirror = self.environ.get(MIRROR, "").strip().rstrip("/")
        for source in self.sources:
            if (wanted and source.name not in wanted) or source.kind == "own":
                continue
            for name, address in source.published or ((source.name, ""),):
                if mirror:
                    # The house names its own host, which may be inside.
                    host = urlsplit(mirror).hostname or ""
                    scope = scope_of_host(host, self.manners.resolver)
                    yield source, name, f"{mirror}/{name}.{source.ending}", scope
                elif address:
                    yield source, name, address, "public"

    def _fetched(self, source: RefreshSource, name: str, address: str, scope: AddressScope) -> bytes:
        """What the address holds now; what was kept where the host says that it still holds."""
        kept = _Kept(self.overlay / ROOM / "fetched" / f"{name}.{source.ending}", inside=self.overlay)
        control = Control(
            self.manners.deadline_s,
            limits=ReplyLimits(max_bytes=self.manners.most_bytes, max_line_bytes=self.manners.most_bytes),
        )
        transport = GuardedTransport(
            origins=frozenset({origin_of(address)}),
            scope=scope,
            control=control,
            with_key=False,
            resolver=self.manners.resolver,
        )
        with http_client(transport) as client:
            headers = {"user-agent": AGENT, **kept.conditions(address)}
            response = client.get(address, headers=headers)
            if response.status_code in (429, 503) and (seconds := _seconds(response)) is not None:
                if seconds > self.manners.patience_s:
                    raise UnreadableError(f"its host asks to come back in {seconds:,.0f} seconds")
                self.manners.wait(seconds)
                response = client.get(address, headers=headers)
        if response.status_code == httpx2.codes.NOT_MODIFIED and kept.path.is_file():
            return kept.path.read_bytes()
        content = _usable(response)
        if control.repaired_utf8:
            raise UnreadableError("it is not UTF-8 text")
        source.parsed(content)
        kept.keep(address, response, content)
        return content


@dataclass(frozen=True, slots=True)
class _Kept:
    """What an address sent last, beside the marks by which its host knows it again."""

    path: Path
    inside: Path

    @property
    def marks(self) -> Path:
        """The file of the marks."""
        return self.path.with_name(f"{self.path.name}.marks")

    def conditions(self, address: str) -> dict[str, str]:
        """The headers that ask for what changed since; none where nothing usable is kept of this address."""
        try:
            known = json.loads(self.marks.read_text(encoding="utf-8")) if self.path.is_file() else {}
        except (OSError, ValueError):
            return {}
        if not isinstance(known, dict) or known.get("address") != address:
            return {}
        wanted = {"if-none-match": known.get("etag"), "if-modified-since": known.get("last_modified")}
        return {name: value for name, value in wanted.items() if isinstance(value, str) and value}

    def keep(self, address: str, response: httpx2.Response, content: bytes) -> None:
        """Keep a whole and readable answer: the content first, then the marks, so that marks never promise too much."""
        marks = {"address": address, "etag": response.headers.get("etag", "")}
        marks["last_modified"] = response.headers.get("last-modified", "")
        self.marks.unlink(missing_ok=True)
        write_whole(self.path, content, inside=self.inside)
        write_whole(self.marks, json.dumps(marks).encode(), inside=self.inside)


def _usable(response: httpx2.Response) -> bytes:
    if response.status_code != httpx2.codes.OK:
        raise UnreadableError(f"its host answers with status {response.status_code}")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind.startswith(_PAGES):
        raise UnreadableError("its host sends a web page in its place")
    return response.content


def _seconds(response: httpx2.Response) -> float | None:
    """How long a host asks to wait; None where it does not say so in seconds."""
    given = response.headers.get("retry-after", "").strip()
    return float(given) if given.isdigit() and len(given) < 7 else None  # noqa: PLR2004 - eleven days, which is too long


def told(error: Exception, address: str) -> str:
    """What went wrong, in one plain sentence without the words of a library."""
    host = urlsplit(address).hostname or address
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLError):
        return f"{host} cannot prove who it is (TLS)."
    if isinstance(error, httpx2.TooManyRedirects):
        return f"{host} sends from one address to the next without end."
    if isinstance(error, httpx2.RemoteProtocolError):
        return f"{host} broke off in the middle of its answer."
    if isinstance(error, httpx2.HTTPError | httpcore2.NetworkError | OSError):
        return f"{host} cannot be reached ({type(error).__name__})."
    text = cleaned(str(error)).rstrip(".")
    return f"{text}."
