"""The list of models.dev: prices of hosts, facts of vendors."""

from __future__ import annotations

from typing import Any

import pytest
from refresh_shapes import LATER, models_dev

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.records import SourceReading, Statement
from advisor.catalog.refresh.sources.models_dev import SOURCE
from advisor.catalog.tables.schema import Model


def read(catalog: Catalog, entries: dict[str, Any]) -> SourceReading:
    """What the list says with these entries."""
    return SOURCE.read(SOURCE.parsed(models_dev(entries)).value, catalog, LATER)


@pytest.fixture
def model(catalog: Catalog) -> Model:
    """A current model of OpenAI."""
    return next(m for m in catalog.models if m.vendor == "openai" and m.status == "current" and m.kind == "text")


def facts(catalog: Catalog, name: str, entry: dict[str, Any]) -> list[Statement]:
    """What the list says of models themselves."""
    return [s for s in read(catalog, {name: entry}).statements if s.table == "model_catalog"]


def test_a_vendors_entry_states_facts_of_its_model(catalog: Catalog, model: Model) -> None:
    """Limits, abilities, modalities, and a month as its last day."""
    entry = {
        "limit": {"context": 400000, "output": 128000},
        "knowledge": "2026-02",
        "reasoning": True,
        "tool_call": False,
        "modalities": {"input": ["image", "text", "hologram"]},
    }
    (statement,) = facts(catalog, f"openai/{model.model_id.partition('/')[2]}", entry)
    assert statement.match["model_id"] == model.model_id
    assert dict(statement.cells) == {
        "context_tokens": "400000",
        "max_output_tokens": "128000",
        "knowledge_cutoff": "2026-02-28",
        "reasoning": "yes",
        "tools": "no",
        "modalities_in": "text|image",
    }


def test_the_length_of_a_vector_is_no_limit_of_an_answer(catalog: Catalog) -> None:
    """The list gives what an embedding model puts out as its output limit; such a model answers nobody."""
    embedding = next(m for m in catalog.models if m.vendor == "openai" and m.kind == "embedding")
    entry = {"limit": {"context": 8191, "output": 3072}, "tool_call": False, "reasoning": False}
    (statement,) = facts(catalog, f"openai/{embedding.model_id.partition('/')[2]}", entry)
    assert dict(statement.cells) == {"context_tokens": "8191"}


def test_a_hosts_entry_states_none(catalog: Catalog, model: Model) -> None:
    """What a router's service can do says nothing of the model."""
    entry = {"limit": {"context": 1000}}
    assert facts(catalog, f"openrouter/{model.model_id}", entry) == []


def test_a_price_above_two_hundred_thousand_tokens_is_the_long_one(catalog: Catalog) -> None:
    """The list's own step."""
    cost = {"input": 2, "output": 8, "context_over_200k": {"input": 4, "output": 16}}
    found = read(catalog, {"google/gemini-9": {"cost": cost}}).statements
    cells = next(s.cells for s in found if s.table == "offers")
    assert (cells["long_context_above_tokens"], cells["long_output_usd_per_mtok"]) == ("200000", "16")


def test_the_chinese_site_of_a_provider_is_the_zone_china(catalog: Catalog) -> None:
    """Names that end in ``-cn``."""
    found = read(catalog, {"alibaba-cn/qwen-max": {"cost": {"input": 1, "output": 2}}}).statements
    assert {s.match["zone"] for s in found if s.table == "offers"} == {"cn"}
