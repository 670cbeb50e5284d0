"""Sessions whose window was closed are let go in time, with their uploads: Streamlit does so when others come and go.

It keeps a session for ``server.disconnectedSessionTTL`` in case its window comes back, and forgets it, its files with
it, only when the next one is closed. On a quiet day that is hours, in which 25 uploads hold hundreds of megabytes.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import streamlit as st
from streamlit import runtime

_SPARE_S: Final = 1.0


class LettingGo:
    """Looks, a while after a window was closed, whether its session may go; once for all that close meanwhile."""

    def __init__(self) -> None:
        self._waiting: asyncio.TimerHandle | None = None

    def closed(self) -> None:
        """A window was closed: look again when its session has had its time."""
        if self._waiting is None:
            seconds = float(st.get_option("server.disconnectedSessionTTL")) + _SPARE_S
            self._waiting = asyncio.get_running_loop().call_later(seconds, self._look)

    def _look(self) -> None:
        self._waiting = None
        if let_go():
            self.closed()


def let_go() -> int:
    """Forget every session whose time is over, and its files with it; gives how many still have theirs."""
    kept = _kept()
    if kept is None:
        return 0
    for _, closed in kept.expire() or ():
        closed.session.shutdown()
        closed.session.session_state.clear()  # it stands in circles, and would be held until Python looks for those
    return len(kept)


def _kept() -> Any:
    """Streamlit's own table of sessions without a window; None where another version keeps them elsewhere."""
    if not runtime.exists():
        return None
    storage = getattr(getattr(runtime.get_instance(), "_session_mgr", None), "_session_storage", None)
    table = getattr(storage, "_cache", None)
    return table if hasattr(table, "expire") else None


def open_sessions() -> int:
    """How many sessions have a window now; 0 where another version of Streamlit keeps them elsewhere."""
    manager = getattr(runtime.get_instance(), "_session_mgr", None) if runtime.exists() else None
    count = getattr(manager, "num_active_sessions", None)
    return int(count()) if callable(count) else 0
