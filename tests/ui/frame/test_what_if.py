"""What is tried on the hosting page: shared by the pages, named in the address, no answer changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from advisor.questionnaire.presets import load_sample
from advisor.ui.state import OpenDecision

APP = str(Path(__file__).resolve().parents[3] / "app.py")
BANK = load_sample("eu-bank-customer-service")


def opened(whatif: str = "") -> AppTest:
    """The app with the bank on the desk, under an address."""
    app = AppTest.from_file(APP, default_timeout=300)
    if whatif:
        app.query_params["whatif"] = whatif
    app.session_state["desk.open_decision"] = OpenDecision(decision_id=None, answers=BANK)
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
