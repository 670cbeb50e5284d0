"""The line of steps: ticked is what was looked at and lacks nothing."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor.questionnaire.presets import load_sample
from advisor.ui import state

LATER = ":material/radio_button_unchecked:"
DONE = ":material/check_circle:"


def shown_line() -> None:
    """The line as it stands on a page."""
    import streamlit  # noqa: PLC0415 - AppTest runs this function alone

    from advisor.ui.start import way  # noqa: PLC0415

    way.show(streamlit.session_state["shown"])


def test_a_step_that_nobody_looked_at_is_not_ticked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision that has just been opened has nothing behind it but the pages that were shown."""
    drawn: dict[str, str] = {}

    def page_link(page: str, **given: Any) -> None:
        drawn[page] = given["icon"]

    monkeypatch.setattr(st, "page_link", page_link)
    app = AppTest.from_function(shown_line, default_timeout=300)
    answers = load_sample("eu-bank-customer-service")
    app.session_state["desk.open_decision"] = state.OpenDecision(decision_id=None, answers=answers)
    app.session_state["shown"] = "requirements"
    app.run()
    assert list(drawn.values()) == [DONE, LATER, LATER, LATER, LATER]
    app.session_state["shown"] = "evaluation"
    app.run()
    assert not app.exception
    assert list(drawn.values()) == [DONE, LATER, LATER, DONE, LATER]
