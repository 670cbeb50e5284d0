"""Hugging Face inference providers and dedicated endpoints over ``huggingface_hub``'s own client.

The hub's client takes its HTTP client from one place for the whole process; the transport put there routes each call to
the guarded transport of the trial that runs in this thread, and every other call to the ordinary one.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, cast

import httpx2
from huggingface_hub import InferenceClient, constants, get_session, set_client_factory

from advisor.errors import GuardError
from advisor.trials.clients.chat import chat_arguments, chat_events
from advisor.trials.events import Begin, Event
from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.network.transport import CONNECT_TIMEOUT_S, GuardedTransport, origin_of
from advisor.trials.records import Connection, TrialRequest

_UNDER_WAY: ContextVar[GuardedTransport | None] = ContextVar("trial_transport", default=None)
_INSTALL = threading.Lock()


class _Routing(httpx2.BaseTransport):
    """Sends a trial's calls through its guarded transport and all others on the ordinary way."""

    def __init__(self) -> None:
        self._ordinary = httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return (_UNDER_WAY.get() or self._ordinary).handle_request(request)

    def close(self) -> None:
        self._ordinary.close()


class _Shared:
    """The hub's one HTTP client as it was made here last."""

    client: httpx2.Client | None = None


def _make_shared() -> httpx2.Client:
    timeout = httpx2.Timeout(None, connect=CONNECT_TIMEOUT_S)
    _Shared.client = httpx2.Client(transport=_Routing(), follow_redirects=True, timeout=timeout)
    return _Shared.client


def _install() -> None:
    """See to it that the hub's client goes through the routing transport, also after somebody replaced or closed it."""
    with _INSTALL:
        if _Shared.client is None or _Shared.client.is_closed or get_session() is not _Shared.client:
            set_client_factory(_make_shared)
            if get_session() is not _Shared.client:
                raise GuardError("The Hub's client cannot be kept to the connection's host; nothing was sent.")


class HubClient:
    """Streams chat completions through ``huggingface_hub``."""

    def __init__(self, connection: Connection, key: Key, control: Control) -> None:
        self._connection = connection
        self._key = key
        origins = (
            {origin_of(connection.base_url)}
            if connection.flavour == "hf_endpoint"
            else {origin_of(constants.ENDPOINT), origin_of(constants.INFERENCE_PROXY_TEMPLATE)}
        )
        self._transport = GuardedTransport(
            origins=frozenset(origins), scope=connection.scope, control=control, with_key=bool(key)
        )
        secret = key.reveal() or "none"
        if connection.flavour == "hf_endpoint":
            self._client = InferenceClient(base_url=connection.base_url, token=secret)
        else:
            self._client = InferenceClient(
                model=connection.model, provider=cast("Any", connection.hf_provider or "auto"), token=secret
            )

    def close(self) -> None:
        """Let go of the connections."""
        self._client.exit_stack.close()
        self._transport.close()

    def models(self) -> tuple[str, ...]:
        """Nothing to list: a dedicated endpoint serves one model, and the providers serve the whole Hub."""
        return ()

    def stream(self, request: TrialRequest) -> Iterator[Event]:
        """Send the request and yield what arrives."""
        arguments = chat_arguments(self._connection.model, request)
        effort = arguments.pop("reasoning_effort", None)
        if effort is not None:
            arguments["extra_body"] = {"reasoning_effort": effort}
        if self._connection.flavour == "hf_endpoint" and not self._connection.model:
            arguments.pop("model")
        _install()
        token = _UNDER_WAY.set(self._transport)
        try:
            yield Begin()
            for chunk in self._client.chat_completion(**arguments):
                yield from chat_events(chunk)
        finally:
            _UNDER_WAY.reset(token)
