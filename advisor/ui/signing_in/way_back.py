"""Whoever signs in comes back to the page they asked for: a link that was shared, or where they were signed out.

Streamlit (1.67) leads everybody to the first page. The door notes its address in a cookie that is sent nowhere but to
where the sign-in returns; there the redirection is led on to it. Only a page of this installation is an address.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import unquote

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.ui.signing_in.auth_section import CALLBACK

COOKIE: Final = "advisor_came_for"
_MINUTES: Final = 15
"""So long somebody may take at the company's own pages."""
_PAGE: Final = re.compile(r"/[a-z_]{0,40}(\?[A-Za-z0-9_.~%=&+,:@*-]{0,2000})?")
"""A page by its name, and what stands in its address: nothing that another site could be."""
_SCRIPT: Final = f"""
export default function () {{
    const place = encodeURIComponent(window.location.pathname + window.location.search);
    const secure = window.location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = '{COOKIE}=' + place + '; Path={CALLBACK}; Max-Age={_MINUTES * 60}; SameSite=Lax' + secure;
}}
"""
_noting = st.components.v2.component("advisor.way_back", js=_SCRIPT)


def note_place() -> None:
    """Let the browser note the address of this page before it goes to sign in; call it where the door is drawn."""
    _noting(key="way_back")


class WayBack:
    """ASGI middleware: leads whoever returns from the sign-in on to the page that was noted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; the address of a redirection to the first page is changed on the way out."""
        place = _noted(scope) if scope["type"] == "http" and scope["path"].endswith(CALLBACK) else None
        if place is None:
            await self._app(scope, receive, send)
            return
        base = scope["path"].removesuffix(CALLBACK)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.FOUND:
                headers = MutableHeaders(scope=message)
                if headers.get("location") == f"{base}/":
                    headers["location"] = place
                headers.append("set-cookie", f"{COOKIE}=; Path={CALLBACK}; Max-Age=0; SameSite=Lax")
            await send(message)

        await self._app(scope, receive, sending)


def _noted(scope: Scope) -> str | None:
    """The page that the browser brings in the cookie; None where it brings none, or no page of ours."""
    try:
        found = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    place = "" if found is None else unquote(found.value)
    return place if _PAGE.fullmatch(place) else None
