"""The server over standard input and output, as an assistant on the same machine starts it."""

from __future__ import annotations

import logging
import sys
from threading import Thread

import anyio
from mcp.server.stdio import stdio_server

from advisor.decision.robustness.smaa import warm_up
from advisor.hosting.planning.gpu_configurations import grid_of
from advisor.mcp_server.caller import READING, Caller
from advisor.mcp_server.server import Incoming, new_server
from advisor.mcp_server.tool_context import SharedState
from advisor.services.installed import Installed
from advisor.services.kept_figures import KeptFigures
from advisor.settings import Settings


def serve_stdio(*, allow_writing: bool) -> None:
    """Serve until standard input ends; messages of the program go to standard error."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING)
    shared = SharedState(Installed(Settings()))
    caller = Caller(scopes=READING | {"write"} if allow_writing else READING)
    # Loops are compiled and the catalog is read while the client introduces itself.
    Thread(target=_get_ready, args=(shared,), name="get-ready", daemon=True).start()
    anyio.run(_serve, shared, caller)


def _get_ready(shared: SharedState) -> None:
    catalog = shared.installed.catalog()
    KeptFigures(shared.installed.settings.home).give(catalog)  # what a command kept of it, else it is worked out
    grid_of(catalog)
    warm_up()


async def _serve(shared: SharedState, caller: Caller) -> None:
    def the_caller(request: Incoming) -> Caller:
        del request  # whoever started this program
        return caller

    server = new_server(shared, the_caller)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
