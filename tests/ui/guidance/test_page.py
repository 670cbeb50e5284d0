"""The page beyond the model as a person meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor.questionnaire.presets import load_sample
from advisor.ui.guidance.page import TABS
from advisor.ui.state import OpenDecision

APP = str(Path(__file__).resolve().parents[3] / "app.py")
SAID = {
    "Adaptation": "How to adapt the model",
    "Architecture": "Reference architecture",
    "Governance": "Duties and risks",
    "Retrieval": "How documents are found",
    "After go-live": "Usage against the plan",
    "Fairness": "Are groups treated alike?",
}
"""Something that only this tab says."""
SAMPLES = {"Retrieval": "city-administration-rag"}
"""The decision on the desk for a tab that not every piece of work has."""


def beyond(tab: str | None, sample: str | None = "eu-bank-customer-service") -> AppTest:
    """The page with a sample on the desk and a tab open."""
    app = AppTest.from_file(APP, default_timeout=300)
    if sample is not None:
        app.session_state["desk.open_decision"] = OpenDecision(decision_id=None, answers=load_sample(sample))
    app.run()
    if tab is not None:
        app.session_state["guidance.tabs"] = tab
    return app.switch_page("pages/guidance.py").run()


def test_without_a_decision_it_points_to_the_start() -> None:
    """Nothing is said to nobody."""
    app = beyond(None, sample=None)
    assert not app.exception
    assert "No decision is open" in app.info[0].value


@pytest.mark.parametrize("tab", [title for title, _ in TABS])
def test_only_the_open_tab_is_drawn(tab: str) -> None:
    """Each says what it is about, and nothing of the others."""
    app = beyond(tab, SAMPLES.get(tab, "eu-bank-customer-service"))
    assert not app.exception
    text = "\n".join(str(item.value) for item in (*app.subheader, *app.markdown, *app.caption))
    assert SAID[tab] in text
    assert not any(said in text for other, said in SAID.items() if other != tab)


def test_a_tab_that_the_work_does_not_need_is_not_there() -> None:
    """A chat assistant without a corpus looks nothing up."""
    assert [tab.label for tab in beyond(None).tabs] == [title for title, _ in TABS if title != "Retrieval"]
    assert "Retrieval" in [tab.label for tab in beyond(None, "city-administration-rag").tabs]
