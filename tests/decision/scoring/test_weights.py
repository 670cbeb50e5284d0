"""Weights: derived with reasons, by swing, by pairs, by order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.decision.scoring.weights import (
    CRITERIA,
    derive_weights,
    judgement_matrix,
    pairwise_weights,
    rank_order_centroid,
    swing_weights,
)


def test_derived_weights_sum_to_one_and_say_why(kit: Any) -> None:
    """Every criterion has a weight and a reason."""
    answers = kit.answers()
    derived = derive_weights(answers, answers.use_cases[0])
    assert tuple(derived) == CRITERIA
    assert sum(item.weight for item in derived.values()) == pytest.approx(1.0)
    assert all(item.reason for item in derived.values())


def test_sensitive_data_raises_data_control_and_names_the_reason(kit: Any) -> None:
    """Restricted health data weighs data control more than internal data does."""
    plain, secret = kit.answers(), kit.answers(data={"classification": "restricted", "health_data": True})
    before = derive_weights(plain, plain.use_cases[0])["data_control"]
    after = derive_weights(secret, secret.use_cases[0])["data_control"]
    assert after.weight > before.weight
    assert "restricted" in after.reason
    assert "health data" in after.reason


def test_a_stated_priority_is_never_adjusted(kit: Any) -> None:
    """What the user states stands, whatever else the answers say; each step counts double."""
    answers = kit.answers(
        data={"classification": "restricted"}, priorities={"data_control": 1, "fitness": 2, "cost": 3}
    )
    derived = derive_weights(answers, answers.use_cases[0])
    assert derived["data_control"].importance == 1
    assert derived["fitness"].weight == pytest.approx(2 * derived["data_control"].weight)
    assert derived["cost"].weight == pytest.approx(2 * derived["fitness"].weight)


def test_weights_set_by_hand_replace_everything(kit: Any) -> None:
    """Own weights are normalised and used as they are."""
    answers = kit.answers(weights={"fitness": 3, "cost": 1}, priorities={"energy": 5})
    derived = derive_weights(answers, answers.use_cases[0])
    assert derived["fitness"].weight == 0.75
    assert derived["energy"].weight == 0.0


def test_all_priorities_zero_gives_equal_weights(kit: Any) -> None:
    """Ignoring everything means ignoring nothing in particular."""
    answers = kit.answers(priorities=dict.fromkeys(CRITERIA, 0))
    derived = derive_weights(answers, answers.use_cases[0])
    assert {round(item.weight, 9) for item in derived.values()} == {0.1}


def test_swing_points_are_normalised_and_all_zero_is_refused() -> None:
    """100 and 50 become two thirds and one third."""
    assert swing_weights({"a": 100, "b": 50}) == pytest.approx({"a": 2 / 3, "b": 1 / 3})
    with pytest.raises(ValueError, match="all 0"):
        swing_weights({"a": 0})


def test_consistent_judgements_have_ratio_zero_and_no_worst_pair() -> None:
    """A perfectly consistent matrix gives back its weights."""
    weights = np.array([0.5, 0.3, 0.2])
    found = pairwise_weights(weights[:, None] / weights[None, :])
    assert found.weights == pytest.approx(weights)
    assert found.consistency_ratio == pytest.approx(0.0, abs=1e-9)
    assert found.worst is None


def test_the_worst_pair_is_the_one_that_was_spoilt() -> None:
    """One contradictory judgement is named, with what the others imply."""
    weights = np.array([8.0, 4.0, 2.0, 1.0])
    ratios = weights[:, None] / weights[None, :]
    ratios[0, 3], ratios[3, 0] = 1 / 5, 5.0
    found = pairwise_weights(ratios)
    assert not found.acceptable
    assert found.worst is not None
    assert found.worst[:2] == (0, 3)
    assert found.worst[3] > 4 * found.worst[2]


def test_bad_judgements_are_refused() -> None:
    """A matrix that is not reciprocal is an error."""
    with pytest.raises(ValueError, match="square matrix"):
        pairwise_weights(np.array([[1.0, 2.0], [2.0, 1.0]]))
    assert judgement_matrix(2, [4])[1, 0] == 0.25


def test_rank_order_centroid_falls_and_sums_to_one() -> None:
    """The first weighs most."""
    weights = rank_order_centroid(6)
    assert weights.sum() == pytest.approx(1.0)
    assert (np.diff(weights) < 0).all()
