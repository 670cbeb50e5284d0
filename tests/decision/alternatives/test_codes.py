"""Codes by first appearance, against plain Python."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from advisor.decision.alternatives.codes import by_first


@given(st.lists(st.integers(0, 30), max_size=60))
def test_codes_are_numbered_by_first_appearance(codes: list[int]) -> None:
    """Whatever they were before; and the first of each is where it appears first."""
    number, firsts = by_first(np.array(codes, dtype=np.int64))
    met = list(dict.fromkeys(codes))
    assert number.tolist() == [met.index(code) for code in codes]
    assert firsts == [codes.index(code) for code in met]
