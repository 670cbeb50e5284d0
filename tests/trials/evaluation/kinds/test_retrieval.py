"""Retrieval against the textbook, and the share of an answer that stands in its passages."""

from __future__ import annotations

import pytest

from advisor.trials.evaluation.kinds.retrieval import (
    Passages,
    listed_sources,
    overlap,
    precision_at,
    recall_at,
)
from advisor.trials.evaluation.metrics import Metric, score

# Manning, Raghavan and Schütze (2008), section 8.4: of ten retrieved, relevant at ranks 1, 3, 5 and 10, of six in all.
RETRIEVED = tuple("abcdefghij")
RELEVANT = ("a", "c", "e", "j", "x", "y")


@pytest.mark.parametrize(("first", "precision", "recall"), [(1, 1, 1 / 6), (5, 3 / 5, 3 / 6), (10, 4 / 10, 4 / 6)])
def test_precision_and_recall_among_the_first(first: int, precision: float, recall: float) -> None:
    """Counted by hand."""
    assert precision_at(RETRIEVED, RELEVANT, first=first) == pytest.approx(precision)
    assert recall_at(RETRIEVED, RELEVANT, first=first) == pytest.approx(recall)


def test_edges_of_retrieval() -> None:
    """Nothing found is 0, nothing known to be relevant says nothing, a passage twice counts once."""
    assert precision_at((), RELEVANT, first=5) == recall_at((), RELEVANT, first=5) == 0.0
    assert precision_at(RETRIEVED, (), first=5) is None
    assert recall_at(RETRIEVED, (), first=5) is None
    assert precision_at(("a", "A ", "b"), ("a",), first=5) == 0.5


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ('["a", "b"]', ("a", "b")),
        ('{"answer": "Yes", "sources": ["a", {"id": "b"}, 3]}', ("a", "b", "3")),
        ('```json\n{"retrieved": ["a"]}\n```', ("a",)),
        ('{"answer": "Yes"}', None),
        ("Yes [1]", None),
        ("3", None),
    ],
)
def test_sources_that_an_answer_lists(answer: str, wanted: tuple[str, ...] | None) -> None:
    """In JSON, as ids; prose lists none."""
    assert listed_sources(answer) == wanted


def test_what_a_model_lists_counts_before_what_it_was_given() -> None:
    """A system that searches itself is measured by what it found."""
    metric, given = Metric(kind="context_precision", first=2), Passages(("a", "b"), ("b", "c"))
    assert score(metric, "prose", "", given=given) == 0.5
    assert score(metric, '{"sources": ["b", "c"]}', "", given=given) == 1.0
    assert score(Metric(kind="context_recall", first=2), "prose", "", given=given) == 0.5
    assert score(metric, "prose", "") is None


def test_overlap_is_of_words_alone() -> None:
    """A made-up figure is seen, a wrong claim made of the right words is not: the metric is named for what it does."""
    passages = ("Employees have thirty days of leave.", "Ten days may be carried over.")
    assert overlap("Employees have thirty days of leave", passages) == 1.0
    assert overlap("Employees have forty-two days of leave", passages) == pytest.approx(4 / 5)
    assert overlap("Leave employees thirty carried days", passages) == 1.0
    assert overlap("42", ("41",)) == 0.0
    assert overlap("東京", ("東京都",)) == 1.0
    assert overlap("is it so", passages) is None
    assert overlap("Employees", ()) is None
