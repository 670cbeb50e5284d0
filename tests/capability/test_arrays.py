"""The arrays of the stitching model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from advisor.capability.arrays import Scores, board_uncertainty, noise_variance, replaced
from advisor.capability.stitching import fit

Simulated = Callable[..., tuple[Scores, np.ndarray, np.ndarray]]


def test_chosen_scores_keep_their_models_boards_and_groups(simulated: Simulated) -> None:
    """Only the scores are fewer: numbers of models and boards mean the same before and after."""
    scores, _, _ = simulated(models=20)
    chosen = np.arange(scores.y.size) % 3 == 0
    kept = scores.keep(chosen)
    assert kept.y.tolist() == scores.y[chosen].tolist()
    assert (kept.models, kept.boards, kept.capabilities) == (scores.models, scores.boards, scores.capabilities)
    assert kept.group.tolist() == scores.group[chosen].tolist()


def test_a_score_that_its_vendor_reports_is_noisier(simulated: Simulated) -> None:
    """By the extra spread of such scores, on the same board."""
    scores, _, _ = simulated(models=30)
    parameters = replaced(fit(scores).parameters, self_report_variance=0.2)
    claimed = replace(scores, self_reported=np.ones_like(scores.y))
    assert noise_variance(claimed, parameters) - noise_variance(scores, parameters) == pytest.approx(0.2)


def test_far_from_a_boards_middle_its_own_curve_is_less_sure(simulated: Simulated) -> None:
    """The slope's variance counts with the square of the level."""
    scores, _, _ = simulated(models=30)
    parameters = fit(scores).parameters
    covariance = np.zeros_like(parameters.board_covariance)
    covariance[:, 1, 1] = 0.01
    parameters = replaced(parameters, board_covariance=covariance)
    assert board_uncertainty(scores, parameters, np.full(scores.y.size, 3.0)) == pytest.approx(0.09)
