"""Results of blind votes: win rates with Wilson intervals, and strengths with confidence intervals.

A vote is one observation, however many answers it was over; votes on the repetitions of one prompt are one together.
Strengths are those of Luce's choice model (Luce, 1959,
Individual Choice Behavior): a connection is chosen out of a set with a probability in proportion to exp(strength). For
votes over two answers that is the model of Bradley and Terry (1952).
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp, softmax

from advisor.arrays import Z_95

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

    The win rate counts a tie as half a win and has a 95% Wilson interval over the votes. ``strength`` is the
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


def wilson(successes: float, trials: float, *, z: float = Z_95) -> tuple[float, float]:
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


def _prompt_of(vote: CastVote) -> str | None:
    """Which prompt a vote is on, where several votes may be on one; None where each is on a prompt of its own."""
    of = json.loads(vote.payload).get("of")
    return of if isinstance(of, str) else None


VoteChoice = tuple[tuple[str, ...], str | None]
"""The connections of a vote, and which was chosen; None where all were level."""


def standings(votes: Sequence[CastVote]) -> tuple[Standing, ...]:
    """The result over all votes, best first; wins, ties and losses of a vote over several panes are those of pairs."""
    tally: dict[str, _Tally] = defaultdict(_Tally)
    choices: dict[VoteChoice, float] = defaultdict(float)
    of = [_prompt_of(vote) for vote in votes]
    together = Counter(of)
    for vote, prompt in zip(votes, of, strict=True):
        share = 1.0 if prompt is None else 1 / together[prompt]
        names = tuple(dict.fromkeys(panes_of(vote)))
        if vote.outcome == "all_bad":
            for name in names:
                tally[name].all_bad += 1
            continue
        winner = vote.winner if vote.outcome != "tie" else None
        choices[names, winner] += share
        for name in names:
            tally[name].votes += share
        for first, second in _pairs(names, winner):
            if winner is None:
                tally[first].ties += 1
                tally[second].ties += 1
            else:
                tally[first].wins += 1
                tally[second].losses += 1
            tally[first].won += share * (0.5 if winner is None else 1.0)
            tally[second].won += share * (0.5 if winner is None else 0.0)
            tally[first].pairs += share
            tally[second].pairs += share
    strengths = luce(choices) if sum(choices.values()) >= ENOUGH_VOTES else {}
    found = [_standing(name, counts, strengths.get(name)) for name, counts in tally.items()]
    return tuple(sorted(found, key=lambda one: (-(one.rate if one.rate is not None else -1), one.name)))


@dataclass(slots=True)
class _Tally:
    """What was counted of one connection: pairs, and all bad; ``votes``, ``won`` and ``pairs`` count by observation."""

    wins: int = 0
    ties: int = 0
    losses: int = 0
    votes: float = 0.0
    won: float = 0.0
    pairs: float = 0.0
    all_bad: int = 0


def _pairs(names: Sequence[str], winner: str | None) -> list[tuple[str, str]]:
    """Pairs that a vote says something about: the winner against each other, or every pair of a tie."""
    if winner is not None:
        return [(winner, other) for other in names if other != winner]
    return [(a, b) for index, a in enumerate(names) for b in names[index + 1 :]]


def _standing(name: str, counts: _Tally, strength: tuple[float, float] | None) -> Standing:
    rate = counts.won / counts.pairs if counts.pairs else None
    low, high = wilson(rate * counts.votes, counts.votes) if rate is not None else (None, None)
    value, error = strength or (None, None)
    return Standing(
        name=name,
        wins=counts.wins,
        ties=counts.ties,
        losses=counts.losses,
        all_bad=counts.all_bad,
        rate=rate,
        rate_low=low,
        rate_high=high,
        strength=value,
        strength_low=None if value is None or error is None else value - Z_95 * error,
        strength_high=None if value is None or error is None else value + Z_95 * error,
    )


def luce(choices: Mapping[VoteChoice, float]) -> dict[str, tuple[float, float]]:
    """Log-strengths and their standard errors by connection, from how often each choice was made.

    The posterior mode under a normal prior; standard errors from the curvature, of each strength against the mean. A
    tie counts as an equal share of a win for each.
    """
    names = sorted({name for members, _ in choices for name in members})
    index = {name: place for place, name in enumerate(names)}
    sets = [np.array([index[name] for name in members]) for members, _ in choices]
    counts = np.array(list(choices.values()), dtype=np.float64)
    won = np.zeros(len(names))
    for (members, winner), places, count in zip(choices, sets, counts.tolist(), strict=True):
        won[places if winner is None else index[winner]] += count / (len(members) if winner is None else 1)

    def loss(theta: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value = float(np.sum(theta**2) / (2 * PRIOR_VARIANCE) - won @ theta)
        slope = theta / PRIOR_VARIANCE - won
        for places, count in zip(sets, counts.tolist(), strict=True):
            value += count * float(logsumexp(theta[places]))
            slope[places] += count * softmax(theta[places])
        return value, slope

    theta = minimize(loss, np.zeros(len(names)), jac=True, method="BFGS").x
    curvature = np.eye(len(names)) / PRIOR_VARIANCE
    for places, count in zip(sets, counts.tolist(), strict=True):
        share = softmax(theta[places])
        curvature[np.ix_(places, places)] += count * (np.diag(share) - np.outer(share, share))
    centre = np.eye(len(names)) - 1 / len(names)
    covariance = centre @ np.linalg.inv(curvature) @ centre.T
    theta = centre @ theta
    return {
        name: (float(theta[place]), float(math.sqrt(max(covariance[place, place], 0.0))))
        for name, place in index.items()
    }
