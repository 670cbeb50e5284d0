"""The answers: the one record that describes the problem."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample, sample_paths

LEAST: dict[str, Any] = {"title": "x", "use_cases": [{"task": "rag"}]}


def test_a_title_and_a_task_are_enough() -> None:
    """Everything else has a default that asks for nothing."""
    answers = Answers.model_validate(LEAST)
    assert answers.data.residency == ()
    assert answers.budget.monthly_cap is None
    assert answers.governance.vendors_excluded == ()


@pytest.mark.parametrize("sample", [path.stem for path in sample_paths()])
def test_what_is_saved_is_what_was_answered(sample: str) -> None:
    """Through JSON and back."""
    answers = load_sample(sample)
    assert Answers.model_validate_json(answers.model_dump_json()) == answers


@pytest.mark.parametrize(
    "changes",
    [
        {"use_cases": []},
        {"use_cases": [{"task": "juggling"}]},
        {"colour": "blue"},
        {"budget": {"monthly_cap": -1}},
        {"budget": {"usd_per_unit": 0}},
        {"data": {"residency": ["atlantis"]}},
        {"hosting": {"allowed": []}},
    ],
)
def test_what_cannot_be_meant_is_refused(changes: dict[str, Any]) -> None:
    """At the border, so that nothing below needs to ask."""
    with pytest.raises(ValidationError):
        Answers.model_validate(LEAST | changes)


def test_answers_do_not_change_under_whoever_reads_them() -> None:
    """What is kept for them would be wrong."""
    answers = Answers.model_validate(LEAST)
    with pytest.raises(ValidationError, match="frozen"):
        answers.title = "y"
