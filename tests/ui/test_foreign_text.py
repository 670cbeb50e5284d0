"""Texts of users and names of theirs are shown as they are, never read as Markdown or as a formula."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from advisor.questionnaire.answers import Answers, StakeholderWeights
from advisor.questionnaire.presets import load_sample
from advisor.ui.state import OpenDecision

APP = str(Path(__file__).resolve().parents[2] / "app.py")
NASTY = "**loud** $x_1$ :red[blood] [click](http://elsewhere.test)"
PAGES = ("recommendation", "hosting", "report", "playground", "evaluation", "start", "guidance", "register")
TABS = ("Stakeholders", "Portfolio", "Why not", "What would change it")


def nasty() -> Answers:
    """A decision of which every name is full of marks."""
    sample = load_sample("insurer-claims-portfolio")
    cases = tuple(
        case.model_copy(update={"name": f"{NASTY} {number}", "description": NASTY})
        for number, case in enumerate(sample.use_cases)
    )
    somebody = StakeholderWeights(name=NASTY, weights={"fitness": 60.0, "cost": 40.0})
    return sample.model_copy(
        update={"title": NASTY, "question": NASTY, "owner": NASTY, "use_cases": cases, "stakeholders": (somebody,)}
    )


def read_as_markdown(app: AppTest) -> list[str]:
    """Everything on the page that the browser reads as Markdown, the hints of widgets included."""
    kinds = ("markdown", "caption", "info", "warning", "error", "success", "title", "header", "subheader", "toast")
    texts = [str(element.value) for kind in kinds for element in app.get(kind)]
    widgets: list[Any] = [*app.button, *app.checkbox, *app.toggle, *app.radio]
    texts += [str(widget.label) for widget in widgets]
    return texts + [str(getattr(widget.proto, "help", "")) for widget in [*widgets, *app.selectbox, *app.text_input]]


def opened(page: str, tab: str | None = None) -> AppTest:
    """A page with the decision on the desk."""
    app = AppTest.from_file(APP, default_timeout=300)
    app.session_state["desk.open_decision"] = OpenDecision(decision_id=None, answers=nasty())
    app.run()
    if tab is not None:
        app.session_state["recommendation.tabs"] = tab
    return app.switch_page(f"pages/{page}.py").run()


def raw(app: AppTest) -> list[str]:
    """Where a mark would be obeyed."""
    return [text for text in read_as_markdown(app) if "**loud**" in text or " $x_1$" in text or " :red[" in text]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_obeys_marks_in_a_name(page: str) -> None:
    """Title, use cases, owner and stakeholders stand as typed on every page of a decision."""
    app = opened(page)
    assert not app.exception
    assert not raw(app)


@pytest.mark.parametrize("tab", TABS)
def test_no_tab_obeys_marks_in_a_name(tab: str) -> None:
    """The same on the tabs that name use cases and stakeholders."""
    app = opened("recommendation", tab)
    assert not app.exception
    assert not raw(app)
