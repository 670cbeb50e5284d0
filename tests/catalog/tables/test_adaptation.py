"""Rows on adapting models."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.adaptation import ADAPTATION_TABLES, TuningRun


@pytest.mark.parametrize("table", ADAPTATION_TABLES)
def test_every_row_has_a_day_and_a_source_that_is_listed(catalog: Catalog, table: str) -> None:
    """A figure that nobody can look up is none."""
    rows = getattr(catalog, table)
    assert rows
    assert all(row.dated and row.source.partition("#")[0] in catalog.source for row in rows)


def test_a_run_without_a_known_method_is_refused(catalog: Catalog) -> None:
    """Methods are those that the formulas know."""
    row = catalog.tuning_runs[0].model_dump()
    with pytest.raises(ValidationError, match="method"):
        TuningRun.model_validate(row | {"method": "prefix"})


def test_every_run_stands_on_a_gpu_of_the_catalog(catalog: Catalog) -> None:
    """Whose peak its hours are measured against."""
    assert all(catalog.gpu[run.gpu_id].bf16_tflops for run in catalog.tuning_runs)
