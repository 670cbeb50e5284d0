"""Where the advice turns: along a way from how things are to how they might be, the point at which the choice changes.

On each way the verdict itself is asked. It is a rule of steps (who is within what matters, who is cheaper by a fifth),
so a turning point is found by halving and reported at the far side of the last half: there the advice is another, a
thirtieth of the way before it is not. How far a way goes is what somebody might still see happen (judgements below).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Floats, Index
from advisor.decision.criteria.criterion import Z_REACH
from advisor.decision.criteria.of_money import cap_usd
from advisor.decision.results.changes.advice import Advice
from advisor.decision.results.changes.moved import as_able, costing

CHEAPEST, DEAREST = 0.2, 5.0
"""Times a price that anybody reckons with: a discount of four fifths, five times as much."""
MOST_MOVED: Final = 0.2
"""Weight that somebody might move on second thoughts."""
LEAST_WAY: Final = 1e-4
"""Nearer than this share of a way is at once."""
OVER: Final = 1e-7
"""A cap is broken by being exceeded."""
CLOSE: Final = 0.03
"""The turning point lies within this share of the way to it."""
SINGLES, PAIRS, TRIED = 1, 1, 2
"""Turning points of either kind that are told, and ways of each that are looked along."""
CLOSE_WEIGHT: Final = 0.06
"""The same for weights, whose draws are made anew for each question."""
_FLAT: Final = 1e-6
"""Less score than this is no gain."""
_BEYOND, _BEFORE = 1.1, 0.85
"""Where a foreseen turning point is looked for: on either side of it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point: what goes from ``current`` to ``needed``, the row it is told of, and whom the advice names."""

    current: float
    needed: float
    row: int
    winner: int


@dataclass(frozen=True, slots=True)
class WeightTurn:
    """The same for weights; ``gives`` and ``takes`` are criteria, -1 for all the others in proportion."""

    weights: Floats
    gives: int
    takes: int
    winner: int


ChosenAt = Callable[[float], int | None]
"""The row that the advice names at a share of a way; None as long as it is the choice, or nobody."""


def turned(asked: ChosenAt, low: float = 0.0, high: float = 1.0, close: float = CLOSE) -> tuple[float, int] | None:
    """The share of a way at which the advice turns and whom it then names; None where it does not at ``high``."""
    winner = asked(high)
    if winner is None:
        return None
    while high - low > close * high and high > LEAST_WAY:
        middle = (low + high) / 2
        found = asked(middle)
        if found is None:
            low = middle
        else:
            high, winner = middle, found
    return high, winner


def dearer_choice(advice: Advice) -> Turn | None:
    """How dear the choice may become, all its variants alike, until the advice is another option.

    Where the cap ends it, that is what is needed, and a hair more.
    """
    row = _chosen(advice)
    found, most = _priced(advice, row, DEAREST), most_usd(advice, row)
    if found is None or most is None or found.needed <= most:
        return found
    rows, over = advice.variants(row), most * (1 + OVER)
    at_cap = advice.chosen(moved=costing(advice.ranked.whole, rows, over / found.current))
    winner = _if_named(at_cap, rows, leaves=True)
    return found if winner is None else Turn(found.current, over, row, winner)


def most_usd(advice: Advice, row: int) -> float | None:
    """What a row may cost a month under the cap, with what the cap does not count; None without a cap."""
    whole = advice.ranked.whole
    cap, at = cap_usd(whole.answers), whole.feasible[row]
    return None if cap is None else cap + float(whole.plans.unpaid_usd[at] + whole.plans.committed_usd[at])


def _cost_usd(advice: Advice, row: int) -> float:
    """The whole cost of a row, that a commitment pays included: what somebody reads off the plan."""
    whole = advice.ranked.whole
    return float(whole.plans.cost_usd[whole.feasible[row], 1])


def weaker_choice(advice: Advice) -> Turn | None:
    """How weak the model of the choice may turn out, within its error, until the advice is another model."""
    return _abler(advice, _chosen(advice), -Z_REACH)


def cheaper_rival(advice: Advice, row: int) -> Turn | None:
    """How cheap an option must become, all its variants alike, for the advice to name it."""
    return _priced(advice, row, CHEAPEST)


def abler_rival(advice: Advice, row: int) -> Turn | None:
    """How able a model must turn out, within its error, for the advice to name it."""
    return _abler(advice, row, Z_REACH)


def _chosen(advice: Advice) -> int:
    choice = advice.choice
    if choice is None:
        raise ValueError("nothing fits: there is no advice that could turn (a choice)")
    return choice


def _priced(advice: Advice, row: int, most: float) -> Turn | None:
    """A price on a way of equal ratios, since costs are compared by ratios."""
    rows, now = advice.variants(row), _cost_usd(advice, row)
    if not now > 0:
        return None

    def asked(share: float) -> int | None:
        found = advice.chosen(moved=costing(advice.ranked.whole, rows, most**share))
        return _if_named(found, rows, leaves=most > 1)

    found = turned(asked)
    if found is None:
        return None
    share, winner = found
    told = row if most > 1 else winner
    usd = _cost_usd(advice, told)
    return Turn(usd, usd * most**share, told, winner)


def _abler(advice: Advice, row: int, reach: float) -> Turn | None:
    matrix, rows = advice.matrix, advice.of_model(row)
    now = float(matrix.raw[row, matrix.criteria.index("fitness")])
    end = min(max(now + reach * float(matrix.deviation["fitness"][row]), 0.0), 100.0)
    if not abs(end - now) > 0:
        return None

    def asked(share: float) -> int | None:
        found = advice.chosen(moved=as_able(advice.ranked.whole, rows, now + share * (end - now)))
        return _if_named(found, rows, leaves=reach < 0)

    found = turned(asked)
    if found is None:
        return None
    share, winner = found
    return Turn(now, now + share * (end - now), row if reach < 0 else winner, winner)


def _if_named(found: int | None, rows: Index, *, leaves: bool) -> int | None:
    """The row that the advice names, if it ``leaves`` these rows, or (not ``leaves``) comes to them."""
    return found if found is not None and (found in rows) != leaves else None


def weight_turns(advice: Advice) -> Iterator[WeightTurn]:
    """The nearest turning points of one weight (the others in proportion), then of weight passed from one to another.

    Where to look is foreseen from the draws as they are; no two that name the same option in the same kind of way.
    """
    choice = _chosen(advice)
    for single, most in ((True, SINGLES), (False, PAIRS)):
        named: set[int] = set()
        for way in _foreseen(advice, single=single)[:TRIED]:
            turn = _along(advice, way, choice) if len(named) < most else None
            if turn is not None and int(advice.option[turn.winner]) not in named:
                named.add(int(advice.option[turn.winner]))
                yield turn


@dataclass(frozen=True, slots=True)
class _Way:
    """Weights moved along ``ahead`` by up to ``end``; the turning point is foreseen at ``near``."""

    gives: int
    takes: int
    ahead: Floats
    end: float
    near: float


def _along(advice: Advice, way: _Way, choice: int) -> WeightTurn | None:
    def weights(moved: float) -> Floats:
        found = np.maximum(advice.weights + moved * way.ahead, 0.0)
        return np.asarray(found / found.sum(), dtype=np.float64)

    def asked(moved: float) -> int | None:
        found = advice.chosen(weights(moved))
        return found if found is not None and advice.option[found] != advice.option[choice] else None

    low, high = way.near * _BEFORE, min(way.near * _BEYOND, way.end)
    if asked(high) is None:
        return None
    beyond = asked(low) is None
    found = turned(asked, low, high, CLOSE_WEIGHT) if beyond else turned(asked, 0.0, low, CLOSE_WEIGHT)
    return None if found is None else WeightTurn(weights(found[0]), way.gives, way.takes, found[1])


def _foreseen(advice: Advice, *, single: bool) -> list[_Way]:
    """The ways on which the advice is seen to turn, the shortest first, if the draws keep their spread."""
    gaps, needs = _needs(advice)
    found = []
    for gives, takes, ahead in _singles(advice.weights) if single else _pairs(advice.weights):
        falling = ahead < 0
        end = min(MOST_MOVED, float((advice.weights[falling] / -ahead[falling]).min(initial=MOST_MOVED)))
        rising = gaps @ ahead
        helped = rising > _FLAT
        near = float((needs[helped] / rising[helped]).min(initial=np.inf))
        if near <= end:
            found.append(_Way(gives, takes, ahead, end, near))
    return sorted(found, key=lambda way: (way.near, way.gives, way.takes))


def _singles(weights: Floats) -> Iterator[tuple[int, int, Floats]]:
    """One criterion takes weight from all others in proportion, or gives it to them; what counts nothing stays out."""
    for criterion in np.flatnonzero(weights > 0).tolist():
        rest = weights.copy()
        rest[criterion] = 0.0
        if rest.sum() > 0:
            ahead = -rest / rest.sum()
            ahead[criterion] = 1.0
            yield -1, criterion, ahead
            yield criterion, -1, -ahead


def _pairs(weights: Floats) -> Iterator[tuple[int, int, Floats]]:
    """One criterion gives weight to another; what the answers leave out takes none, since nobody asked for it."""
    for gives, takes in itertools.permutations(np.flatnonzero(weights > 0).tolist(), 2):
        ahead = np.zeros(len(weights))
        ahead[gives], ahead[takes] = -1.0, 1.0
        yield gives, takes, ahead


def _needs(advice: Advice) -> tuple[Floats, Floats]:
    """What has to be gained for the advice to turn: on whom, as differences of values (k, c), and how much score (k,).

    Either an option gains on the choice until it beats it in most draws, or, where the stated order prefers it, on the
    leader until it is no longer beaten.
    """
    matrix, choice, judged = advice.matrix, _chosen(advice), advice.ranked.judged
    leading = advice.leading(advice.points)
    drawn, least = advice.drawn(leading), judged["least-difference"] / 100
    edge = int((1 - judged["clear-beats"]) * drawn.shape[1])
    others = np.flatnonzero(advice.option[leading] != advice.option[choice])
    mine = drawn[int(np.flatnonzero(leading == choice)[0])]
    gains = matrix.value[leading[others]] - matrix.value[choice]
    needs = least - np.partition(drawn[others] - mine, edge, axis=1)[:, edge]
    behind = [at for at in others.tolist() if advice.prefers(int(leading[at]), choice)]
    caught = matrix.value[leading[behind]] - matrix.value[leading[0]]
    gaps = np.partition(drawn[0] - drawn[behind], edge, axis=1)[:, edge] - least
    return np.vstack([gains, caught]), np.maximum(np.append(needs, gaps), _FLAT)
