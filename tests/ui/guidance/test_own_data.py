"""Usage and cases handed over on the page beyond the model, the way a person does it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.ui.cached import installation
from advisor.ui.state import OpenDecision

SAMPLE = "eu-bank-customer-service"


def healthy(page: AppTest) -> AppTest:
    """The page after a run, which must not have failed."""
    assert not page.exception, page.exception
    return page


def words(page: AppTest) -> str:
    """Everything the page says."""
    kinds = ("markdown", "caption", "info", "warning", "error", "success", "subheader")
    return "\n".join(str(element.value) for kind in kinds for element in page.get(kind))


def rows(page: AppTest) -> str:
    """Every cell of the page's tables."""
    return "\n".join(str(one.value) for one in (*page.dataframe, *page.table))


def give(page: AppTest, key: str, name: str, content: str) -> AppTest:
    """Hand a file over."""
    field = next(one for one in page.get("file_uploader") if one.key == key)
    field.set_value((name, content.encode(), "text/plain"))
    return healthy(page.run())


@pytest.fixture
def saved(app: AppTest) -> AppTest:
    """The page beyond the model with a saved sample on the desk."""
    healthy(app.button(key=f"start.sample.{SAMPLE}").click().run())
    current: OpenDecision = app.session_state["desk.open_decision"]
    kept = Decisions(open_database(installation.settings().resolved_database_url())).create(current.answers)
    app.session_state["desk.open_decision"] = replace(
        current, decision_id=kept.decision_id, revision=kept.revision, saved=True
    )
    return healthy(app.switch_page("pages/guidance.py").run())


def test_usage_is_read_kept_and_decided_again(saved: AppTest) -> None:
    """A log gives months and the measured load; kept, it is there without the file; the replay says its choice."""
    saved.session_state["guidance.tabs"] = "After go-live"
    healthy(saved.run())
    line = '{"startTime": "2026-%02d-%02dT08:00:00Z", "model": "m", "prompt_tokens": 900, "completion_tokens": 90}'
    log = "\n".join(line % (month, day) for month in (7, 8) for day in (1, 31))
    page = give(saved, "guidance.after.file", "spend.jsonl", log)
    assert "2026-08" in rows(page)
    healthy(page.button(key="guidance.after.keep").click().run())
    decided = healthy(page.button(key="guidance.after.replay").click().run())
    assert "With the measured load" in words(decided)
    without = give(decided, "guidance.after.file", "bad.csv", "nothing")
    assert "no bill" in words(without)
    assert "2026-08" in rows(without)


def test_a_table_of_cases_is_compared_and_kept_as_evidence(saved: AppTest) -> None:
    """Columns are chosen, the difference is shown with its interval, and kept without its rows."""
    saved.session_state["guidance.tabs"] = "Fairness"
    healthy(saved.run())
    table = "group,decision,right\n" + "north,grant,grant\n" * 40 + "south,refuse,grant\n" * 40
    page = give(saved, "guidance.fairness.file", "cases.csv", table)
    assert "treated differently by more than chance" in words(page)
    assert "north − south" in rows(page)
    kept = healthy(page.button(key="guidance.fairness.keep.table").click().run())
    assert "Evidence that is kept" in words(kept)
    assert "cases.csv" in rows(kept)
