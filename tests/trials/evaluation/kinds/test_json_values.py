"""JSON that models write."""

from __future__ import annotations

import pytest

from advisor.trials.evaluation.kinds.json_values import alike, parsed_json


def test_a_fence_is_taken_off_and_no_more() -> None:
    """Prose around JSON makes it none, and so do words that JSON does not have."""
    assert parsed_json('```json\n{"a": 1}\n```') == {"a": 1}
    for text in ("Here: {}", "NaN", "[" * 100_000):
        with pytest.raises(ValueError, match=r"."):
            parsed_json(text)


def test_values_are_compared_by_type() -> None:
    """True is no number, texts are folded, lists keep their order."""
    assert alike({"a": "X "}, {"a": "x"})
    assert not alike(True, 1)
    assert not alike([1, 2], [2, 1])
