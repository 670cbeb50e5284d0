"""The verdict: what the shared draws of weights and uncertain facts say about the leading options.

``d`` is the difference of two options' scores in the same draws; two points are the least difference that matters.

- *clear choice*: the leading option's model beats every other model by that much in most draws, or is within it of the
  best in nearly all while no other model is within it of the leader in most.
- *equivalent set*: two to six options, none of which beats the cheapest of them by that much in most draws. The choice
  falls by a stated order: no question about the origin, documented for the languages of the work and for the tools and
  formats that it demands, within the stated limits of waiting, no machines beside those that are there (nor for a
  little more in score), as able as the best of them, cheaper by a fifth (and by money that anybody would notice), then
  the shorter lead time, then the more proven; what is less than money decides only where no one of
  them scores more in most draws.
- *test first*: the option that would be chosen rests on inferred ability, and knowing it is worth a test, or much is at
  stake and it would be called clear; or it misses a stated limit of waiting by most of what is known; or it may be too
  weak for the work at all; or it would be called clear beside an abler one that costs little more, or is itself abler
  for little money and no equal.

An option that is abler for little money takes the place of the choice (``taken_for``).
- *nothing fits*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from advisor.arrays import Floats
from advisor.decision.records import VerdictKind
from advisor.decision.scoring.abler import LittleMoney, taken_for
from advisor.decision.scoring.contender import CLOSE_ENOUGH, LEAD_ORDER, Contender
from advisor.decision.scoring.draw_counts import DrawnValues, shares_ahead, shares_within

Loss = Literal["origin", "language", "stated", "slow", "owned", "able", "cheaper", "lead_time", "more_proven", "score"]
"""What an option that is as good on balance lost the choice by; ``score`` where by nothing else."""
TieBreak = Literal["none", Loss]
"""The step of the stated order that left one option; ``score`` where none did."""
SetAside = Literal["origin", "language", "stated", "slow", "owned", "able"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict; ``choice`` and ``equals`` are rows of the matrix, ``equals`` best first with the choice in it.

    ``aside`` says why some equals were set aside before the ``tie_break`` that the choice owes to it; empty where the
    choice would be the same without. ``lost`` are the steps by which the other equals lost first, ``lost_counts`` how
    many by each. ``near_share`` is the share of draws in which the choice's model is within the
    least difference of the best; ``test_worth`` (in score) is what knowing the ability of the choice is worth;
    ``abler`` is a row that is abler than the choice for money that the house would hardly notice,
    ``beside`` that the choice would have been called clear without it; ``spared`` is the row that would have been the
    choice, were the choice not abler for little money.
    """

    verdict: VerdictKind
    choice: int | None
    equals: tuple[int, ...] = ()
    tie_break: TieBreak = "none"
    aside: tuple[SetAside, ...] = ()
    lost: tuple[Loss, ...] = ()
    lost_counts: tuple[int, ...] = ()
    near_share: float = 0.0
    test_worth: float = 0.0
    abler: int | None = None
    beside: bool = False
    spared: int | None = None


NOTHING: Final = Ruling("nothing fits", None)


def judge(contenders: Sequence[Contender], draws: DrawnValues, judged: Mapping[str, float]) -> Ruling:
    """Judge the leading options from their scores (k, draws) in shared draws, before any test is thought of."""
    if not contenders:
        return NOTHING
    names = list(dict.fromkeys(one.model_id for one in contenders))
    best_of = _by_model([names.index(one.model_id) for one in contenders], draws)
    near = dict(zip(names, _near(best_of, judged).tolist(), strict=True))
    clear = _clear(best_of, judged)
    equals, fallen = _fall(
        contenders.__getitem__, [0] if clear else _equals(contenders.__getitem__, draws, judged), draws, judged
    )
    several = len(equals) > 1
    return Ruling(
        "equivalent set" if several else "clear choice",
        fallen.chosen.rank_row,
        tuple(contenders[row].rank_row for row in equals),
        fallen.tie_break if several else "none",
        fallen.aside,
        fallen.lost if several else (),
        fallen.counts if several else (),
        near_share=near[fallen.chosen.model_id],
    )


