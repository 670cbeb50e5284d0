"""What a program sends is held to the published schema, where a person's file is read with good will."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.errors import AnswersError
from advisor.questionnaire.answers import Answers
from advisor.services.answered.checked_answers import checked_answers

GOOD: dict[str, Any] = {"title": "x", "use_cases": [{"task": "rag", "importance": 0.5}]}


def test_what_the_schema_says_is_taken() -> None:
    """As the questionnaire takes it."""
    assert checked_answers(GOOD) == Answers.model_validate(GOOD)


@pytest.mark.parametrize("value", [True, "0.5"])
def test_what_only_good_will_reads_is_refused(value: object) -> None:
    """A truth value or a text is no number, though pydantic would make one of it."""
    given = {**GOOD, "use_cases": [{"task": "rag", "importance": value}]}
    Answers.model_validate(given)
    with pytest.raises(AnswersError) as refused:
        checked_answers(given)
    assert [problem.place for problem in refused.value.problems] == ["use_cases.0.importance"]
