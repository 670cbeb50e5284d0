"""A judge against a person, by published figures."""

from __future__ import annotations

import pytest

from advisor.trials.evaluation.kinds.agreement import agreement


def pairs(both: int, judge_alone: int, person_alone: int, neither: int) -> list[tuple[float, float]]:
    """So many answers that both pass, that one alone does, and that neither does."""
    return [(1, 1)] * both + [(0.75, 0)] * judge_alone + [(0.25, 1)] * person_alone + [(0, 0)] * neither


def test_kappa_of_the_published_example() -> None:
    """Cohen's kappa of 20, 5, 10, 15 is 0.4: observed 0.70, by chance 0.50."""
    found = agreement(pairs(20, 5, 10, 15))
    assert found is not None
    assert (found.count, found.agreed, found.share) == (50, 35, 0.7)
    assert found.kappa == pytest.approx(0.4)
    assert found.kappa_low == pytest.approx(0.4 - 1.96 * 0.1282, abs=0.01)
    assert found.kappa_high == pytest.approx(0.4 + 1.96 * 0.1282, abs=0.01)
    assert found.low < 0.7 < found.high


def test_more_marks_are_wanted_until_the_share_is_known() -> None:
    """To within ten per cent."""
    few, many = agreement(pairs(4, 1, 1, 4)), agreement(pairs(80, 10, 10, 60))
    assert few is not None
    assert many is not None
    assert few.more == 52
    assert many.more == 0


def test_where_one_says_the_same_of_all_chance_cannot_be_taken_out() -> None:
    """There is a share and no kappa."""
    found = agreement(pairs(9, 0, 1, 0))
    assert found is not None
    assert (found.share, found.kappa) == (0.9, None)
    assert agreement([]) is None


def test_chance_alone_is_no_agreement() -> None:
    """Half and half, independent: kappa 0."""
    found = agreement(pairs(25, 25, 25, 25))
    assert found is not None
    assert found.kappa == pytest.approx(0.0)
