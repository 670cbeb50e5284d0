"""Blind mode: the order of the answers, their reveal, and what would give them away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.trials.playground.blind import label, masked, order, revealed
from advisor.trials.records import Connection, embedded_connection


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
