"""The shipped configuration of nginx before two stand-ins: who answers whom, and what happens when one is gone."""

from __future__ import annotations

import http.client
import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from replicas_running import NAMES, nginx_running, unverified
from running import end, free_port, wait_for
from websockets.sync.client import connect

REPLICA = """
import sys
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from advisor.ui.replicas.sticky import Sticky

name, port = sys.argv[1], int(sys.argv[2])

def page(request):
    return PlainTextResponse(f"{name} {request.headers['host']} {request.headers.get('x-request-id', '')}")

async def socket(socket):
    await socket.accept()
    await socket.send_text(name)
    async for text in socket.iter_text():
        await socket.send_text(f"{name}: {text}")

routes = [WebSocketRoute("/_stcore/stream", socket), Route("/{path:path}", page)]
uvicorn.run(Sticky(Starlette(routes=routes), replica=name, secure=True), port=port, log_level="critical")
"""


class Browser:
    """What keeps cookies and asks one address."""

    def __init__(self, url: str) -> None:
        self.url, self.cookie = url, ""
        self._context: ssl.SSLContext = unverified()

    def get(self, path: str = "/") -> tuple[int, str]:
        """Status and body."""
        connection = http.client.HTTPSConnection(urlsplit(self.url).netloc, context=self._context, timeout=60)
        connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = connection.getresponse()
        body = answer.read().decode()
        self.cookie = (answer.getheader("Set-Cookie") or self.cookie).partition(";")[0]
        connection.close()
        return answer.status, body

    @property
    def answered_by(self) -> str:
        """Which replica answers a page."""
        return self.get()[1].split()[0]

    def socket(self) -> connect:
        """A socket as the app opens it."""
        address = self.url.replace("https:", "wss:") + "/_stcore/stream"
        return connect(address, ssl=self._context, additional_headers={"Cookie": self.cookie}, open_timeout=60)


@pytest.fixture
def replicas(tmp_path: Path) -> Iterator[tuple[str, dict[str, subprocess.Popen[bytes]]]]:
    """Nginx and two stand-ins for the app."""
    ports = {name: free_port() for name in NAMES}
    with ExitStack() as stack:
        processes = {}
        for name, port in ports.items():
            command = [sys.executable, "-c", REPLICA, name, str(port)]
            processes[name] = subprocess.Popen(command, start_new_session=True)
            stack.callback(end, processes[name])
        for name, port in ports.items():
            wait_for(f"http://127.0.0.1:{port}/", process=processes[name])
        yield stack.enter_context(nginx_running(tmp_path, ports, port=free_port())), processes


def test_a_browser_stays_and_moves_when_its_replica_is_gone(
    replicas: tuple[str, dict[str, subprocess.Popen[bytes]]], tmp_path: Path
) -> None:
    """Both replicas get browsers; each browser keeps its own, for pages and sockets, until that one is gone."""
    url, processes = replicas
    browsers = [Browser(url) for _ in range(4)]
    first = [browser.answered_by for browser in browsers]
    assert set(first) == set(NAMES)
    assert [[browser.answered_by for browser in browsers] for _ in range(3)] == [first] * 3
    for browser, name in zip(browsers, first, strict=True):
        with browser.socket() as socket:
            assert socket.recv() == name
            socket.send("still here")
            assert socket.recv() == f"{name}: still here"
    status, body = browsers[0].get("/page?code=secret")
    assert status == 200
    assert body.split()[1] == urlsplit(url).netloc, "the app sees the name that people open"
    assert len(body.split()[2]) == 32, "and a number of the request"
    assert browsers[0].get("/metrics")[0] == 404
    end(processes["one"])
    with browsers[first.index("one")].socket() as socket:
        assert socket.recv() == "two"
    assert [browser.answered_by for browser in browsers] == ["two"] * 4
    lines = [json.loads(line) for line in (tmp_path / "access.log").read_text().splitlines()]
    assert {line["path"] for line in lines} == {"/", "/page", "/_stcore/stream", "/metrics"}
    assert "secret" not in json.dumps(lines)
