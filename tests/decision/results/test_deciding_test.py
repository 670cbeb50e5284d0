"""The test that decides: one number of prompts for one pair of models."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.results.deciding_test import FEWEST, MOST, prompts_between, prompts_for_difference


def test_prompts_against_published_values() -> None:
    """Connor (1987): a difference of 0.1 at 30% disagreement needs 234 pairs at 80% power."""
    assert prompts_for_difference(0.1, disagreement=0.3) == pytest.approx(234, abs=2)
    assert prompts_for_difference(0.05) > prompts_for_difference(0.1)
    with pytest.raises(ValueError, match="disagreement"):
        prompts_for_difference(0.5, disagreement=0.3)


def test_a_pair_has_one_number_whoever_is_named_first(kit: Any) -> None:
    """And it is one that somebody could run."""
    models = [kit.model("one"), kit.model("two")]
    offers = [kit.offer(item.model_id, "p") for item in models]
    abilities = {item.model_id: 50.0 for item in models}
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(item) for item in offers], cost=[100.0, 100.0])
    ranked = rank(prepare(kit.answers(), catalog, plans=plans), samples=1)
    assert prompts_between(ranked, 0, 1) == prompts_between(ranked, 1, 0)
    assert FEWEST <= prompts_between(ranked, 0, 1) <= MOST
