"""Patterns, schemas, calls and graded metrics against marks made by hand."""

from __future__ import annotations

import pytest
from trials.evaluation.marked_forms import CALLS, CHRF, REGEX, ROUGE, SCHEMA, Triple

from advisor.trials.evaluation.metrics import Metric, MetricKind, score

LEAST = 0.98


def test_there_are_enough_of_each() -> None:
    """One that is read wrong may not hide."""
    assert all(len(marked) >= 35 for marked in (REGEX, SCHEMA, CALLS, ROUGE, CHRF))


def test_patterns_match_what_a_person_says_they_match() -> None:
    """The pattern decides, not the metric: anchors, flags and scripts as the pattern has them."""
    found = [
        (pattern, answer)
        for pattern, answer, right in REGEX
        if (score(Metric(kind="regex", pattern=pattern), answer, "") == 1) != right
    ]
    assert len(found) <= (1 - LEAST) * len(REGEX), found


def test_answers_fit_a_schema_where_a_person_says_so() -> None:
    """JSON alone, also in a code fence; no prose around it."""
    found = [
        (schema, answer)
        for schema, answer, right in SCHEMA
        if (score(Metric(kind="json_schema", json_schema=schema), answer, "") == 1) != right
    ]
    assert len(found) <= (1 - LEAST) * len(SCHEMA), found


def test_calls_are_scored_as_a_person_does() -> None:
    """Name first, then the arguments; what is too much counts against it."""
    metric = Metric(kind="tool_call")
    found = [
        (answer, wanted, score(metric, answer, wanted))
        for answer, wanted, worth in CALLS
        if score(metric, answer, wanted) != pytest.approx(worth)
    ]
    assert len(found) <= (1 - LEAST) * len(CALLS), found


@pytest.mark.parametrize(("kind", "triples"), [("rouge_l", ROUGE), ("chrf", CHRF)])
def test_the_better_answer_scores_more(kind: MetricKind, triples: tuple[Triple, ...]) -> None:
    """Graded metrics put answers in the order of a person."""
    metric = Metric(kind=kind)
    found = [
        (better, worse)
        for reference, better, worse in triples
        if (score(metric, better, reference) or 0) <= (score(metric, worse, reference) or 0)
    ]
    assert len(found) <= (1 - LEAST) * len(triples), found
