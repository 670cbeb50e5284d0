"""Results of blind votes: win rates with Wilson intervals and Bradley-Terry strengths with confidence intervals."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Z95: Final = 1.959963984540054
ENOUGH_VOTES: Final = 10
"""Decisive or tied votes from which strengths are fitted; below, only win rates are shown."""
PRIOR_VARIANCE: Final = 4.0
"""Variance of the normal prior on log-strengths, so that a model that won every vote stays finite."""


class CastVote(Protocol):
    """A vote as it is stored."""

    @property
    def outcome(self) -> str:
        """``win``, ``tie`` or ``all_bad``."""

    @property
    def winner(self) -> str | None:
        """The connection that won."""

    @property
    def payload(self) -> str:
        """The compared connections as JSON."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one connection did: wins, ties, losses in pairs, votes in which all were bad, its win rate and strength.

    The win rate counts a tie as half a win and has a 95% Wilson interval. ``strength`` is the Bradley-Terry
    log-strength (mean 0 over the connections) with a 95% interval; None below ``ENOUGH_VOTES``.
    """

    name: str
    wins: int
    ties: int
    losses: int
    all_bad: int
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    strength: float | None = None
    strength_low: float | None = None
    strength_high: float | None = None


def wilson(successes: float, trials: float, *, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a share (Wilson, 1927); halves are allowed."""
    if trials <= 0:
        return 0.0, 1.0
    share = successes / trials
    centre = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return max(0.0, centre - half), min(1.0, centre + half)


def panes_of(vote: CastVote) -> tuple[str, ...]:
    """Names of the connections that were compared."""
    return tuple(str(name) for name in json.loads(vote.payload).get("connections", ()))


def standings(votes: Sequence[CastVote]) -> tuple[Standing, ...]:
    """The result over all votes, best first; a vote over more than two panes counts as its pairs."""
    wins: dict[tuple[str, str], float] = defaultdict(float)
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    counted = 0
    for vote in votes:
        names = panes_of(vote)
        if vote.outcome == "all_bad":
            for name in names:
                tally[name][3] += 1
            continue
        counted += 1
        for first, second in _pairs(names, vote.winner):
            _count(first, second, vote, wins, tally)
    strengths = bradley_terry(wins) if counted >= ENOUGH_VOTES else {}
    found = [_standing(name, counts, strengths.get(name)) for name, counts in tally.items()]
    return tuple(sorted(found, key=lambda one: (-(one.rate if one.rate is not None else -1), one.name)))


def _pairs(names: Sequence[str], winner: str | None) -> list[tuple[str, str]]:
    """Pairs that a vote says something about: the winner against each other, or every pair of a tie."""
    distinct = list(dict.fromkeys(names))
    if winner is not None:
        return [(winner, other) for other in distinct if other != winner]
    return [(a, b) for index, a in enumerate(distinct) for b in distinct[index + 1 :]]


def _count(
    first: str,
    second: str,
    vote: CastVote,
    wins: dict[tuple[str, str], float],
    tally: dict[str, list[int]],
) -> None:
    if vote.outcome == "tie":
        for name in (first, second):
            tally[name][1] += 1
        wins[first, second] += 0.5
        wins[second, first] += 0.5
    else:
        tally[first][0] += 1
        tally[second][2] += 1
        wins[first, second] += 1


def _standing(name: str, counts: Sequence[int], strength: tuple[float, float] | None) -> Standing:
    won, tied, lost, bad = counts
    played = won + tied + lost
    low, high = wilson(won + tied / 2, played)
    value, error = strength or (None, None)
    return Standing(
        name=name,
        wins=won,
        ties=tied,
        losses=lost,
        all_bad=bad,
        rate=(won + tied / 2) / played if played else None,
        rate_low=low if played else None,
        rate_high=high if played else None,
        strength=value,
        strength_low=None if value is None or error is None else value - Z95 * error,
        strength_high=None if value is None or error is None else value + Z95 * error,
    )


def bradley_terry(wins: Mapping[tuple[str, str], float]) -> dict[str, tuple[float, float]]:
    """Log-strengths and their standard errors by connection (Bradley and Terry, 1952).

    The posterior mode under a normal prior; standard errors from the curvature, of each strength against the mean.
    """
    names = sorted({name for pair in wins for name in pair})
    index = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(names), len(names)))
    for (first, second), count in wins.items():
        table[index[first], index[second]] += count

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        gap = theta[:, None] - theta[None, :]
        value = float(np.sum(table * np.logaddexp(0.0, -gap)) + np.sum(theta**2) / (2 * PRIOR_VARIANCE))
        pull = table * (1 / (1 + np.exp(gap)))
        return value, -(pull.sum(1) - pull.sum(0)) + theta / PRIOR_VARIANCE

    theta = minimize(loss, np.zeros(len(names)), jac=True, method="BFGS").x
    share = 1 / (1 + np.exp(-(theta[:, None] - theta[None, :])))
    weight = (table + table.T) * share * (1 - share)
    curvature = np.diag(weight.sum(1)) - weight + np.eye(len(names)) / PRIOR_VARIANCE
    centre = np.eye(len(names)) - 1 / len(names)
    covariance = centre @ np.linalg.inv(curvature) @ centre.T
    theta = centre @ theta
    return {
        name: (float(theta[place]), float(math.sqrt(max(covariance[place, place], 0.0))))
        for name, place in index.items()
    }
