"""Rows of serving frameworks."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_serving import ServingFramework


def test_an_end_has_its_day(catalog: Catalog) -> None:
    """A framework that nobody keeps says since when."""
    row = next(one for one in catalog.serving_frameworks if one.framework_id == "tgi")
    assert row.state_since is not None
    with pytest.raises(ValidationError, match="state_since is missing"):
        ServingFramework.model_validate(row.model_dump() | {"state_since": None})


def test_each_names_its_engine_as_the_support_table_does(catalog: Catalog) -> None:
    """So that what an engine is known to run can be read."""
    engines = {row.engine for row in catalog.serving_support}
    keys = {row.support_key for row in catalog.serving_frameworks} - {None}
    assert keys <= engines
    assert {"vllm", "sglang", "llama.cpp", "ollama", "tensorrt-llm", "tgi"} <= keys
