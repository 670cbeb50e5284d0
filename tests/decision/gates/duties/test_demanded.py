"""Which certificates the law of a decision asks for, and what is said where nobody records them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.gates.duties.demanded import certificates_by_law, holds

HOSPITAL = {"data": {"health_data": True, "jurisdictions": ["DE"]}, "governance": {"sector": "health"}}


@pytest.mark.parametrize(
    ("condition", "held"), [("a;b|c", True), ("a;!b", True), ("!a", False), ("b", False), (None, False)]
)
def test_a_condition_holds_where_every_group_has_one_of_its_facts(condition: str | None, *, held: bool) -> None:
    """With a mark before it a fact must be absent; no condition never holds."""
    assert holds(condition, frozenset({"a", "c"})) is held


@pytest.mark.parametrize(
    ("given", "day", "needed"),
    [
        (HOSPITAL, date(2026, 11, 1), ("c5",)),
        (HOSPITAL, date(2025, 6, 30), ()),  # not in force yet
        ({**HOSPITAL, "data": {"health_data": True, "jurisdictions": ["FR"]}}, date(2026, 11, 1), ()),
        ({}, date(2026, 11, 1), ()),
    ],
    ids=["German hospital", "before its day", "French hospital", "nobody"],
)
def test_a_duty_in_force_names_its_certificate(
    kit: Any, catalog: Catalog, given: dict[str, Any], day: date, needed: tuple[str, ...]
) -> None:
    """Section 393 of the German social code asks for C5 from July 2025 on."""
    answers = kit.answers(**given)
    assert certificates_by_law(catalog.governance_rules, answers, answers.use_cases[0], day) == needed
