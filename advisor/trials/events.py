"""The one interface to whatever answers a prompt: a client that streams events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.records import Connection, TrialRequest


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of the answer, or of the reasoning that precedes it."""

    text: str
    reasoning: bool = False


@dataclass(frozen=True, slots=True)
class TokenUsage:
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


@dataclass(frozen=True, slots=True)
class ToolPart:
    """A piece of a call that the model asks for: its place, its id, a part of name and arguments."""

    place: int
    call_id: str
    name: str
    arguments: str


Event = ToolPart | Delta | TokenUsage | Finish | Begin | NotStreamed | Note


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
