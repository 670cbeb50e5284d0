"""Win rates and strengths from blind votes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import numpy as np
import pytest

from advisor.trials.measures.votes import ENOUGH_VOTES, VoteChoice, luce, standings, wilson


@dataclass(frozen=True)
class Cast:
    """A vote."""

    outcome: str
    winner: str | None
    payload: str


def cast(winner: str | None, *names: str, outcome: str = "win") -> Cast:
    """A vote over some connections."""
    return Cast(outcome, winner, json.dumps({"connections": list(names)}))


def test_wilson_against_published_values() -> None:
    """Newcombe (1998, Statistics in Medicine 17, 857-872, table I): 81/263 and 0/20 by the score method."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_ties_count_half_and_all_bad_counts_for_nobody() -> None:
    """Win rates add up over a pair, and a vote against both changes no rate."""
    votes = [cast("a", "a", "b")] * 3 + [cast(None, "a", "b", outcome="tie"), cast(None, "a", "b", outcome="all_bad")]
    first, second = standings(votes)
    assert (first.name, first.rate, second.rate) == ("a", 0.875, 0.125)
    assert (first.ties, first.all_bad, second.losses) == (1, 1, 3)
    assert first.strength is None


def test_a_vote_over_three_panes_counts_as_the_winners_pairs() -> None:
    """The winner beat each other; the others did not meet."""
    (winner, *others) = standings([cast("b", "a", "b", "c")])
    assert (winner.name, winner.wins) == ("b", 2)
    assert [(one.losses, one.wins) for one in others] == [(1, 0), (1, 0)]


def test_a_vote_over_four_panes_is_one_observation() -> None:
    """Its interval is that of one vote, not of three pairs."""
    (winner, *_) = standings([cast("a", "a", "b", "c", "d")])
    assert (winner.rate, winner.wins) == (1.0, 3)
    assert (winner.rate_low, winner.rate_high) == wilson(1, 1)


def test_strengths_of_votes_over_several_are_those_of_choices() -> None:
    """Simulated choices out of four give back the true strengths; ties of all say that all are alike."""
    true = np.array([0.8, 0.2, -0.3, -0.7])
    names = ("a", "b", "c", "d")
    drawn = np.random.default_rng(1).multinomial(2_000, np.exp(true) / np.exp(true).sum())
    found = luce({(names, name): float(count) for name, count in zip(names, drawn, strict=True)})
    for name, strength in zip(names, true, strict=True):
        assert abs(found[name][0] - strength) < 3 * found[name][1]
    pairs = {((name, other), name): 500.0 for name in names for other in names if name != other}
    assert found["a"][1] > luce(pairs)["a"][1]
    assert [value for value, _ in luce({(names, None): 50.0}).values()] == pytest.approx([0] * 4, abs=1e-6)


def test_strengths_appear_once_there_are_enough_votes() -> None:
    """From then on each connection has a strength inside its interval, and the strengths are centred."""
    votes = [cast("a", "a", "b")] * 8 + [cast("b", "a", "b")] * 4
    assert len(votes) >= ENOUGH_VOTES
    found = standings(votes)
    assert sum(one.strength or 0 for one in found) == pytest.approx(0)
    for one in found:
        assert one.strength_low is not None
        assert one.strength is not None
        assert one.strength_high is not None
        assert one.strength_low < one.strength < one.strength_high


def test_strengths_are_recovered_from_simulated_votes() -> None:
    """With many votes the fitted differences come close to the true ones and lie inside their intervals."""
    true = {"a": 1.0, "b": 0.0, "c": -1.0}
    generator = np.random.default_rng(7)
    choices: dict[VoteChoice, float] = {}
    for first, second in (("a", "b"), ("b", "c"), ("a", "c")):
        share = 1 / (1 + np.exp(true[second] - true[first]))
        won = int(generator.binomial(600, share))
        choices[(first, second), first], choices[(first, second), second] = float(won), float(600 - won)
    found = luce(choices)
    for name, strength in true.items():
        assert found[name][0] == pytest.approx(strength, abs=0.2)
        assert abs(found[name][0] - strength) < 3 * found[name][1]


def test_a_clean_sweep_stays_finite() -> None:
    """A connection that won every vote has a finite strength with an honest interval."""
    found = luce({(("a", "b"), "a"): 20.0})
    assert 1 < found["a"][0] < 6
    assert np.isfinite(found["a"][1])


def test_votes_on_the_repetitions_of_one_prompt_are_one_observation() -> None:
    """Three votes on one prompt move rate and interval as one does, and do not make up enough for strengths."""
    one = [cast("a", "a", "b"), cast("b", "a", "b")]
    payload = json.dumps({"connections": ["a", "b"], "of": "first"})
    thrice = [replace(cast("a", "a", "b"), payload=payload)] * 3 + [cast("b", "a", "b")]
    (first, second), (again, other) = standings(one), standings(thrice)
    assert (first.rate, first.rate_low, first.rate_high) == (again.rate, again.rate_low, again.rate_high)
    assert (again.wins, other.wins) == (3, 1)
    assert (first.wins, second.wins) == (1, 1)
    many = [replace(cast("a", "a", "b"), payload=payload)] * 12
    assert standings(many)[0].strength is None
