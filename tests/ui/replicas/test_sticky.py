"""A replica's name in a cookie."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from advisor.ui.replicas.sticky import Sticky


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


def client(replica: str) -> TestClient:
    """A browser before one replica."""
    routes = [Route("/", lambda _: PlainTextResponse("here")), WebSocketRoute("/socket", _socket)]
    return TestClient(Sticky(Starlette(routes=routes), replica=replica, secure=True), base_url="https://x")


def test_a_replica_names_itself_once() -> None:
    """To a browser that comes from nowhere or from another replica; not again to one that stays."""
    one = client("one")
    assert one.get("/").headers["set-cookie"] == "advisor_replica=one; Path=/; HttpOnly; SameSite=Lax; Secure"
    assert "set-cookie" not in one.get("/").headers
    moved = client("two").get("/", headers={"cookie": "other=1; advisor_replica=one"})
    assert moved.headers["set-cookie"].startswith("advisor_replica=two;")


def test_a_socket_carries_it_too() -> None:
    """After a replica was lost, the socket is the first thing that a browser opens again."""
    with client("two").websocket_connect("/socket", headers={"cookie": "advisor_replica=one"}) as socket:
        assert any(value.startswith(b"advisor_replica=two") for _, value in socket.extra_headers or ())


@pytest.mark.parametrize("cookie", ["", "advisor_replica", "=;=;", 'advisor_replica="one'])
def test_without_a_name_nothing_is_set(cookie: str) -> None:
    """One process alone has no need of it, whatever a browser brings."""
    assert "set-cookie" not in client("").get("/", headers={"cookie": cookie}).headers
