"""Bars of a bill: every component is of a kind, and the kinds add up to the plan."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from advisor.ui.charts.colours import COST_KIND_COLOURS
from advisor.ui.charts.hosting import COST_KINDS, break_even_chart, cost_chart
from advisor.words.sentences import SENTENCES

COMPONENTS = sorted(key.removeprefix("component.") for key in SENTENCES if key.startswith("component."))


def test_every_component_of_a_bill_is_of_one_kind_with_a_colour() -> None:
    """A new line of the bill says where it is drawn."""
    listed = [line for _, lines in COST_KINDS.values() for line in lines]
    assert sorted(listed) == COMPONENTS
    assert set(COST_KINDS) == set(COST_KIND_COLOURS)


def test_the_bars_of_a_plan_add_up_to_its_lines() -> None:
    """What is small in every plan is one bar, and nothing is left out."""
    lines = {"staff": 500.0, "input_tokens": 300.0, "egress": 4.0, "electricity": 3.0, "contingency": -20.0}
    parts = pd.DataFrame([{"plan": "A", "key": key, "cost": cost} for key, cost in lines.items()])
    totals = pd.DataFrame([{"plan": "A", "p10": 600.0, "p50": 787.0, "p90": 900.0}])
    figure = cost_chart(parts, totals, currency="EUR")
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert sum(float(bar.x[0]) for bar in bars) == pytest.approx(sum(lines.values()))
    assert len(bars) == 3
    assert "787 EUR" in figure.layout.title.text.replace("\u00a0", " ")


def test_a_range_crosses_no_number_of_its_bar() -> None:
    """Bars stand over the line of their range, which is drawn in the middle of the row."""
    parts = pd.DataFrame([{"plan": "A", "key": "staff", "cost": 500.0}])
    totals = pd.DataFrame([{"plan": "A", "p10": 100.0, "p50": 500.0, "p90": 900.0}])
    bars = [trace for trace in cost_chart(parts, totals, currency="EUR").data if trace.type == "bar"]
    assert bars
    assert all(bar.offset + bar.width < 0 for bar in bars)


def test_labels_of_the_break_even_stand_on_storeys_of_their_own() -> None:
    """However near their volumes are: on a phone one is as wide as the drawing, which it never widens."""
    volumes = np.geomspace(1e4, 1e8, 9)
    curve = pd.DataFrame({"p10": volumes / 2, "p50": volumes, "p90": volumes * 2})
    figure = break_even_chart(
        volumes,
        {"A": curve},
        here=1e6,
        meetings=[(1.1e6, "over 1,100,000: A"), (2e7, "over 20,000,000: A")],
        currency="EUR",
    )
    heights = [note.y for note in figure.layout.annotations]
    assert len(heights) == len(set(heights)) == 3
    assert list(figure.layout.xaxis.range) == pytest.approx([4, 8])
    assert [note.xanchor for note in figure.layout.annotations] == ["left", "right", "right"]
