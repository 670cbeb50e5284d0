"""The questionnaire as data: every question leads to a field and says why it is asked."""

from __future__ import annotations

import pytest

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.labels import CRITERIA, TASKS
from advisor.questionnaire.presets import TASK_PRESETS, load_sample, sample_paths
from advisor.questionnaire.questions import DECISION_SECTIONS, ESSENTIAL, USE_CASE_SECTIONS, Question


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
    assert all(set(sample.priorities) <= set(CRITERIA) for sample in samples)
