"""What another answer would move, as a sentence: the choice, the money, or neither."""

from __future__ import annotations

import math

import pytest

from advisor.decision.results.changes.other_answers import Effect, Outcome, Tried
from advisor.questionnaire.answers import BudgetAnswers
from advisor.words.language import words_in
from advisor.words.unsaid import effect_text, moves

NOW = Outcome("a/one", 100.0)


@pytest.mark.parametrize(
    ("then", "told", "moving"),
    [
        (
            Outcome("a/one", 300.0),
            "*How long the texts are* would move the cost between 100 USD and 300 USD a month; the choice stays.",
            True,
        ),
        (
            Outcome("b/two", 100.0),
            "*How long the texts are*: with texts three times as long it would be b/two, about 100 USD a month.",
            True,
        ),
        (Outcome(None, math.inf), "*How long the texts are*: with texts three times as long nothing would fit.", True),
        (
            Outcome("a/one", 101.0),
            "*How long the texts are* would move neither the choice nor its cost, as far as tried.",
            False,
        ),
    ],
)
def test_what_moves_is_told(then: Outcome, told: str, *, moving: bool) -> None:
    """Costs that differ by less than a twentieth are the same."""
    effect = Effect("length", NOW, (Tried("longer", then),))
    text = effect_text(effect, BudgetAnswers(), words_in("en"), model_name=str, set_off="*{}*".format)
    assert (text, moves(effect)) == (told, moving)
