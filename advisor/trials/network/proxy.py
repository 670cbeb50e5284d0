"""A company's outgoing proxy: calls to the open internet go through it by CONNECT when the installation names one.

Behind a proxy the address that is called is chosen by the proxy, so it cannot be pinned here. What can be judged is:
the proxy's own address, a literal address in the connection, names that mean this machine or the inside of a network,
and what the name resolves to where this machine can resolve it at all. The rest is the proxy's own rules.
"""

from __future__ import annotations

import base64
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from advisor.errors import GuardError
from advisor.trials.network.addresses import (
    AddressRefusedError,
    NameNotFoundError,
    Resolver,
    checked_addresses,
    refusal,
    resolved,
)
from advisor.trials.network.leash import Control
from advisor.trials.records import AddressScope

VARIABLE: Final = "ADVISOR_OUTBOUND_PROXY"
MOST_HEADER_BYTES: Final = 16_384
_INSIDE: Final = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "arpa")
"""Last labels of names that never mean a host on the open internet (RFC 6761, 6762, 8375; ICANN's reserved ones)."""
_STATUS: Final = re.compile(rb"HTTP/1\.[01] (\d{3})")


class ProxyError(GuardError):
    """The outgoing proxy cannot be used, or does not let a call through."""


class Stream(Protocol):
    """What a tunnel needs of a connected socket."""

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read at most so many bytes."""

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write the whole buffer."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where the proxy listens, and the credentials it wants (never shown)."""

    host: str
    port: int
    credentials: bytes = b""

    def __repr__(self) -> str:
        return f"Proxy({self.host}:{self.port})"


def outbound_proxy(environ: Mapping[str, str] | None = None) -> Proxy | None:
    """The proxy that the environment names; raises ``ProxyError`` when its address cannot be one."""
    given = (os.environ if environ is None else environ).get(VARIABLE, "").strip()
    if not given:
        return None
    try:
        parts = urlsplit(given)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme != "http" or not host or port is None or parts.path.strip("/") or parts.query or parts.fragment:
        raise ProxyError(f"{VARIABLE} must be http://HOST:PORT (or http://USER:PASSWORD@HOST:PORT).")
    credentials = b""
    if parts.username is not None:
        credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
    return Proxy(host, port, credentials)


def proxy_addresses(proxy: Proxy, control: Control, resolver: Resolver) -> tuple[str, ...]:
    """The proxy's own addresses: any but link-local, metadata and group ones; raises ``ProxyError`` otherwise."""
    try:
        found = resolved(proxy.host, proxy.port, control, resolver=resolver)
    except NameNotFoundError:
        raise ProxyError(f"The outgoing proxy's name {proxy.host} was not found.") from None
    for text in found:
        address = ipaddress.ip_address(text.split("%")[0])
        reasons = [refusal(address, scope) for scope in ("public", "private", "loopback")]
        if all(reasons):
            raise ProxyError(f"The outgoing proxy {proxy.host} resolves to {text}, which is refused: {reasons[0]}.")
    return found


def judge_behind_proxy(host: str, port: int, scope: AddressScope, control: Control, resolver: Resolver) -> None:
    """Refuse what can be known to lead inside although a proxy will resolve it; raises ``AddressRefusedError``."""
    labels = host.strip("[]").rstrip(".").lower().split(".")
    literal = ":" in host or not any(character.isalpha() for character in labels[-1])
    inside = not literal and (len(labels) == 1 or labels[-1] in _INSIDE)
    why = "it is not a name of the open internet, and a proxy might lead it inside"
    try:
        if not inside:
            checked_addresses(host, port, scope, control, resolver=resolver)
            return
    except NameNotFoundError:
        if not literal:
            return
    raise AddressRefusedError(f"{host} is refused behind the outgoing proxy: {why}.")


def tunnel(stream: Stream, host: str, port: int, proxy: Proxy, timeout: float | None) -> None:
    """Ask the proxy for a tunnel to a host on a connected socket; raises ``ProxyError`` when it gives none."""
    target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.credentials:
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(proxy.credentials).decode()}")
    stream.write("\r\n".join([*lines, "", ""]).encode("ascii"), timeout)
    head = b""
    while b"\r\n\r\n" not in head:
        # One byte at a time: what follows the head belongs to the tunnel.
        piece = stream.read(1, timeout)
        head += piece
        if not piece or len(head) > MOST_HEADER_BYTES:
            raise ProxyError(f"The outgoing proxy {proxy.host}:{proxy.port} did not answer as a proxy does.")
    status = _STATUS.match(head)
    if status is None or not status.group(1).startswith(b"2"):
        code = status.group(1).decode() if status else "unknown"
        raise ProxyError(f"The outgoing proxy {proxy.host}:{proxy.port} refuses the way to {host} (status {code}).")
