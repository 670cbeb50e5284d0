"""The shortlist: at most three options, each with a role, what choosing it gives up, and the test that would decide.

The choice of the verdict stands first, then the best score, the best value and the lowest risk.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.decision.ranked import Ranked
from advisor.decision.records import Choice, Seat
from advisor.decision.results.choice_facts import (
    ABLER,
    LEAST_MONEY,
    NEW,
    SPARED,
    TEST,
    WAIT,
    name_told,
    rival_of,
    wait_told,
)
from advisor.decision.results.deciding_test import (
    CALLS,
    PAIRS,
    language_trial,
    prompts_between,
    tested_against,
    trial_told,
)
from advisor.decision.scoring.rounding import digits
from advisor.questionnaire.money_facts import about_money, rough_money
from advisor.units import Told, told

OTHER_HOSTING: Final = 2.0
"""Another way of hosting is as good a hedge as two facts that prove an option (a judgement)."""
GAINS: Final = 2
MOST: Final = 3
"""Seats of the shortlist."""


@dataclass(frozen=True, slots=True)
class _Seat:
    rank_row: int
    roles: tuple[Seat, ...]


def shortlist_of(ranked: Ranked) -> tuple[Choice, ...]:
    """Best score, best value, lowest risk; where one option fills two roles the list is shorter."""
    rows = shortlisted(ranked)
    choices = [_choice(ranked, _Seat(rank_row, roles)) for rank_row, roles in rows.items()]
    return tuple(_with_test(ranked, rank_row, one, choices) for rank_row, one in zip(rows, choices, strict=True))


def shortlisted(ranked: Ranked) -> dict[int, tuple[Seat, ...]]:
    """The rows on the shortlist, each with its roles: the choice of the verdict first, then the best score."""
    return {} if ranked.leader is None else _without_claim(ranked, _seated(ranked, ranked.leader))


def _without_claim(ranked: Ranked, seats: dict[int, tuple[Seat, ...]]) -> dict[int, tuple[Seat, ...]]:
    """The seats, of which none claims to be more proven than a choice that is so itself or was chosen for that.

    The tie-break of the verdict and the seat go by one measure, so that they never name two.
    """
    choice = ranked.finding.choice
    hedge = next((row for row, roles in seats.items() if "lowest risk" in roles), None)
    if hedge is None or choice is None or hedge == choice or choice not in seats:
        return seats
    called = ranked.finding.tie_break == "more_proven"
    if not called and ranked.proven_points(choice) <= ranked.proven_points(hedge):
        return seats
    left: tuple[Seat, ...] = tuple(role for role in seats[hedge] if role != "lowest risk")
    freed = {**seats, hedge: left or ("another way",)}
    if not ranked.on_its_way_out(choice):
        freed[choice] = (*seats[choice], "lowest risk")
    return freed


def _seated(ranked: Ranked, best: int) -> dict[int, tuple[Seat, ...]]:
    """Who sits for which role, before it is asked who may call itself the most proven."""
    choice = ranked.finding.choice
    second: Seat = "best value"
    value, (role, hedge) = _best_value(ranked, best), _hedge(ranked, best)
    if ranked.finding.spared is not None and choice is not None:
        return _with_other_way(ranked, _beside_abler(ranked, choice, best, (("best value", value), (role, hedge))))
    if choice not in (None, best, value, hedge):  # the choice of the verdict is always one of the three
        second, value = "best value" if ranked.finding.tie_break == "cheaper" else "as good", choice
    if all(_listed(ranked, rank_row) for rank_row in (best, value, hedge) if rank_row is not None):
        unlisted = (rank_row for rank_row in ranked.ranking.order.tolist() if not _listed(ranked, rank_row))
        role, hedge = "another way", next(unlisted, hedge)
    seats: dict[int, tuple[Seat, ...]] = {best: ("best score",)}
    wanted: tuple[tuple[Seat, int | None], ...] = ((second, value), (role, hedge))
    for name, rank_row in wanted:
        if rank_row is not None:
            seats[rank_row] = (*seats.get(rank_row, ()), name)
    _seat_abler(ranked, seats)
    return _with_other_way(ranked, dict(sorted(seats.items(), key=lambda seat: seat[0] != choice)))


def _with_other_way(ranked: Ranked, seats: dict[int, tuple[Seat, ...]]) -> dict[int, tuple[Seat, ...]]:
    """The list with the best that runs another way on a free seat, where all of it runs one way: what it costs is seen.

    Ten points behind the best at the most; something whose origin raises a question only where there is nothing else.
    """
    kinds = {ranked.context(row).deployment.kind for row in seats}
    if len(seats) == MOST or len(kinds) > 1:
        return seats
    best = int(ranked.ranking.order[0])
    others = [
        row
        for row in _within(ranked, best, 2 * ranked.judged["risk-within"])
        if ranked.context(row).deployment.kind not in kinds and not _listed(ranked, row)
    ]
    plain = (row for row in others if ranked.origin(row) is None)
    row = next(plain, next(iter(others), None))
    return seats if row is None else {**seats, row: ("another way",)}


def _beside_abler(
    ranked: Ranked, choice: int, best: int, others: Sequence[tuple[Seat, int | None]]
) -> dict[int, tuple[Seat, ...]]:
    """The list where the choice is abler for little money: it, the best score, what it was preferred to, and others."""
    spared = ranked.finding.spared
    cheaper = spared is not None and spared != best
    seats: dict[int, tuple[Seat, ...]] = {choice: ("abler",)}
    wanted: list[tuple[Seat, int | None]] = [("best score", best)]
    if cheaper:
        wanted.append(("best value", spared))
    wanted += [(role, row) for role, row in others if not (cheaper and role == "best value")]
    for role, row in wanted:
        if row is not None and (row in seats or len(seats) < MOST):
            seats[row] = (
                ("best score", "abler") if (role, row) == ("best score", choice) else (*seats.get(row, ()), role)
            )
    return seats


def _seat_abler(ranked: Ranked, seats: dict[int, tuple[Seat, ...]]) -> None:
    """Give what is abler for little money its place: where the list is full, that of a cheaper or of another one."""
    abler, choice = ranked.finding.abler, ranked.finding.choice
    if abler is None:
        return
    if abler not in seats and len(seats) == MOST:
        spare = [row for row, roles in seats.items() if row != choice and "best score" not in roles]
        del seats[next((row for row in spare if "best value" in seats[row]), spare[-1])]
    seats[abler] = (*seats.get(abler, ()), "abler")


def _listed(ranked: Ranked, rank_row: int) -> bool:
    """Whether a model comes from a country whose providers the user excludes: such models never stand alone."""
    flag = ranked.origin(rank_row)
    return flag is not None and flag.reason == "on_the_list"


def _within(ranked: Ranked, best: int, points: float) -> list[int]:
    scores = ranked.ranking.scores
    return [rank_row for rank_row in _quick(ranked) if scores[rank_row] >= scores[best] - points / 100 - 1e-12]


def _quick(ranked: Ranked) -> list[int]:
    """The options in the order of score; those that are surely too slow only where none is quick enough."""
    ordered: list[int] = ranked.ranking.order.tolist()
    return [rank_row for rank_row in ordered if not ranked.slow(rank_row, "clear-near")] or ordered


def _best_value(ranked: Ranked, best: int) -> int | None:
    """The cheapest within reach of the best, at least a fifth cheaper."""
    judged = ranked.judged
    near = {best, *_within(ranked, best, judged["value-within"]), *(set(ranked.finding.equals) & set(_quick(ranked)))}
    cheap = min(near, key=lambda rank_row: (ranked.new_usd(rank_row), -ranked.ranking.scores[rank_row]))
    saving = ranked.new_usd(cheap) <= ranked.new_usd(best) * (1 - judged["cheaper-by"])
    return cheap if saving and cheap != best else None


def _hedge(ranked: Ranked, best: int) -> tuple[Seat, int | None]:
    """Of those within reach from another vendor or on another way of hosting the most proven that is to stay.

    Where none is within reach, the best of them, which is then no lowest risk: what it gives up is told. Where equals
    were set aside for a language that nobody documents, the ablest of them, to be tested in it.
    """
    if "language" in ranked.finding.lost and (aside := [row for row in ranked.finding.equals if ranked.unspoken(row)]):
        return "as good", max(aside, key=lambda row: ranked.fitness(row).points)
    first = ranked.context(best)

    def differs(rank_row: int) -> tuple[bool, bool]:
        other = ranked.context(rank_row)
        return other.model.vendor != first.model.vendor, other.deployment.kind != first.deployment.kind

    if (cheaper := _cheaper_way(ranked, best)) is not None:
        return "another way", cheaper
    others = [rank_row for rank_row in _quick(ranked) if any(differs(rank_row))]
    reach = set(_within(ranked, best, ranked.judged["risk-within"]))
    staying = [rank_row for rank_row in others if not ranked.on_its_way_out(rank_row)]
    near = [rank_row for rank_row in staying if rank_row in reach]
    near = [rank_row for rank_row in near if not ranked.unspoken(rank_row)]  # what is unknown is not proven
    near = [rank_row for rank_row in near if ranked.evidence(rank_row) == "measured"] or near
    if not near:
        return "another way", next(iter(staying or others), None)
    safest: int = max(
        near,
        key=lambda rank_row: (
            ranked.proven(rank_row).points + OTHER_HOSTING * differs(rank_row)[1],
            ranked.ranking.scores[rank_row],
        ),
    )
    return "lowest risk", safest


def _cheaper_way(ranked: Ranked, best: int) -> int | None:
    """The best of another way of hosting that saves a sum worth naming, where none within reach runs another way.

    Machines are never shown without the service that does the same for less.
    """
    judged, kind = ranked.judged, ranked.context(best).deployment.kind
    reach = _within(ranked, best, judged["risk-within"])
    if any(ranked.context(row).deployment.kind != kind for row in reach):
        return None
    able = ranked.fitness(best).points - judged["able-least-gain"]
    cheap = ranked.new_usd(best) * (1 - judged["cheaper-by"])
    wider = _within(ranked, best, 2 * judged["risk-within"])
    return next(
        (
            row
            for row in wider
            if ranked.context(row).deployment.kind != kind
            and ranked.fitness(row).points >= able
            and ranked.new_usd(row) <= cheap
        ),
        None,
    )


def _choice(ranked: Ranked, seat: _Seat) -> Choice:
    rank_row, scores = seat.rank_row, ranked.ranking.scores
    chosen = ranked.finding.choice if ranked.finding.choice is not None else rank_row
    cost, base = ranked.new_usd(rank_row), ranked.new_usd(chosen)
    context = ranked.context(rank_row)
    known = np.isfinite(cost) and np.isfinite(base)
    return Choice(
        role=seat.roles[0],
        also=seat.roles[1:],
        alternative_id=ranked.matrix.ids[rank_row],
        model_id=context.model.model_id,
        model_name=context.model.name,
        told={"name": context.name, "place": context.place}
        | name_told(context)
        | _new_money(ranked, rank_row)
        | _wait(ranked, rank_row)
        | _abler(ranked, rank_row)
        | _test(ranked, rank_row),
        deployment=context.deployment,
        score=digits(float(scores[rank_row])),
        score_given_up=digits(float(scores.max() - scores[rank_row])),
        monthly_cost_usd=ranked.cost_band(rank_row),
        monthly_cost_difference_usd=digits(cost - base) if known else None,
        evidence=ranked.evidence(rank_row),
        chosen=rank_row == chosen,
        gains=tuple(_gains(ranked, rank_row, chosen)),
        prompts_to_decide=_prompts(ranked, rank_row, chosen),
        proven=tuple(name for name in _FACTS if getattr(ranked.proven(rank_row), name)),
    )


def _new_money(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """What is new of an option's cost, where some money is committed somewhere: differences are in new money then."""
    answers, new = ranked.prepared.answers, ranked.new_usd(rank_row)
    if not answers.hosting.committed or not math.isfinite(new):
        return {}
    money, whole = (about_money(usd, answers.budget) for usd in (new, ranked.cost_usd(rank_row)))
    return {NEW: told("choice.all_new") if money == whole else told("choice.new_money", new=money)}


