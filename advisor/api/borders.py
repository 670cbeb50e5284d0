"""What every request to REST passes first: who may send it, how much of it is read, what is said when all fails."""

from __future__ import annotations

import time
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.api.problems import LOG, TYPES, ApiRefusal, answered
from advisor.services.operations.metrics import COUNTS

MOST_BYTES: Final = 1_000_000
"""Of a body: as large as a file of answers may be."""
HEADERS: Final = {"cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
NO_ROUTE: Final = "none"


class Borders:
    """ASGI middleware around REST."""

    def __init__(self, app: ASGIApp, *, most_bytes: int = MOST_BYTES) -> None:
        self._app = app
        self._most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        sending = _Sending(send)
        began = time.perf_counter()
        refusal = self._refused(Headers(scope=scope))
        try:
            if refusal is not None:
                await answered(refusal)(scope, receive, sending)
            else:
                await self._app(scope, _measured(receive, self._most_bytes), sending)
        except Exception as error:  # noqa: BLE001 - the border: nothing of a fault may reach who asked
            LOG.error("%s in %s %s", type(error).__name__, scope["method"], route_of(scope))
            if not sending.status:
                await answered(ApiRefusal("failed", TYPES["failed"].what_to_do))(scope, receive, sending)
        finally:
            COUNTS.request(method_of(scope), route_of(scope), sending.status, time.perf_counter() - began)

    def _refused(self, headers: Headers) -> ApiRefusal | None:
        if is_foreign(headers):
            return ApiRefusal("foreign-page", TYPES["foreign-page"].what_to_do)
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length[:20]) > self._most_bytes:
            return _too_large(self._most_bytes)
        return None


def is_foreign(headers: Headers) -> bool:
    """Whether a browser says that a page of another site asks."""
    origin = headers.get("origin")
    if headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return True
    try:
        return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    except ValueError:
        return True


def route_of(scope: Scope) -> str:
    """The pattern of the route that was asked for, as it stands in the OpenAPI document; never the address itself."""
    route = scope.get("route")
    return str(getattr(route, "path", NO_ROUTE))


def method_of(scope: Scope) -> str:
    """The method, where it is one of HTTP's own."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else "other"


class _Sending:
    """Sends on, with the headers of REST, and remembers with which status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _measured(receive: Receive, most_bytes: int) -> Receive:
    read = 0

    async def receiving() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most_bytes:
            raise _too_large(most_bytes)
        return message

    return receiving


def _too_large(most_bytes: int) -> ApiRefusal:
    return ApiRefusal("too-large", f"At most {most_bytes:,} bytes are read.")
