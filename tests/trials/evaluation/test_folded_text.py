"""Texts that say the same fold to the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.trials.evaluation.folded_text import folded, holds, words


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """Nor does a text hold less than itself."""
    once = folded(text)
    assert folded(once) == once
    assert holds(once, once)


def test_scripts_without_spaces_have_words() -> None:
    """One per character, so that texts of them can be compared."""
    assert words("東京 is nice") == ["東", "京", "is", "nice"]
    assert len(words("กรุงเทพ")) > 1
