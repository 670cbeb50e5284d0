"""The way out: an HTTP transport that keeps a call to its own host, its leash and its limits, and repairs broken text.

Every client of the playground sends through this: the OpenAI client directly, ``huggingface_hub`` by a client factory.
"""

from __future__ import annotations

import codecs
import ssl
from collections.abc import Iterator
from functools import cache
from typing import Final

import httpcore2
import httpx2

from advisor.errors import GuardError
from advisor.trials.network.addresses import USUAL_PORTS, Resolver, system_resolver
from advisor.trials.network.leash import Control, LimitError
from advisor.trials.network.proxy import outbound_proxy
from advisor.trials.network.sockets import LeashedBackend
from advisor.trials.records import AddressScope

Origin = tuple[str, str, int]
CONNECT_TIMEOUT_S: Final = 20.0
_DROPPED_HEADERS: Final = ("openai-organization", "openai-project", "cookie")


class RedirectRefusedError(GuardError):
    """The endpoint pointed to another host than the connection's."""


@cache
def tls_context() -> ssl.SSLContext:
    """The process's TLS settings: the system's certificates, or those that ``SSL_CERT_FILE`` names."""
    return ssl.create_default_context()


def origin_of(url: str) -> Origin:
    """Scheme, host and port of an address."""
    parsed = httpx2.URL(url)
    return parsed.scheme, parsed.host, parsed.port or USUAL_PORTS.get(parsed.scheme, 0)


class GuardedTransport(httpx2.HTTPTransport):
    """One call's transport: its own hosts only, judged addresses only, limited and repaired bytes."""

    def __init__(
        self,
        *,
        origins: frozenset[Origin],
        scope: AddressScope,
        control: Control,
        with_key: bool,
        resolver: Resolver = system_resolver,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._origins = origins
        self._control = control
        self._with_key = with_key
        self._pool = httpcore2.ConnectionPool(
            ssl_context=context or tls_context(),
            max_connections=4,
            http1=True,
            http2=False,
            network_backend=LeashedBackend(scope, control, resolver=resolver, proxy=outbound_proxy()),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request, or refuse it; the response's bytes are limited and repaired on their way in."""
        origin = origin_of(str(request.url))
        if origin not in self._origins:
            raise RedirectRefusedError(
                f"The endpoint pointed to {origin[0]}://{origin[1]}:{origin[2]}, which is not the connection's own "
                "host; that was not followed."
            )
        for name in [*_DROPPED_HEADERS, *(name for name in request.headers if name.startswith("x-stainless"))]:
            request.headers.pop(name, None)
        if not self._with_key:
            for name in ("authorization", "api-key"):
                request.headers.pop(name, None)
        request.headers["accept-encoding"] = "identity"
        request.headers["connection"] = "close"
        self._control.check()
        response = super().handle_request(request)
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("", "identity"):
            response.close()
            raise LimitError(
                "encoded", f"The endpoint sent its answer packed as {encoding[:40]!r}, though plain text was demanded."
            )
        if not isinstance(response.stream, httpx2.SyncByteStream):
            raise TypeError("the transport's response cannot be read in pieces")
        response.stream = LimitedStream(response.stream, self._control)
        return response


class LimitedStream(httpx2.SyncByteStream):
    """Bytes of a response: counted, limited per line and in all, and always valid UTF-8."""

    def __init__(self, inner: httpx2.SyncByteStream, control: Control) -> None:
        self._inner = inner
        self._control = control

    def __iter__(self) -> Iterator[bytes]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        limits = self._control.limits
        total = line = 0
        for chunk in self._inner:
            self._control.check()
            total += len(chunk)
            newest = chunk.rfind(b"\n")
            first = chunk.find(b"\n")
            longest = line + (len(chunk) if first < 0 else first)
            line = longest if newest < 0 else len(chunk) - newest - 1
            if max(longest, line) > limits.max_line_bytes:
                raise LimitError(
                    "line_too_long",
                    f"The endpoint sent a line of more than {limits.max_line_bytes:,} bytes; the call was ended there.",
                )
            if total > limits.max_bytes:
                raise LimitError(
                    "too_large", f"The endpoint sent more than {limits.max_bytes:,} bytes; the call was ended there."
                )
            yield self._repaired(decoder.decode(chunk), chunk)
        rest = decoder.decode(b"", final=True)
        if rest:
            self._control.repaired_utf8 = True
            yield rest.encode()

    def _repaired(self, text: str, chunk: bytes) -> bytes:
        if "\ufffd" in text and b"\xef\xbf\xbd" not in chunk:
            self._control.repaired_utf8 = True
        return text.encode()

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()


def http_client(transport: httpx2.BaseTransport) -> httpx2.Client:
    """A client that ignores the environment's proxies and follows redirects only through ``transport``."""
    return httpx2.Client(
        transport=transport,
        trust_env=False,
        follow_redirects=True,
        max_redirects=3,
        timeout=httpx2.Timeout(None, connect=CONNECT_TIMEOUT_S),
    )
