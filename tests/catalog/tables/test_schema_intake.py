"""Kinds of work and exchange rates: what the shipped tables hold, and what a row may not."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_intake import Archetype, ExchangeRate
from advisor.questionnaire.intake.usual import asked_of
from advisor.questionnaire.labels import ARCHETYPES, EXAMPLES


def test_every_kind_of_work_has_a_name_and_an_example(catalog: Catalog) -> None:
    """Twelve of them, each with numbers for what its task is asked for."""
    assert [row.archetype for row in catalog.archetypes] == list(ARCHETYPES) == list(EXAMPLES)
    assert len(catalog.archetypes) == 12
    for row in catalog.archetypes:
        assert any(getattr(row, name) is not None for name in asked_of(row.task)), row.archetype


def test_every_rate_is_of_one_day(catalog: Catalog) -> None:
    """A euro is more than a dollar, a yen less; the dollar is one."""
    assert len({row.dated for row in catalog.exchange_rates}) == 1
    assert catalog.rate["JPY"].usd_per_unit < catalog.rate["USD"].usd_per_unit == 1 < catalog.rate["EUR"].usd_per_unit


def test_a_number_outside_its_range_is_refused(catalog: Catalog) -> None:
    """As of every judgement."""
    row = catalog.archetypes[0].model_dump() | {"requests_per_person_per_day": 900.0}
    with pytest.raises(ValidationError, match="requests_low"):
        Archetype.model_validate(row)
    with pytest.raises(ValidationError):
        ExchangeRate.model_validate(catalog.exchange_rates[0].model_dump() | {"usd_per_unit": 0})
