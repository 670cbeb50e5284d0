"""The tab on adaptation as a person meets it."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from advisor.questionnaire.presets import load_sample
from advisor.ui.state import OpenDecision

APP = str(Path(__file__).resolve().parents[3] / "app.py")


def test_a_gain_of_ones_own_moves_the_alternatives() -> None:
    """A gain large enough lets a tuned small model pass the choice, and the page says that it is an assumption."""
    app = AppTest.from_file(APP, default_timeout=300)
    answers = load_sample("contract-analyser")
    app.session_state["desk.open_decision"] = OpenDecision(decision_id=None, answers=answers)
    app.run().switch_page("pages/guidance.py").run()
    assert not app.exception
    assert any("no tuned model scores higher" in str(item.value) for item in app.caption)
    app.number_input(key="guidance.gain").set_value(60.0).run()
    assert not app.exception
    assert any("tuned scores higher than the choice" in str(item.value) for item in app.caption)
    assert any("Retrieval (RAG)" in str(item.value) for item in app.markdown)
