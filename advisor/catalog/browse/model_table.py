"""The catalog as one table to search, filter and sort: a pandas frame with one row per model, and its filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import pandas as pd

from advisor.catalog.browse.find_model import fold
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, Offer
from advisor.geography import with_smaller
from advisor.units import Record

INPUT_SHARE: Final = 0.75
"""Share of input in the blended token price: three input tokens to one output token, as public price lists compare."""
CURRENT: Final = ("current", "preview")
PRICE_COLUMN: Final = {
    "speech_to_text": "usd_per_audio_minute",
    "text_to_speech": "usd_per_mchar",
    "image": "usd_per_image",
    "rerank": "usd_per_1k_searches",
}
PRICE_UNITS: Final = {
    "blended_usd_per_mtok": "USD per million tokens (3 input : 1 output)",
    "usd_per_audio_minute": "USD per audio minute",
    "usd_per_mchar": "USD per million characters",
    "usd_per_image": "USD per image",
    "usd_per_1k_searches": "USD per 1,000 searches",
}
OWN_HOSTING: Final = "own"
Sort = Literal["name", "newest", "price", "context", "size", "providers", "quality"]


class CatalogFilter(Record):
    """What the user asks of the catalog; an empty field asks nothing.

    ``max_price`` is in the unit of ``PRICE_UNITS`` for the model's kind; ``zones`` may hold ``own`` for weights that
    one can run oneself anywhere. Where a limit is set, a model whose figure is unknown is left out unless
    ``keep_unknown`` says otherwise.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    commercial_use: tuple[str, ...] = ()
    openness: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    min_params_b: float | None = None
    max_params_b: float | None = None
    min_context: int | None = None
    max_price: float | None = None
    own_only: bool = False
    keep_unknown: bool = False
    sort: Sort = "newest"
    capability: str = "general"


def model_frame(catalog: Catalog) -> pd.DataFrame:
    """One row per model, in the catalog's order; unknown figures are missing, never zero."""
    spellings: dict[str, list[str]] = {}
    for alias in catalog.aliases:
        spellings.setdefault(alias.model_id, []).append(alias.alias)
    frame = pd.DataFrame([_row(model, catalog, spellings.get(model.model_id, ())) for model in catalog.models])
    estimates = pd.DataFrame(
        [(row.model_id, row.capability, row.estimate, row.standard_error, row.basis) for row in catalog.capabilities],
        columns=["model_id", "capability", "estimate", "standard_error", "basis"],
    )
    for value in ("estimate", "standard_error", "basis"):
        wide = estimates.pivot_table(index="model_id", columns="capability", values=value, aggfunc="first")
        wide.columns = pd.Index([f"{value} {name}" for name in wide.columns])
        frame = frame.merge(wide, how="left", left_on="model_id", right_index=True)
    return frame


def select(frame: pd.DataFrame, asked: CatalogFilter) -> pd.DataFrame:
    """The rows that meet the filter, sorted as asked (ties by name)."""
    keep = pd.Series(data=True, index=frame.index)
    for word in asked.text.split():
        keep &= _named(frame["search"], fold(word))
    for column, wanted in (
        ("kind", asked.kinds),
        ("vendor", asked.vendors),
        ("licence_id", asked.licences),
        ("commercial_use", asked.commercial_use),
        ("openness", asked.openness),
        ("status", asked.statuses),
    ):
        if wanted:
            keep &= frame[column].isin(wanted)
    for modality in asked.modalities:
        keep &= frame["modalities"].str.contains(f"|{modality}|", regex=False)
    if asked.zones:
        keep &= _any_of(frame["zones"], tuple(sorted(with_smaller(asked.zones))))
    if asked.own_only:
        keep &= frame["own"]
    keep &= _within(frame["total_params_b"], asked.min_params_b, asked.max_params_b, unknown=asked.keep_unknown)
    keep &= _within(frame["context_tokens"], asked.min_context, None, unknown=asked.keep_unknown)
    keep &= _within(frame["price"], None, asked.max_price, unknown=asked.keep_unknown)
    return _sorted(frame[keep], asked)


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


def _row(model: Model, catalog: Catalog, spellings: Sequence[str]) -> dict[str, object]:
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
        "search": " ".join({spelling for name in names for spelling in (fold(name), _squashed(fold(name)))}),
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
    return None if given is None or taken is None else INPUT_SHARE * given + (1 - INPUT_SHARE) * taken


def _number(offer: Offer | None, column: str) -> float | None:
    value = getattr(offer, column) if offer else None
    return None if value is None else float(value)


def _named(names: pd.Series[str], word: str) -> pd.Series[bool]:
    """Rows one of whose names has the word, with or without its dashes."""
    found = names.str.contains(word, regex=False)
    return found | names.str.contains(_squashed(word), regex=False) if any(map(str.isalpha, word)) else found


def _squashed(name: str) -> str:
    return name.replace("-", "")


def _any_of(cells: pd.Series[str], wanted: Sequence[str]) -> pd.Series[bool]:
    found = pd.Series(data=False, index=cells.index)
    for value in wanted:
        found |= cells.str.contains(f"|{value}|", regex=False)
    return found


def _within(cells: pd.Series[float], low: float | None, high: float | None, *, unknown: bool) -> pd.Series[bool]:
    if low is None and high is None:
        return pd.Series(data=True, index=cells.index)
    inside = cells.ge(low if low is not None else float("-inf")) & cells.le(high if high is not None else float("inf"))
    return inside | (cells.isna() if unknown else False)


def _sorted(frame: pd.DataFrame, asked: CatalogFilter) -> pd.DataFrame:
    column, ascending = {
        "name": ("name", True),
        "newest": ("release_date", False),
        "price": ("price", True),
        "context": ("context_tokens", False),
        "size": ("total_params_b", False),
        "providers": ("providers", False),
        "quality": (f"estimate {asked.capability}", False),
    }[asked.sort]
    if column not in frame.columns:
        column, ascending = "name", True
    return frame.sort_values([column, "model_id"], ascending=[ascending, True], na_position="last", kind="stable")