def chosen_row(
    contender: Callable[[int], Contender],
    models: Sequence[int],
    draws: DrawnValues,
    judged: Mapping[str, float],
    little: LittleMoney | None = None,
) -> int:
    """The choice of ``judge`` and, with ``little``, of ``taken_for`` it: the row of one of k contenders.

    They are given by number in the order of score, ``models`` numbered by first appearance. Quick, for asking often.
    """
    chosen = _fall(contender, _equals(contender, draws, judged), draws, judged)[1].chosen
    if chosen.rank_row != contender(0).rank_row and _clear(_by_model(models, draws), judged):
        chosen = _fall(contender, [0], draws, judged)[1].chosen
    taken = None if little is None else taken_for(chosen, map(contender, range(len(models))), little)
    return (chosen if taken is None else taken).rank_row


def _fall(
    contender: Callable[[int], Contender], equals: list[int], draws: DrawnValues, judged: Mapping[str, float]
) -> tuple[list[int], Fallen]:
    """The equals and whom they fall to, and who joins them: nothing is chosen that a little in score alone speaks for.

    Where the choice's origin raises a question, or its model knows the languages by nobody's word, what raises none, is
    documented and does the work joins the equals within five points (``risk-within``): who has a question to settle
    first does not do so for a little in score, and what is known is not passed over for what nobody says.
    What runs on the house's own machines joins within what "best value" may give up (``value-within``): nobody buys
    or rents beside what is there for that, unless it saves money worth naming or a doubt.
    """
    found = equals, fallen_to([contender(row) for row in equals], draws[equals], judged)
    risk, value = (found[1].chosen.score - judged[name] / 100 for name in ("risk-within", "value-within"))
    if found[1].chosen.flagged:
        found = _joined(contender, found, draws, judged, reach=risk, joins=_unquestioned)
    if found[1].chosen.unspoken:
        found = _joined(contender, found, draws, judged, reach=risk, joins=_documented)
    chosen = found[1].chosen
    if chosen.there or chosen.kind == "provider_api":
        return found
    spares = partial(_spares_machines, judged=judged)
    return _joined(contender, found, draws, judged, reach=value, joins=spares)


def _unquestioned(one: Contender, chosen: Contender) -> bool:
    """Whether an option does the work and its origin raises no question, and it is no less sure than one that does."""
    return not one.flagged and _as_sure(one, chosen)


def _documented(one: Contender, chosen: Contender) -> bool:
    """Whether an option does the work and is documented for its languages, and no less sure than one that is not."""
    return not one.unspoken and _as_sure(one, chosen)


def _as_sure(one: Contender, chosen: Contender) -> bool:
    """Whether an option does the work, in time and free of doubts, as surely as the choice."""
    return not (one.weak > chosen.weak or one.doubted_more(chosen) or one.slow > chosen.slow)


def _spares_machines(one: Contender, chosen: Contender, *, judged: Mapping[str, float]) -> bool:
    """Whether an option runs on what is there, no less sure than one that does not and not dearer by much."""
    doubted = one.doubted_more(chosen) or one.slow > chosen.slow
    return one.there and not doubted and not _dearer(one.cost_usd, chosen.cost_usd, judged)


def _joined(
    contender: Callable[[int], Contender],
    found: tuple[list[int], Fallen],
    draws: DrawnValues,
    judged: Mapping[str, float],
    *,
    reach: float,
    joins: Callable[[Contender, Contender], bool],
) -> tuple[list[int], Fallen]:
    """The equals with who joins them from a score of ``reach`` on, and whom they fall to if that is one of those.

    Who joins is the best of those that may, and whom that does not beat: they are equals of one another.
    """
    equals, chosen = found[0], found[1].chosen
    rows = [
        row
        for row in range(len(draws))
        if contender(row).score >= reach - CLOSE_ENOUGH and joins(contender(row), chosen)
    ]
    if not rows:
        return found
    share, least = judged["clear-beats"], judged["least-difference"] / 100
    beaten = shares_ahead(draws[rows[0]], draws[rows], least) >= share
    spare = [each for each in equals[1:] if contender(each).rank_row != chosen.rank_row]
    most = int(judged["equivalent-most"])
    added = [row for row, out in zip(rows, beaten.tolist(), strict=True) if not out and row not in equals]
    added = added[: max(most - (len(equals) - len(spare)), 1)]
    over = max(len(equals) + len(added) - most, 0)
    joined = sorted({*equals, *added} - set(spare[len(spare) - over :]))
    again = fallen_to([contender(each) for each in joined], draws[joined], judged)
    return (joined, again) if joins(again.chosen, chosen) else found


