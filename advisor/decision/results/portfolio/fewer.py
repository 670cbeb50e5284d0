"""Fewer things to run: use cases that could share a model do, where that costs none of them a point.

Every model is tested, signed, watched and replaced by itself, and every set of machines stands by itself. What verdicts
choose one by one knows nothing of that; a limit on cost alone does not see it either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from advisor.decision.ranked import Ranked
from advisor.decision.results.portfolio.assign import SLACK, Assignment, Option

Assigning = Callable[[Sequence[Option]], Assignment | None]
"""The assignment of one option per use case, None where it keeps to no limit."""
Counting = Callable[[Assignment], bool]
"""Whether an assignment costs more new money by a sum that counts."""


def things_of(options: Sequence[Option]) -> int:
    """What has to be looked after: models, vendors of models, and where they run (pools, or provider and zone)."""
    places = {option.pool or option.alternative_id.partition("@")[2] for option in options}
    return len({option.model_id for option in options}) + len({option.vendor for option in options}) + len(places)


def with_fewer(
    held: Assignment,
    options: Sequence[Option],
    *,
    rankings: Sequence[Ranked],
    within: float,
    assigned: Assigning,
    counts: Counting,
) -> Assignment:
    """The assignment with use cases moved to a model of another one, as long as there are fewer things to look after.

    A use case moves to what scores no more than ``within`` below what it has and is no less able by what is worth
    naming, and only where the whole costs no sum that counts more.
    """
    near = _near(held, options, rankings, within)
    while True:
        found = [
            tried
            for wanted in _shared(held, near)
            if things_of(wanted) < things_of(held.options)
            and (tried := assigned(wanted)) is not None
            and not counts(tried)
        ]
        if not found:
            return held
        held = min(found, key=lambda one: (things_of(one.options), -one.objective, one.total_usd))


def _near(
    held: Assignment, options: Sequence[Option], rankings: Sequence[Ranked], within: float
) -> dict[str, dict[int, list[Option]]]:
    """By model the use cases that may take it, each with the options it has there, the best first."""
    has = {option.use_case: option for option in held.options}
    near: dict[str, dict[int, list[Option]]] = {}
    row_of = [{name: row for row, name in enumerate(ranked.matrix.ids)} for ranked in rankings]
    for option in sorted(options, key=lambda option: -option.score):
        ranked, now = rankings[option.use_case], has[option.use_case]
        rows = [row_of[option.use_case][one.alternative_id] for one in (option, now)]
        points, least = (ranked.fitness(row).points for row in rows)
        able = points > least - ranked.judged["able-least-gain"]
        if able and option.score >= now.score - within - SLACK:
            near.setdefault(option.model_id, {}).setdefault(option.use_case, []).append(option)
    return near


def _shared(held: Assignment, near: Mapping[str, Mapping[int, Sequence[Option]]]) -> Iterator[list[Option]]:
    """One option per use case, for every model that several may take: all of these on it, or one more than have it."""
    for model, by_case in sorted(near.items()):
        there = [option for option in held.options if option.model_id == model]
        groups = [list(by_case)]
        groups += [[case] for case in by_case if there and len(by_case) > len(there) + 1]
        for cases in groups:
            moved = {case: _beside(by_case[case], there) for case in cases}
            if len({*moved, *(option.use_case for option in there)}) > 1:
                yield [moved.get(option.use_case, option) for option in held.options]


def _beside(options: Sequence[Option], there: Sequence[Option]) -> Option:
    """The option that shares a pool or a place with those that are there, else the best."""
    places = {option.pool or option.alternative_id for option in there}
    return next((option for option in options if (option.pool or option.alternative_id) in places), options[0])
