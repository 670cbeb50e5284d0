"""Each flavour has its client, and its library is there before a clock runs."""

from __future__ import annotations

import sys
from typing import Any, get_args

import pytest

from advisor.trials.clients.factory import load_libraries, make_client
from advisor.trials.network.keys import NO_KEY
from advisor.trials.network.leash import Control
from advisor.trials.records import Connection, Flavour

NAMES = {
    "embedded": "EmbeddedClient",
    "hf_provider": "HubClient",
    "hf_endpoint": "HubClient",
    "openai_responses": "ResponsesClient",
    "azure_responses": "ResponsesClient",
    "openai_chat": "ChatClient",
    "azure_chat": "ChatClient",
}


@pytest.mark.parametrize("flavour", get_args(Flavour))
def test_a_flavour_gets_the_client_that_speaks_it(flavour: str) -> None:
    """Every flavour that a connection may have."""
    given: dict[str, Any] = {"name": "c", "flavour": flavour, "model": "m", "scope": "loopback"}
    if flavour not in ("embedded", "hf_provider"):
        given["base_url"] = "http://127.0.0.1:9/v1"
    client = make_client(Connection.model_validate(given), NO_KEY, Control(5))
    assert type(client).__name__ == NAMES[flavour]
    client.close()


def test_libraries_are_loaded_for_the_flavours_asked_for() -> None:
    """So that no first call measures an import as time to first token."""
    load_libraries(["openai_chat", "openai_responses"])
    assert {"openai", "genai_prices", "advisor.trials.clients.responses"} <= sys.modules.keys()
