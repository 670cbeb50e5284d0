"""Comparing answers: word differences, blind mode, votes."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.trials.measures.votes import ENOUGH_VOTES, Choice, luce, standings, wilson
from advisor.trials.playground.blind import label, masked, order, revealed
from advisor.trials.playground.word_difference import word_difference
from advisor.trials.records import Connection, embedded_connection


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_difference_gives_back_both_texts(first: str, second: str) -> None:
    """What is not added is the first text, what is not removed the second."""
    found = word_difference(first, second)
    assert "".join(piece.text for piece in found.pieces if piece.change != "added") == first
    assert "".join(piece.text for piece in found.pieces if piece.change != "removed") == second


def test_a_changed_word_is_one_change() -> None:
    """Only the word that differs is marked."""
    found = word_difference("The cat sat.", "The dog sat.")
    assert [(piece.change, piece.text) for piece in found.pieces] == [
        ("same", "The "),
        ("removed", "cat"),
        ("added", "dog"),
        ("same", " sat."),
    ]


def test_long_answers_are_compared_in_part() -> None:
    """A very long answer is cut, and that is said."""
    assert word_difference("word " * 9000, "word " * 9000).cut


@given(st.integers(min_value=2, max_value=6), st.text(min_size=1))
def test_the_order_is_a_permutation_that_a_reload_repeats(count: int, seed: str) -> None:
    """Every pane appears once, and the same trial always in the same order."""
    found = order(count, seed=seed)
    assert sorted(found) == list(range(count))
    assert order(count, seed=seed) == found


def test_the_order_differs_between_trials() -> None:
    """Pane 1 is not always Answer A."""
    assert len({order(3, seed=str(number)) for number in range(60)}) == 6


def test_the_reveal_names_every_answer() -> None:
    """Each neutral name leads back to its connection."""
    connections = [embedded_connection().model_copy(update={"name": name}) for name in ("x", "y")]
    assert revealed((1, 0), connections) == {"Answer A": "y", "Answer B": "x"}
    assert label(2) == "Answer C"


GIVEAWAYS = [
    "I am Claude 3.5 Sonnet, made by Anthropic.",
    "As ChatGPT I cannot do that.",
    "I'm GPT-4o.",
    "This is Qwen2.5-72B-Instruct speaking",
    "I was built by OpenAI",
    "my name is Zorblax 7B",
    "GEMINI can help",
    "call me Hal",
    "trained by Meta as Llama 3.3 70B",
    "house-model-9000 at your service",
    "I run as bank-prod",
]


@pytest.mark.parametrize("text", GIVEAWAYS)
def test_self_identifying_names_are_masked(text: str) -> None:
    """Names of makers and models, of the connection and 'my name is' are masked."""
    connection = Connection(name="bank-prod", base_url="https://x/v1", model="vendor/house-model-9000")
    found = masked(text, [connection])
    assert "█" in found
    for giveaway in (
        "Claude",
        "Sonnet",
        "Anthropic",
        "GPT",
        "Qwen",
        "OpenAI",
        "Zorblax",
        "GEMINI",
        "Hal",
        "Meta",
        "Llama",
    ):
        assert giveaway not in found
    assert "house-model" not in found
    assert "bank-prod" not in found


@pytest.mark.parametrize(
    "text", ["The nova exploded; the Titan orbits Saturn.", "I am an assistant.", "A solar meta-study"]
)
def test_ordinary_words_stay(text: str) -> None:
    """Words that are also names of models stay where they are ordinary words."""
    assert masked(text, [embedded_connection()]) == text


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
    choices: dict[Choice, float] = {}
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