def _by_model(models: Sequence[int], draws: DrawnValues) -> DrawnValues:
    """(m, draws) the best score of each model's options in every draw, models in the order of their numbers."""
    found: dict[int, DrawnValues] = {}
    for model, scores in zip(models, draws, strict=True):
        known = found.get(model)
        found[model] = scores if known is None else np.maximum(known, scores)
    return np.stack(list(found.values()))


def _near(best_of: DrawnValues, judged: Mapping[str, float]) -> Floats:
    """In what share of the draws each model is within the least difference of the best."""
    return shares_within(best_of.max(axis=0), best_of, judged["least-difference"] / 100)


def _clear(best_of: DrawnValues, judged: Mapping[str, float]) -> bool:
    """Whether the first model stands out: it beats all others, or is near the best and none is near it.

    Each is held against the first itself: in a crowd the best of a draw is often a third one, and who is seldom within
    the least difference of that one may be within it of the first in most draws.
    """
    share, least = judged["clear-beats"], judged["least-difference"] / 100
    if (shares_ahead(best_of[0], best_of[1:], least) >= share).all():
        return True
    near_best = shares_within(best_of.max(axis=0), best_of[:1], least)[0] >= judged["clear-near"]
    return bool(near_best and (shares_within(best_of[0], best_of[1:], least) < share).all())


def _equals(contender: Callable[[int], Contender], draws: DrawnValues, judged: Mapping[str, float]) -> list[int]:
    """Rows of the options that the leader does not beat, less those too cheap to be as good as the rest."""
    share, least = judged["clear-beats"], judged["least-difference"] / 100
    beaten = shares_ahead(draws[0], draws[1:], least) >= share
    rows = _few([0, *(np.flatnonzero(~beaten) + 1).tolist()], contender, int(judged["equivalent-most"]))
    while len(rows) > 1:
        cheapest = min(rows, key=lambda row: (contender(row).cost_usd, row))
        others = draws[[row for row in rows if row != cheapest]]
        if not (shares_within(draws[cheapest], others, -least) >= share).any():
            break
        rows.remove(cheapest)
    return rows


def _few(rows: Sequence[int], contender: Callable[[int], Contender], most: int) -> list[int]:
    """So many of the unbeaten rows at most, the leader and the cheapest among them.

    A crowd of near-equals does not push out what is cheaper: those that another one matches in score, origin and
    languages at no more cost go first, then the lowest scores.
    """
    if len(rows) <= most:
        return list(rows)
    of = {row: contender(row) for row in rows}

    def dominated(row: int) -> bool:
        above = (of[other] for other in rows if other < row)
        return any(one.cost_usd <= of[row].cost_usd and not one.doubted_more(of[row]) for one in above)

    cheapest = min(rows, key=lambda row: (of[row].cost_usd, row))
    ordered = sorted(rows, key=lambda row: (row not in (rows[0], cheapest), dominated(row), row))
    return sorted(ordered[:most])


@dataclass(frozen=True, slots=True)
class Fallen:
    """Whom the stated order leaves, by which step, by what and how many others lost, and what was set aside before."""

    chosen: Contender
    tie_break: TieBreak
    lost: tuple[Loss, ...] = ()
    aside: tuple[SetAside, ...] = ()
    counts: tuple[int, ...] = ()


