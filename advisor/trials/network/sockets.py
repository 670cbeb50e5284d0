"""Sockets on a leash: connect only to judged addresses, and look at the leash while waiting for bytes."""

from __future__ import annotations

import os
import select
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2
from httpcore2 import NetworkBackend, NetworkStream

from advisor.trials.network.addresses import Resolver, checked_addresses, system_resolver
from advisor.trials.network.leash import POLL_S, Control
from advisor.trials.network.proxy import Proxy, judge_behind_proxy, proxy_addresses, tunnel
from advisor.trials.records import AddressScope

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class LeashedStream(NetworkStream):
    """A connected socket whose reads, writes and handshake end when the leash says so."""

    def __init__(self, sock: socket.socket, control: Control) -> None:
        self._sock = sock
        self._control = control

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read at most ``max_bytes``; b"" at the end of the stream."""
        ends = None if timeout is None else time.monotonic() + timeout
        self._sock.settimeout(POLL_S)
        while True:
            self._control.check()
            try:
                return self._sock.recv(max_bytes)
            except TimeoutError:
                if ends is not None and time.monotonic() >= ends:
                    raise httpcore2.ReadTimeout("nothing arrived in time") from None
            except OSError as error:
                raise httpcore2.ReadError(str(error)) from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write the whole buffer."""
        view = memoryview(buffer)
        ends = None if timeout is None else time.monotonic() + timeout
        self._sock.settimeout(POLL_S)
        while view:
            self._control.check()
            try:
                view = view[self._sock.send(view) :]
            except TimeoutError:
                if ends is not None and time.monotonic() >= ends:
                    raise httpcore2.WriteTimeout("nothing was accepted in time") from None
            except OSError as error:
                raise httpcore2.WriteError(str(error)) from error

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        """Hand-shake on the name the user gave, though the socket is connected to a judged address."""
        ends = None if timeout is None else time.monotonic() + timeout
        started = time.monotonic()
        try:
            secure = ssl_context.wrap_socket(self._sock, server_hostname=server_hostname, do_handshake_on_connect=False)
            self._sock = secure
            secure.settimeout(0)
            self._shake_hands(secure, ends)
        except OSError as error:
            self.close()
            raise httpcore2.ConnectError(str(error)) from error
        except BaseException:
            self.close()
            raise
        self._control.connect_s = (self._control.connect_s or 0.0) + time.monotonic() - started
        return self

    def _shake_hands(self, secure: ssl.SSLSocket, ends: float | None) -> None:
        while True:
            self._control.check()
            if ends is not None and time.monotonic() >= ends:
                raise httpcore2.ConnectTimeout("the TLS handshake took too long")
            try:
                secure.do_handshake()
            except ssl.SSLWantReadError:
                select.select([secure], [], [], POLL_S)
            except ssl.SSLWantWriteError:
                select.select([], [secure], [], POLL_S)
            else:
                return

    def close(self) -> None:
        """Close the socket."""
        self._sock.close()

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks about the connection."""
        if info == "ssl_object" and isinstance(self._sock, ssl.SSLSocket):
            return self._sock
        if info == "server_addr":
            return self._sock.getpeername()
        if info == "client_addr":
            return self._sock.getsockname()
        if info == "socket":
            return self._sock
        return None


class LeashedBackend(NetworkBackend):
    """Connects to the judged address of a host and to no other; or, on the open internet, through the proxy."""

    def __init__(
        self,
        scope: AddressScope,
        control: Control,
        *,
        resolver: Resolver = system_resolver,
        proxy: Proxy | None = None,
    ) -> None:
        self._scope = scope
        self._control = control
        self._resolver = resolver
        self._proxy = proxy if scope == "public" else None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - part of the interface
        socket_options: Iterable[SocketOption] | None = None,  # noqa: ARG002 - part of the interface
    ) -> NetworkStream:
        """Resolve, judge and connect; tries each judged address in turn."""
        started = time.monotonic()
        if self._proxy is None:
            addresses = checked_addresses(host, port, self._scope, self._control, resolver=self._resolver)
            stream = self._first(addresses, port, timeout)
        else:
            judge_behind_proxy(host, port, self._scope, self._control, self._resolver)
            stream = self._first(proxy_addresses(self._proxy, self._control, self._resolver), self._proxy.port, timeout)
            try:
                tunnel(stream, host, port, self._proxy, timeout)
            except BaseException:
                stream.close()
                raise
        self._control.connect_s = time.monotonic() - started
        return stream

    def _first(self, addresses: Iterable[str], port: int, timeout: float | None) -> LeashedStream:
        problem: OSError | None = None
        for address in addresses:
            try:
                sock = self._connect(address, port, timeout)
            except OSError as error:
                problem = error
                continue
            return LeashedStream(sock, self._control)
        if isinstance(problem, TimeoutError):
            raise httpcore2.ConnectTimeout("no answer") from problem
        raise httpcore2.ConnectError(str(problem)) from problem

    def _connect(self, address: str, port: int, timeout: float | None) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        ends = time.monotonic() + (20.0 if timeout is None else timeout)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.connect_ex((address, port))
            while not select.select([], [sock], [], POLL_S)[1]:
                self._control.check()
                if time.monotonic() >= ends:
                    raise TimeoutError("no answer")  # noqa: TRY301 - the socket is closed below
            code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, os.strerror(code))  # noqa: TRY301 - as above
        except BaseException:
            sock.close()
            raise
        return sock
