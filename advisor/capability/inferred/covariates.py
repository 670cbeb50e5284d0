"""What is known of a model before anybody has scored it: release date, size, price, kind, openness, names.

Every entry is public on the day of the release. The list price is that of the catalog (the vendor's own offer, else the
cheapest host's); a price that was cut later is seen as it is now.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Floats
from advisor.capability.observations import SMALL_WORDS, years_from_reference
from advisor.catalog.blended_price import blended_usd_per_mtok
from advisor.catalog.tables.schema import Model, Offer, PricePoint

LARGE_WORDS: Final = frozenset(["pro", "max", "ultra", "opus", "large", "plus", "premier", "heavy"])
CONTEMPORARIES_YEARS: Final = 1.0  # a vendor's models of the year before a release are its price list of that day
SAME_DAY_YEARS: Final = 0.02  # siblings announced within a week of each other share a price list
FIRST_YEAR: Final = -3.0  # 2022: of what came before next to nothing is scored, and the trend is not carried there
FEW_BILLIONS: Final = 1.2  # powers of ten of 10^9 parameters below which ability falls faster with size (16 billion)
MANY_BILLIONS: Final = 2.5  # above which it rises more slowly (316 billion)
UNIT_COLUMNS: Final = {"image": "usd_per_image", "speech_to_text": "usd_per_audio_minute"}
_SIZE_IN_NAME: Final = re.compile(r"(?:^|-)(\d+(?:\.\d+)?)b(?:-|$)")
Prices = Mapping[str, float]

PRIOR_SD: Final[Mapping[str, float]] = {
    "level": 3.0,
    "year": 1.5,
    "total_size": 1.0,
    "active_size": 1.0,
    "size_known": 1.0,
    "below_16b": 0.7,
    "above_300b": 0.7,
    "small_name": 0.7,
    "reasoning": 0.7,
    "no_reasoning": 0.7,
    "code": 0.7,
    "open_weights": 0.7,
    "price": 1.0,
    "price_known": 0.7,
    "price_in_vendor": 1.0,
    "context": 0.7,
    "sees_images": 0.7,
}
"""Prior standard deviation of the effect of each covariate, in standard deviations between models per unit.

