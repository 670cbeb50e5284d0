"""Where a connection's key goes: scheme, host and port, however its address is written."""

from __future__ import annotations

import pytest

from advisor.trials.network.key_policy import destination, origin_of
from advisor.trials.records import Connection


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://API.example.com/v1", "https://api.example.com:443"),
        ("https://api.example.com.:443/", "https://api.example.com:443"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000"),
        ("http://[::1]/v1", "http://::1:80"),
        (" https://x ", "https://x:443"),
        ("https://x:99999/", ""),
        ("ftp://x/", ""),
        ("api.example.com", ""),
        ("", ""),
    ],
)
def test_an_address_has_one_origin(address: str, origin: str) -> None:
    """The same host is the same in capitals, with its usual port and with the dot at its end."""
    assert origin_of(address) == origin


def test_the_hubs_providers_have_the_hubs_address() -> None:
    """A connection without an address of its own still sends its key somewhere."""
    assert destination(Connection(name="c", flavour="hf_provider", model="m")) == "https://router.huggingface.co:443"
