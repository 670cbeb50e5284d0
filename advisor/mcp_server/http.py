"""The server over streamable HTTP, as a route beside the pages: a token in every request, and no session kept.

Without sessions any process of the installation can answer any request; where several share a database, what a record
rests on is kept there, so that each finds what another has named.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

import anyio
from mcp.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from advisor.access.people import Person
from advisor.errors import NotFoundError, StorageError
from advisor.mcp_server.caller import Caller
from advisor.mcp_server.server import Incoming, new_server
from advisor.mcp_server.tool_context import SharedState
from advisor.questionnaire.load import MAX_BYTES
from advisor.services.installed import Installed
from advisor.services.programs.of_person import acting_person
from advisor.storage.tokens.access_tokens import AccessToken

PATH: Final = "/mcp"
_CALLER: Final = "advisor.caller"


class McpEndpoint:
    """The ASGI application behind ``/mcp``.

    Tasks of requests live within ``running``, which the app enters when it starts.
    """

    def __init__(self, installed: Installed) -> None:
        self._installed = installed
        self._server: Server[Any] = new_server(SharedState(installed, aside=True), _caller_of)
        self._manager: StreamableHTTPSessionManager | None = None

    def routes(self) -> list[BaseRoute]:
        """What stands beside the pages."""
        return [Route(PATH, endpoint=self, methods=["POST"])]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer requests until the app stops."""
        # Guarded has looked at Host and Origin already; here any name that it let through is right.
        manager = StreamableHTTPSessionManager(
            self._server, json_response=True, stateless=True, max_request_body_size=MAX_BYTES
        )
        async with manager.run():
            self._manager = manager
            yield
        self._manager = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that carries a token which stands."""
        given = Headers(scope=scope).get("authorization", "")
        try:
            refused, caller = await anyio.to_thread.run_sync(partial(self._looked_at, given, Request(scope)))
        except StorageError:
            refused, caller = _problem(503, "The database cannot be asked: try again later."), None
        if refused is not None or caller is None or self._manager is None:
            await (refused or _problem(503, "The server is starting or stopping."))(scope, receive, send)
            return
        scope[_CALLER] = caller
        await self._manager.handle_request(scope, receive, send)

    def _looked_at(self, given: str, request: Request) -> tuple[Response | None, Caller | None]:
        kind, _, text = given.partition(" ")
        token = self._installed.token(text.strip()) if kind.lower() == "bearer" else None
        address = request.client.host if request.client else ""
        wait = self._installed.limits.seconds_to_wait(token, address)
        if wait:
            return _problem(429, f"Ask again in {wait} s.", {"Retry-After": str(wait)}), None
        person = None if token is None else self._person(token)
        if token is None or person is None:
            text = "The token is missing, was made elsewhere, has expired or was revoked."
            return _problem(401, text, {"WWW-Authenticate": "Bearer"}), None
        return None, caller_with(token, person)

    def _person(self, token: AccessToken) -> Person | None:
        """For whom a token asks; None where nobody knows them any more."""
        try:
            return acting_person(self._installed, token)
        except NotFoundError:
            return None


def caller_with(token: AccessToken, person: Person) -> Caller:
    """On whose behalf a token asks: its scopes, and its person beneath."""
    return Caller(
        key=token.token_id,
        scopes=frozenset(token.scopes),
        how_to_allow="advisor token create --scope gives it to a new token",
        person=person,
    )


def _caller_of(incoming: Incoming) -> Caller:
    found: Caller = incoming.request.scope[_CALLER] if incoming.request is not None else Caller(scopes=frozenset())
    return found


def _problem(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"error": text}, status_code=status, headers=headers)