Weak: a power of ten of size or price may well move a model by one such deviation, a yes or no by two thirds of it.
"""


@dataclass(frozen=True)
class Known:
    """What is known of every model of a group, one row per model in the order of ``model_ids``.

    ``linear`` has a column per covariate of ``PRIOR_SD``; ``tier`` is -1 for a model named small, 1 for a
    large one; ``log_price`` is the power of ten of the list price, NaN where no price is known.
    """

    model_ids: tuple[str, ...]
    linear: Floats
    years: Floats
    tier: Floats
    log_price: Floats
    vendors: tuple[str, ...]
    families: tuple[tuple[str, str], ...]
    parents: Mapping[str, str]


def list_prices(models: Iterable[Model], offers: Iterable[Offer], history: Iterable[PricePoint]) -> dict[str, float]:
    """List price by model in US dollars per unit of its kind: the vendor's own, else the cheapest host's.

    The unit is 10^6 tokens (three parts input, one output; input alone for embeddings), an image, or a minute of
    speech; prices are compared within a kind only. Where nobody offers a model any more, the lowest of its past prices.
    """
    kinds = {m.model_id: m.kind for m in models}
    found: dict[str, tuple[int, float]] = {}
    rows: list[tuple[int, Offer | PricePoint]] = [(0, offer) for offer in offers if offer.tier == "standard"]
    rows += [(2, point) for point in history]
    for past, row in rows:
        if row.model_id in kinds and (price := _price(row, kinds[row.model_id])):
            foreign = int(row.provider_id != row.model_id.split("/", 1)[0])
            found[row.model_id] = min(found.get(row.model_id, (9, 0.0)), (past + foreign, price))
    return {model_id: price for model_id, (_, price) in found.items()}


def _price(row: Offer | PricePoint, kind: str) -> float | None:
    if kind in UNIT_COLUMNS:
        amount = getattr(row, UNIT_COLUMNS[kind], None)
        return None if amount is None else float(amount)
    if not row.input_usd_per_mtok or not row.output_usd_per_mtok:
        return float(row.input_usd_per_mtok or 0) if kind == "embedding" else None
    return blended_usd_per_mtok(float(row.input_usd_per_mtok), float(row.output_usd_per_mtok))


def known_of(models: Sequence[Model], prices: Prices) -> Known:
    """What is known of these models, in the order of their ids."""
    members = sorted(models, key=lambda m: m.model_id)
    parents = parents_of(members)
    sizes = _sizes(members, parents)
    years = years_from_reference(members)
    log_price = {m.model_id: math.log10(prices[m.model_id]) for m in members if prices.get(m.model_id)}
    by_vendor: dict[str, list[str]] = {}
    for model in members:
        if model.model_id in log_price:
            by_vendor.setdefault(model.vendor, []).append(model.model_id)
    rows = [_covariates(m, sizes[m.model_id], years, log_price, by_vendor.get(m.vendor, ())) for m in members]
    return Known(
        model_ids=tuple(m.model_id for m in members),
        linear=np.array([[row[name] for name in PRIOR_SD] for row in rows]).reshape(len(members), len(PRIOR_SD)),
        years=np.array([years[m.model_id] for m in members]),
        tier=np.array([float(bool(_words(m) & LARGE_WORDS)) - float(_is_small(m)) for m in members]),
        log_price=np.array([log_price.get(m.model_id, math.nan) for m in members]),
        vendors=tuple(m.vendor for m in members),
        families=tuple((m.vendor, m.family) for m in members),
        parents=parents,
    )


def parents_of(models: Iterable[Model]) -> dict[str, str]:
    """The predecessor of each model: the one it names, else the one that names it as successor; both in the list."""
    members = list(models)
    known = {m.model_id for m in members}
    parents = {m.model_id: m.predecessor_id for m in members if m.predecessor_id in known}
    for model in members:
        if model.successor_id in known and model.successor_id != model.model_id:
            parents.setdefault(str(model.successor_id), model.model_id)
    return {child: parent for child, parent in parents.items() if parent is not None}


def _sizes(models: Sequence[Model], parents: Mapping[str, str]) -> dict[str, tuple[float, float] | None]:
    """Powers of ten of 10^9 parameters, all and active; unpublished, those of the name ("-4b") or of a predecessor.

    A predecessor of the same tier only: a vendor that stops to publish sizes does not shrink its models.
    """
    by_id = {m.model_id: m for m in models}
    sizes: dict[str, tuple[float, float] | None] = {}
    for model in models:
        current, seen = model, {model.model_id}
        while current.total_params_b is None and (parent := parents.get(current.model_id)) and parent not in seen:
            seen.add(parent)
            current = by_id[parent]
        total = current.total_params_b if _is_small(current) == _is_small(model) else None
        if model.total_params_b is None and (named := _SIZE_IN_NAME.search(model.model_id.split("/", 1)[1])):
            total = float(named[1])
        active = current.active_params_b or total
        sizes[model.model_id] = (math.log10(total), math.log10(active)) if total and active else None
    return sizes


def _is_small(model: Model) -> bool:
    return bool(_words(model) & SMALL_WORDS)


def _words(model: Model) -> set[str]:
    return set(re.split(r"[-.\d]+", model.model_id.split("/", 1)[1]))


def _covariates(
    model: Model,
    size: tuple[float, float] | None,
    years: Mapping[str, float],
    log_price: Mapping[str, float],
    priced_siblings: Sequence[str],
) -> dict[str, float]:
    year, price = years[model.model_id], log_price.get(model.model_id)
    before = [
        log_price[other]
        for other in priced_siblings
        if other != model.model_id and -CONTEMPORARIES_YEARS <= years[other] - year <= SAME_DAY_YEARS
    ]
    return {
        "level": 1.0,
        "year": max(year, FIRST_YEAR),
        **_size_terms(size),
        "small_name": float(_is_small(model)),
        "reasoning": float(model.reasoning is True or model.kind == "reasoning"),
        "no_reasoning": float(model.reasoning is False and model.kind != "reasoning"),
        "code": float(model.kind == "code"),
        "open_weights": float(model.openness == "open_weights"),
        "price": price or 0.0,
        "price_known": float(price is not None),
        "price_in_vendor": price - float(np.mean(before)) if price is not None and before else 0.0,
        "context": math.log10(model.context_tokens) - 5.0 if model.context_tokens else 0.0,
        "sees_images": float("image" in model.modalities_in),
    }


def _size_terms(size: tuple[float, float] | None) -> dict[str, float]:
    total, active = (0.0, 0.0) if size is None else size
    return {
        "total_size": 0.0 if size is None else total - 1.5,
        "active_size": 0.0 if size is None else active - 1.0,
        "size_known": float(size is not None),
        "below_16b": 0.0 if size is None else max(FEW_BILLIONS - total, 0.0),
        "above_300b": 0.0 if size is None else max(total - MANY_BILLIONS, 0.0),
    }
