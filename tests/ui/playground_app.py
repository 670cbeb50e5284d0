"""The playground and its neighbours without a browser: connections to our own server, panes, prompts, runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from running import until
from streamlit.testing.v1 import AppTest

from advisor.questionnaire.presets import load_sample
from advisor.storage.trials import TrialStore
from advisor.trials.playground.registry import TRIALS
from advisor.trials.records import Connection, Run
from advisor.ui import state

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 300


def save(store: TrialStore, server: Any, name: str, model: str = "well", **changes: Any) -> None:
    """Save a connection to the server."""
    given = {"name": name, "base_url": server.url, "model": model, "scope": "loopback", "hosting": "on_prem"}
    connection = Connection.model_validate(given | {"max_data_class": "restricted"} | changes)
    store.save_connection(name, connection.model_dump_json())


def opened(page: str, sample: str | None = None) -> AppTest:
    """The app on a page, with a sample on the desk if one is named."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT)
    if sample is not None:
        app.session_state["desk.open_decision"] = state.OpenDecision(decision_id=None, answers=load_sample(sample))
    app.run()
    app.switch_page(f"pages/{page}.py")
    return app.run()


def choose(app: AppTest, *names: str) -> AppTest:
    """Put connections into the panes."""
    for index, name in enumerate(names):
        app.selectbox(key=f"playground.pane.{index}.connection").set_value(name)
    return app.run()


def write(app: AppTest, text: str) -> AppTest:
    """Write the prompt."""
    app.text_area(key="playground.prompt").set_value(text)
    return app.run()


def finished(app: AppTest, store: TrialStore, count: int) -> tuple[Run, ...]:
    """Wait until so many runs are kept and no pane is at work, then draw again."""
    until(lambda: len(store.runs()) >= count and not any(trial.busy for trial in TRIALS.all()), "the kept runs")
    app.run()
    assert not app.exception
    return tuple(Run.model_validate_json(payload) for payload in store.runs())


def reason(app: AppTest, key: str = "playground.reason") -> Any:
    """The field for the reason that lifts a block; its key hangs on what the reason is for."""
    return next(one for one in app.text_input if str(one.key).startswith(f"{key}."))
