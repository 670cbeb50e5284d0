"""The app as an ASGI application, behind the checks of ``advisor.ui.guarded``; ``advisor.ui.serve`` runs it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st
from starlette.middleware import Middleware

from advisor.settings import Settings
from advisor.ui import faults
from advisor.ui.guarded import Guarded

APP: Final = Path(__file__).resolve().parents[2] / "app.py"
app = st.App(APP, middleware=[Middleware(Guarded, names=Settings().public_names)], on_script_error=faults.explain)
faults.quiet_terminal()
