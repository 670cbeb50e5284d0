"""The app as an ASGI application, behind the checks of ``advisor.ui.guarded``; ``advisor.ui.serve`` runs it."""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware

from advisor.settings import APP, Settings
from advisor.ui import faults, no_answer_lost
from advisor.ui.guarded import Guarded
from advisor.ui.on_duty import on_duty

app = st.App(
    APP,
    lifespan=on_duty,
    middleware=[Middleware(Guarded, names=Settings().public_names)],
    on_script_error=faults.explain,
)
faults.quiet_terminal()
no_answer_lost.keep_all()
