"""A page whose connection comes back asks for the page anew, so that nothing is typed for a session that is gone.

Streamlit (1.67) connects again by itself, at once and perhaps to another replica, where there is no session of this
browser. It then shows the page as it was drawn for the old session until somebody touches it, and what they touch has
a name that the new session does not know: the first change would be lost. Asked for at once, the page is drawn from
its address and the database before anybody is as quick.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

_SCRIPT: Final = """
const STATE = 'data-test-connection-state';
export default function ({ setTriggerValue }) {
    window.advisorComesBack = () => setTriggerValue('back', Date.now());  // of the element that is there now
    if (window.advisorWatchesConnection) { return; }
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app) { return; }
    window.advisorWatchesConnection = true;
    let was = app.getAttribute(STATE);
    new MutationObserver(() => {
        const now = app.getAttribute(STATE);
        if (now === 'CONNECTED' && was !== now) { window.advisorComesBack(); }
        was = now;
    }).observe(app, { attributes: true, attributeFilter: [STATE] });
}
"""
_watch = st.components.v2.component("advisor.come_back", js=_SCRIPT)


def _drawn_anew() -> None:
    """The run that this belongs to is all that is wanted."""


def show() -> None:
    """Have the browser ask for the page when it is connected again; call it on every page."""
    with st.sidebar:
        _watch(key="come_back", on_back_change=_drawn_anew)
