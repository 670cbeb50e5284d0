"""What a criterion is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.decision.criteria.criterion import OBJECTIVES, TUKEY, Z_REACH, fact_of, hundred_points
from advisor.decision.criteria.registry import CRITERIA
from advisor.decision.criteria.value_functions import ValueFunction

SCALE = ValueFunction(0.0, 100.0)
EVERY = list(CRITERIA.values())


@pytest.mark.parametrize("criterion", EVERY, ids=[one.id for one in EVERY])
def test_a_criterion_has_points_or_a_figure_of_the_plan(criterion: Any) -> None:
    """One of the two; its place in the value tree is one of four."""
    assert (criterion.points is None) != (criterion.measure is None)
    assert criterion.objective in OBJECTIVES
    assert 0 <= criterion.usual <= 5


def test_no_fact_counts_in_two_criteria() -> None:
    """It would be weighed twice."""
    read = [fact for one in EVERY for fact in one.reads]
    assert len(read) == len(set(read))


def test_a_mean_over_three_points_sums_to_one() -> None:
    """The weights of the median and both ends (Keefer and Bodily)."""
    assert TUKEY[0] + 2 * TUKEY[1] == pytest.approx(1.0)
    assert Z_REACH == 2.0


def test_what_nobody_knows_has_no_value_whichever_mean_is_taken() -> None:
    """NaN stays NaN; ends that are unknown are the middle."""
    numbers = np.array([[50.0, 40.0, 60.0], [np.nan, np.nan, np.nan], [50.0, np.nan, np.nan]])
    for criterion in EVERY:
        values = criterion.mean_value(SCALE, numbers)
        assert np.isnan(values[1])
        assert values[0] == pytest.approx(0.5, abs=0.05)
    ends = next(one for one in EVERY if one.mean == "ends")
    assert ends.mean_value(SCALE, numbers)[2] == pytest.approx(0.5)


def test_facts_of_one_key_and_subject_are_one(kit: Any) -> None:
    """Whatever hangs on them moves together."""
    assert fact_of("unknown", "p", "policy", "fact.x").label == "fact.x p"
    assert fact_of("unknown", "p", "policy", "fact.x") != fact_of("unknown", "q", "policy", "fact.x")
    answers = kit.answers()
    anchors = hundred_points(answers, answers.use_cases[0], {})
    assert (anchors.scale, anchors.reason.key) == (SCALE, "anchors.points")
