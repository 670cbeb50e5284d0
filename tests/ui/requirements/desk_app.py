"""The requirements page with the desk around it: samples and working copies to open, another page to go to."""

from __future__ import annotations

from typing import Any

from running import PATIENCE_S
from streamlit.testing.v1 import AppTest

from advisor.ui.state import OpenDecision


def _script() -> None:
    """A page like the app's own: the desk, then the page that is shown, then what was answered is kept."""
    import streamlit as st  # noqa: PLC0415 - the text of this function is a script of its own

    from advisor.questionnaire.presets import load_sample  # noqa: PLC0415
    from advisor.ui import state  # noqa: PLC0415
    from advisor.ui.cached import installation  # noqa: PLC0415
    from advisor.ui.frame import desk, language_choice, working_copy  # noqa: PLC0415
    from advisor.ui.requirements import page  # noqa: PLC0415

    language_choice.show()
    desk.show()
    shown = st.toggle("shown", value=True, key="shown")
    sample = st.text_input("sample", key="sample")
    if st.button("open", key="open"):
        state.put_on_desk(load_sample(sample))
    copy = st.text_input("copy", key="copy")
    if st.button("continue", key="continue"):
        working_copy.open_copy(installation.working_copies().get(copy))
    current = state.open_decision()
    if shown and current is not None:
        page.show(current)
    working_copy.keep()


def new_session(draft: str | None = None) -> AppTest:
    """A session of its own, at an address that names a working copy or none."""
    session = AppTest.from_function(_script, default_timeout=PATIENCE_S)
    if draft:
        session.query_params["draft"] = draft
    return session.run()


def open_sample(session: AppTest, name: str) -> AppTest:
    """A sample on the desk, and its page."""
    session.text_input(key="sample").set_value(name)
    return session.button(key="open").click().run()


def on_desk(session: AppTest) -> OpenDecision:
    """The decision on the desk."""
    found: OpenDecision = session.session_state["desk.open_decision"]
    return found


def open_tab(session: AppTest, place: int) -> AppTest:
    """The page with another of its tabs open, counted from the left."""
    labels = [tab.label for tab in session.tabs]
    session.session_state["requirements.tabs"] = labels[place]
    return session.run()


def field(session: AppTest, kind: str, part: str) -> Any:
    """The first widget of a kind whose key contains ``part``, in whichever tab it stands: that one is opened."""
    found = _in_sight(session, kind, part)
    for place in range(len(session.tabs)):
        if found is not None:
            return found
        found = _in_sight(open_tab(session, place), kind, part)
    assert found is not None, f"no tab has a {kind} of {part}"
    return found


def _in_sight(session: AppTest, kind: str, part: str) -> Any:
    return next((widget for widget in getattr(session, kind) if widget.key and part in widget.key), None)
