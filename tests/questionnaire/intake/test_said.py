"""Which of the first questions were answered, and which stand at what is assumed."""

from __future__ import annotations

from typing import Any

import pytest
from shipped import shipped_catalog

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.change import give
from advisor.questionnaire.intake.said import MATTERS, said_of
from advisor.questionnaire.presets import TASK_PRESETS

NUMBERS = shipped_catalog().usual_numbers
NEW = Answers(title="New", use_cases=(TASK_PRESETS["rag"],))


def test_nothing_is_said_at_first() -> None:
    """Of a task as it is usual every matter is assumed."""
    assert said_of(NEW, NUMBERS) == dict.fromkeys(MATTERS, False)


@pytest.mark.parametrize(
    ("matter", "given"),
    [
        ("how_much", {"use_cases.0.usage.people": 30}),
        ("how_much", {"use_cases.0.workload.requests_per_day": 31}),
        ("length", {"use_cases.0.workload.input_tokens": 31}),
        ("data", {"data.personal_data": True}),
        ("where", {"data.residency": ("eu",)}),
        ("where", {"hosting.allowed": ("edge",)}),
        ("languages", {"use_cases.0.languages": ("de",)}),
        ("money", {"budget.monthly_cap": 5}),
        ("waits", {"use_cases.0.latency.total_s": 5}),
        ("skills", {"hosting.operations_skills": "none"}),
    ],
)
def test_an_answer_says_its_matter_and_no_other(matter: str, given: dict[str, Any]) -> None:
    """One answer, one matter more."""
    found = said_of(give(NEW, given, numbers=NUMBERS).answers, NUMBERS)
    assert [name for name, answered in found.items() if answered] == [matter]


def test_a_task_without_tokens_has_fewer_matters() -> None:
    """Nobody is told that the length of texts would sharpen a transcription."""
    speech = NEW.model_copy(update={"use_cases": (TASK_PRESETS["transcription"],)})
    assert set(MATTERS) - set(said_of(speech, NUMBERS)) == {"length", "waits"}
