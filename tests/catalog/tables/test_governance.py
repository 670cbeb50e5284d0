"""Rows of governance rules."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.governance import GovernanceRule


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": None}, "source"),
        ({"checked_on": None}, "checked_on"),
        ({"applies_when": "a and b"}, "applies_when"),
        ({"who": "somebody"}, "who"),
    ],
)
def test_a_rule_without_source_day_or_condition_is_refused(
    catalog: Catalog, change: dict[str, object], said: str
) -> None:
    """A statement that nobody can check is none."""
    row = catalog.governance_rules[0].model_dump()
    with pytest.raises(ValidationError, match=said):
        GovernanceRule.model_validate(row | change)
