"""Assumptions: switched off, changed, and refused where they are unknown."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.errors import InputError
from advisor.hosting.assumptions import assumptions_of
from tests.hosting.conftest import LLAMA, Planner


def test_a_component_can_be_switched_off(catalog: Catalog, planner: Planner) -> None:
    """Without staff the cost falls by what staff costs."""
    plain = planner(LLAMA)
    without = planner(LLAMA, assume=assumptions_of(catalog, switched={"staff_usd_per_year": False}))
    row = len(plain.offer_rows)
    assert plain.components(row)["staff"][0, 0] > 0
    assert without.components(row)["staff"][0, 0] == 0


def test_an_unknown_component_is_refused(catalog: Catalog) -> None:
    """The message lists the known ones."""
    with pytest.raises(InputError, match="retries"):
        assumptions_of(catalog)("coffee")
