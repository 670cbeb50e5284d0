"""Which of the first questions somebody has answered, and which stand at what is assumed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, get_args

from advisor.questionnaire.answers import (
    WITHOUT_TOKENS,
    Answers,
    BudgetAnswers,
    DataAnswers,
    HostingAnswers,
    UseCase,
)
from advisor.questionnaire.intake.usual import at, says_how_much, usual

Matter = Literal["how_much", "length", "data", "where", "languages", "money", "waits", "skills"]
MATTERS: Final[tuple[Matter, ...]] = get_args(Matter)
_WAITS: Final = ("latency.ttft_p95_ms", "latency.itl_ms", "latency.total_s")


def waits_said(use_case: UseCase, numbers: Mapping[str, float]) -> bool:
    """Whether somebody said how long people may wait, or the limits of a use case are those that are usual for it."""
    taken = usual(use_case, numbers)
    return any(at(use_case, place) != taken[place].value for place in _WAITS if place in taken)


def said_of(answers: Answers, numbers: Mapping[str, float]) -> dict[Matter, bool]:
    """Whether each matter that the first use case has was answered, or stands at what is assumed, in their order.

    ``numbers`` are the judgements of usual work (``Catalog.usual_numbers``). An answer that is as usual counts as
    assumed: nobody can tell the two apart.
    """
    first, data, hosting = answers.use_cases[0], answers.data, answers.hosting
    taken = usual(first, numbers)
    own = {place for place, item in taken.items() if at(first, place) != item.value}
    found: dict[Matter, bool] = {
        "how_much": says_how_much(first.usage) or "workload.requests_per_day" in own,
        "length": first.usage.pages_per_document is not None or bool(own & {"workload.input_tokens", "context_tokens"}),
        "data": data.model_copy(update={"residency": (), "jurisdictions": ()}) != DataAnswers(),
        "where": bool(data.residency or hosting.country or hosting.air_gapped)
        or hosting.allowed != HostingAnswers().allowed,
        "languages": "languages" in own,
        "money": answers.budget != BudgetAnswers(),
        "waits": waits_said(first, numbers),
        "skills": hosting.operations_skills != HostingAnswers().operations_skills
        or hosting.managed_service
        or hosting.team.people is not None,
    }
    if first.task in WITHOUT_TOKENS:
        del found["length"], found["waits"]
    return found
