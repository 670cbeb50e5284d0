"""What is worked out of decisions is kept for everybody who is at work on one."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.ui.cached import decisions

PEOPLE = 50


def test_as_many_people_as_a_replica_serves_change_weights_and_nothing_is_planned_again(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each has another decision; a second change of weights by everybody finds all that the first has planned."""
    planned: list[Any] = []

    def plan(answers: Any, *_: object) -> tuple[object, tuple[()]]:
        planned.append(answers)
        return object(), ()

    monkeypatch.setattr(decisions, "prepare_with_evidence", plan)
    monkeypatch.setattr(decisions, "catalog", lambda: catalog)
    monkeypatch.setattr(decisions, "evidence", tuple)
    decisions._prepared.clear()
    sample = load_sample("marketing-images")
    case = sample.use_cases[0]
    asked = [
        sample.model_copy(update={"use_cases": (case.model_copy(update={"name": f"Of person {number}"}),)})
        for number in range(PEOPLE)
    ]
    for weight in (10.0, 20.0):
        for answers in asked:
            decisions.prepared(answers.model_copy(update={"weights": {"cost": weight}}))
    decisions._prepared.clear()
    assert len(planned) == PEOPLE
