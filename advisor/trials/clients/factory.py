"""The one interface to whatever answers a prompt: a client that streams events, and the making of the right one."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.records import Connection, TrialRequest


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of the answer, or of the reasoning that precedes it."""

    text: str
    reasoning: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the endpoint counts them; ``None`` where it does not say."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    cached_input_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """Why the answer ended, in the endpoint's own word."""

    reason: str


@dataclass(frozen=True, slots=True)
class Begin:
    """The request leaves now (after waiting ``queued_s`` for its turn); the clock starts here."""

    queued_s: float = 0.0


@dataclass(frozen=True, slots=True)
class NotStreamed:
    """The endpoint answered in one piece although a stream was asked for."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the call that the reader of its figures should know."""

    text: str


Event = Delta | Usage | Finish | Begin | NotStreamed | Note


class WrongAnswerError(Exception):
    """The endpoint answered with something that is not what its protocol promises; ``kind`` is a ``FailureKind``."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)


class ModelClient(Protocol):
    """Whatever answers a prompt. One call, one client; a client may be used by one thread."""

    def stream(self, request: TrialRequest) -> Iterator[Event]:
        """Send the request and yield what arrives; raises what ``advisor.trials.clients.faults`` explains."""

    def models(self) -> tuple[str, ...]:
        """Names of the models that the endpoint offers."""

    def close(self) -> None:
        """Let go of connections."""


ClientFactory = Callable[[Connection, Key, Control], ModelClient]


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
