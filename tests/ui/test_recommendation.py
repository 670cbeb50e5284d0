"""The recommendation page through AppTest: the overview, every tab, the sliders, and keeping weights."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.load import load_answers
from advisor.questionnaire.presets import SAMPLES
from advisor.ui.state import OpenDecision

APP = str(Path(__file__).resolve().parents[2] / "app.py")
TABS = {
    "Ranking": "Show every figure of",
    "Why not": "A model that is out wherever it runs has one entry",
    "Weights": "they are scaled to 100% together",
    "Fitness": "The abilities behind it",
    "Compare": "Choose up to three",
    "Robustness": "Weights and uncertain facts are varied together",
    "What would change it": "One weight at a time",
    "Cost": "The front:",
    "Stakeholders": "No stakeholder has weights of their own yet",
    "Portfolio": "Best for each use case, together",
    "Advice and risks": "Orientation, not legal advice",
}
"""Something that only this tab says."""


def _page(answers: Answers, tab: str | None = None) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=300).run()
    app.session_state["desk.open_decision"] = OpenDecision(decision_id=None, answers=answers)
    if tab is not None:
        app.session_state["recommendation.tabs"] = tab
    return app.switch_page("pages/recommendation.py").run()


def _sample(name: str) -> Answers:
    return load_answers(SAMPLES / f"{name}.yaml")


def _text(app: AppTest) -> str:
    return "\n".join(str(item.value) for item in (*app.markdown, *app.caption))


def test_without_a_decision_it_says_where_to_start() -> None:
    """An empty desk leads to the start page."""
    app = AppTest.from_file(APP, default_timeout=300).run().switch_page("pages/recommendation.py").run()
    assert not app.exception
    assert "No decision is open" in app.info[0].value


def test_the_overview_shows_the_verdict_three_cards_and_the_reasons() -> None:
    """One screen: the verdict, three models, why the first is first and the others are not."""
    app = _page(_sample("marketing-images"))
    assert not app.exception
    assert "winner" in (app.success or app.info)[0].value
    shown = _text(app)
    assert all(f"#### {place}." in shown for place in (1, 2, 3))
    assert "Why it is first." in shown
    assert shown.count("Why not first.") == 2
    assert "Why others are out." in shown


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_draws(tab: str) -> None:
    """Each tab opens without an error and shows something of its own."""
    app = _page(_sample("insurer-claims-portfolio"), tab)
    assert not app.exception
    said = _text(app) + "\n".join(f"{item.label} {item.help}" for item in (*app.selectbox, *app.multiselect))
    said += "\n".join(item.value for item in app.subheader)
    assert TABS[tab] in said
    assert not any(TABS[other] in said for other in TABS if other != tab)


def test_a_slider_ranks_anew_and_the_weights_can_be_kept() -> None:
    """All weight on cost: the cheapest feasible model leads, and the decision keeps the weights."""
    app = _page(_sample("marketing-images"), "Weights")
    for slider in app.slider:
        if slider.key and slider.key.startswith("recommendation.weight."):
            slider.set_value(100 if ".cost." in slider.key else 0)
    app.run()
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "Before" in frame.value.columns)
    assert table["Score"].is_monotonic_decreasing
    app.button(key="recommendation.use_weights").click().run()
    kept = app.session_state["desk.open_decision"].answers.weights
    assert kept["cost"] == pytest.approx(100.0)
    assert kept["fitness"] == 0.0


def test_nothing_fits_shows_what_to_relax() -> None:
    """Without a feasible alternative the page leads with the cheapest constraint to relax."""
    answers = _sample("contract-analyser")
    poor = Answers.model_validate(answers.model_dump(mode="json", by_alias=True) | {"budget": {"monthly_cap": 1}})
    app = _page(poor)
    assert not app.exception
    assert "Nothing fits" in app.warning[0].value
    assert any("relax" in item.value for item in app.subheader)
