"""The way back from the sign-in to the page that was asked for, and to no other place."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from advisor.ui.signing_in.auth_section import CALLBACK
from advisor.ui.signing_in.way_back import COOKIE, WayBack


def led_to(place: str, *, path: str = CALLBACK, to: str = "/") -> tuple[str, str]:
    """Where somebody with the cookie is led who returns, and which cookie comes with it."""
    app = Starlette(routes=[Route(path, lambda _: RedirectResponse(to, status_code=302))])
    client = TestClient(WayBack(app), base_url="https://x", follow_redirects=False)
    answer = client.get(path, headers={"cookie": f"{COOKIE}={quote(place, safe='')}"})
    return answer.headers["location"], answer.headers.get("set-cookie", "")


@pytest.mark.parametrize("place", ["/", "/report?decision=1a-2b&lang=de", "/hosting?what_if=volume%3A2"])
def test_a_page_of_ours_is_where_one_comes_out(place: str) -> None:
    """With all that its address says; the cookie goes."""
    led, cookie = led_to(place)
    assert led == place
    assert cookie.startswith(f"{COOKIE}=; Path={CALLBACK}; Max-Age=0")


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/auth/logout",
        "/report/../api",
        "/report?x=\r\nset-cookie: a=b",
        "/report#x",
        "javascript:alert(1)",
        "",
    ],
)
def test_no_other_place_is(place: str) -> None:
    """Whatever the cookie names: Streamlit's own way stays."""
    assert led_to(place) == ("/", "")


def test_only_the_return_is_changed() -> None:
    """Not another request that brings the cookie, and not a redirection to elsewhere."""
    assert led_to("/report", path="/auth/login", to="https://id.example.com") == ("https://id.example.com", "")
    assert led_to("/report", to="/elsewhere")[0] == "/elsewhere"
