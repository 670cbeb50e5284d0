"""The shortlist: at most three options, each with a role, what choosing it gives up, and the test that would decide.

The choice of the verdict stands first, then the best score, the best value and the lowest risk.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Final

from advisor.decision.criteria.of_quality import enough_of
from advisor.decision.gates.origin import sensitive
from advisor.decision.ranked import Ranked
from advisor.decision.records import Choice, Seat
from advisor.decision.results.choice_record import IF_ALLOWED, choice_of, with_test
from advisor.decision.results.deciding_test import DOUBT

OTHER_HOSTING: Final = 2.0
"""Another way of hosting is as good a hedge as two facts that prove an option (a judgement)."""
LEAST_GAIN: Final = 1e-3
"""A tenth of a point: less is not told as a gain."""
MOST: Final = 3
"""Seats of the shortlist."""
_GIVES_WAY: Final[tuple[Seat, ...]] = ("another way", "as good", "best value", "lowest risk")
"""Roles in the order in which they give up their seat on a full list."""


def shortlist_of(ranked: Ranked) -> tuple[Choice, ...]:
    """Best score, best value, lowest risk; where one option fills two roles the list is shorter."""
    rows = shortlisted(ranked)
    choices = [choice_of(ranked, rank_row, roles) for rank_row, roles in rows.items()]
    return tuple(with_test(ranked, rank_row, one, choices) for rank_row, one in zip(rows, choices, strict=True))


def shortlisted(ranked: Ranked) -> dict[int, tuple[Seat, ...]]:
    """The rows on the shortlist, each with its roles: the choice of the verdict first, then the best score."""
    if ranked.leader is None:
        return {}
    seats = with_questioned(ranked, _without_claim(ranked, _seated(ranked, ranked.leader)), MOST)
    return with_lawful(ranked, with_unquestioned(ranked, with_timely(ranked, seats)))


def with_lawful(ranked: Ranked, seats: dict[int, tuple[Seat, ...]]) -> dict[int, tuple[Seat, ...]]:
    """The list with the best whose provider holds what the law asks for on a free seat, where nobody's on it does.

    However far behind, as long as it does the work: it is what is left where no record is to be had.
    """
    if len(seats) >= MOST or not all(_open_by_law(ranked, row) for row in seats):
        return seats
    sure = (row for row in _quick(ranked) if not (_open_by_law(ranked, row) or _doubted(ranked, row)))
    lawful = next((row for row in sure if not ranked.may_fail(row)), None)
    return seats if lawful is None else {**seats, lawful: ("another way",)}


def with_timely(ranked: Ranked, seats: dict[int, tuple[Seat, ...]]) -> dict[int, tuple[Seat, ...]]:
    """The list with what likely keeps the waits on a free seat, where nothing on it does, however far behind.

    It is what is left to whoever finds in the test that the wait is too long; the ablest of those that score about
    as well, for it must do the work too.
    """
    if len(seats) >= MOST or not all(ranked.late(row) for row in seats):
        return seats
    timely = [row for row in ranked.ranking.order.tolist() if not (ranked.late(row) or _doubted(ranked, row))]
    if not timely:
        return seats
    least = float(ranked.ranking.scores[timely[0]]) - ranked.judged["value-within"] / 100
    near = [row for row in timely if ranked.ranking.scores[row] >= least]
    return {**seats, max(near, key=lambda row: ranked.fitness(row).points): ("another way",)}


def _doubted(ranked: Ranked, row: int) -> bool:
    """Whether something of an option must be settled before it can be fallen back on."""
    asked = ranked.origin(row) is not None or ranked.unspoken(row) or ranked.unstated(row)
    return bool(asked) or ranked.on_its_way_out(row)


def with_unquestioned(ranked: Ranked, seats: dict[int, tuple[Seat, ...]]) -> dict[int, tuple[Seat, ...]]:
    """The list with the best within reach of unquestioned origin on a free seat, where a way of hosting has none.

    Whoever may not use what stands there still sees what that way of hosting would give.
    """
    if len(seats) >= MOST:
        return seats
    ways = {row: ranked.context(row).deployment.kind for row in range(len(ranked.matrix))}
    asks = {ways[row] for row in seats if ranked.origin(row) is not None}
    asks -= {ways[row] for row in seats if ranked.origin(row) is None}
    for row in _within(ranked, int(ranked.ranking.order[0]), ranked.judged["risk-within"]):
        if ways[row] in asks and not _doubted(ranked, row):
            return {**seats, row: ("another way",)}
    return seats


def with_questioned(ranked: Ranked, seats: dict[int, tuple[Seat, ...]], most: int) -> dict[int, tuple[Seat, ...]]:
    """The seats with the ablest option whose origin raises a question, where it is abler by more than the doubt."""
    row = questioned(ranked)
    if row is None:
        return seats
    if row in seats or len(seats) < most:
        return {**seats, row: (*seats.get(row, ()), IF_ALLOWED)}
    keeps = {ranked.finding.choice, ranked.finding.abler, ranked.finding.spared, _only_other_way(ranked, seats)}
    spare = [other for other in seats if other not in keeps and "best score" not in seats[other]]
    if not spare:
        return seats
    out = min(spare, key=lambda other: _GIVES_WAY.index(seats[other][0]) if seats[other][0] in _GIVES_WAY else most)
    return {other: roles for other, roles in seats.items() if other != out} | {row: (IF_ALLOWED,)}


def _only_other_way(ranked: Ranked, seats: Collection[int]) -> int | None:
    """The one seat that runs another way than machines to be bought, where the question of origin has a seat already.

    Whoever buys wants to see what not buying costs, more than a second model that must be asked about.
    """
    choice = ranked.finding.choice
    if choice is None or ranked.context(choice).deployment.commitment != "purchase":
        return None
    kind = ranked.context(choice).deployment.kind
    others = [row for row in seats if ranked.context(row).deployment.kind != kind]
    asks = any(ranked.origin(row) is not None for row in seats if row not in others)
    return others[0] if asks and len(others) == 1 else None


def questioned(ranked: Ranked) -> int | None:
    """The ablest within reach of the best whose origin raises a question, the choice's none; None where none is abler.

    Abler by more than the two may differ for all that is known, and where the choice's ability is not enough already:
    what the task does not need is no reason to ask a lawyer.
    """
    choice = ranked.finding.choice
    if choice is None or ranked.origin(choice) is not None:
        return None
    mine, enough = ranked.fitness(choice), enough_of(ranked.prepared.use_case, ranked.judged)[1]
    reach = float(ranked.ranking.scores[choice]) - ranked.judged["risk-within"] / 100 - 1e-12
    rows = [
        row
        for row in ranked.ranking.order.tolist()
        if ranked.origin(row) is not None
        and ranked.ranking.scores[row] >= reach
        and not (ranked.slow(row) or ranked.unspoken(row) or ranked.unstated(row) or ranked.on_its_way_out(row))
    ]
    if not rows or mine.points >= enough:
        return None
    ablest: int = max(rows, key=lambda row: ranked.fitness(row).points)
    found = ranked.fitness(ablest)
    doubt = DOUBT * math.hypot(mine.standard_error, found.standard_error)
    return ablest if found.points - mine.points > doubt else None


def _without_claim(ranked: Ranked, seats: dict[int, tuple[Seat, ...]]) -> dict[int, tuple[Seat, ...]]:
    """The seats, of which none claims to be more proven than a choice that is as proven or was chosen for that.

    The tie-break of the verdict and the seat go by one measure, so that they never name two. The choice has the claim
    where it is more proven than that seat, or was chosen for it, and can be called proven at all.
    """
    choice = ranked.finding.choice
    hedge = next((row for row, roles in seats.items() if "lowest risk" in roles), None)
    if hedge is None or choice is None or hedge == choice or choice not in seats:
        return seats
    called, mine, other = ranked.finding.tie_break == "more_proven", *map(ranked.proven_points, (choice, hedge))
    if not called and mine < other:
        return seats
    left: tuple[Seat, ...] = tuple(role for role in seats[hedge] if role != "lowest risk")
    freed = {**seats, hedge: left or ("another way",)}
    more = (called and mine >= other) or mine > other
    if more and ranked.may_be_proven(choice) and not ranked.on_its_way_out(choice):
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
    """The list with what runs another way on a free seat, where all of it runs one way: what that costs is seen.

    Ten points behind the best at the most; something whose origin raises a question only where there is nothing else.
    The model of the choice comes first, so that the two ways alone are compared, then the best score.
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
    if not others:
        return seats
    same = None if (choice := ranked.finding.choice) is None else ranked.model_id(choice)
    row = min(others, key=lambda row: (ranked.origin(row) is not None, ranked.model_id(row) != same))
    return {**seats, row: ("another way",)}


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
    """The options in the order of score; what waits too long only where nothing else is there.

    Too long is what surely misses a stated limit, or takes more than twice of it at the middle of what is known.
    """
    ordered: list[int] = ranked.ranking.order.tolist()
    most = ranked.judged["seat-wait-most"]
    quick = (row for row in ordered if not ranked.slow(row, "clear-near"))
    return [row for row in quick if all(one.middle <= most * one.limit for one in ranked.missed(row))] or ordered


