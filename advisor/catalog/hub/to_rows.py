"""From a repository's facts to a row of the user's overlay: identity, licence, size, shape; unknown stays blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from advisor.catalog.browse.find_model import fold
from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.facts import HubFacts
from advisor.catalog.hub.shapes import active_params_b, architecture_of, shape_cells
from advisor.catalog.own.overlay import HUB_IMPORT
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model
from advisor.errors import CatalogError, Problem

# What a Hub task is in the catalog, with what goes in and what comes out.
TASKS: Final[dict[str, tuple[str, str, str]]] = {
    "text-generation": ("text", "text", "text"),
    "text2text-generation": ("text", "text", "text"),
    "translation": ("text", "text", "text"),
    "summarization": ("text", "text", "text"),
    "image-text-to-text": ("vision", "text|image", "text"),
    "video-text-to-text": ("vision", "text|video", "text"),
    "audio-text-to-text": ("text", "text|audio", "text"),
    "any-to-any": ("vision", "text|image", "text"),
    "feature-extraction": ("embedding", "text", "embedding"),
    "sentence-similarity": ("embedding", "text", "embedding"),
    "text-ranking": ("rerank", "text", "score"),
    "automatic-speech-recognition": ("speech_to_text", "audio", "text"),
    "text-to-speech": ("text_to_speech", "text", "audio"),
    "text-to-image": ("image", "text", "image"),
    "image-to-image": ("image", "text|image", "image"),
}
_BY_KIND: Final = {
    "text": ("text", "text"),
    "code": ("text", "text"),
    "reasoning": ("text", "text"),
    "vision": ("text|image", "text"),
    "embedding": ("text", "embedding"),
    "rerank": ("text", "score"),
    "speech_to_text": ("audio", "text"),
    "text_to_speech": ("text", "audio"),
    "image": ("text", "image"),
}
# Licence tags of the Hub that are spelt otherwise in licences.csv.
LICENCE_TAGS: Final = {
    "llama2": "llama-2",
    "llama3": "llama-3",
    "llama3.1": "llama-3.1",
    "llama3.2": "llama-3.2",
    "llama3.3": "llama-3.3",
    "llama4": "llama-4",
    "openrail++": "openrail-plus-plus-m",
    "creativeml-openrail-m": "openrail-m",
    "deepseek": "deepseek-model",
    "deepseek-license": "deepseek-model",
    "nvidia-open-model-license": "nvidia-open-model",
    "nvidia-nemotron-open-model-license": "nvidia-nemotron-open-model",
    "mrl": "mistral-research",
    "mnpl": "mistral-non-production",
    "jamba-open-model-license": "jamba-open",
    "lfm1.0": "lfm-1.0",
    "falcon-llm-license": "falcon-llm",
    "tongyi-qianwen": "qwen",
    "stabilityai-ai-community": "stability-community",
    "flux-1-dev-non-commercial-license": "flux-non-commercial",
}
_PACKED: Final = frozenset({"I32", "I64", "U8", "I8", "U32", "I16"})
_PACKED_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True)
class HubRow:
    """The cells of the row that an import gives, and what the user should know about it."""

    cells: dict[str, str]
    notes: tuple[str, ...]


def hub_row(facts: HubFacts, catalog: Catalog, *, today: date, kind: str | None = None) -> HubRow:
    """The row of an imported repository; raises CatalogError when its task is none of the catalog's.

    A repository that the catalog already has keeps that row's id and the cells that the import cannot tell.
    """
    reference = f"{HUB_IMPORT}#{facts.hub_id}@{facts.revision}"
    notes = list(facts.notes)
    chosen, takes, gives = _task(facts, kind)
    known = next((m for m in catalog.models if (m.hub_id or "").lower() == facts.hub_id.lower()), None)
    shape, shape_notes = shape_cells(facts.config)
    notes += shape_notes
    context = shape.pop("context_tokens", "")
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
        **_size(facts, notes),
        **(shape if chosen in LANGUAGE_KINDS | {"embedding", "rerank"} else {}),
        "shape_source": reference if shape else "",
        **_licence(facts, catalog, notes),
    }
    cells["params_source"] = reference if cells.get("total_params_b") else ""
    if known is not None:
        notes.append(f"{known.model_id} is in the shipped catalog; your copy takes its place until you remove it.")
        cells = _cells_of(known) | {name: value for name, value in cells.items() if value}
    return HubRow({name: value for name, value in cells.items() if value}, tuple(notes))


def _task(facts: HubFacts, kind: str | None) -> tuple[str, str, str]:
    if kind is not None and kind in _BY_KIND:
        return (kind, *_BY_KIND[kind])
    if facts.pipeline_tag in TASKS:
        return TASKS[facts.pipeline_tag]
    if kind is None and facts.pipeline_tag is None:
        names = " ".join(map(str, facts.config.get("architectures") or ()))
        if "ForCausalLM" in names or "LMHead" in names:
            return TASKS["text-generation"]
    found = kind or facts.pipeline_tag or "no task"
    allowed = "one of the tasks " + ", ".join(TASKS) + "; or choose the kind yourself: " + ", ".join(_BY_KIND)
    raise CatalogError("The repository cannot be imported:", [Problem(facts.hub_id, f"its task is {found}", allowed)])


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


def _size(facts: HubFacts, notes: list[str]) -> dict[str, str]:
    """Total and active parameters; blank where the weights are packed, since packed numbers are not parameters."""
    total = sum(facts.parameters.values())
    if not total:
        return {}
    packed = sum(count for kind, count in facts.parameters.items() if kind in _PACKED)
    if packed > total * _PACKED_SHARE:
        kinds = ", ".join(sorted(kind for kind in facts.parameters if kind in _PACKED))
        notes.append(
            f"The weights are packed ({kinds}): their count is not the number of parameters, which stays unknown."
        )
        return {}
    cells = {"total_params_b": f"{total / 1e9:.6g}"}
    if architecture_of(facts.config) == "mixture_of_experts":
        active = active_params_b(facts.config, total)
        if active is None:
            notes.append("The active parameters cannot be told from config.json: they stay unknown.")
            return cells
        notes.append(
            "Active parameters are computed from config.json: the total less the experts a token does not visit."
        )
        return cells | {"active_params_b": f"{active:.6g}"}
    return cells | {"active_params_b": cells["total_params_b"]}


def _licence(facts: HubFacts, catalog: Catalog, notes: list[str]) -> dict[str, str]:
    """The row of licences.csv that the card's tag or named licence means; blank, and said, where there is none."""
    by_name: dict[str, str] = {}
    for licence in catalog.licences:
        for name in (licence.licence_id, licence.name, licence.spdx or ""):
            by_name.setdefault(fold(name), licence.licence_id)
    by_name |= {fold(tag): licence_id for tag, licence_id in LICENCE_TAGS.items() if licence_id in catalog.licence}
    for said in (facts.licence_tag, facts.licence_name):
        short = re.sub(r"-?(licen[cs]e|agreement)$", "", fold(said or ""))
        found = by_name.get(fold(said or "")) or by_name.get(short)
        if said and said != "other" and found:
            return {"licence_id": found, "licence_source": f"{HUB_IMPORT}#{facts.hub_id}@{facts.revision}"}
    said = " ".join(part for part in (facts.licence_tag, facts.licence_name, facts.licence_link) if part) or "nothing"
    notes.append(f"The licence is unknown: the card says {said}. Gates treat it as not permitted until you name one.")
    return {}


def _cells_of(model: Model) -> dict[str, str]:
    """A row of the catalog as the texts of its cells."""
    return {name: text for name, value in model if (text := _cell(value))}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "|".join(map(str, value)) if isinstance(value, tuple) else str(value)


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
