"""What a question is."""

from __future__ import annotations

import pytest

from advisor.questionnaire.question import FormSection, Question
from advisor.questionnaire.questions import SECTIONS


def test_no_answer_means_no_limit_unless_the_question_says_otherwise() -> None:
    """And a number moves by one."""
    asked = Question("budget.monthly_cap", "Cap", "Why.", "optional_number")
    assert (asked.empty, asked.step, asked.options, asked.essential) == ("no limit", 1.0, None, False)


@pytest.mark.parametrize("section", SECTIONS, ids=[section.key for section in SECTIONS])
def test_choices_have_options_and_nothing_else_has(section: FormSection) -> None:
    """A choice without options could not be answered, options of a number would be lost; codes may be any."""
    wrong = [
        asked.path
        for asked in section.questions
        if asked.kind != "codes" and (asked.kind in ("choice", "choices")) != bool(asked.options)
    ]
    assert wrong == []


def test_a_path_is_asked_once() -> None:
    """Two widgets of one answer would contradict each other."""
    paths = [(section.key.startswith("use_case"), asked.path) for section in SECTIONS for asked in section.questions]
    assert len(set(paths)) == len(paths)
