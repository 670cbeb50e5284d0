"""A replica names itself in a cookie, so that the proxy sends a browser back to where its session lives.

Sessions, uploads and downloads are kept by the process that answers. Where that one is gone the proxy asks another,
which names itself in turn: the browser stays there, also when the first comes back.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "advisor_replica"


class Sticky:
    """ASGI middleware: sets the cookie where a browser does not bring it already; does nothing without a name."""

    def __init__(self, app: ASGIApp, *, replica: str, secure: bool) -> None:
        self._app = app
        self._replica = replica
        self._cookie = f"{COOKIE}={replica}; Path=/; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and the cookie back."""
        if not self._replica or scope["type"] not in ("http", "websocket") or _brought(scope) == self._replica:
            await self._app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                MutableHeaders(scope=message).append("set-cookie", self._cookie)
            await send(message)

        await self._app(scope, receive, sending)


def _brought(scope: Scope) -> str:
    try:
        found = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if found is None else found.value
