"""Requests that do not come from the app's own pages are refused, and its pages are confined."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from advisor.ui.guarded import Guarded, name_of


async def _page(_: object) -> PlainTextResponse:
    return PlainTextResponse("the page")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("the socket")
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    """A page and a socket behind the checks; the installation goes by one public name."""
    routes = [Route("/", _page, methods=["GET", "POST"]), WebSocketRoute("/ws", _socket)]
    guarded = Starlette(routes=routes, middleware=[Middleware(Guarded, names=["Advisor.example.com"])])
    return TestClient(guarded, base_url="http://127.0.0.1:8501")


@pytest.mark.parametrize(
    "host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "advisor.example.com", "ADVISOR.EXAMPLE.COM.:443"]
)
def test_it_answers_under_its_names(client: TestClient, host: str) -> None:
    """Loopback always, and the public name."""
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.5", "", "[::", "a@localhost:x"]
)
def test_it_answers_under_no_other(client: TestClient, host: str) -> None:
    """A name that is made to point here is not ours: neither pages nor sockets."""
    assert client.get("/", headers={"host": host}).status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/ws", headers={"host": host}):
        pass


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:9999", "https://localhost:8501", "null", "http://[x"]
)
def test_other_pages_change_nothing(client: TestClient, origin: str) -> None:
    """A page of another site, or on another port of the same machine, can neither post nor open a socket."""
    assert client.post("/", headers={"origin": origin}).status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/ws", headers={"origin": origin}):
        pass


def test_own_pages_and_programs_may(client: TestClient) -> None:
    """The same origin, and callers that are no browser and send none."""
    own = {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"}
    assert client.post("/", headers=own).text == "the page"
    assert client.post("/").text == "the page"
    with client.websocket_connect("/ws", headers=own) as socket:
        assert socket.receive_text() == "the socket"


def test_names_are_read_without_their_port() -> None:
    """IPv6 stands in brackets."""
    assert [name_of(host) for host in ("A.b:1", "[::1]:2", "x", ":1", "")] == ["a.b", "::1", "x", "", ""]


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/nowhere/deeper", "text/html,*/*", 303),
        ("/catalog//x", "text/html", 303),
        ("/nowhere/deeper", "*/*", 404),
        ("/_stcore/health", "text/html", 404),
        ("/static/js/index.js", "text/html", 404),
        ("/nowhere", "text/html", 404),
    ],
)
def test_a_page_below_a_page_leads_to_the_start(client: TestClient, path: str, accept: str, status: int) -> None:
    """Streamlit would answer with an empty page; files and sockets are not meant."""
    answer = client.get(path, headers={"accept": accept}, follow_redirects=False)
    assert answer.status_code == status
    assert answer.headers.get("location", "/") == "/"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_are_asked_by_any_name(client: TestClient, path: str) -> None:
    """A scheduler knows an address alone; there is no such page here, so it is not found instead of refused."""
    assert client.get(path, headers={"host": "10.0.0.5:8501"}).status_code == 404


def test_programs_are_refused_by_a_named_problem(client: TestClient) -> None:
    """REST under another name, or asked by another page; a path below it never leads to the start page."""
    refused = client.get("/api/v1/catalog", headers={"host": "evil.example"})
    assert (refused.status_code, refused.json()["type"]) == (403, "/api/v1/problems/foreign-page")
    assert client.get("/api/v1/catalog", headers={"accept": "text/html"}, follow_redirects=False).status_code == 404


@pytest.mark.parametrize(
    ("host", "origin", "may"),
    [
        ("advisor.example.com", "https://advisor.example.com", True),
        ("advisor.example.com", "http://advisor.example.com", False),
        ("advisor.example.com", "ftp://advisor.example.com", False),
        ("127.0.0.1:8501", "http://127.0.0.1:8501", True),
        ("ADVISOR.example.com", "https://advisor.example.com", False),
    ],
)
def test_a_page_that_came_without_https_is_none_of_ours(host: str, origin: str, may: object) -> None:
    """Whoever stands between a browser and the app can make one under its name; not so on this machine.

    A name written otherwise than browsers write it would have Streamlit ask outside for the address of this machine.
    """
    guarded = Guarded(Starlette(routes=[Route("/", _page, methods=["POST"])]), ["advisor.example.com"], secure=True)
    answer = TestClient(guarded).post("/", headers={"host": host, "origin": origin})
    assert answer.status_code == (200 if may else 403)
