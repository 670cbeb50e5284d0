"""What an unanswered question would move: it is answered otherwise by example, and the decision worked out anew.

Each matter that stands at what is assumed (``questionnaire.intake.said``) has one or two examples of another answer.
They are no forecast of what somebody will answer: each result is told together with its example.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, Literal, NamedTuple

from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import Prepared, prepare
from advisor.decision.ranked import rank
from advisor.questionnaire.answers import FIRST_CASE, Answers, UseCase
from advisor.questionnaire.change import give
from advisor.questionnaire.intake.said import Matter, said_of

Example = Literal[
    "less_work",
    "more_work",
    "shorter",
    "longer",
    "public",
    "personal",
    "in_the_eu",
    "german",
    "japanese",
    "half_the_money",
    "half_the_wait",
    "twice_the_wait",
    "no_skills",
    "strong_skills",
]
TIMES: Final = 3
"""How much more or less work, and longer or shorter texts, an example takes: about what first guesses are wrong by."""
_OF_WAITS: Final = ("ttft_p95_ms", "itl_ms", "total_s")
_ALIKE_FOR_ALL: Final[Mapping[Matter, Sequence[tuple[Example, Mapping[str, Any]]]]] = {
    "data": (
        ("public", {"data.classification": "public"}),
        ("personal", {"data.classification": "confidential", "data.personal_data": True}),
    ),
    "where": (("in_the_eu", {"data.residency": ("eu",)}),),
    "languages": (
        ("german", {f"{FIRST_CASE}.languages": ("de",)}),
        ("japanese", {f"{FIRST_CASE}.languages": ("ja",)}),
    ),
    "skills": (
        ("no_skills", {"hosting.operations_skills": "none"}),
        ("strong_skills", {"hosting.operations_skills": "strong"}),
    ),
}
"""Examples that say the same whatever the decision is."""


class Outcome(NamedTuple):
    """The choice of a decision: its model and what it costs a month in US dollars, infinite where nobody states it.

    ``model_id`` is None where nothing fits.
    """

    model_id: str | None
    usd: float


class Tried(NamedTuple):
    """What follows from one example of another answer."""

    example: Example
    outcome: Outcome


class Effect(NamedTuple):
    """What another answer to one matter would move; ``tried`` is what moves most first, ``now`` the choice as it is."""

    matter: Matter
    now: Outcome
    tried: tuple[Tried, ...]

    @property
    def changes_choice(self) -> bool:
        """Whether an example leads to another model, or to none."""
        return any(each.outcome.model_id != self.now.model_id for each in self.tried)

    @property
    def band_usd(self) -> tuple[float, float]:
        """The least and the most that the choice costs a month under the examples and now; of known costs alone."""
        known = [usd for usd in (self.now.usd, *(each.outcome.usd for each in self.tried)) if math.isfinite(usd)]
        return (min(known), max(known)) if known else (math.inf, math.inf)


def effects_of(
    answers: Answers,
    catalog: Catalog,
    *,
    prepared: Callable[[Answers], Prepared] | None = None,
) -> tuple[Effect, ...]:
    """What another answer to each unanswered matter of the first use case would move, what moves most first.

    A change of the choice comes before any change of its cost. ``prepared`` plans and gates the first use case of
    answers (with own evaluations, say).
    """
    numbers = catalog.usual_numbers
    ready = prepared or partial(prepare, catalog=catalog)
    now = outcome_of(ready(answers))
    missing = [matter for matter, answered in said_of(answers, numbers).items() if not answered]
    wanted = [
        (matter, example, given) for matter in missing for example, given in _examples(matter, answers, now) if given
    ]
    found: dict[Matter, list[Tried]] = {matter: [] for matter in missing}
    for matter, example, given in wanted:
        otherwise = give(answers, given, numbers=numbers)
        if not otherwise.refused:
            found[matter].append(Tried(example, outcome_of(ready(otherwise.answers))))
    effects = [
        Effect(matter, now, tuple(sorted(tried, key=lambda each: _moves(now, each.outcome), reverse=True)))
        for matter, tried in found.items()
    ]
    return tuple(sorted(effects, key=_size, reverse=True))


def outcome_of(prepared: Prepared) -> Outcome:
    """The choice of a use case, as ``assess`` makes it."""
    ranked = rank(prepared)
    choice = ranked.finding.choice
    return Outcome(None, math.inf) if choice is None else Outcome(ranked.model_id(choice), ranked.cost_usd(choice))


def _examples(matter: Matter, answers: Answers, now: Outcome) -> Iterator[tuple[Example, Mapping[str, Any]]]:
    """Other answers to a matter by example, as places and values."""
    first, load = answers.use_cases[0], f"{FIRST_CASE}.workload"
    yield from _ALIKE_FOR_ALL.get(matter, ())
    match matter:
        case "how_much":
            yield "less_work", {f"{load}.requests_per_day": first.workload.requests_per_day / TIMES}
            yield "more_work", {f"{load}.requests_per_day": first.workload.requests_per_day * TIMES}
        case "length":
            text = first.workload.input_tokens
            yield "shorter", {f"{load}.input_tokens": max(1, text // TIMES)}
            room = max(first.context_tokens, text * TIMES + first.workload.output_tokens)
            yield "longer", {f"{load}.input_tokens": text * TIMES, f"{FIRST_CASE}.context_tokens": room}
        case "money" if math.isfinite(now.usd):
            yield "half_the_money", {"budget.monthly_cap": now.usd / answers.budget.usd_per_unit / 2}
        case "waits":
            yield "half_the_wait", _waits(first, 0.5)
            yield "twice_the_wait", _waits(first, 2.0)


def _waits(use_case: UseCase, factor: float) -> dict[str, float]:
    """The limits that there are, each times a factor."""
    limits = {name: getattr(use_case.latency, name) for name in _OF_WAITS}
    return {f"{FIRST_CASE}.latency.{name}": limit * factor for name, limit in limits.items() if limit is not None}


def _moves(now: Outcome, then: Outcome) -> tuple[bool, float]:
    """How much an outcome differs: another choice first, then how many times the cost."""
    apart = abs(math.log(then.usd / now.usd)) if 0 < then.usd < math.inf and 0 < now.usd < math.inf else 0.0
    return then.model_id != now.model_id, apart


def _size(effect: Effect) -> tuple[bool, float]:
    return max((_moves(effect.now, each.outcome) for each in effect.tried), default=(False, 0.0))
