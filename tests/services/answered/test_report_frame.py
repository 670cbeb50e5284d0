"""The frame of a report tells what is stored with the decision, and what was tried for it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.errors import NotFoundError
from advisor.questionnaire.answers import Answers, UseCase
from advisor.report.document.meta import ReportMeta
from advisor.services.answered.report_frame import report_frame
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle

ANSWERS = Answers(title="x", use_cases=(UseCase(name="x", task="semantic_search"),))


def _frame(engine: Engine, catalog: Catalog, decision_id: str) -> ReportMeta:
    return report_frame(
        decision_id,
        decisions=Decisions(engine),
        lifecycle=Lifecycle(engine),
        entries=Entries(engine),
        catalog=catalog,
    )


def test_status_life_and_changes_are_told(engine: Engine, catalog: Catalog) -> None:
    """A proposed decision in its second version, with who proposed it and a comment."""
    saved = Decisions(engine).create(ANSWERS)
    changed = ANSWERS.model_copy(update={"question": "Which?"})
    Decisions(engine).change(saved.decision_id, changed)
    life = Lifecycle(engine)
    life.comment(saved.decision_id, "good", actor="Bob")
    life.move(saved.decision_id, "proposed", actor="Ada", assessment=assess(changed, catalog, samples=10))
    frame = _frame(engine, catalog, saved.decision_id)
    assert (frame.status, frame.version, frame.approval.proposed and frame.approval.proposed.name) == (
        "proposed",
        2,
        "Ada",
    )
    assert [(event.actor, event.action) for event in frame.life] == [("Bob", "comment"), ("Ada", "proposed")]
    assert len(frame.changes) == 1
    assert (frame.trials, frame.usage, frame.replay) == ((), None, None)


def test_what_is_not_there_has_no_frame(engine: Engine, catalog: Catalog) -> None:
    """As the repository says it."""
    with pytest.raises(NotFoundError):
        _frame(engine, catalog, "none")
