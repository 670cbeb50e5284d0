"""The questions about the data, the money, where it may run, and what governance demands."""

from __future__ import annotations

import pytest

from advisor.questionnaire.question import FormSection
from advisor.questionnaire.questions import DECISION_SECTIONS
from advisor.questionnaire.questions_rules import DATA, GOVERNANCE, MONEY

SECTIONS = [section for section in DECISION_SECTIONS if section.key in {DATA.key, MONEY.key, GOVERNANCE.key}]


@pytest.mark.parametrize("section", [DATA, MONEY, GOVERNANCE], ids=lambda section: section.key)
def test_a_section_is_asked_and_its_paths_are_of_the_whole_decision(section: FormSection) -> None:
    """None of a use case, which has its own."""
    assert section in DECISION_SECTIONS
    assert all("." in question.path and not question.path.startswith("workload") for question in section.questions)


def test_a_cap_that_is_left_blank_is_none() -> None:
    """And the field says so."""
    cap = next(question for question in MONEY.questions if question.path == "budget.monthly_cap")
    assert (cap.kind, cap.empty) == ("optional_number", "no limit")
