"""Metrics against marks made by hand: what a person calls right, they call right."""

from __future__ import annotations

import pytest
from trials.evaluation.marked_pairs import CONTAINS, EXACT, FIELDS, JUDGES, NUMERIC, Pairs

from advisor.trials.evaluation.metrics import Metric, MetricKind, judged, score

LEAST = 0.98


def test_there_are_at_least_two_hundred() -> None:
    """Fewer would say little."""
    assert sum(map(len, (NUMERIC, EXACT, CONTAINS, FIELDS, JUDGES))) >= 200


@pytest.mark.parametrize(("kind", "pairs"), [("numeric", NUMERIC), ("exact", EXACT), ("contains", CONTAINS)])
def test_right_and_wrong_are_told_apart(kind: MetricKind, pairs: Pairs) -> None:
    """At least 98 of 100; those that are not are named."""
    found = [
        (answer, wanted) for answer, wanted, right in pairs if (score(Metric(kind=kind), answer, wanted) == 1) != right
    ]
    assert len(found) <= (1 - LEAST) * len(pairs), found


def test_fields_are_compared_by_type_and_value() -> None:
    """The share of the reference's fields that are right."""
    metric = Metric(kind="json_fields")
    found = [(answer, wanted) for answer, wanted, share in FIELDS if score(metric, answer, wanted) != share]
    assert len(found) <= (1 - LEAST) * len(FIELDS), found


def test_a_judges_grade_is_its_last_word() -> None:
    """However often it repeats the scale."""
    found = [
        (reply, judged(reply))
        for reply, grade in JUDGES
        if judged(reply) != (None if grade is None else pytest.approx((grade - 1) / 4))
    ]
    assert len(found) <= (1 - LEAST) * len(JUDGES), found
