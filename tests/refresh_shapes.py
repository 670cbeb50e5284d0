"""Files in the shapes of the sources, with a handful of rows about models that the shipped catalog has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import family_of, key_of_reference
from advisor.catalog.tables.schema import Offer

TODAY = date(2026, 12, 5)
LATER = date(2026, 12, 2)
"""Both after the newest price of the shipped catalog: nothing of an older day is proposed over it."""
PER_TOKEN = Decimal(10) ** -6


def cited_by(catalog: Catalog, family: str, *, number: int = 0, provider: str | None = None, **cells: object) -> Offer:
    """The ``number``-th plain offer of a current model whose first source is a list, and which alone cites its key."""
    count = {}
    for offer in catalog.offers:
        for reference in (offer.source, offer.second_source or ""):
            count[family_of(reference), key_of_reference(reference)] = (
                count.get((family_of(reference), key_of_reference(reference)), 0) + 1
            )
    found = [
        o
        for o in catalog.offers
        if family_of(o.source) == family
        and count[family, key_of_reference(o.source)] == 1
        and o.tier == "standard"
        and o.input_usd_per_mtok
        and o.output_usd_per_mtok
        and not o.conflict
        and catalog.model[o.model_id].status == "current"
        and provider in (None, o.provider_id)
        and all(getattr(o, name) == value for name, value in cells.items())
    ]
    return found[number]


def litellm(prices: Mapping[str, Mapping[str, Any]]) -> bytes:
    """LiteLLM's table: per key the fields that differ from those of a plain chat model."""
    sample = {"sample_spec": {"litellm_provider": "one of the providers", "input_cost_per_token": 0.0}}
    plain = {"litellm_provider": "somebody", "mode": "chat"}
    return json.dumps(sample | {key: {**plain, **fields} for key, fields in prices.items()}).encode()


def litellm_of(offer: Offer, *, times: Decimal | int = 1, **fields: Any) -> dict[str, dict[str, Any]]:
    """An entry of LiteLLM's table for an offer, its input and output prices multiplied."""
    assert offer.input_usd_per_mtok is not None
    assert offer.output_usd_per_mtok is not None
    return {
        key_of_reference(offer.source): {
            "input_cost_per_token": float(offer.input_usd_per_mtok * PER_TOKEN * times),
            "output_cost_per_token": float(offer.output_usd_per_mtok * PER_TOKEN * times),
            **fields,
        }
    }


def genai_prices(models: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The list of genai-prices: prices by ``provider:model``."""
    providers: dict[str, dict[str, Any]] = {}
    for name, prices in models.items():
        provider, _, model = name.partition(":")
        entry = providers.setdefault(provider, {"id": provider, "name": provider, "models": []})
        entry["models"].append({"id": model, "match": {"equals": model}, "prices": prices})
    return json.dumps(list(providers.values())).encode()


def models_dev(models: Mapping[str, Mapping[str, Any]]) -> bytes:
    """The list of models.dev: entries by ``host/model``."""
    hosts: dict[str, dict[str, Any]] = {}
    for name, entry in models.items():
        host, _, model = name.partition("/")
        home = hosts.setdefault(host, {"id": host, "name": host, "models": {}})
        home["models"][model] = {"id": model, "name": model, **entry}
    return json.dumps(hosts).encode()


def openrouter(prices: Mapping[str, Mapping[str, str]]) -> bytes:
    """OpenRouter's list: prices per token, written as text."""
    entries = [{"id": key, "name": key, "pricing": pricing, "context_length": 1000} for key, pricing in prices.items()]
    return json.dumps({"data": entries}).encode()


def notices(*entries: Mapping[str, Any]) -> bytes:
    """Notices of ends of service."""
    plain = {"provider": "OpenAI", "announcement_date": "2026-10-01", "replacement_model": None}
    return json.dumps([{**plain, **entry} for entry in entries]).encode()


def rents(*entries: Mapping[str, Any]) -> bytes:
    """Rents of GPUs."""
    plain = {"gpu_brand": "NVIDIA", "tier": "on-demand", "is_spot": False, "collected_at": LATER.isoformat()}
    return json.dumps([{**plain, **entry} for entry in entries]).encode()


def speeds(*entries: Mapping[str, Any]) -> bytes:
    """A router's daily ranking of speeds."""
    return json.dumps({"fetched_at": "2026-11-25T00:30Z", "data": list(entries)}).encode()


def bfcl(scores: Mapping[str, str]) -> bytes:
    """BFCL's table with one column of scores beside the names."""
    lines = ["Rank,Overall Acc,Model,Organization"]
    lines += [f"{rank},{score},{name},somebody" for rank, (name, score) in enumerate(scores.items(), start=1)]
    return "\n".join(lines).encode()


def aider(*rows: tuple[str, float]) -> bytes:
    """Aider's leaderboard."""
    return "\n".join(
        f"- model: {name}\n  pass_rate_2: {score}\n  edit_format: diff\n  date: 2026-11-20" for name, score in rows
    ).encode()


def put(folder: Path, **files: bytes) -> Path:
    """Write files named ``<name>-2026-11-25`` with the ending that their name has after two underscores."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        stem, _, ending = name.partition("__")
        (folder / f"{stem.replace('_', '-')}-{LATER.isoformat()}.{ending or 'json'}").write_bytes(content)
    return folder


def euroeval(language: str, scores: Mapping[str, Mapping[str, str]]) -> bytes:
    """EuroEval's table of a language: per dataset the cells by the link that names a model."""
    link = "<a href='https://euroeval.com/datasets/{}#{}'>{}</a>"
    names = list(dict.fromkeys(name for by_name in scores.values() for name in by_name))
    rows = [
        ["Task Type", *("" for _ in scores)],
        ["Model", *(link.format(language, dataset.replace("_", "-"), dataset) for dataset in scores)],
        *([name, *(by_name.get(name, "") for by_name in scores.values())] for name in names),
    ]
    return "\n".join(",".join(f'"{cell}"' for cell in cells) for cells in rows).encode()
