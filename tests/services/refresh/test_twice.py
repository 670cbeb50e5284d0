"""A month of three lists, taken twice: the second time there is nothing to do."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from refresh_shapes import LATER, TODAY

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import family_of, key_of_reference
from advisor.catalog.tables.schema import Offer
from advisor.services.refresh.run import RefreshOptions, refresh

SHARE = 0.25
"""Of the catalog's own entries in each list."""


def entries(catalog: Catalog, family: str, dice: random.Random) -> dict[str, tuple[Offer, float]]:
    """Keys of a list that offers cite, with the offer and by how much its prices moved."""
    found = {}
    for offer in catalog.offers:
        for reference in (offer.source, offer.second_source or ""):
            if family_of(reference) == family and offer.tier == "standard" and dice.random() < SHARE:
                found[key_of_reference(reference)] = (offer, dice.choice([1, 1, 1, 1.01, 1.2, 0.8, 4]))
    return found


def price(offer: Offer, column: str, times: float) -> float | None:
    """A price of the list, moved."""
    value = getattr(offer, column)
    return None if value is None else round(float(value) * times, 6)


def litellm(catalog: Catalog, dice: random.Random) -> dict[str, Any]:
    """Entries with ends, caches and batches that the catalog does not know, and dated versions beside some."""
    document: dict[str, Any] = {}
    for key, (offer, times) in entries(catalog, "litellm", dice).items():
        entry = {
            "litellm_provider": key.partition("/")[0],
            "mode": "chat",
            "input_cost_per_token": (price(offer, "input_usd_per_mtok", times) or 0) / 1e6,
            "output_cost_per_token": (price(offer, "output_usd_per_mtok", times) or 0) / 1e6,
            "cache_read_input_token_cost": dice.choice([None, 0, 1e-8]),
            "deprecation_date": dice.choice([None, None, "2027-03-01", "2026-01-01"]),
        }
        document[key] = entry
        if dice.random() < SHARE:
            document[f"{key}-2026-05-05"] = {**entry, "deprecation_date": "2027-06-01"}
    return document


def genai(catalog: Catalog, dice: random.Random) -> list[dict[str, Any]]:
    """Providers with their models."""
    providers: dict[str, dict[str, Any]] = {}
    for key, (offer, times) in entries(catalog, "genai-prices", dice).items():
        provider, _, model = key.partition(":")
        prices = {
            "input_mtok": price(offer, "input_usd_per_mtok", times),
            "output_mtok": price(offer, "output_usd_per_mtok", times),
            "cache_read_mtok": dice.choice([None, 0.01]),
        }
        home = providers.setdefault(provider, {"id": provider, "models": []})
        home["models"].append({"id": model, "prices": {name: value for name, value in prices.items() if value}})
    return list(providers.values())


def models_dev(catalog: Catalog, dice: random.Random) -> dict[str, Any]:
    """Hosts with their models, some of them new, with limits and abilities."""
    hosts: dict[str, dict[str, Any]] = {}
    for key, (offer, times) in entries(catalog, "modelsdev", dice).items():
        host, _, model = key.partition("/")
        cost = {
            "input": price(offer, "input_usd_per_mtok", times),
            "output": price(offer, "output_usd_per_mtok", times),
            "cache_write": dice.choice([None, 0.5]),
        }
        for name in (model, *([f"{model}-2026-04-04"] if dice.random() < SHARE else [])):
            hosts.setdefault(host, {"id": host, "models": {}})["models"][name] = {
                "id": name,
                "name": name,
                "release_date": "2026-10-01",
                "tool_call": dice.choice([True, False, None]),
                "limit": {"context": dice.choice([None, 128000]), "output": dice.choice([None, 8192])},
                "cost": {part: value for part, value in cost.items() if value is not None},
            }
    return hosts


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_files_twice_leave_nothing_to_do(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Changes, ends, blanks filled, new offers and models, conflicts: whatever is ready is taken the first time."""
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path / "home"))
    dice = random.Random(seed)
    folder = tmp_path / "files"
    folder.mkdir()
    for name, document in (
        ("litellm", litellm(catalog, dice)),
        ("genai-prices", genai(catalog, dice)),
        ("models-dev", models_dev(catalog, dice)),
    ):
        day = dice.choice([LATER, TODAY])
        (folder / f"{name}-{day}.json").write_text(json.dumps(document))
    options = RefreshOptions(folder=folder, accept=("all",), refit=False)
    first = refresh(options, today=TODAY)
    assert len(first.accepted) > 300
    assert any(p.to_decide for p in first.proposals)
    second = refresh(options, today=TODAY)
    assert [(p.key, p.field, p.kind, p.proposed) for p in second.ready] == []
    assert second.edition == ""
