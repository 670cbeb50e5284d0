"""The published scale: reference models sit at 40 and 70 points."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.capability.scale import REFERENCES, scale_of


def test_the_reference_models_of_each_side_average_40_and_70_points() -> None:
    """The mean ability of the low references gets 40 points, that of the high ones 70."""
    low, high = REFERENCES["language"]
    names = [*low, *high]
    ability = np.array([-0.4, -0.2, 0.0, 0.2, 0.9, 1.0, 1.1, 1.2])
    scale = scale_of("language", names, ability, np.ones(8))
    assert scale.points(float(ability[:4].mean())) == pytest.approx(40)
    assert scale.points(float(ability[4:].mean())) == pytest.approx(70)


def test_a_reference_model_without_scores_does_not_fix_the_scale() -> None:
    """Only scored reference models count and are named."""
    low, high = REFERENCES["language"]
    names = [*low, *high]
    scored = np.array([1, 0, 1, 1, 1, 1, 1, 0])
    scale = scale_of("language", names, np.linspace(-1, 1, 8), scored.astype(float))
    assert scale.low_models == (low[0], low[2], low[3])
    assert scale.high_models == high[:3]


def test_without_reference_models_the_mean_model_gets_40_points() -> None:
    """A catalog of strangers is scaled on its own spread."""
    scale = scale_of("language", ["v/a", "v/b"], np.array([1.0, 5.0]), np.ones(2))
    assert (scale.low_models, scale.high_models) == ((), ())
    assert (scale.points(3.0), scale.points(6.0)) == (pytest.approx(40), pytest.approx(70))


def test_a_vague_high_ability_is_worth_less_than_a_sure_one() -> None:
    """The mean over a wide interval lies nearer the middle, and its error is larger."""
    scale = scale_of("language", ["v/a", "v/b"], np.array([-1.0, 1.0]), np.ones(2))
    sure, vague = scale.with_error(3.0, 0.1), scale.with_error(3.0, 2.0)
    assert 50 < vague[0] < sure[0]
    assert vague[1] > sure[1]


def test_a_small_error_is_carried_by_the_slope_of_the_curve() -> None:
    """For small errors the error in points is the derivative times the error."""
    scale = scale_of("language", ["v/a", "v/b"], np.array([-1.0, 1.0]), np.ones(2))
    _, error = scale.with_error(0.5, 0.01)
    assert error == pytest.approx((scale.points(0.51) - scale.points(0.49)) / 2, rel=1e-3)
