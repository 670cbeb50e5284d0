"""The licence that a card names, as a row of the catalog's licences."""

from __future__ import annotations

from typing import Final

from advisor.catalog.browse.find_model import fold
from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.facts import HubFacts
from advisor.catalog.own.overlay import HUB_IMPORT

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


def licence_cells(facts: HubFacts, catalog: Catalog, notes: list[str]) -> dict[str, str]:
    """The row of licences.csv that the card's tag or named licence means; blank, and said, where there is none."""
    by_name: dict[str, str] = {}
    for licence in catalog.licences:
        for name in (licence.licence_id, licence.name, licence.spdx or ""):
            by_name.setdefault(fold(name), licence.licence_id)
    by_name |= {fold(tag): licence_id for tag, licence_id in LICENCE_TAGS.items() if licence_id in catalog.licence}
    for said in (facts.licence_tag, facts.licence_name):
        short = _without_endings(fold(said or ""))
        found = by_name.get(fold(said or "")) or by_name.get(short)
        if said and said != "other" and found:
            return {"licence_id": found, "licence_source": f"{HUB_IMPORT}#{facts.hub_id}@{facts.revision}"}
    said = " ".join(part for part in (facts.licence_tag, facts.licence_name, facts.licence_link) if part) or "nothing"
    notes.append(f"The licence is unknown: the card says {said}. Gates treat it as not permitted until you name one.")
    return {}


def _without_endings(name: str) -> str:
    """A licence's name without "license", "licence" and "agreement" at its end, step by step: names are foreign."""
    while (bare := name.removesuffix("license").removesuffix("licence").removesuffix("agreement")) != name:
        name = bare.removesuffix("-")
    return name
