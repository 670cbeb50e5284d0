"""The client that speaks what a connection speaks; libraries are imported only when first needed."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterable
from typing import Final

from advisor.trials.events import ModelClient
from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.records import Connection

_LOADING: Final = threading.Lock()
_MODULES: Final[dict[str, str]] = {
    "embedded": "advisor.trials.clients.embedded",
    "hf_provider": "advisor.trials.clients.hugging_face",
    "hf_endpoint": "advisor.trials.clients.hugging_face",
    "openai_responses": "advisor.trials.clients.responses",
    "azure_responses": "advisor.trials.clients.responses",
    "openai_chat": "advisor.trials.clients.chat",
    "azure_chat": "advisor.trials.clients.chat",
}


def load_libraries(flavours: Iterable[str]) -> None:
    """Import the libraries of some flavours and the certificates, so that no pane's clock or thread waits for it."""
    modules = sorted({_MODULES[flavour] for flavour in flavours})
    with _LOADING:
        for module in modules:
            importlib.import_module(module)
        if modules != [_MODULES["embedded"]]:
            importlib.import_module("genai_prices")
            importlib.import_module("advisor.trials.network.transport").tls_context()


def make_client(connection: Connection, key: Key, control: Control) -> ModelClient:
    """The client for a connection's flavour; libraries are imported only when first needed."""
    if connection.flavour == "embedded":
        from advisor.trials.clients.embedded import EmbeddedClient  # noqa: PLC0415 - heavy, optional

        return EmbeddedClient(control)
    if connection.flavour in ("hf_provider", "hf_endpoint"):
        from advisor.trials.clients.hugging_face import HubClient  # noqa: PLC0415 - heavy

        return HubClient(connection, key, control)
    if connection.flavour in ("openai_responses", "azure_responses"):
        from advisor.trials.clients.responses import ResponsesClient  # noqa: PLC0415 - heavy

        return ResponsesClient(connection, key, control)
    from advisor.trials.clients.chat import ChatClient  # noqa: PLC0415 - heavy

    return ChatClient(connection, key, control)


def make_embedder(connection: Connection, key: Key, control: Control) -> ModelClient:
    """The client that embeds the texts of a request, for a connection whose model does."""
    from advisor.trials.clients.embeddings import EmbeddingClient  # noqa: PLC0415 - heavy

    return EmbeddingClient(connection, key, control)
