"""What is told of requests and pages: a line of the log and a span each, with a number by which they are found again.

A person is told by a pseudonym that only this installation can work out (a keyed hash), or not at all.
"""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException

from advisor.telemetry.facts import route_of
from advisor.telemetry.lines import tell
from advisor.telemetry.spans import SPANS

_NUMBER: Final = re.compile(r"[A-Za-z0-9-]{8,64}")
_QUIET: Final = re.compile(r"/(static|media|_stcore/health|healthz|readyz|metrics|app/static)\b")
"""Asked many times a minute, and of no interest where it went well."""


class ToldRequests:
    """ASGI middleware: before those that refuse, so that what they do is told as well."""

    def __init__(self, app: ASGIApp, *, replica: str) -> None:
        self._app = app
        self._replica = replica or None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell how it went."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        number = given if _NUMBER.fullmatch(given) else uuid.uuid4().hex
        scope["state"] = {**scope.get("state", {}), "request_id": number}
        route, began = route_of(scope["path"]), time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] in ("http.response.start", "websocket.accept"):
                status = int(message.get("status", 101))
                MutableHeaders(scope=message).append("x-request-id", number)
            await send(message)

        kind = scope.get("method", "SOCKET")
        try:
            with SPANS.span("http.request", route=route, method=kind, request=number) as found:
                await self._app(scope, receive, sending)
                found["status"] = status
        finally:
            if not (status in (200, 304) and _QUIET.match(scope["path"])):
                seconds = round(time.perf_counter() - began, 4)
                facts = {"request": number, "route": route, "method": kind, "status": status, "seconds": seconds}
                tell("request", **facts, replica=self._replica, person=scope["state"].get("person"))


def told_page(name: str, draw: Callable[[], None], *, person: str | None) -> None:
    """Draw a page and tell how long it took and how it ended."""
    began, outcome = time.perf_counter(), "drawn"
    try:
        with SPANS.span("page", page=name or "start"):
            draw()
    except (RerunException, StopException):
        outcome = "again"
        raise
    except Exception as error:
        outcome = type(error).__name__
        raise
    finally:
        seconds = round(time.perf_counter() - began, 4)
        tell("page", page=name or "start", outcome=outcome, seconds=seconds, person=person)