def _wait(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """The limit of waiting that an option likely misses, where it does."""
    return {WAIT: wait_told(ranked.missed(rank_row)[0])} if ranked.late(rank_row) else {}


def _abler(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """By how much an option is abler than the choice (or the choice than it), and for how much money of each."""
    finding = ranked.finding
    if rank_row == finding.abler:
        return {ABLER: abler_told(ranked)}
    if finding.spared is None:
        return {}
    if rank_row == finding.choice:
        rival = ranked.context(finding.spared).called
        return {ABLER: told("abler.against", rival=rival, abler=abler_told(ranked))}
    return {SPARED: _less_told(ranked, rank_row, finding.choice)} if rank_row == finding.spared else {}


def _less_told(ranked: Ranked, rank_row: int, choice: int | None) -> Told:
    """By how many points an option is less able than the choice, for how much less a month."""
    best = rank_row if choice is None else choice
    points = ranked.fitness(best).points - ranked.fitness(rank_row).points
    less, budget = ranked.new_usd(best) - ranked.new_usd(rank_row), ranked.prepared.answers.budget
    if less / budget.usd_per_unit < LEAST_MONEY:
        return told("less_able.same", points=("points", points))
    return told("less_able", points=("points", points), money=about_money(less, budget))


def abler_told(ranked: Ranked, *, each: bool = True) -> Told:
    """By how many points the abler option is abler than the choice, for how much more a month (and of ``each``).

    Where that is the choice itself: than the option that it was preferred to.
    """
    abler, choice = ranked.finding.abler, ranked.finding.choice
    if ranked.finding.spared is not None:
        abler, choice = choice, ranked.finding.spared
    if abler is None or choice is None:
        raise ValueError("nothing is abler for little money")
    more, budget = ranked.new_usd(abler) - ranked.new_usd(choice), ranked.prepared.answers.budget
    points = ranked.fitness(abler).points - ranked.fitness(choice).points
    people = ranked.prepared.use_case.usage.people
    money = about_money(more, budget)
    if more / budget.usd_per_unit < LEAST_MONEY:
        return told("abler.same", points=("points", points))
    if not people or not each:
        return told("abler", points=("points", points), money=money)
    each_of_them = rough_money(more / people, budget)
    return told("abler.each", points=("points", points), money=money, each=each_of_them)


def _test(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """The test that the verdict names where it says to test first, or that of a language that nobody documents."""
    finding, unspoken = ranked.finding, ranked.unspoken(rank_row)
    language = {TEST: told("test.language", **language_trial(ranked, rank_row, unspoken))} if unspoken else {}
    if finding.verdict != "test first" or finding.choice != rank_row:
        return language
    if ranked.late(rank_row):
        return {TEST: told("test.wait", calls=CALLS)}
    if ranked.evidence(rank_row) == "measured" and ranked.may_fail(rank_row):
        return {TEST: told("test.enough", answers=PAIRS)}
    if language:
        return language
    felt = finding.spared if finding.spared is not None else finding.abler if finding.beside else None
    if felt is not None:
        return {TEST: told("test.felt", pairs=PAIRS, rival=ranked.context(felt).called)}
    rival = tested_against(ranked, rank_row)
    return {} if rival is None else {TEST: _trial(ranked, (rank_row, rival))}


def _trial(ranked: Ranked, rows: tuple[int, int]) -> Told:
    """The test of a row against another, which is named."""
    name = ranked.context(rows[1]).called
    return told("test.trial", trial=trial_told(ranked, rows, told("trial.it"), name))


def _with_test(ranked: Ranked, rank_row: int, one: Choice, shortlist: Sequence[Choice]) -> Choice:
    """A choice with the test between it and the recommended one, or between that and the next."""
    chosen = ranked.finding.choice
    if TEST in one.told or chosen is None:
        return one
    if not one.chosen:
        if one.prompts_to_decide is None:
            return one
        if ranked.finding.verdict == "test first" and {ABLER, SPARED} & one.told.keys() and not ranked.late(chosen):
            felt = told("test.felt", pairs=PAIRS, rival=told("beside.choice"))
            return one.model_copy(update={"told": {**one.told, TEST: felt}})
        trial = trial_told(ranked, (rank_row, chosen), told("trial.it"), told("beside.choice"))
        return one.model_copy(update={"told": {**one.told, TEST: told("test.trial", trial=trial)}})
    rival = rival_of(shortlist)
    if rival is None:
        return one
    trial = _trial(ranked, (rank_row, ranked.matrix.ids.index(rival.alternative_id)))
    return one.model_copy(update={"told": {**one.told, TEST: trial}})


_FACTS: Final = ("own_scores", "on_the_market", "second_source", "stays", "not_preview", "prices_agree", "unflagged")


def _gains(ranked: Ranked, rank_row: int, chosen: int) -> Iterable[str]:
    """The criteria on which an option gains most over the choice (over the next best, for the choice itself)."""
    other = chosen
    if rank_row == chosen:
        mine = ranked.model_id(rank_row)
        rivals = [row for row in ranked.ranking.order.tolist() if ranked.model_id(row) != mine]
        if not rivals:
            return
        other = rivals[0]
    gained = ranked.ranking.contributions[rank_row] - ranked.ranking.contributions[other]
    for column in np.argsort(-gained, kind="stable")[:GAINS].tolist():
        if gained[column] > 1e-3:  # noqa: PLR2004 - a tenth of a point
            yield ranked.matrix.criteria[column]


def _prompts(ranked: Ranked, rank_row: int, chosen: int) -> int | None:
    """Prompts that decide between an option and the choice; None for another way of hosting of the same model."""
    return None if ranked.model_id(rank_row) == ranked.model_id(chosen) else prompts_between(ranked, rank_row, chosen)
