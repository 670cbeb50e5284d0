"""Answers that a program sends: checked as the questionnaire checks them, and held to the schema that is published.

A file that a person writes may say "5" or yes where a number is meant, and the questionnaire reads it so. A program
that sends something else than the published schema says has a fault, and is told of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator

from advisor.errors import AnswersError, Problem, most_problems
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.load import check_answers

_SHOWN: Final = 80
_SCHEMA: Final = Draft202012Validator(Answers.model_json_schema(by_alias=True))


def checked_answers(given: Mapping[str, Any], name: str = "The body") -> Answers:
    """The answers; raises AnswersError with every problem found."""
    answers = check_answers(given, name=name)
    problems = most_problems(
        (
            Problem(".".join(map(str, error.absolute_path)), repr(error.instance)[:_SHOWN], error.message[:_SHOWN])
            for error in _SCHEMA.iter_errors(given)
        ),
        "answers",
    )
    if problems:
        raise AnswersError(f"{name} has errors:", problems)
    return answers
