"""What is tried on the hosting page: shared by the pages, named in the address, no answer changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample
from advisor.ui.state import OpenDecision

APP = str(Path(__file__).resolve().parents[3] / "app.py")
BANK = load_sample("eu-bank-customer-service")


def opened(whatif: str = "", decision: Answers = BANK) -> AppTest:
    """The app with a decision on the desk, the bank unless stated, under an address."""
    app = AppTest.from_file(APP, default_timeout=300)
    if whatif:
        app.query_params["whatif"] = whatif
    app.session_state["desk.open_decision"] = OpenDecision(decision_id=None, answers=decision)
    return app.run()


def answers(app: AppTest) -> Any:
    """The answers on the desk."""
    return app.session_state["desk.open_decision"].answers


def notice(app: AppTest) -> list[str]:
    """What the page says of what is tried."""
    return [item.value for item in app.warning if "What if" in item.value]


def address(app: AppTest) -> dict[str, Any]:
    """What the address names."""
    given = app.query_params.get("whatif", ["{}"])
    found: dict[str, Any] = json.loads(given[0] if isinstance(given, list) else given)
    return found


def test_what_is_tried_goes_with_the_reader_and_changes_no_answer() -> None:
    """Ten times the volume on the hosting page: the recommendation says so, and the slider stands there on return."""
    app = opened().switch_page("pages/hosting.py").run()
    app.select_slider(key="hosting.volume").set_value(10.0).run()
    assert address(app) == {"volume": 10.0}
    app.switch_page("pages/recommendation.py").run()
    assert not app.exception
    assert "volume × 10" in notice(app)[0]
    assert address(app) == {"volume": 10.0}
    assert answers(app) == BANK
    app.switch_page("pages/hosting.py").run()
    assert app.select_slider(key="hosting.volume").value == 10.0


def test_an_address_opens_what_it_names() -> None:
    """A shared link shows the same conditions; what is no condition in it is ignored."""
    named = json.dumps({"volume": 30.0, "spare": False, "gpu": 7, "answers": {"title": "no"}})
    app = opened(named).switch_page("pages/hosting.py").run()
    assert not app.exception
    assert app.select_slider(key="hosting.volume").value == 30.0
    assert app.toggle(key="hosting.spare").value is False
    assert address(app) == {"volume": 30.0, "spare": False}


def test_what_is_tried_becomes_the_answers_or_goes() -> None:
    """One button takes it into the answers, the other forgets it; after either nothing is tried any more."""
    app = opened(json.dumps({"volume": 3.0, "growth": 50})).switch_page("pages/recommendation.py").run()
    app.button(key="what_if.take").click().run()
    load = answers(app).use_cases[0].workload
    assert load.requests_per_day == 3 * BANK.use_cases[0].workload.requests_per_day
    assert load.growth_per_year == 0.5
    assert not notice(app)
    back = opened(json.dumps({"volume": 3.0})).switch_page("pages/recommendation.py").run()
    back.button(key="what_if.back").click().run()
    assert not notice(back)
    assert answers(back) == BANK


def test_another_decision_begins_without_it() -> None:
    """What was tried for one decision says nothing of the next."""
    app = opened(json.dumps({"volume": 3.0})).switch_page("pages/recommendation.py").run()
    assert notice(app)
    app.switch_page("pages/start.py").run()
    app.button(key="start.sample.contract-analyser").click().run()
    assert not app.exception
    assert not notice(app)


@pytest.mark.parametrize(
    "named",
    [
        {"rate": 0},
        {"rate": -1.0},
        {"volume": 0.0},
        {"volume": 7.0},
        {"growth": -500},
        {"growth": 10.5},
        {"peak": 0.0},
        {"use_case": -3},
        {"use_case": 1e400},
        {"country": "zz"},
        {"country": "DE\n"},
        {"token_prices": 5},
        {"volume": True},
        {"peak": float("nan")},
    ],
)
def test_what_no_answer_could_state_is_not_taken_from_an_address(named: dict[str, Any]) -> None:
    """No page breaks on it, and no button makes it an answer."""
    app = opened(json.dumps(named))
    assert not app.exception
    assert not app.session_state["what_if.changed"]


def test_an_address_may_name_a_growth_and_a_peak_beyond_the_usual() -> None:
    """Somebody whose answers stated them tried others, and shared the link."""
    app = opened(json.dumps({"growth": 900, "peak": 50.0})).switch_page("pages/hosting.py").run()
    assert not app.exception
    assert (app.slider(key="hosting.growth").value, app.slider(key="hosting.peak").value) == (900, 50.0)


def test_a_small_unit_of_money_keeps_its_rate() -> None:
    """A rupiah is worth less than a hundredth of a cent: no page tries another rate by itself."""
    budget = BANK.budget.model_copy(update={"currency": "IDR", "usd_per_unit": 0.000055, "monthly_cap": None})
    app = opened(decision=BANK.model_copy(update={"budget": budget})).switch_page("pages/hosting.py").run()
    assert app.number_input(key="hosting.rate").value == 0.000055
    assert not address(app)
