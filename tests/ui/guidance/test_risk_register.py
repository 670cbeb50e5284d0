"""The risk register on the page: kept beside the saved decision, read only without one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from signed_in import signed_in
from streamlit.testing.v1 import AppTest

from advisor.guidance.governance.risk_register import RegisterEdits
from advisor.questionnaire.presets import load_sample
from advisor.report.governed import REGISTER
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.ui.guidance.risk_register import _plain
from advisor.ui.state import OpenDecision

APP = str(Path(__file__).resolve().parents[3] / "app.py")


def register(decision_id: str | None) -> AppTest:
    """The register of a sample, saved or not."""
    app = AppTest.from_file(APP, default_timeout=300)
    answers = load_sample("eu-bank-customer-service")
    app.session_state["desk.open_decision"] = OpenDecision(
        decision_id=decision_id, answers=answers, revision=1 if decision_id else None, saved=decision_id is not None
    )
    app.run()
    app.session_state["guidance.tabs"] = "Governance"
    app.session_state["guidance.governance.part"] = "register"
    return app.switch_page("pages/guidance.py").run()


def test_without_a_saved_decision_it_is_read_and_one_click_makes_it_editable(home: Path) -> None:
    """What is written must have a decision to which it belongs."""
    app = register(None)
    assert not app.exception
    assert len(app.dataframe) == 1
    app.button(key="guidance.register.save").click().run()
    assert not app.exception
    (saved,) = Decisions(open_database(f"sqlite:///{home / 'advisor.sqlite3'}")).all()
    assert saved.answers.title == load_sample("eu-bank-customer-service").title


def test_what_was_kept_is_shown_with_who_and_when(home: Path) -> None:
    """And drawing it keeps nothing anew."""
    engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
    decision_id = Decisions(engine).create(load_sample("eu-bank-customer-service")).decision_id
    edits = RegisterEdits(own=({"risk_id": "own-1", "likelihood": 5, "impact": 5, "cause": "The vendor is bought"},))
    Entries(engine, person=signed_in("Ada")).keep(decision_id, REGISTER, edits.model_dump_json())
    app = register(decision_id)
    assert not app.exception
    assert any("Ada" in caption.value for caption in app.caption)
    (table,) = [frame.value for frame in app.dataframe]
    assert "The vendor is bought" in list(table["cause"])
    assert [entry.saved_by for entry in Entries(engine).history(decision_id)] == ["Ada"]
    engine.dispose()


def test_cells_come_back_as_what_they_mean() -> None:
    """Blanks are none, numbers whole, days without a time."""
    row = {"likelihood": np.float64(4), "due": pd.Timestamp(2027, 1, 31), "owner": float("nan"), "cause": "x"}
    assert _plain(row) == {"likelihood": 4, "due": date(2027, 1, 31), "owner": None, "cause": "x"}
    assert _plain({"due": "2027-01-31", "impact": pd.NaT}) == {"due": date(2027, 1, 31), "impact": None}
