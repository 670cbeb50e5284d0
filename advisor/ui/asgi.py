"""The app as an ASGI application, behind the checks of ``advisor.ui.guarded``; ``advisor.ui.serve`` runs it.

Beside the pages stand REST and the probes, with the catalog and the database that the pages use.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from advisor import __version__
from advisor.api import asgi
from advisor.services.operations.metrics import COUNTS
from advisor.settings import APP, Settings
from advisor.telemetry.lines import use_json_lines
from advisor.telemetry.spans import SPANS
from advisor.ui import faults, no_answer_lost
from advisor.ui.cached.installation import installed
from advisor.ui.guarded import Guarded
from advisor.ui.let_go import open_sessions
from advisor.ui.replicas.on_duty import on_duty
from advisor.ui.replicas.sticky import Sticky
from advisor.ui.replicas.told_requests import ToldRequests

_settings = Settings()
app = st.App(
    APP,
    routes=asgi.routes(installed()),
    lifespan=on_duty,
    middleware=[
        Middleware(ToldRequests, replica=_settings.replica),
        Middleware(Sticky, replica=_settings.replica, secure=_settings.public_url.startswith("https://")),
        Middleware(Guarded, names=_settings.public_names),
    ],
    on_script_error=faults.explain,
)
COUNTS.sessions_from(open_sessions)
faults.quiet_terminal()
no_answer_lost.keep_all()
if _settings.log == "json":
    use_json_lines()
SPANS.start(version=__version__, replica=_settings.replica)
