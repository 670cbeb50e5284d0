"""What every answer of the app passes last, whoever gives it: headers that confine a page, and no inside of a fault.

It stands before all other middleware, so that what any of them answers, and what fails in any of them or beneath, is
confined alike: Starlette's own answer to a fault has no headers, and prints its way through the program.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
_WENT_WRONG: Final = (
    "Something went wrong that should not. Note {} in faults.log tells the maintainers what happened.\n"
)
_OURS_FAILED: Final = 1011
"""The code with which a socket is closed whose other end did nothing wrong (RFC 6455, section 7.4.1)."""


class Confined:
    """ASGI middleware: headers for every answer, and one plain line where none was given.

    ``note`` keeps an error for the maintainers and gives the number of the note. With ``secure`` (people come by https)
    a browser is told to send cookies by https alone.
    """

    def __init__(self, app: ASGIApp, *, note: Callable[[Exception], str], secure: bool = False) -> None:
        self._app = app
        self._note = note
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; whatever fails beneath ends here."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        sending = _Sending(send, secure=self._secure)
        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - the border: nothing of a fault may reach who asked
            if scope["type"] == "websocket":
                self._note(error)
                with suppress(RuntimeError, OSError):  # it may be closed already
                    await send({"type": "websocket.close", "code": _OURS_FAILED})
            elif not sending.began:
                await self._instead_of(error)(scope, receive, sending)
            else:  # the server sees that the answer is cut short, and ends the connection
                self._note(error)

    def _instead_of(self, error: Exception) -> PlainTextResponse:
        if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
            return PlainTextResponse("Not Found", HTTPStatus.NOT_FOUND)  # no file has a name that no file can have
        return PlainTextResponse(_WENT_WRONG.format(self._note(error)), HTTPStatus.INTERNAL_SERVER_ERROR)


class _Sending:
    """Sends on with the headers, and remembers whether an answer has begun."""

    def __init__(self, send: Send, *, secure: bool) -> None:
        self._send = send
        self._secure = secure
        self.began = False

    async def __call__(self, message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.accept"):
            self.began = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items() if message["type"] == "http.response.start" else ():
                headers[name] = value
            if self._secure:
                message["headers"] = [_secured(name, value) for name, value in message.get("headers", [])]
        await self._send(message)


def _secured(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """A header; a cookie goes by https alone, which Streamlit leaves open."""
    open_cookie = name.lower() == b"set-cookie" and b"; secure" not in value.lower()
    return name, value + b"; Secure" if open_cookie else value
