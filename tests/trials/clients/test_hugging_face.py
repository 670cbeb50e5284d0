"""The Hub's own client, kept to the connection's host."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from advisor.trials.clients.hugging_face import HubClient
from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.network.transport import RedirectRefusedError
from advisor.trials.records import Connection


def client(**changes: Any) -> HubClient:
    """A client of a dedicated endpoint."""
    given = {"name": "c", "flavour": "hf_endpoint", "base_url": "http://127.0.0.1:9/v1", "scope": "loopback"}
    return HubClient(Connection.model_validate(given | changes), Key("secret"), Control(5))


@pytest.mark.parametrize(
    "changes", [{}, {"flavour": "hf_provider", "base_url": "", "model": "acme/tiny"}], ids=["endpoint", "provider"]
)
def test_no_other_host_than_its_own_is_reached(changes: dict[str, Any]) -> None:
    """Neither from an endpoint's connection nor from one to the Hub's providers."""
    opened = client(**changes)
    with pytest.raises(RedirectRefusedError, match=r"elsewhere\.example"):
        opened._transport.handle_request(httpx2.Request("GET", "https://elsewhere.example/"))
    opened.close()


def test_there_is_nothing_to_list() -> None:
    """An endpoint serves one model, and the providers serve the whole Hub."""
    opened = client()
    assert opened.models() == ()
    opened.close()
