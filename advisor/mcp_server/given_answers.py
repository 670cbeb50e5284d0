"""Answers out of what an assistant gives: a description in the user's own words, single answers by place, or both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.errors import AnswersError, Problem
from advisor.mcp_server.tool_context import ToolContext
from advisor.questionnaire.answers import FIRST_CASE, Answers, UseCase
from advisor.questionnaire.change import with_answers
from advisor.questionnaire.fields import every_field
from advisor.questionnaire.load import check_answers
from advisor.questionnaire.presets import TASK_PRESETS
from advisor.services.answered.answered_names import with_known_names
from advisor.services.describe_work import ReadAnswer, describe_work, with_rate

Read = tuple[ReadAnswer, ...]
_ALLOWED: Final = "a description of the work, answers by place, or the record of an earlier answer"
_NEAR: Final = 3
_FIELDS: Final = tuple(every_field())
_KNOWN: Final = tuple(field.place for field in _FIELDS)
_LISTS: Final = frozenset(field.place for field in _FIELDS if field.listed)
"""Where a single value stands for a list of one."""
_NUMBER: Final = re.compile(r"\.\d+(?=\.|$)")


def answers_given(
    context: ToolContext, *, description: str, answers: Mapping[str, Any], record: str
) -> tuple[Answers, Read]:
    """Whole answers, and what of them was read in a description.

    What is answered by place wins over what was read, and both over the ``record`` that they change. Raises
    AnswersError with every problem found.
    """
    if not (description.strip() or answers or record):
        raise AnswersError("Nothing was asked:", [Problem("description", "missing", _ALLOWED)])
    start, read = _begun(context, description, record)
    if "use_cases" in answers:  # a whole file of answers, as the command line takes it
        base = start.model_dump(by_alias=True) if start else {"title": "Decision"}
        whole = check_answers({**base, **answers}, name="The answers")
        return with_known_names(whole, context.catalog, name="The answers"), read
    places = dict(_flat(answers, ""))
    if start is None:
        start = _of_task(places.get(f"{FIRST_CASE}.task"))
    problems = _unknown(places, start)
    known = {place: value for place, value in places.items() if place not in {problem.place for problem in problems}}
    try:
        changed = (
            with_answers(start, known | _rate(known, context.catalog), context.catalog.usual_numbers)
            if known
            else start
        )
    except AnswersError as error:
        problems += error.problems
    if problems:
        raise AnswersError("The answers have errors:", problems)
    changed = with_known_names(changed, context.catalog, name="The answers")
    return changed, tuple(item for item in read if item.place not in places)


def _rate(places: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    """The newest rate of a currency that was given without one."""
    currency = places.get("budget.currency")
    if not isinstance(currency, str) or "budget.usd_per_unit" in places:
        return {}
    if currency == "USD":
        return {"budget.usd_per_unit": 1.0, "budget.rate_date": None}
    return with_rate({"budget.currency": ReadAnswer("budget.currency", currency, "")}, catalog)


def _begun(context: ToolContext, description: str, record: str) -> tuple[Answers | None, Read]:
    """The answers to begin with: of a record, with what a description says beside it, or of the description alone."""
    if not record:
        if not description.strip():
            return None, ()
        found = describe_work(description, context.catalog)
        return found.answers, found.read
    before = context.subject(record)
    if not description.strip():
        return before.answers, before.read
    more = describe_work(description, context.catalog, fresh=False).read
    said = {item.place: item.value for item in more} | with_rate({item.place: item for item in more}, context.catalog)
    known = tuple(item for item in before.read if item.place not in said)
    return with_answers(before.answers, said, context.catalog.usual_numbers), (*known, *more)


def _of_task(task: Any) -> Answers:
    """What is usual for a task, of which the answers tell the rest."""
    preset = TASK_PRESETS.get(task)
    if preset is None:
        allowed = f"one of {', '.join(TASK_PRESETS)}; or give a description"
        found = "missing" if task is None else repr(task)
        raise AnswersError("The answers have errors:", [Problem("task", found, allowed)])
    return Answers(title=preset.name, use_cases=(preset,))


def _flat(given: Mapping[str, Any], within: str) -> Iterator[tuple[str, Any]]:
    """Places and values; a mapping is what stands below its place, and the first use case need not be named."""
    for name, value in given.items():
        place = f"{within}{name}"
        if not within and name.partition(".")[0] not in Answers.model_fields and _is_of_a_case(name):
            place = f"{FIRST_CASE}.{name}"
        if isinstance(value, Mapping) and _holds_fields(place):
            yield from _flat(value, f"{place}.")
        else:
            yield place, [value] if isinstance(value, str) and _general(place) in _LISTS else value


def _is_of_a_case(name: str) -> bool:
    return name.partition(".")[0] in UseCase.model_fields


def _holds_fields(place: str) -> bool:
    """Whether fields stand below a place (``budget``), in contrast to one that holds a mapping itself (``weights``)."""
    return any(known.startswith(f"{_general(place)}.") for known in _KNOWN)


def _general(place: str) -> str:
    """A place as the list of fields has it: whichever use case is meant."""
    return _NUMBER.sub("[]", place)


def _unknown(places: Mapping[str, Any], answers: Answers) -> list[Problem]:
    """A problem for every place that there is not, with those that may be meant."""
    known = _KNOWN
    lists = {name.partition("[]")[0] for name in known if "[]" in name}
    problems: list[Problem] = []
    for place in places:
        general = _general(place)
        number = re.match(r"use_cases\.(\d+)\.", place)
        if number and int(number[1]) >= len(answers.use_cases):
            count = len(answers.use_cases)
            problems.append(
                Problem(place, "no such use case", f"there are {count}: use_cases.0 to use_cases.{count - 1}")
            )
        elif general not in known and general not in lists:
            short = [name.removeprefix("use_cases[].") for name in known]
            last = [name for name in short if name.rpartition(".")[2] == place.rpartition(".")[2]]
            near = last or get_close_matches(place.removeprefix(f"{FIRST_CASE}."), short, n=_NEAR, cutoff=0.4)
            meant = f"did you mean {', '.join(near)}? " if near else ""
            problems.append(Problem(place, "unknown answer", f"{meant}the tool questions lists the places"))
    return problems
