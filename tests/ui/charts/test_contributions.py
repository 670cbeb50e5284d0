"""Bars of points: what all options share is folded, and the title says what separates them."""

from __future__ import annotations

import pytest

from advisor.assessment import assess, choice_of
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.ui.charts.colours import CRITERION_COLOURS
from advisor.ui.charts.contributions import FOLDED, contributions_chart, difference_chart, differences, signed
from advisor.ui.charts.labels import apart, spread


@pytest.mark.parametrize("sample", ["eu-bank-customer-service", "marketing-images"])
def test_the_parts_of_a_bar_add_up_to_the_score(catalog: Catalog, sample: str) -> None:
    """What is folded is drawn once for all; nothing of a score is lost by it."""
    case = assess(load_sample(sample), catalog)
    items = case.recommendations[:6]
    chosen = choice_of(case)
    assert chosen is not None
    names = {item.alternative_id: item.name for item in items}
    figure = contributions_chart(items, case.criteria, names, chosen.alternative_id)
    bars = [trace for trace in figure.data if trace.type == "bar"]
    for place, item in enumerate(items):
        assert sum(bar.x[place] for bar in bars) == pytest.approx(100 * item.score, abs=0.06)
    assert sum("★" in label for label in bars[0].y) == 1
    assert chosen.model_name in figure.layout.title.text


def test_a_criterion_has_one_colour_whatever_else_is_drawn(catalog: Catalog) -> None:
    """The same part of a bar is drawn in the same colour on every page and for every decision."""
    case = assess(load_sample("eu-bank-customer-service"), catalog)
    first, other = case.recommendations[:2]
    found = [note for note, points in differences(first, other, case.criteria) if abs(points) >= FOLDED]
    figure = difference_chart(first, other, case.criteria)
    assert list(figure.data[0].marker.color)[: len(found)] == [CRITERION_COLOURS[note.criterion] for note in found]
    assert len(set(CRITERION_COLOURS.values())) == len(CRITERION_COLOURS)


def test_the_difference_of_two_scores_is_the_sum_of_the_bars(catalog: Catalog) -> None:
    """Small differences are one bar, so that nothing is left out."""
    case = assess(load_sample("eu-bank-customer-service"), catalog)
    first, other = case.recommendations[:2]
    figure = difference_chart(first, other, case.criteria)
    assert sum(figure.data[0].x) == pytest.approx(100 * (other.score - first.score), abs=0.01)


def test_a_difference_of_nothing_has_no_sign() -> None:
    """Two options with the same points are not told apart by a minus."""
    assert [signed(points) for points in (1.26, -1.26, 0.0, -0.0, -0.04)] == ["+1.3", "-1.3", "0.0", "0.0", "0.0"]


def test_labels_keep_apart() -> None:
    """No two labels nearer than the gap, none moved that had room; of two dots in one place one is named."""
    moved = spread([10.0, 10.1, 30.0], 2.0)
    assert moved[1] - moved[0] == pytest.approx(2.0)
    assert spread([1.0, 9.0], 2.0) == [1.0, 9.0]
    assert apart([(0, 0), (0.1, 0.1), (5, 5)], wide=1, high=1) == [True, False, True]
