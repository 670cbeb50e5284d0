"""What is assumed of the work follows from its task and amount, and never over somebody's own answer."""

from __future__ import annotations

import pytest
from shipped import shipped_catalog

from advisor.questionnaire.answers import UsageAnswers, UseCase, WorkloadAnswers
from advisor.questionnaire.intake.usual import asked_of, at, followed, usual
from advisor.questionnaire.presets import TASK_PRESETS

NUMBERS = shipped_catalog().usual_numbers


def using(task: str, **usage: float) -> UseCase:
    """A use case as it is usual for its task, with so much work said of it."""
    return TASK_PRESETS[task].model_copy(update={"usage": UsageAnswers.model_validate(usage)})


@pytest.mark.parametrize("task", TASK_PRESETS)
def test_nothing_said_is_what_is_usual_for_the_task(task: str) -> None:
    """A preset stands at everything that is assumed of it."""
    preset = TASK_PRESETS[task]
    assert {place: at(preset, place) for place in usual(preset, NUMBERS)} == {
        place: item.value for place, item in usual(preset, NUMBERS).items()
    }


@pytest.mark.parametrize(
    ("case", "place", "value", "key"),
    [
        (using("rag", people=3000), "workload.requests_per_day", 6000, "assumed.people_usual"),
        (
            using("chat_assistant", people=10, requests_per_person_per_day=7),
            "workload.requests_per_day",
            70,
            "assumed.people",
        ),
        (using("summarisation", documents_per_day=40), "workload.requests_per_day", 40, "assumed.documents"),
        (using("summarisation", pages_per_document=10), "workload.input_tokens", 6500, "assumed.pages"),
        (using("translation", pages_per_document=2), "workload.output_tokens", 1200, "assumed.as_long"),
        (using("long_document_analysis", pages_per_document=400), "context_tokens", 304_000, "assumed.context"),
        (
            using("semantic_search", documents_held=1e5, pages_per_document=3),
            "workload.corpus_tokens",
            1.8e8,
            "assumed.corpus",
        ),
    ],
)
def test_how_much_work_there_is_says_the_load(case: UseCase, place: str, value: float, key: str) -> None:
    """With the reason for each."""
    found = usual(case, NUMBERS)[place]
    assert (found.value, found.reason.key) == (value, key)


def test_only_what_was_assumed_moves() -> None:
    """Somebody's own requests stay when people are said; tokens that were assumed follow pages."""
    before = using("summarisation").model_copy(
        update={"workload": WorkloadAnswers(requests_per_day=7, input_tokens=4000)}
    )
    after = before.model_copy(update={"usage": UsageAnswers(documents_per_day=90, pages_per_document=3)})
    moved = followed(before, after, NUMBERS)
    assert moved.workload.requests_per_day == 7
    assert moved.workload.input_tokens == 2300


def test_taking_the_amount_back_takes_its_load_back() -> None:
    """There and back is where one started."""
    before = using("rag")
    there = followed(before, using("rag", people=100), NUMBERS)
    assert there.workload.requests_per_day == 200
    assert followed(there, there.model_copy(update={"usage": UsageAnswers()}), NUMBERS) == before


def test_a_task_is_asked_only_for_what_it_has() -> None:
    """Nobody is asked for pages of a chat or people of a translation."""
    assert asked_of("chat_assistant") == ("people", "requests_per_person_per_day")
    assert asked_of("translation") == ("documents_per_day", "pages_per_document")
    assert asked_of("transcription") == ("documents_per_day",)
    assert "documents_held" in asked_of("semantic_search")