def _outdone(ranked: Ranked, row: int) -> bool:
    """Whether the choice is better than an option or as good in every criterion, in money and in what is proven."""
    choice = ranked.finding.choice
    if choice is None or row == choice:
        return False
    gained = ranked.ranking.contributions[row] - ranked.ranking.contributions[choice]
    if bool((gained > LEAST_GAIN).any()) or ranked.new_usd(row) < ranked.new_usd(choice):
        return False
    able = ranked.fitness(row).points > ranked.fitness(choice).points
    return not able and ranked.proven_points(row) <= ranked.proven_points(choice)


def _not_dearer(ranked: Ranked, row: int) -> bool:
    """Whether an option costs no more than the choice by a saving worth naming."""
    choice = ranked.finding.choice
    return choice is None or ranked.new_usd(row) * (1 - ranked.judged["cheaper-by"]) <= ranked.new_usd(choice)


def _best_value(ranked: Ranked, best: int) -> int | None:
    """The cheapest within reach of the best, at least a fifth cheaper."""
    judged = ranked.judged
    near = {best, *_within(ranked, best, judged["value-within"]), *(set(ranked.finding.equals) & set(_quick(ranked)))}
    cheap = min(near, key=lambda rank_row: (ranked.new_usd(rank_row), -ranked.ranking.scores[rank_row]))
    saving = ranked.new_usd(cheap) <= ranked.new_usd(best) * (1 - judged["cheaper-by"])
    return cheap if saving and cheap != best else None


