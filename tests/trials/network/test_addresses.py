"""Outgoing addresses: judged after resolution, pinned, and refused where they should be."""

from __future__ import annotations

import csv
import ipaddress
from collections.abc import Sequence

import pytest

from advisor.catalog.load import SHIPPED
from advisor.errors import GuardError
from advisor.trials.network.addresses import (
    METADATA,
    AddressRefusedError,
    NameNotFoundError,
    checked_addresses,
    refusal,
)
from advisor.trials.network.leash import Control, DeadlineError
from advisor.trials.records import AddressScope, Connection

ADDRESSES = [
    ("8.8.8.8", "public", True),
    ("8.8.8.8", "private", False),
    ("2001:4860:4860::8888", "public", True),
    ("127.0.0.1", "public", False),
    ("127.0.0.1", "private", False),
    ("127.8.9.10", "loopback", True),
    ("::1", "loopback", True),
    ("::1", "public", False),
    ("10.1.2.3", "public", False),
    ("10.1.2.3", "private", True),
    ("192.168.1.1", "private", True),
    ("172.16.0.1", "public", False),
    ("100.64.0.1", "public", False),
    ("fd12::1", "public", False),
    ("fec0::1", "public", False),
    ("fec0::1", "private", True),
    ("fec0::a9fe:a9fe", "public", False),
    ("3fff::1", "public", False),
    ("4000::1", "public", False),
    ("2600::1", "public", True),
    ("2001::5601:5601", "public", False),
    ("::ffff:0:a9fe:a9fe", "private", False),
    ("fd12::1", "private", True),
    ("169.254.169.254", "public", False),
    ("169.254.169.254", "private", False),
    ("169.254.1.1", "private", False),
    ("fe80::1", "private", False),
    ("fd00:ec2::254", "private", False),
    ("100.100.100.200", "private", False),
    ("168.63.129.16", "public", False),
    ("::ffff:169.254.169.254", "public", False),
    ("::ffff:127.0.0.1", "public", False),
    ("64:ff9b::a9fe:a9fe", "public", False),
    ("64:ff9b::808:808", "public", True),
    ("64:ff9b:1:a9fe:a9:fe00::", "public", False),
    ("64:ff9b:1::a9fe:a9fe", "private", False),
    ("::a9fe:a9fe", "public", False),
    ("2001:4860:4860::5efe:a9fe:a9fe", "public", False),
    ("2001:4860:4860:0:200:5efe:a83f:8110", "public", False),
    ("fd20:ce::254", "private", False),
    ("fd00:ec2::23", "private", False),
    ("fd00:42::42", "private", False),
    ("fd00:c1::a9fe:a9fe", "private", False),
    ("fd00:a9fe:a9fe::1", "private", False),
    ("fd00:42::43", "private", True),
    ("169.254.170.2", "loopback", False),
    ("192.0.0.192", "private", False),
    ("2002:7f00:1::", "public", False),
    ("0.0.0.0", "private", False),  # noqa: S104 - refused here
    ("0.0.0.0", "loopback", False),  # noqa: S104 - refused here
    ("224.0.0.1", "public", False),
    ("255.255.255.255", "public", False),
]


@pytest.mark.parametrize(("address", "scope", "allowed"), ADDRESSES)
def test_scopes(address: str, scope: AddressScope, allowed: bool) -> None:  # noqa: FBT001 - a table
    """Each kind of address is allowed in its own scope only; metadata and link-local never."""
    assert (refusal(ipaddress.ip_address(address), scope) is None) == allowed


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
def test_odd_spellings_of_loopback_are_judged_by_what_they_resolve_to(host: str) -> None:
    """Numeric spellings that the system resolves to loopback are refused like loopback."""
    with pytest.raises(GuardError):
        checked_addresses(host, 80, "public", Control(5))


def test_one_bad_address_among_several_refuses_the_host() -> None:
    """A name that resolves to a good and a bad address is refused as a whole."""
    with pytest.raises(AddressRefusedError, match="metadata"):
        checked_addresses("mixed", 443, "public", Control(5), resolver=lambda *_: ("8.8.8.8", "169.254.169.254"))


def test_an_unknown_name() -> None:
    """A resolver's failure is a name that was not found."""

    def fail(host: str, port: int) -> Sequence[str]:
        raise OSError("no such host")

    with pytest.raises(NameNotFoundError, match="nowhere"):
        checked_addresses("nowhere", 443, "public", Control(5), resolver=fail)


def test_a_resolver_that_hangs_ends_at_the_deadline() -> None:
    """The system's resolver cannot be interrupted; the call ends all the same."""
    import threading  # noqa: PLC0415 - one use

    release = threading.Event()
    with pytest.raises(DeadlineError):
        checked_addresses("slow", 443, "public", Control(0.3), resolver=lambda *_: ("x",) * release.wait(120))
    release.set()


@pytest.mark.parametrize(
    "url",
    ["ftp://x", "http://x/v1", "https://user:pw@x/v1", "https://x/v1?key=1", "https://x/v1#f", "https://", "x"],
)
def test_bad_addresses_of_connections_are_refused(url: str) -> None:
    """No other scheme, no credentials, no query, no plain http to the open internet."""
    with pytest.raises(ValueError, match="address"):
        Connection(name="x", base_url=url, model="m")


def test_every_metadata_address_is_refused_in_every_scope_and_has_its_source() -> None:
    """The table names provider, source and day of each; the first and the last of each network are refused."""
    with (SHIPPED / "network" / "metadata_addresses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(METADATA) >= 15
    assert all(row["provider"] and row["source"].startswith("https://") and row["checked_on"] for row in rows)
    scopes: tuple[AddressScope, ...] = ("public", "private", "loopback")
    for network in METADATA:
        for address in (network[0], network[-1]):
            assert all(refusal(address, scope) is not None for scope in scopes), address
