"""Points on constructed scales: what is sure, what is open, and the facts behind them."""

from __future__ import annotations

from advisor.decision.criteria.points import Points, added, scored
from advisor.units import told


def test_half_of_what_is_unknown_counts() -> None:
    """Missing facts widen the interval and never count as zero."""
    points = Points(40.0, unknown=30.0)
    assert (points.low, points.middle, points.high) == (40.0, 55.0, 70.0)


def test_a_judgement_is_off_either_way_within_the_scale() -> None:
    """The spread ends at nothing and at everything."""
    assert (Points(5.0, spread=10.0).low, Points(5.0, spread=10.0).high) == (0.0, 15.0)
    assert Points(95.0, spread=10.0).high == 100.0


def test_parts_add_up_and_tell_what_is_open() -> None:
    """A part is sure or open; the sum ends at 100."""
    points = added([(60.0, 0.0, "a"), (50.0, 0.0, "b"), (0.0, 20.0, "c")])
    assert (points.sure, points.unknown) == (100.0, 20.0)
    assert [fact.key for fact in points.facts()] == ["scored.more", "scored.more", "scored.open"]
    assert [fact.values["points"].value for fact in points.facts()] == [60.0, 50.0, 20.0]  # type: ignore[union-attr]


def test_facts_are_told_only_when_somebody_asks() -> None:
    """Thousands of alternatives are scored for every few whose points are shown."""
    asked: list[str] = []

    def facts() -> tuple[()]:
        asked.append("told")
        return ()

    points = Points(10.0, facts=facts)
    assert (points.middle, asked) == (10.0, [])
    points.facts()
    assert asked == ["told"]


def test_a_fact_names_its_points() -> None:
    """The fact and what it brings."""
    assert scored("open", 25.0) == told("scored", fact=told("scale.open"), points=("number", 25.0))
