"""Which network addresses an outgoing call may reach, judged after the name was resolved.

The call goes to the very address that was judged, so a name that answers differently a moment later (DNS rebinding)
gains nothing.
"""

from __future__ import annotations

import csv
import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Final

from advisor.catalog.load import SHIPPED
from advisor.errors import GuardError
from advisor.trials.network.leash import POLL_S, Control
from advisor.trials.records import AddressScope

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]
USUAL_PORTS: Final = {"http": 80, "https": 443}


def _metadata_networks() -> tuple[Network, ...]:
    with (SHIPPED / "network" / "metadata_addresses.csv").open(encoding="utf-8", newline="") as file:
        return tuple(ipaddress.ip_network(row["network"]) for row in csv.DictReader(file))


METADATA: Final = _metadata_networks()
"""Addresses at which clouds hand out credentials to whoever asks from inside; the table names each with its source."""
_CARRIED_AT: Final = (
    *((ipaddress.IPv6Network("64:ff9b:1::/48"), start) for start in (48, 56, 64, 96)),
    (ipaddress.IPv6Network("64:ff9b::/96"), 96),
    (ipaddress.IPv6Network("::/96"), 96),
)
"""Networks whose addresses carry one of IPv4, and after how many bits (RFC 6052, 8215, 4291)."""


_WELL_KNOWN_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_LAST_BITS: Final = 96
_GIVEN_OUT: Final = ipaddress.IPv6Network("2000::/3")
"""All that is given out of IPv6 for the internet (IANA, Internet Protocol Version 6 Address Space)."""
_FOR_EXAMPLES: Final = ipaddress.IPv6Network("3fff::/20")
"""For documentation (RFC 9637), which older versions of Python take for the internet."""
_ISATAP: Final = 0x00005EFE
"""Before the last 32 bits of an address that carries one of IPv4 (RFC 5214); 0200:5efe is the same."""


class NameNotFoundError(GuardError):
    """The host's name does not resolve."""


class AddressRefusedError(GuardError):
    """The host resolves to an address that the connection may not reach."""


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Every address of a host by the system's resolver, in its order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def refusal(address: Address, scope: AddressScope) -> str | None:  # noqa: PLR0911 - a table of kinds
    """Why an address is refused for a scope, or None when it may be called."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        for carried in (inner,) if inner is not None else _carried(address):
            why = refusal(carried, scope)
            if why is not None or inner is not None or address in _WELL_KNOWN_NAT64:
                return why
    if any(address in network for network in METADATA):
        return "it is the address of a cloud's metadata service, which hands out credentials"
    if address.is_link_local:
        return "it is a link-local address"
    if address.is_multicast or address.is_unspecified or (address.is_reserved and not address.is_loopback):
        return "it is not the address of a single host"
    if address.is_loopback:
        return (
            None if scope == "loopback" else "it is this machine's own address and the connection does not allow that"
        )
    if not _is_public(address):
        return None if scope == "private" else "it is a private address and the connection does not allow that"
    return None if scope == "public" else f"it is a public address and the connection allows only {scope} ones"


def _is_public(address: Address) -> bool:
    """Whether an address is one of the internet; Python takes site-local ones (RFC 3879) for such."""
    if isinstance(address, ipaddress.IPv4Address) or address in _WELL_KNOWN_NAT64:
        return address.is_global
    return address.is_global and address in _GIVEN_OUT and address not in _FOR_EXAMPLES


def _carried(address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses to which a network may translate an IPv6 one; this machine's own ``::1`` is none of them."""
    if address.is_loopback or address.is_unspecified:
        return []
    whole = int(address)
    # Bits 64 to 71 stay blank: an address that begins before them goes on behind them.
    without_blank = (whole >> 64 << 56) | (whole & (1 << 56) - 1)
    found = []
    for network, start in _CARRIED_AT:
        if address in network:
            after = whole if start == _LAST_BITS else without_blank
            width = 128 if start == _LAST_BITS else 120
            found.append(ipaddress.IPv4Address(after >> (width - start - 32) & 0xFFFFFFFF))
    if whole >> 32 & 0xFDFFFFFF == _ISATAP:
        found.append(ipaddress.IPv4Address(whole & 0xFFFFFFFF))
    return found


def checked_addresses(
    host: str, port: int, scope: AddressScope, control: Control, *, resolver: Resolver = system_resolver
) -> tuple[str, ...]:
    """Resolve a host and return its addresses in the order to try; every one of them must be allowed.

    Raises ``NameNotFoundError``, ``AddressRefusedError``, or what ``control`` raises while waiting.
    """
    found = resolved(host, port, control, resolver=resolver)
    for text in found:
        why = refusal(ipaddress.ip_address(text.split("%")[0]), scope)
        if why is not None:
            raise AddressRefusedError(f"{host} resolves to {text}, which is refused: {why}.")
    return found


def resolved(host: str, port: int, control: Control, *, resolver: Resolver = system_resolver) -> tuple[str, ...]:
    """The addresses of a host, unjudged; a literal address is its own. Raises ``NameNotFoundError``."""
    bare = host.strip("[]")
    try:
        return (str(ipaddress.ip_address(bare)),)
    except ValueError:
        return tuple(_resolve(bare, port, control, resolver))


def _resolve(host: str, port: int, control: Control, resolver: Resolver) -> Sequence[str]:
    """Resolve on a thread of its own, since the system's resolver cannot be interrupted."""
    found: list[str] = []
    problem: list[str] = []

    def look_up() -> None:
        try:
            found.extend(resolver(host, port))
        except (OSError, UnicodeError) as error:
            problem.append(str(error))

    thread = threading.Thread(target=look_up, name="trial-resolver", daemon=True)
    thread.start()
    while thread.is_alive():
        control.check()
        thread.join(POLL_S / 2)
    if problem or not found:
        raise NameNotFoundError(f"The name {host} was not found.")
    return found
