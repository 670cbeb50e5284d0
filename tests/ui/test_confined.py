"""Every answer carries the headers that confine a page, also where something failed; no fault shows its inside."""

from __future__ import annotations

import errno
import os

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from advisor.ui.confined import HEADERS, Confined
from advisor.ui.guarded import Guarded


async def _page(_: object) -> PlainTextResponse:
    return PlainTextResponse("the page", headers={"set-cookie": "a=1; Path=/"})


async def _fails(_: object) -> PlainTextResponse:
    raise ZeroDivisionError("/home/someone/inside.py")


async def _no_such_name(_: object) -> PlainTextResponse:
    raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), "/home/someone/" + "a" * 300)


async def _failing_socket(socket: WebSocket) -> None:
    await socket.accept()
    raise ZeroDivisionError("inside")


class _FailsBefore:
    """A middleware that fails before the checks are reached."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Fail on one address."""
        if scope["type"] == "http" and scope["path"] == "/before":
            raise ZeroDivisionError("inside")
        await self._app(scope, receive, send)


@pytest.fixture
def noted() -> list[Exception]:
    """What was kept for the maintainers."""
    return []


@pytest.fixture
def client(noted: list[Exception]) -> TestClient:
    """A page, and what fails, behind all checks."""

    def note(error: Exception) -> str:
        noted.append(error)
        return f"number-{len(noted)}"

    routes = [
        Route("/", _page),
        Route("/fails", _fails),
        Route("/no-such-name", _no_such_name),
        WebSocketRoute("/ws", _failing_socket),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Confined, note=note, secure=True), Middleware(_FailsBefore), Middleware(Guarded)],
    )
    return TestClient(app, base_url="http://127.0.0.1:8501")


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/", "127.0.0.1", 200),
        ("/", "evil.example", 403),
        ("/nowhere", "127.0.0.1", 404),
        ("/a/b", "127.0.0.1", 303),
        ("/fails", "127.0.0.1", 500),
        ("/before", "127.0.0.1", 500),
        ("/no-such-name", "127.0.0.1", 404),
    ],
)
def test_every_answer_is_confined(client: TestClient, path: str, host: str, status: int) -> None:
    """A page, a refusal, a redirection, what is not there, and a fault before the checks as well as behind them."""
    answer = client.get(path, headers={"host": host, "accept": "text/html"}, follow_redirects=False)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "inside" not in answer.text
    assert "someone" not in answer.text


def test_a_fault_is_noted_and_its_number_told(client: TestClient, noted: list[Exception]) -> None:
    """Also that of a socket, which is closed; a name that no file can have is no fault."""
    assert "number-1" in client.get("/fails").text
    client.get("/no-such-name")
    own = {"host": "127.0.0.1"}
    with client.websocket_connect("/ws", headers=own) as socket, pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_text()
    assert closed.value.code == 1011
    assert [type(error) for error in noted] == [ZeroDivisionError, ZeroDivisionError]


@pytest.mark.parametrize(("secure", "sent"), [(True, "a=1; Path=/; Secure"), (False, "a=1; Path=/")])
def test_cookies_go_by_https_alone_where_people_come_by_it(secure: object, sent: str) -> None:
    """Streamlit leaves that open; on this machine there is no https."""
    confined = Confined(Starlette(routes=[Route("/", _page)]), note=str, secure=bool(secure))
    assert TestClient(confined).get("/").headers["set-cookie"] == sent
