"""Answers given one at a time: each is checked together with the rest, and what is refused is kept beside them.

A place is the field of ``Answers`` with dots: ``use_cases.0.workload.input_tokens``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from advisor.errors import AnswersError, Problem
from advisor.questionnaire.answers import Answers, UseCase
from advisor.questionnaire.load import check_answers
from advisor.questionnaire.presets import TASK_PRESETS

_FOLLOWS = ("workload", "latency", "languages", "modalities_in", "context_tokens", "tools", "structured_output", "name")
"""What a use case takes from its task until somebody answers otherwise."""


class Given(NamedTuple):
    """The answers after somebody answered, and what they typed that cannot be one yet, by place."""

    answers: Answers
    refused: Mapping[str, Any]


def give(answers: Answers, given: Mapping[str, Any], *, refused: Mapping[str, Any] | None = None) -> Given:
    """Put what was answered into the answers; ``refused`` is what was refused before and is tried again with it.

    A currency without its rate is refused, and accepted once the rate is there. What is refused changes nothing.
    """
    waiting = {place: value for place, value in {**(refused or {}), **given}.items() if _exists(answers, place)}
    trial = dict(waiting)
    while trial:
        try:
            return Given(with_answers(answers, trial), {p: v for p, v in waiting.items() if p not in trial})
        except AnswersError as error:
            wrong = {place for place in trial if _concerns(error.problems, place)}
            trial = {place: value for place, value in trial.items() if place not in (wrong or trial)}
    return Given(answers, waiting)


def with_answers(answers: Answers, given: Mapping[str, Any]) -> Answers:
    """The answers with each of these in its place; raises AnswersError with every problem found.

    A use case whose task changes takes the usual load and needs of the new one where nobody had answered otherwise.
    """
    fields = answers.model_dump()
    for place, value in given.items():
        _set(fields, place, value)
    checked = check_answers(fields, name="The answers")
    pairs = zip(answers.use_cases, checked.use_cases, strict=False)
    followed = tuple(_followed(before, after) for before, after in pairs) + checked.use_cases[len(answers.use_cases) :]
    return checked if followed == checked.use_cases else checked.model_copy(update={"use_cases": followed})


def problem_at(answers: Answers, place: str, value: object) -> Problem | None:
    """Why this cannot stand in its place; None where it can."""
    try:
        with_answers(answers, {place: value})
    except AnswersError as error:
        return error.problems[0]
    return None


def value_at(answers: Answers, place: str) -> Any:
    """What is answered at a place."""
    here: Any = answers
    for part in place.split("."):
        here = here[int(part)] if part.isdigit() else getattr(here, part)
    return here


def _exists(answers: Answers, place: str) -> bool:
    """Whether the use case that a place names is still there."""
    found = re.match(r"use_cases\.(\d+)\.", place)
    return found is None or int(found[1]) < len(answers.use_cases)


def _concerns(problems: tuple[Problem, ...], place: str) -> bool:
    """Whether a problem is at this place, within it, or about the record that it belongs to."""
    named = [re.sub(r"\[(\d+)\]", r".\1", problem.place) for problem in problems]
    return any(f"{name}.".startswith(f"{place}.") or f"{place}.".startswith(f"{name}.") for name in named)


def _followed(before: UseCase, after: UseCase) -> UseCase:
    """The use case with the usual answers of its new task where it had those of the old one."""
    if before.task == after.task:
        return after
    old, new = TASK_PRESETS[before.task], TASK_PRESETS[after.task]
    fields, unset = after.model_dump(), UseCase(task=before.task)
    for name in _FOLLOWS:
        was, usual, then, bare = (getattr(record, name) for record in (before, old, new, unset))
        if name in {"workload", "latency"}:
            parts = fields[name]
            for part in parts:
                if getattr(was, part) == getattr(usual, part) == parts[part]:
                    parts[part] = getattr(then, part)
        elif was == fields[name] and was in (usual, bare):
            fields[name] = then
    return UseCase.model_validate(fields)


def _set(fields: dict[str, Any], place: str, value: object) -> None:
    *path, last = place.split(".")
    here: Any = fields
    for part in path:
        here = here[int(part)] if part.isdigit() else here[part]
    here[last] = value
