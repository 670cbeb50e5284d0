"""What every request passes before Streamlit sees it: who is asked, and by which page.

A page on another site can make a visitor's browser send requests to the machine the visitor works on, and by a name
that points to 127.0.0.1 (DNS rebinding) read what comes back. So only names that this installation goes by are
answered, and requests that change something or open a socket must come from its own pages. What a browser may do with
an answer stands in ``advisor.ui.confined``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from advisor.api import probes
from advisor.api.problems import ApiRefusal, answered
from advisor.ui.let_go import LettingGo

LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "::1")
_HOST: Final = re.compile(r"(?P<name>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")
_DEEPER: Final = re.compile(
    r"/(?!_stcore/|static/|media/|app/|component/|vendor/|oauth2callback|auth/|api/|mcp)[^/]*/+[^/]"
)
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FOR_PROGRAMS: Final = "/api/"


class Guarded:
    """ASGI middleware: answers only under ``names``, and only to pages under the same name.

    With ``secure`` (people come by https) a page that came under a public name without it is none of ours: whoever
    stands in between may have made it.
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
            await RedirectResponse("/", status_code=303)(scope, receive, send)
        elif problem is None:
            try:
                await self._app(scope, receive, send)
            finally:
                if scope["type"] == "websocket":
                    self._letting_go.closed()
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": problem[:100]})
        else:
            await _refused(scope["path"], problem)(scope, receive, send)

    def _problem(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if scope["path"] in probes.PATHS and scope["type"] == "http":
            return None  # a scheduler asks by the address of a machine; the probes say nothing, or look themselves
        if len(headers.getlist("host")) != 1 or name_of(host) not in self._names:
            return "This installation does not go by that name: its administrator sets ADVISOR_PUBLIC_URL."
        changes = scope["type"] == "websocket" or scope["method"] not in _READING
        origin = headers.get("origin")
        if changes and origin is not None and not self._is_own(origin, host):
            return "A page of another site may not do that."
        return None

    def _is_own(self, origin: str, host: str) -> bool:
        """Whether a page of this origin is ours; browsers write both names alike, and Streamlit compares them so."""
        try:
            parts = urlsplit(origin)
        except ValueError:
            return False
        schemes = ("https",) if self._secure and name_of(host) not in LOOPBACK_NAMES else ("http", "https")
        return parts.netloc == host and parts.scheme in schemes


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
