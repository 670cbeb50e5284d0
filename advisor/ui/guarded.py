"""What every request passes before Streamlit sees it: who is asked, by which page, and what the browser may do with it.

A page on another site can make a visitor's browser send requests to the machine the visitor works on, and by a name
that points to 127.0.0.1 (DNS rebinding) read what comes back. So only names that this installation goes by are
answered, requests that change something or open a socket must come from its own pages, and no other page may frame it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.api import probes
from advisor.api.problems import ApiRefusal, answered
from advisor.ui.let_go import LettingGo

LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "::1")
POLICY: Final = (
    "default-src 'self'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' 'wasm-unsafe-eval' blob:; "  # charts compile their own code
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; "
    "font-src 'self' data:; "
    "media-src 'self' data: blob:; "
    "worker-src 'self' blob:; "
    "connect-src 'self'; "
    "frame-src 'self' blob: data:; "
    "frame-ancestors 'none'; "
    "form-action 'self'; "
    "base-uri 'self'; "
    "object-src 'none'"
)
"""Nothing is loaded from, sent to or framed by another site, whatever a text on the page asks for."""
HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
_HOST: Final = re.compile(r"(?P<name>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")
_DEEPER: Final = re.compile(
    r"/(?!_stcore/|static/|media/|app/|component/|vendor/|oauth2callback|auth/|api/|mcp)[^/]*/+[^/]"
)
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FOR_PROGRAMS: Final = "/api/"


class Guarded:
    """ASGI middleware: answers only under ``names``, only to pages under the same name, with headers that confine.

    With ``secure`` (people come by https) a browser is told to send cookies by https alone.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str] = (), *, secure: bool = False) -> None:
        self._app = app
        self._secure = secure
        self._names = frozenset(name.lower() for name in (*LOOPBACK_NAMES, *names))
        self._letting_go = LettingGo()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with one plain line."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        problem = self._problem(scope)
        if problem is None and _leads_nowhere(scope):
            await RedirectResponse("/", status_code=303)(scope, receive, _confining(send))
        elif problem is None:
            try:
                await self._app(scope, receive, _confining(send, secure=self._secure))
            finally:
                if scope["type"] == "websocket":
                    self._letting_go.closed()
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": problem[:100]})
        else:
            await _refused(scope["path"], problem)(scope, receive, _confining(send))

    def _problem(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if scope["path"] in probes.PATHS and scope["type"] == "http":
            return None  # a scheduler asks by the address of a machine; the probes say nothing, or look themselves
        if len(headers.getlist("host")) != 1 or name_of(host) not in self._names:
            return "This installation does not go by that name: its administrator sets ADVISOR_PUBLIC_URL."
        changes = scope["type"] == "websocket" or scope["method"] not in _READING
        origin = headers.get("origin")
        if changes and origin is not None and _place_of(origin) != host.lower():
            return "A page of another site may not do that."
        return None


def _refused(path: str, problem: str) -> Response:
    """A refusal as people read it, or as programs do."""
    if path.startswith(_FOR_PROGRAMS):
        return answered(ApiRefusal("foreign-page", problem))
    return PlainTextResponse(problem + "\n", status_code=403)


def _leads_nowhere(scope: Scope) -> bool:
    """Whether a person asks for a page below a page: there is none, and Streamlit would answer with an empty one."""
    wanted = scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", "")
    return wanted and not st.get_option("server.baseUrlPath") and bool(_DEEPER.match(scope["path"]))


def name_of(host: str) -> str:
    """The name in a Host header, without its port, in small letters; empty for what is none."""
    match = _HOST.fullmatch(host)
    return match["name"].strip("[]").lower().rstrip(".") if match else ""


def _place_of(origin: str) -> str | None:
    """Host and port of an Origin header, in small letters; None for what is no address."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return None


def _confining(send: Send, *, secure: bool = False) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if secure:
                message["headers"] = [_secured(name, value) for name, value in message["headers"]]
        await send(message)

    return sending


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header; a cookie goes by https alone, which Streamlit leaves open."""
    open_cookie = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if open_cookie else value
