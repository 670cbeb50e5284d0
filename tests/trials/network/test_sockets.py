"""Sockets go to the address that was judged."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.trials.network.addresses import AddressRefusedError
from advisor.trials.network.leash import Control
from advisor.trials.network.sockets import LeashedBackend


def test_rebinding_gains_nothing(server: Any) -> None:
    """The socket goes to the judged address: the name is resolved once per connection, and judged each time."""
    port = int(server.url.split(":")[2].split("/")[0])
    answers = iter([("127.0.0.1",), ("169.254.169.254",)])
    backend = LeashedBackend("loopback", Control(5), resolver=lambda *_: next(answers))
    stream = backend.connect_tcp("rebound.example", port)
    assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
    stream.close()
    with pytest.raises(AddressRefusedError, match="metadata"):
        backend.connect_tcp("rebound.example", port)
