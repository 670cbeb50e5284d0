"""The app as an ASGI application, behind the checks of ``advisor.ui.guarded``; ``advisor.ui.serve`` runs it.

Beside the pages stand REST, the probes and the server for assistants, with the catalog and the database that the pages
use.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from advisor import __version__
from advisor.api import asgi
from advisor.mcp_server.http import McpEndpoint
from advisor.services.operations.metrics import COUNTS
from advisor.settings import APP, Settings
from advisor.telemetry.lines import use_json_lines
from advisor.telemetry.spans import SPANS
from advisor.ui import faults, no_answer_lost, theme_once
from advisor.ui.cached.installation import installed
from advisor.ui.confined import Confined
from advisor.ui.guarded import Guarded
from advisor.ui.let_go import open_sessions
from advisor.ui.replicas.on_duty import on_duty
from advisor.ui.replicas.sticky import Sticky
from advisor.ui.replicas.told_requests import ToldRequests
from advisor.ui.signing_in.auth_section import auth_section
from advisor.ui.signing_in.way_back import WayBack

_settings = Settings()
_secure = _settings.public_url.startswith("https://")
mcp_endpoint = McpEndpoint(installed())


@asynccontextmanager
async def while_it_runs(of: st.App) -> AsyncIterator[None]:
    """What goes on from the start of the process to its end."""
    async with on_duty(of), mcp_endpoint.running():
        yield


app = st.App(
    APP,
    routes=[*asgi.routes(installed()), *mcp_endpoint.routes()],
    lifespan=while_it_runs,
    middleware=[
        Middleware(Confined, note=faults.noted, secure=_secure),
        Middleware(ToldRequests, replica=_settings.replica),
        Middleware(Sticky, replica=_settings.replica, secure=_secure),
        Middleware(WayBack),
        Middleware(Guarded, names=_settings.public_names, secure=_secure),
    ],
    secrets=auth_section(_settings),
    on_script_error=faults.explain,
)
COUNTS.sessions_from(open_sessions)
faults.quiet_terminal()
no_answer_lost.keep_all()
theme_once.tell_once()
if _settings.log == "json":
    use_json_lines()
SPANS.start(version=__version__, replica=_settings.replica)
