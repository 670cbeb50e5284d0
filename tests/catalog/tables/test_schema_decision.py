"""Rows of judgements and limits of age."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_decision import AgeLimit, Judgement


def test_a_judgement_lies_within_its_own_range(catalog: Catalog) -> None:
    """A value that somebody sets outside is refused with the range."""
    given = catalog.judgements[0].model_dump()
    outside = given | {"value": given["high"] + 1}
    with pytest.raises(ValidationError, match=f"from low {given['low']:g} to high {given['high']:g}"):
        Judgement.model_validate(outside)


def test_every_judgement_has_a_reason(catalog: Catalog) -> None:
    """Some words at the least: nobody measured it."""
    assert all(len(row.reason.split()) >= 3 for row in catalog.judgements)


def test_a_table_without_a_limit_does_not_age(catalog: Catalog) -> None:
    """Blank days are no limit; zero days would be a mistake."""
    row = catalog.age_limits[0].model_dump()
    assert AgeLimit.model_validate(row | {"days": None}).days is None
    with pytest.raises(ValidationError):
        AgeLimit.model_validate(row | {"days": 0})
