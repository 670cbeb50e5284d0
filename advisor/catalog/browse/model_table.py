"""The catalog as one table to search, filter and sort: a pandas frame with one row per model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from advisor.catalog.blended_price import blended_usd_per_mtok
from advisor.catalog.browse.find_model import fold
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, Offer

PRICE_COLUMN: Final = {
    "speech_to_text": "usd_per_audio_minute",
    "text_to_speech": "usd_per_mchar",
    "image": "usd_per_image",
    "rerank": "usd_per_1k_searches",
}
PRICED_PER: Final = {
    "blended_usd_per_mtok": "million tokens (3 input : 1 output)",
    "usd_per_audio_minute": "audio minute",
    "usd_per_mchar": "million characters",
    "usd_per_image": "image",
    "usd_per_1k_searches": "1,000 searches",
}
"""What a price in US dollars is for."""
PRICE_UNITS: Final = {column: f"USD per {per}" for column, per in PRICED_PER.items()}
OWN_HOSTING: Final = "own"


def model_frame(catalog: Catalog) -> pd.DataFrame:
    """One row per model, in the catalog's order; unknown figures are missing, never zero."""
    spellings: dict[str, list[str]] = {}
    for alias in catalog.aliases:
        spellings.setdefault(alias.model_id, []).append(alias.alias)
    runs: dict[str, set[str]] = {}
    for support in catalog.serving_support:
        for model_id in support.model_ids if support.supported else ():
            runs.setdefault(model_id, set()).add(support.engine)
    frame = pd.DataFrame(
        [
            _row(model, catalog, spellings.get(model.model_id, ()), sorted(runs.get(model.model_id, ())))
            for model in catalog.models
        ]
    )
    estimates = pd.DataFrame(
        [(row.model_id, row.capability, row.estimate, row.standard_error, row.basis) for row in catalog.capabilities],
        columns=["model_id", "capability", "estimate", "standard_error", "basis"],
    )
    for value in ("estimate", "standard_error", "basis"):
        wide = estimates.pivot_table(index="model_id", columns="capability", values=value, aggfunc="first")
        wide.columns = pd.Index([f"{value} {name}" for name in wide.columns])
        frame = frame.merge(wide, how="left", left_on="model_id", right_index=True)
    return frame


def pareto_front(prices: Sequence[float], qualities: Sequence[float]) -> list[int]:
    """Positions of the points that no other beats on both: at most as dear and at least as good, one of them strictly.

    Cheapest first. Of points alike in both, all are on the front.
    """
    order = sorted(range(len(prices)), key=lambda i: (prices[i], -qualities[i]))
    front: list[int] = []
    for i in order:
        last = front[-1] if front else None
        alike = last is not None and (prices[i], qualities[i]) == (prices[last], qualities[last])
        if last is None or alike or qualities[i] > qualities[last]:
            front.append(i)
    return front


def _row(model: Model, catalog: Catalog, spellings: Sequence[str], engines: Sequence[str]) -> dict[str, object]:
    offers = [offer for offer in catalog.offers_of.get(model.model_id, ()) if offer.tier == "standard"]
    licence = catalog.licence.get(model.licence_id or "")
    names = (model.model_id, model.name, model.family, model.hub_id or "", *spellings)
    cheapest, price_column, price = _from_price(model, offers)
    modalities = dict.fromkeys((*model.modalities_in, *model.modalities_out))
    return {
        "model_id": model.model_id,
        "name": model.name,
        "vendor": model.vendor,
        "kind": model.kind,
        "status": model.status,
        "openness": model.openness,
        "licence_id": model.licence_id or "unknown",
        "licence": licence.name if licence else "unknown",
        "commercial_use": licence.commercial_use if licence else "unknown",
        "country": vendor.country if (vendor := catalog.vendor.get(model.vendor)) else None,
        "engines": "|" + "|".join(engines) + "|",
        "languages": "|" + "|".join(model.languages) + "|",
        "total_params_b": model.total_params_b,
        "active_params_b": model.active_params_b,
        "context_tokens": model.context_tokens,
        "modalities": "|" + "|".join(modalities) + "|",
        "takes": ", ".join(model.modalities_in),
        "gives": ", ".join(model.modalities_out),
        "price": price,
        "price_unit": price_column,
        "cheapest_at": cheapest.provider_id if cheapest else None,
        "input_usd_per_mtok": _number(cheapest, "input_usd_per_mtok"),
        "output_usd_per_mtok": _number(cheapest, "output_usd_per_mtok"),
        "providers": len({offer.provider_id for offer in offers}),
        "zones": _zones(model, offers, catalog),
        "release_date": pd.Timestamp(model.release_date) if model.release_date else pd.NaT,
        "own": model.model_id in catalog.own_model_ids,
        "search": " ".join({spelling for name in names for spelling in (fold(name), squashed(fold(name)))}),
    }


def _zones(model: Model, offers: Sequence[Offer], catalog: Catalog) -> str:
    """Zones in which some provider serves it or lets processing be pinned, and ``own`` for published weights."""
    zones: set[str] = {offer.zone for offer in offers if offer.zone not in {"global", "unspecified"}}
    for offer in offers:
        provider = catalog.provider.get(offer.provider_id)
        zones |= set(provider.residency_zones) if provider and offer.zone in {"global", "unspecified"} else set()
    if model.openness == "open_weights":
        zones.add(OWN_HOSTING)
    return "|" + "|".join(sorted(zones)) + "|"


def _from_price(model: Model, offers: Sequence[Offer]) -> tuple[Offer | None, str, float | None]:
    """The cheapest offer, the unit and the amount; agreed and single prices go before those whose sources differ."""
    own_unit = PRICE_COLUMN.get(model.kind)
    if own_unit:
        found = _least([(offer, _number(offer, own_unit)) for offer in offers])
        if found[0] is not None:
            return found[0], own_unit, found[1]
    offer, price = _least([(offer, blended(offer, model.kind)) for offer in offers])
    return offer, "blended_usd_per_mtok" if offer or not own_unit else own_unit, price


def _least(prices: Sequence[tuple[Offer, float | None]]) -> tuple[Offer | None, float | None]:
    known = [(offer.agreement == "conflict", price, offer) for offer, price in prices if price]
    if not known:
        return None, None
    _, price, offer = min(known, key=lambda item: (item[0], item[1], item[2].offer_id))
    return offer, price


def blended(offer: Offer, kind: str) -> float | None:
    """US dollars per 10^6 tokens at three input tokens to one output; input alone where nothing is put out."""
    given, taken = _number(offer, "input_usd_per_mtok"), _number(offer, "output_usd_per_mtok")
    if kind in {"embedding", "rerank"}:
        return given
    return None if given is None or taken is None else blended_usd_per_mtok(given, taken)


def _number(offer: Offer | None, column: str) -> float | None:
    value = getattr(offer, column) if offer else None
    return None if value is None else float(value)


def squashed(name: str) -> str:
    """A folded name without its dashes, as people type it."""
    return name.replace("-", "")