def fallen_to(equals: Sequence[Contender], draws: DrawnValues, judged: Mapping[str, float]) -> Fallen:
    """The choice among equals, the best score first, from their scores (k, draws).

    On sensitive data an option whose origin carries a warning is not chosen while another is as good; nor is what
    nobody says to know the languages of the work or to do what it demands, nor what is too slow by what is known, nor
    machines bought or rented while the house's own would do as well. Scores count money already, so that an
    option is chosen for being cheaper only among those that are as able as the best of them.
    """
    plain = _by_order(list(enumerate(equals)), draws, judged)
    known = [one for one in enumerate(equals) if not one[1].flagged] or list(enumerate(equals))
    spoken = _tested_first(known, [one for one in known if not one[1].unspoken], judged)
    stated = _tested_first(spoken, [one for one in spoken if not one[1].unstated], judged)
    quick = _tested_first(stated, [one for one in stated if not one[1].slow], judged)
    there = [one for one in quick if one[1].there or one[1].kind == "provider_api"]
    used = there if any(one.there for _, one in there) else quick
    least = used[0][1].ability - judged["least-difference"] / 100
    able = [one for one in used if one[1].ability >= least]
    if len(able) == len(equals):
        return plain
    fallen = _by_order(able, draws, judged)
    if fallen.chosen.rank_row == plain.chosen.rank_row:
        return plain
    reasons: dict[SetAside, bool] = {
        "origin": len(known) < len(equals),
        "language": len(spoken) < len(known),
        "stated": len(stated) < len(spoken),
        "slow": len(quick) < len(stated),
        "owned": len(used) < len(quick),
        "able": len(able) < len(used),
    }
    aside = tuple(reason for reason, some in reasons.items() if some)
    lost: tuple[Loss, ...] = (*aside, *fallen.lost)
    left = [len(part) for part in (equals, known, spoken, stated, quick, used, able)]
    counts = (*(before - after for before, after in pairwise(left) if after < before), *fallen.counts)
    if len(able) > 1:
        return Fallen(fallen.chosen, fallen.tie_break, lost, aside, counts)
    return Fallen(fallen.chosen, aside[-1], lost, aside[:-1], counts)


Placed = tuple[int, Contender]
"""An option with its row in the draws."""


def _tested_first(equals: Sequence[Placed], passed: Sequence[Placed], judged: Mapping[str, float]) -> list[Placed]:
    """Those that pass a step; all where none does.

    What a step asks of a provider is tested in an afternoon, its wait or a language. So none is set aside where only
    machines are left that cost more by a saving worth naming: the verdict then asks for that test before anybody buys.
    """
    if not passed or any(one.kind == "provider_api" for _, one in passed):
        return list(passed or equals)
    least = min(one.cost_usd for _, one in passed)
    return [
        (row, one)
        for row, one in equals
        if (row, one) in passed or (one.kind == "provider_api" and _dearer(least, one.cost_usd, judged))
    ]


def _by_order(equals: Sequence[tuple[int, Contender]], draws: DrawnValues, judged: Mapping[str, float]) -> Fallen:
    """Whom cost, lead time and what is proven leave, in this order; of the rest the best score.

    Less than money decides only among those that the best of them does not outscore, be it by little, in most draws.
    """
    cheapest = min(one.cost_usd for _, one in equals)
    left = [(row, one) for row, one in equals if not _dearer(one.cost_usd, cheapest, judged)]
    best = left[0][0]
    # ahead by anything, however little
    ahead = 1 - shares_within(draws[best], draws[[row for row, _ in left]], 0.0) >= judged["clear-beats"]
    close = [one for (_, one), behind in zip(left, ahead.tolist(), strict=True) if not behind]
    soonest = min(LEAD_ORDER[one.kind] for one in close)
    sooner = [one for one in close if LEAD_ORDER[one.kind] == soonest]
    most = max(one.proven for one in sooner)
    proven = [one for one in sooner if one.proven == most]
    steps: dict[Loss, int] = {
        "cheaper": len(equals) - len(left),
        "lead_time": len(close) - len(sooner),
        "more_proven": len(sooner) - len(proven),
        "score": len(left) - len(close) + len(proven) - 1,
    }
    lost = {step: some for step, some in steps.items() if some}
    return Fallen(proven[0], _step(left, close, sooner, proven), tuple(lost), counts=tuple(lost.values()))


def _step(
    left: Sequence[object], close: Sequence[object], sooner: Sequence[object], proven: Sequence[object]
) -> TieBreak:
    """The step that left one option: of the cheapest, of those as good as the best of them, the soonest, the proven."""
    if len(left) == 1:
        return "cheaper"
    if len(close) == 1:
        return "score"
    if len(sooner) == 1:
        return "lead_time"
    return "more_proven" if len(proven) == 1 else "score"


def _dearer(cost_usd: float, cheapest_usd: float, judged: Mapping[str, float]) -> bool:
    """Whether a cost is above the cheapest by a saving worth naming: in proportion, and in money anybody notices."""
    in_proportion = cost_usd * (1 - judged["cheaper-by"]) > cheapest_usd
    return in_proportion and cost_usd - cheapest_usd >= judged["cost-free-below"]
