"""Marks made by hand: a score that somebody gave an answer instead of the metric's, with the reason.

They are kept in the evaluation's journal beside the calls, under a name of their own; the metric's score is not lost.
Blind votes on its answers are kept with those of the playground, one on each time that a prompt was asked.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, ValidationError

from advisor.trials.evaluation.plan import Journal, Plan, kept_name
from advisor.units import Record

MARKED: Final = "marked"
"""The state under which a mark stands in the journal; calls have others."""
_VOTES: Final = uuid.UUID("6f1b1d7e-0d0c-4c1c-9f0a-5d1c5a4f6a10")
"""The name space of what is voted on: any constant would do."""
Place = tuple[int, str, int]
"""The prompt, the connection and the metric, by their numbers and name in the plan."""


class Mark(Record):
    """A score by hand, 0 to 1, of one answer under one metric; ``score`` None takes it out of the count."""

    item: Annotated[int, Field(ge=0)]
    connection: str
    metric: Annotated[int, Field(ge=0)]
    score: Annotated[float, Field(ge=0, le=1)] | None
    reason: Annotated[str, Field(min_length=1, max_length=1_000)]
    at: datetime


def keep_mark(journal: Journal, evaluation_id: str, mark: Mark) -> None:
    """Write a mark down; an older one of the same answer and metric gives way."""
    journal.save_answer(evaluation_id, mark.item, mark_name(mark), state=MARKED, payload=mark.model_dump_json())


def drop_mark(journal: Journal, evaluation_id: str, mark: Mark) -> None:
    """Take a mark back: the metric's score counts again."""
    journal.release_answer(evaluation_id, mark.item, mark_name(mark))


def marks_in(rows: Iterable[tuple[int, str, str, str]]) -> Mapping[Place, Mark]:
    """The marks among the rows of a journal; one that cannot be read is none."""
    found: dict[Place, Mark] = {}
    for _, _, state, payload in rows:
        if state == MARKED:
            try:
                mark = Mark.model_validate_json(payload)
            except ValidationError:
                continue
            found[mark.item, mark.connection, mark.metric] = mark
    return found


def mark_name(mark: Mark) -> str:
    """What a mark is kept under."""
    return kept_name(f"mark {mark.metric} ", mark.connection)


def voted_on(plan: Plan, item: int) -> str:
    """What a vote on the answers to one call's prompt is kept under: the same for everybody, 36 characters."""
    return str(uuid.uuid5(_VOTES, f"{plan.evaluation_id} {item}"))


def vote_payload(plan: Plan, item: int, compared: Sequence[str]) -> str:
    """The columns that a vote compares; ``of`` ties the votes on one prompt together."""
    prompt = item % len(plan.prompts)
    return json.dumps({"connections": list(compared), "of": voted_on(plan, prompt), "item": item})


def votes_cast(plan: Plan, prompt: int, cast: Iterable[str]) -> tuple[bool, ...]:
    """Of each time that a prompt was asked, whether it is among what was voted on."""
    known = frozenset(cast)
    return tuple(voted_on(plan, item) in known for item in plan.items_of(prompt))
