"""A public connection never reaches this machine."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.trials.clients.chat import ChatClient
from advisor.trials.network.addresses import AddressRefusedError
from advisor.trials.network.keys import NO_KEY
from advisor.trials.network.leash import Control
from advisor.trials.records import Connection


def test_a_public_connection_never_reaches_loopback(server: Any) -> None:
    """A connection for the open internet whose host is this machine is refused before anything is sent."""
    before = len(server.seen.paths)
    connection = Connection(name="x", base_url=server.url.replace("http:", "https:"), model="m")
    client = ChatClient(connection, NO_KEY, Control(5))
    with pytest.raises(AddressRefusedError, match="this machine"):
        client.models()
    client.close()
    assert len(server.seen.paths) == before