def _hedge(ranked: Ranked, best: int) -> tuple[Seat, int | None]:
    """Of those within reach from another vendor or on another way of hosting the most proven that is to stay.

    It has scores of its own or months on the market, and more that speaks for it than the choice, which it differs
    from too. Where there is none, the best score of the others (in time and not outdone by the choice before the
    rest), which is then no lowest risk; beyond reach within twice that, where it is no dearer: what it gives up is
    told. What is weaker still is nothing to fall back on. Where what scores no less was set aside for a language that
    nobody documents, the ablest of it, to be tested in it.
    """
    if "language" in ranked.finding.lost and (aside := _undocumented(ranked)):
        return "as good", max(aside, key=lambda row: ranked.fitness(row).points)

    def differs(rank_row: int) -> tuple[bool, bool]:
        return _differs(ranked, rank_row, best)

    if (cheaper := _cheaper_way(ranked, best)) is not None:
        return "another way", cheaper
    choice = best if ranked.finding.choice is None else ranked.finding.choice
    others = [
        row for row in _quick(ranked) if any(differs(row)) and (row == choice or any(_differs(ranked, row, choice)))
    ]
    reach = set(_within(ranked, best, ranked.judged["risk-within"]))
    staying = [rank_row for rank_row in others if not ranked.on_its_way_out(rank_row)]
    near = [rank_row for rank_row in staying if rank_row in reach]
    # what is unknown is not proven
    proven = [row for row in near if ranked.may_be_proven(row) and not _unsure(ranked, row)]
    proven = [rank_row for rank_row in proven if ranked.evidence(rank_row) == "measured"] or proven
    safest = max(
        proven,
        key=lambda row: (ranked.proven(row).points + OTHER_HOSTING * differs(row)[1], ranked.ranking.scores[row]),
        default=None,
    )
    if safest is not None and (safest == choice or ranked.proven_points(safest) > ranked.proven_points(choice)):
        return "lowest risk", safest
    wider = set(_within(ranked, best, 2 * ranked.judged["risk-within"]))
    near = [row for row in near if row != choice]
    known = [row for row in near if not _unsure(ranked, row)]
    further = [row for row in staying or others if row in wider and row != choice and _not_dearer(ranked, row)]
    # of the same list the best in score that is worth more than a look
    return "another way", min(
        known or near or further, key=lambda row: (ranked.late(row), _outdone(ranked, row)), default=None
    )


def _unsure(ranked: Ranked, row: int) -> bool:
    """Whether nobody documents an option for the work or for its law, or nobody could be held to it."""
    undocumented = bool(ranked.unspoken(row) or ranked.unstated(row))
    return undocumented or _open_by_law(ranked, row) or _nobody_to_hold(ranked, row)


def _open_by_law(ranked: Ranked, row: int) -> bool:
    """Whether the law asks an option's provider for something of which no record is known."""
    warnings = ranked.prepared.verdicts[int(ranked.prepared.feasible[row])].warnings
    return any(one.key == "warning.certificate" for one in warnings)


def _differs(ranked: Ranked, rank_row: int, than: int) -> tuple[bool, bool]:
    """Whether an option is of another vendor, and whether it runs another way, than another one."""
    one, other = ranked.context(rank_row), ranked.context(than)
    return one.model.vendor != other.model.vendor, one.deployment.kind != other.deployment.kind


def _nobody_to_hold(ranked: Ranked, rank_row: int) -> bool:
    """Whether sensitive data would go to an operator whose seat no source states: with whom would one sign?"""
    keeper = ranked.context(rank_row).provider
    return keeper is not None and keeper.jurisdiction is None and sensitive(ranked.prepared.answers)


def _undocumented(ranked: Ranked) -> list[int]:
    """What nobody documents for the languages, of the equals and of all that scores no less than the choice."""
    scores, choice = ranked.ranking.scores, ranked.finding.choice
    least = math.inf if choice is None else float(scores[choice])
    near = [row for row in _quick(ranked) if float(scores[row]) >= least and ranked.origin(row) is None]
    return [row for row in dict.fromkeys((*ranked.finding.equals, *near)) if ranked.unspoken(row)]


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
