"""From a repository's facts to a row of the user's overlay: identity, licence, size, shape; unknown stays blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.beside_known import beside_known
from advisor.catalog.hub.facts import HubFacts
from advisor.catalog.hub.licences import licence_cells
from advisor.catalog.hub.shapes import architecture_of, shape_cells
from advisor.catalog.hub.size import size_cells
from advisor.catalog.hub.tasks import task_of
from advisor.catalog.own.overlay import HUB_IMPORT
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model
from advisor.errors import CatalogError, Problem

SHAPED: Final = LANGUAGE_KINDS | {"embedding", "rerank"}
"""Kinds whose rows carry the shape of the network."""


@dataclass(frozen=True, slots=True)
class HubRow:
    """The cells of the row that an import gives, and what the user should know about it."""

    cells: dict[str, str]
    notes: tuple[str, ...]


def hub_row(facts: HubFacts, catalog: Catalog, *, today: date, kind: str | None = None) -> HubRow:
    """The row of an imported repository; raises CatalogError when its task is none of the catalog's.

    A repository that the catalog already has keeps every cell that stands there; an adapter is refused.
    """
    if facts.adapter_of is not None:
        allowed = f"the base model ({facts.adapter_of or 'see its card'}); an adapter is served on top of it"
        raise CatalogError("The repository cannot be imported:", [Problem(facts.hub_id, "an adapter", allowed)])
    known = known_model(facts, catalog)
    cells, notes = stated_cells(facts, catalog, today=today, kind=kind)
    if known is not None:
        cells, about, filled = beside_known(cells, known, catalog)
        notes = [*about, *(notes if filled else facts.notes)]
    return HubRow({name: value for name, value in cells.items() if value}, tuple(notes))


def known_model(facts: HubFacts, catalog: Catalog) -> Model | None:
    """The model of the catalog whose repository it is; None where there is none."""
    return next((m for m in catalog.models if (m.hub_id or "").lower() == facts.hub_id.lower()), None)


def stated_cells(
    facts: HubFacts, catalog: Catalog, *, today: date, kind: str | None = None
) -> tuple[dict[str, str], list[str]]:
    """What a repository states on its own, beside no row that stands, and notes on what it leaves open."""
    reference = f"{HUB_IMPORT}#{facts.hub_id}@{facts.revision}"
    notes = list(facts.notes)
    known = known_model(facts, catalog)
    chosen, takes, gives = task_of(facts, kind or (known.kind if known else None))
    shape, shape_notes = shape_cells(facts.config)
    notes += shape_notes if chosen in SHAPED else []
    context = shape.pop("context_tokens", "") or str(facts.gguf.get("context_length") or "")
    cells = {
        "model_id": known.model_id if known else _identity(facts.hub_id, catalog),
        "name": known.name if known else facts.hub_id.partition("/")[2] or facts.hub_id,
        "vendor": known.vendor if known else _vendor(facts.hub_id, catalog),
        "family": known.family if known else facts.hub_id.partition("/")[2] or facts.hub_id,
        "kind": chosen,
        "architecture": architecture_of(facts.config) if chosen != "image" else "diffusion",
        "openness": "open_weights",
        "status": "current",
        "release_date": facts.created_on.isoformat() if facts.created_on else "",
        "identity_source": reference,
        "hub_id": facts.hub_id,
        "context_tokens": context,
        "limits_source": reference if context else "",
        "modalities_in": takes,
        "modalities_out": gives,
        "languages": "|".join(_languages(facts)),
        "features_source": reference,
        "checked_on": today.isoformat(),
        "note": "; ".join(_about(facts)),
        **size_cells(facts, notes),
        **(shape if chosen in SHAPED else {}),
        "shape_source": reference if shape else "",
        **licence_cells(facts, catalog, notes),
    }
    cells["params_source"] = reference if cells.get("total_params_b") else ""
    return cells, notes


def _identity(hub_id: str, catalog: Catalog) -> str:
    slug = re.sub(r"[^a-z0-9._-]+", "-", hub_id.partition("/")[2].lower() or hub_id.lower()).strip("-._") or "model"
    return f"{_vendor(hub_id, catalog)}/{slug}"


def _vendor(hub_id: str, catalog: Catalog) -> str:
    """The vendor whose models stand under the same organisation of the Hub, else the organisation itself."""
    organisation = hub_id.partition("/")[0]
    named = Counter(m.vendor for m in catalog.models if (m.hub_id or "").lower().startswith(f"{organisation.lower()}/"))
    slug = re.sub(r"[^a-z0-9._-]+", "-", organisation.lower()).strip("-._") or "unknown"
    return named.most_common(1)[0][0] if named else slug


def _languages(facts: HubFacts) -> list[str]:
    """The two-letter codes among the card's languages; ``multi`` where it only says so."""
    codes = [code.lower() for code in facts.languages]
    two = [code for code in dict.fromkeys(codes) if re.fullmatch(r"[a-z]{2}", code)]
    return two or (["multi"] if {"multilingual", "multi"} & set(codes) else [])


def _about(facts: HubFacts) -> list[str]:
    parts = ["Imported from the Hub; the date is that of the repository, not of the vendor's announcement"]
    parts += ["gated: its terms must be accepted on the Hub"] if facts.gated else []
    parts += [f"base model {', '.join(facts.base_models)}"] if facts.base_models else []
    return parts


def summary(row: HubRow, catalog: Catalog, *, saved_to: str) -> dict[str, Any]:
    """What an import did, as JSON-able values: the cells, what stays unknown, and the licence in plain words."""
    licence = catalog.licence.get(row.cells.get("licence_id", ""))
    wanted: Mapping[str, str] = {
        "total_params_b": "parameters",
        "layers": "layers",
        "hidden_size": "hidden size",
        "attention_heads": "attention heads",
        "context_tokens": "context window",
        "licence_id": "licence",
        "languages": "languages",
        "release_date": "release date",
    }
    unknown = [name for column, name in wanted.items() if column not in row.cells]
    if "kv_heads" not in row.cells and "kv_lora_rank" not in row.cells:
        unknown.append("key-value heads")
    return {
        "model_id": row.cells["model_id"],
        "hub_id": row.cells["hub_id"],
        "own": True,
        "saved_to": saved_to,
        "cells": row.cells,
        "licence": licence.plain_words if licence else "unknown",
        "unknown": unknown,
        "notes": list(row.notes),
    }
