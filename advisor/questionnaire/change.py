"""Answers given one at a time: each is checked together with the rest, and what is refused is kept beside them.

A place is the field of ``Answers`` with dots: ``use_cases.0.workload.input_tokens``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from advisor.errors import AnswersError, Problem
from advisor.questionnaire.answers import Answers, UseCase
from advisor.questionnaire.intake.usual import followed
from advisor.questionnaire.load import check_answers, problems_of

FOLLOWS: Final = "follows"
"""The rule of a ``Problem`` where an answer can stand and what follows from it cannot; ``limit`` is of the latter."""


class Given(NamedTuple):
    """The answers after somebody answered, and what they typed that cannot be one yet, by place."""

    answers: Answers
    refused: Mapping[str, Any]


def give(
    answers: Answers,
    given: Mapping[str, Any],
    *,
    refused: Mapping[str, Any] | None = None,
    numbers: Mapping[str, float],
) -> Given:
    """Put what was answered into the answers; ``refused`` is what was refused before and is tried again with it.

    A currency without its rate is refused, and accepted once the rate is there. What is refused changes nothing.
    ``numbers`` are the judgements of usual work (``Catalog.usual_numbers``).
    """
    waiting = {place: value for place, value in {**(refused or {}), **given}.items() if _exists(answers, place)}
    trial = dict(waiting)
    while trial:
        try:
            return Given(with_answers(answers, trial, numbers), {p: v for p, v in waiting.items() if p not in trial})
        except AnswersError as error:
            wrong = {place for place in trial if _concerns(error.problems, place)}
            trial = {place: value for place, value in trial.items() if place not in (wrong or trial)}
    return Given(answers, waiting)


def with_answers(answers: Answers, given: Mapping[str, Any], numbers: Mapping[str, float]) -> Answers:
    """The answers with each of these in its place; raises AnswersError with every problem found.

    A use case of which the task or the amount of work changes takes what is then usual where nobody answered otherwise.
    """
    fields = answers.model_dump()
    for place, value in given.items():
        _set(fields, place, value)
    checked = check_answers(fields, name="The answers")
    pairs = enumerate(zip(answers.use_cases, checked.use_cases, strict=False))
    moved = tuple(_followed(number, before, after, numbers) for number, (before, after) in pairs)
    moved += checked.use_cases[len(answers.use_cases) :]
    return checked if moved == checked.use_cases else checked.model_copy(update={"use_cases": moved})


def problem_at(answers: Answers, place: str, value: object, numbers: Mapping[str, float]) -> Problem | None:
    """Why this cannot stand in its place; None where it can."""
    try:
        with_answers(answers, {place: value}, numbers)
    except AnswersError as error:
        return error.problems[0]
    return None


def value_at(answers: Answers, place: str) -> Any:
    """What is answered at a place."""
    here: Any = answers
    for part in place.split("."):
        here = here[int(part)] if part.isdigit() else getattr(here, part)
    return here


def _followed(number: int, before: UseCase, after: UseCase, numbers: Mapping[str, float]) -> UseCase:
    """What follows from an amount of work can be more than may be answered: then the amount itself is refused."""
    try:
        return followed(before, after, numbers)
    except ValidationError as error:
        place = f"use_cases[{number}].usage"
        problems = [replace(problem, place=place, rule=FOLLOWS) for problem in problems_of(error)]
        raise AnswersError("The answers have errors:", problems) from error


def _exists(answers: Answers, place: str) -> bool:
    """Whether the use case that a place names is still there."""
    found = re.match(r"use_cases\.(\d+)\.", place)
    return found is None or int(found[1]) < len(answers.use_cases)


def _concerns(problems: tuple[Problem, ...], place: str) -> bool:
    """Whether a problem is at this place, within it, or about the record that it belongs to."""
    named = [re.sub(r"\[(\d+)\]", r".\1", problem.place) for problem in problems]
    return any(f"{name}.".startswith(f"{place}.") or f"{place}.".startswith(f"{name}.") for name in named)


def _set(fields: dict[str, Any], place: str, value: object) -> None:
    *path, last = place.split(".")
    here: Any = fields
    for part in path:
        here = here[int(part)] if part.isdigit() else here[part]
    here[last] = value
