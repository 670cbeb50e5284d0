"""Turning points: found by halving, within a thirtieth of the way, on the side where the advice is another."""

from __future__ import annotations

import pytest

from advisor.decision.results.changes.turning_points import CLOSE, turned


@pytest.mark.parametrize("edge", [0.001, 0.2, 0.7, 0.999])
def test_a_step_is_found_from_its_far_side(edge: float) -> None:
    """Where the step is, and a little beyond."""
    found = turned(lambda share: 7 if share >= edge else None)
    assert found is not None
    share, winner = found
    assert winner == 7
    assert edge <= share <= edge * (1 + 2 * CLOSE)


def test_no_step_is_none() -> None:
    """What does not turn at the end of the way is not looked for."""
    assert turned(lambda _: None) is None


def test_the_winner_is_who_is_named_at_the_turn() -> None:
    """Further along somebody else may be."""
    found = turned(lambda share: None if share < 0.5 else (1 if share < 0.8 else 2))
    assert found is not None
    assert found[1] == 1
