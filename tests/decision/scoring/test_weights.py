"""Weights: derived with reasons, by swing, by pairs, by order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.catalog.load import shipped_judgements
from advisor.decision.criteria.registry import CRITERIA, criteria_for
from advisor.decision.scoring.weights import (
    derive_weights,
    judgement_matrix,
    objective_points,
    pairwise_weights,
    rank_order_centroid,
    swing_weights,
)
from advisor.words.tell import recorded

JUDGED = {row.judgement: row.value for row in shipped_judgements()}


def test_derived_weights_sum_to_one_and_say_why(kit: Any) -> None:
    """Every criterion has a weight and a reason."""
    answers = kit.answers()
    derived = derive_weights(answers, answers.use_cases[0], JUDGED)
    assert tuple(derived) == tuple(one.id for one in criteria_for(answers))
    assert sum(item.weight for item in derived.values()) == pytest.approx(1.0)
    assert all(item.reason for item in derived.values())


def test_sensitive_data_raises_data_control_and_names_the_reason(kit: Any) -> None:
    """Restricted health data weighs data control more than internal data does."""
    plain, secret = kit.answers(), kit.answers(data={"classification": "restricted", "health_data": True})
    before = derive_weights(plain, plain.use_cases[0], JUDGED)["data_control"]
    after = derive_weights(secret, secret.use_cases[0], JUDGED)["data_control"]
    assert after.weight > before.weight
    assert "the data is restricted" in recorded(after.reason)


def test_a_stated_priority_moves_its_weight_by_a_factor_for_every_step(kit: Any) -> None:
    """One step above the usual importance multiplies a criterion's weight against the others; zero takes it out."""
    plain = kit.answers()
    usual = derive_weights(plain, plain.use_cases[0], JUDGED)
    steps = CRITERIA["fitness"].usual
    answers = kit.answers(priorities={"fitness": steps + 1, "cost": CRITERIA["cost"].usual, "energy": 0})
    derived = derive_weights(answers, answers.use_cases[0], JUDGED)
    before = usual["fitness"].weight / usual["cost"].weight
    assert derived["fitness"].weight / derived["cost"].weight == pytest.approx(JUDGED["priority-step"] * before)
    assert derived["energy"].weight == 0
    assert derived["fitness"].importance == CRITERIA["fitness"].usual + 1


@pytest.mark.parametrize(
    ("change", "objective"),
    [
        ({"data": {"classification": "confidential"}}, "control"),
        ({"hosting": {"operations_skills": "none"}}, "effort"),
        ({"use_cases": [{"task": "chat_assistant", "workload": {"requests_per_day": 2_000_000}}]}, "money"),
    ],
)
def test_what_the_answers_say_moves_points_to_one_objective(kit: Any, change: dict[str, Any], objective: str) -> None:
    """Sensitive data to control, missing skills to effort, a large volume to money: each with its reason."""
    plain, moved = kit.answers(), kit.answers(**change)
    before, _ = objective_points(plain, plain.use_cases[0], JUDGED)
    after, why = objective_points(moved, moved.use_cases[0], JUDGED)
    assert sum(after.values()) == pytest.approx(100)
    assert after[objective] > before[objective]
    assert [name for name, reasons in why.items() if reasons] == [objective]
    assert all(after[name] < before[name] for name in after if name != objective)


def test_customisation_weighs_only_where_it_is_wanted(kit: Any) -> None:
    """Nobody pays for what the answers do not ask for."""
    plain, wanted = kit.answers(), kit.answers(customisation={"fine_tuning": "required"})
    assert derive_weights(plain, plain.use_cases[0], JUDGED)["customisation"].weight == 0
    assert derive_weights(wanted, wanted.use_cases[0], JUDGED)["customisation"].weight > 0


def test_weights_set_by_hand_replace_everything(kit: Any) -> None:
    """Own weights are normalised and used as they are."""
    answers = kit.answers(weights={"fitness": 3, "cost": 1}, priorities={"energy": 5})
    derived = derive_weights(answers, answers.use_cases[0], JUDGED)
    assert derived["fitness"].weight == 0.75
    assert derived["energy"].weight == 0.0


def test_all_priorities_zero_gives_equal_weights(kit: Any) -> None:
    """Ignoring everything means ignoring nothing in particular."""
    answers = kit.answers(priorities=dict.fromkeys(CRITERIA, 0))
    derived = derive_weights(answers, answers.use_cases[0], JUDGED)
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
