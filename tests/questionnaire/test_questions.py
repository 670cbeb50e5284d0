"""The questionnaire as data: every question leads to a field and says why it is asked."""

from __future__ import annotations

from typing import get_args

import pytest

from advisor.questionnaire.answers import Answers, CriterionId, Task
from advisor.questionnaire.labels import TASKS
from advisor.questionnaire.presets import TASK_PRESETS, load_sample, sample_paths
from advisor.questionnaire.questions import (
    DECISION_SECTIONS,
    ESSENTIAL,
    USE_CASE_SECTIONS,
    Question,
    essential_for,
    needed_for,
    question_at,
)


def pairs() -> list[tuple[str, Question]]:
    """Every question with the full path of its field."""
    whole = [(q.path, q) for section in DECISION_SECTIONS for q in section.questions]
    return whole + [(f"use_cases.0.{q.path}", q) for section in USE_CASE_SECTIONS for q in section.questions]


@pytest.mark.parametrize(("path", "question"), pairs(), ids=[path for path, _ in pairs()])
def test_a_question_leads_to_a_field_and_says_why(path: str, question: Question) -> None:
    """The path exists in the record and the help is a sentence."""
    here: object = Answers(title="x", use_cases=[{"task": "rag"}]).model_dump()  # type: ignore[list-item]
    for part in path.split("."):
        here = here[int(part)] if isinstance(here, tuple) else here[part]  # type: ignore[index]
    assert question.why.endswith((".", "?"))
    assert question.label


def test_ten_answers_are_essential() -> None:
    """Ten answers give a first ranking."""
    assert len(ESSENTIAL) == 10


def test_every_task_has_a_preset_and_a_label() -> None:
    """No task can be chosen that the questionnaire could not fill in."""
    assert set(TASK_PRESETS) == set(TASKS)


def test_samples_cover_the_kinds_of_work() -> None:
    """At least eight samples, none like another in title, over at least eight tasks."""
    samples = [load_sample(path.stem) for path in sample_paths()]
    assert len({sample.title for sample in samples}) == len(samples) >= 8
    assert len({use_case.task for sample in samples for use_case in sample.use_cases}) >= 8
    assert all(set(sample.priorities) <= set(get_args(CriterionId)) for sample in samples)


@pytest.mark.parametrize(
    ("task", "counted", "not_counted"),
    [
        ("rag", "workload.output_tokens", "workload.images_per_request"),
        ("transcription", "workload.audio_minutes_per_request", "workload.output_tokens"),
        ("image_generation", "workload.images_per_request", "workload.input_tokens"),
        ("speech_synthesis", "workload.characters_per_request", "workload.output_tokens"),
        ("semantic_search", "workload.corpus_tokens", "workload.output_tokens"),
    ],
)
def test_the_essential_load_is_counted_as_the_task_counts_it(task: str, counted: str, not_counted: str) -> None:
    """Minutes, images or characters stand for tokens where the task is paid by them; never more than ten questions."""
    paths = [question.path for question in essential_for(task)]  # type: ignore[arg-type]
    assert counted in paths
    assert not_counted not in paths
    assert len(paths) == len(set(paths)) <= 10


def test_a_question_is_found_by_its_path() -> None:
    """A field's question, or None where none is asked."""
    found = question_at("budget.monthly_cap")
    assert found is not None
    assert found.label == "Most it may cost per month"
    assert question_at("weights") is None


@pytest.mark.parametrize(
    ("task", "asked"), [("transcription", True), ("speech_synthesis", True), ("image_generation", False)]
)
def test_speech_is_asked_for_the_wait_for_its_first_word(task: Task, asked: object) -> None:
    """It says that speech is live; the gap between tokens says nothing of it."""
    assert needed_for("latency.ttft_p95_ms", task) is asked
    assert not needed_for("latency.itl_ms", task)
