"""Rows of serving frameworks."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_serving import ASSURANCE_CODES, ProviderAssurance, ServingFramework


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


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"matter": "keys"}, "code of keys is one of"),
        ({"hours": 24}, "hours are given for within_hours"),
        ({"code": "locked", "days": None}, "days are given for locked"),
        ({"matter": "incident_notice", "code": "within_hours", "days": None}, "hours are given for within_hours"),
        ({"matter": "incident_notice", "code": "undue_delay"}, "days are given for sub_processors and deletion"),
        ({"objection_days": 10}, "objection_days are given for sub_processors alone"),
        ({"url": "ask us"}, "should match pattern"),
    ],
)
def test_an_assurance_has_the_cells_of_its_matter(catalog: Catalog, cells: dict[str, object], said: str) -> None:
    """An hour beside a deletion, or a code of another matter, would be told as something else."""
    row = next(one for one in catalog.provider_assurances if one.matter == "deletion" and one.code == "by_provider")
    assert row.days is not None
    with pytest.raises(ValidationError, match=said):
        ProviderAssurance.model_validate(row.model_dump() | cells)


def test_assurances_cover_every_matter_and_no_code_is_without_its_matter(catalog: Catalog) -> None:
    """The providers that a bank is most often advised have a row of each of the four that its contract asks for."""
    assert {row.matter for row in catalog.provider_assurances} == ASSURANCE_CODES.keys()
    for provider_id in ("aws-bedrock", "azure-foundry", "google-vertex", "openai", "anthropic"):
        for matter in ("sub_processors", "keys", "incident_notice", "deletion"):
            assert (provider_id, matter) in catalog.assured
