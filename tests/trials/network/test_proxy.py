"""A company's outgoing proxy on loopback: calls go through it, what leads inside does not, and secrets stay inside."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from advisor.trials.network.addresses import AddressRefusedError
from advisor.trials.network.leash import Control
from advisor.trials.network.proxy import (
    VARIABLE,
    Proxy,
    ProxyError,
    judge_behind_proxy,
    outbound_proxy,
    proxy_addresses,
)
from advisor.trials.records import Connection, Run

HOST = "api.advisor.test"
KEY = "sk-proxy-canary-3344"
RunAll = Callable[..., tuple[Run, ...]]


@dataclass
class ConnectProxy:
    """A proxy that knows CONNECT alone; every tunnel leads to ``target``."""

    target: int
    answer: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n"
    heads: list[bytes] = field(default_factory=list)
    passed: list[bytes] = field(default_factory=list)

    def serve(self, listener: socket.socket) -> None:
        """Take callers until the listener closes."""
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._tunnel, args=(caller,), daemon=True).start()

    def _tunnel(self, caller: socket.socket) -> None:
        with caller, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = caller.recv(1)
                if not piece:
                    return
                head += piece
            self.heads.append(head)
            caller.sendall(self.answer)
            if b" 200 " not in self.answer:
                return
            with socket.create_connection(("127.0.0.1", self.target)) as far:
                back = threading.Thread(target=self._pump, args=(far, caller, []), daemon=True)
                back.start()
                self._pump(caller, far, self.passed)
                back.join(60)

    def _pump(self, source: socket.socket, sink: socket.socket, seen: list[bytes]) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                seen.append(piece)
                sink.sendall(piece)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


@pytest.fixture
def endpoint(servers: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """An endpoint with a certificate for ``HOST`` that this process trusts; gives its port."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-days", "1", "-newkey", "rsa:2048"]
    command = ["openssl", "req", "-x509", "-nodes", *names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr("advisor.trials.network.transport.tls_context", lambda: trusting)
    seen = servers.Seen()
    server = servers.PatientServer(("127.0.0.1", 0), type("Bound", (servers.Handler,), {"seen": seen}))
    server.socket = ours.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def proxy(endpoint: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[ConnectProxy]:
    """The proxy of this installation."""
    made = ConnectProxy(endpoint)
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    thread = threading.Thread(target=made.serve, args=(listener,), daemon=True)
    thread.start()
    monkeypatch.setenv(VARIABLE, f"http://clerk:pass%21word@127.0.0.1:{listener.getsockname()[1]}")
    yield made
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def public(**changes: Any) -> Connection:
    """A connection to the open internet."""
    given = {"name": "api", "base_url": f"https://{HOST}/v1", "model": "well", "deadline_s": 600}
    return Connection.model_validate(given | changes)


def test_a_public_connection_goes_through_the_proxy(proxy: ConnectProxy, run_all: RunAll) -> None:
    """The proxy is asked for the host by name, with its credentials; key and prompt pass it under TLS only."""
    (run,) = run_all(public(), key=KEY)
    assert run.whole, run.failure
    (head,) = proxy.heads
    assert head.startswith(f"CONNECT {HOST}:443 HTTP/1.1".encode())
    assert b"Proxy-Authorization: Basic Y2xlcms6cGFzcyF3b3Jk" in head
    sent = head + b"".join(proxy.passed)
    assert proxy.passed
    assert KEY.encode() not in sent
    assert b"What is the answer" not in sent


def test_other_connections_do_not(
    proxy: ConnectProxy, steady: Any, connect: Callable[..., Connection], run_all: RunAll
) -> None:
    """What is in the private network or on this machine is called directly."""
    (run,) = run_all(connect(steady))
    assert run.whole
    assert proxy.heads == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "localhost", "intranet", "db.corp", "x.internal"]
)
def test_what_leads_inside_never_reaches_the_proxy(proxy: ConnectProxy, run_all: RunAll, host: str) -> None:
    """Literal addresses and names of the inside are refused before the proxy hears of them."""
    (run,) = run_all(public(base_url=f"https://{host}/v1"))
    assert run.failure is not None
    assert run.failure.kind == "address_refused"
    assert proxy.heads == []


def test_a_name_that_resolves_inside_here_is_refused() -> None:
    """Where this machine can resolve the name, its addresses are judged as without a proxy."""
    with pytest.raises(AddressRefusedError, match="private"):
        judge_behind_proxy("api.advisor.test", 443, "public", Control(60), lambda *_: ("10.0.0.7",))
    judge_behind_proxy("api.advisor.test", 443, "public", Control(60), lambda *_: ("8.8.8.8",))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "status 407"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "status 403"),
        (b"220 mail.example ESMTP\r\n\r\n", "status unknown"),
        (b"", "did not answer as a proxy"),
    ],
)
def test_a_proxy_that_refuses_is_named(proxy: ConnectProxy, run_all: RunAll, answer: bytes, words: str) -> None:
    """The failure says that it is the proxy, and its credentials stand nowhere."""
    proxy.answer = answer
    (run,) = run_all(public(), key=KEY)
    assert run.failure is not None
    assert run.failure.kind == "proxy"
    assert words in run.failure.message
    kept = run.model_dump_json()
    assert "pass!word" not in kept
    assert "pass%21word" not in kept
    assert KEY not in kept


@pytest.mark.parametrize(
    "value", ["proxy:3128", "https://proxy:3128", "http://proxy", "http://:80", "http://p:x", "http://p:1/x"]
)
def test_a_bad_setting_is_said_and_nothing_is_sent(
    monkeypatch: pytest.MonkeyPatch, run_all: RunAll, value: str
) -> None:
    """A misspelt proxy never means that calls go out directly."""
    monkeypatch.setenv(VARIABLE, value)
    with pytest.raises(ProxyError, match=VARIABLE):
        outbound_proxy()
    (run,) = run_all(public())
    assert run.failure is not None
    assert run.failure.kind == "proxy"


def test_the_proxys_own_address_is_judged() -> None:
    """Anywhere but at a metadata or link-local address; its name must be known; it never shows credentials."""
    proxy = Proxy("gate", 3128, b"clerk:secret")
    assert proxy_addresses(proxy, Control(60), lambda *_: ("10.0.0.7",)) == ("10.0.0.7",)
    with pytest.raises(ProxyError, match="metadata"):
        proxy_addresses(proxy, Control(60), lambda *_: ("169.254.169.254",))
    with pytest.raises(ProxyError, match="not found"):
        proxy_addresses(proxy, Control(60), lambda *_: ())
    assert "secret" not in repr(proxy)
    assert outbound_proxy({}) is None
