"""The columns of the inventory: points and controls as their sources number them."""

from __future__ import annotations

import re

from advisor.guidance.governance.inventory import INVENTORY


def test_points_and_controls_are_numbers_of_their_sources() -> None:
    """Section A has 13 points, Section C has 5; controls are of Annex A to ISO/IEC 42001, chapters 2 to 10."""
    points = {point for column in INVENTORY for point in column.ai_act}
    assert points <= {f"A({n})" for n in range(1, 14)} | {f"C({n})" for n in range(1, 6)}
    assert {f"C({n})" for n in range(1, 6)} <= points
    controls = {control for column in INVENTORY for control in column.iso_42001}
    assert all(re.fullmatch(r"A\.([2-9]|10)(\.\d){1,2}", control) for control in controls)


def test_each_column_answers_to_something() -> None:
    """No column is there for its own sake, and none twice."""
    assert all(column.ai_act or column.iso_42001 for column in INVENTORY)
    assert len({column.key for column in INVENTORY}) == len(INVENTORY)
