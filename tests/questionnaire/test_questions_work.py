"""The questions about the problem, the work and the load."""

from __future__ import annotations

import pytest

from advisor.questionnaire.answers import UseCase
from advisor.questionnaire.questions import DECISION_SECTIONS, USE_CASE_SECTIONS
from advisor.questionnaire.questions_work import LOAD, PROBLEM, WORK


def test_the_problem_is_asked_once_and_the_work_of_every_use_case() -> None:
    """In this order."""
    assert DECISION_SECTIONS[0] == PROBLEM
    assert [section.key for section in (WORK, LOAD)] == [
        section.key for section in USE_CASE_SECTIONS if section.key in (WORK.key, LOAD.key)
    ]


@pytest.mark.parametrize("question", [*WORK.questions, *LOAD.questions], ids=lambda question: question.path)
def test_a_question_of_a_use_case_leads_into_it(question: object) -> None:
    """Its first step is a field of a use case."""
    first = str(getattr(question, "path", "")).partition(".")[0]
    assert first in UseCase.model_fields


def test_counts_of_the_load_have_a_unit() -> None:
    """Requests, tokens and minutes are not told apart by their number."""
    assert all(question.unit for question in LOAD.questions if question.kind in ("integer", "number"))
