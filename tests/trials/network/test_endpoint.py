"""What a connection may name: scopes of hosts and addresses that are refused."""

from __future__ import annotations

import ipaddress

import pytest

from advisor.trials.network.addresses import refusal, system_resolver
from advisor.trials.network.endpoint import scope_of_host


@pytest.mark.parametrize(
    ("host", "scope"),
    [("localhost", "loopback"), ("127.0.0.1", "loopback"), ("10.0.0.8", "private"), ("8.8.8.8", "public")],
)
def test_the_scope_of_a_named_host(host: str, scope: str) -> None:
    """A host that the user names gets the scope of what it is."""
    assert scope_of_host(host, lambda *_: ()) == scope


def test_a_name_that_can_be_none_is_of_no_house() -> None:
    """It is looked up like any other, and not found later."""
    assert scope_of_host(f"{'a' * 70}.example", system_resolver) == "public"


def test_a_link_local_host_gets_no_scope_that_would_allow_it() -> None:
    """Naming a metadata address does not open it."""
    assert scope_of_host("169.254.169.254", lambda *_: ()) == "public"
    assert refusal(ipaddress.ip_address("169.254.169.254"), "public") is not None
