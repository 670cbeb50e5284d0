"""Audit rules on money: units, ratios, agreement of sources, and prices of the future."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Final

from advisor.catalog.audit.ages import PRICE_UNKNOWN
from advisor.catalog.audit.finding import Finding
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Offer

# A token price beyond these bounds is a price in another unit (per token, per 1,000 tokens, in cents).
PLAUSIBLE: Final[dict[str, tuple[float, float]]] = {
    "input_usd_per_mtok": (0.001, 200),
    "cached_input_usd_per_mtok": (0.0001, 100),
    "cache_write_usd_per_mtok": (0.0005, 400),
    "output_usd_per_mtok": (0.001, 800),
    "batch_input_usd_per_mtok": (0.0005, 200),
    "batch_output_usd_per_mtok": (0.0005, 800),
    "long_input_usd_per_mtok": (0.001, 400),
    "long_output_usd_per_mtok": (0.001, 1000),
    "usd_per_image": (0.0002, 3),
    "usd_per_audio_minute": (0.00005, 1.5),
    "usd_per_mchar": (0.1, 500),
    "usd_per_1k_searches": (0.01, 20),
}
# (column, other column, least and greatest ratio column / other): outside, one of the two is off by a power of ten.
RATIOS: Final[tuple[tuple[str, str, float, float], ...]] = (
    ("output_usd_per_mtok", "input_usd_per_mtok", 0.3, 60),
    ("cached_input_usd_per_mtok", "input_usd_per_mtok", 0.005, 1.001),
    ("cache_write_usd_per_mtok", "input_usd_per_mtok", 0.02, 5),
    ("batch_input_usd_per_mtok", "input_usd_per_mtok", 0.1, 1.001),
    ("batch_output_usd_per_mtok", "output_usd_per_mtok", 0.1, 1.001),
    ("long_input_usd_per_mtok", "input_usd_per_mtok", 0.999, 10),
    ("long_output_usd_per_mtok", "output_usd_per_mtok", 0.999, 10),
)
UNLIKE: Final = 30
GPU_HOUR: Final = (0.01, 30)
GPU_PRICE: Final = (100, 100_000)
_UNITS: Final = (
    "input_usd_per_mtok",
    "usd_per_image",
    "usd_per_audio_minute",
    "usd_per_mchar",
    "usd_per_1k_searches",
)


def price_findings(catalog: Catalog, *, as_of: date) -> Iterator[Finding]:
    """Every price in a wrong unit, contradictory, unpriced or dated in the future."""
    for offer in catalog.offers:
        yield from _offer_findings(offer, catalog)
    yield from _unlike_the_rest(catalog)
    yield from _gpu_findings(catalog)
    yield from _of_the_future(catalog, as_of)


def _offer_findings(offer: Offer, catalog: Catalog) -> Iterator[Finding]:
    for column, (low, high) in PLAUSIBLE.items():
        price = getattr(offer, column)
        if price is not None and price != 0 and not low <= price <= high:
            yield _finding(offer, column, f"{low:g} to {high:g}; is the unit right?", rule="unit")
    for column, other, low, high in RATIOS:
        one, base = getattr(offer, column), getattr(offer, other)
        if one and base and not Decimal(str(low)) <= one / base <= Decimal(str(high)):
            yield _finding(offer, column, f"{low:g} to {high:g} times {other} ({base})", rule="unit")
    unpriced = all(getattr(offer, column) is None for column in (*_UNITS, "output_usd_per_mtok"))
    if unpriced and _priced(offer):
        allowed = f"at least one price, or a remark in conflict that begins with: {PRICE_UNKNOWN}"
        yield _finding(offer, "input_usd_per_mtok", allowed, rule="contradiction")
    if offer.agreement == "agreed" and offer.second_source is None:
        yield _finding(offer, "second_source", "a second source, since the prices are said to agree", rule="agreement")
    if offer.agreement == "conflict" and not offer.conflict:
        yield _finding(offer, "conflict", "what the sources say, since they disagree", rule="agreement")
    if offer.second_source and offer.second_source.partition("#")[0] == offer.source.partition("#")[0]:
        yield _finding(offer, "second_source", "another source than the first", rule="agreement")
    model = catalog.model.get(offer.model_id)
    if model and model.release_date and offer.priced_on < model.release_date and model.status == "current":
        yield _finding(offer, "priced_on", f"not before the model's release {model.release_date}", rule="contradiction")


def _unlike_the_rest(catalog: Catalog) -> Iterator[Finding]:
    """A price 30 times above or below the median of the same model's other offers is in another unit."""
    for offers in catalog.offers_of.values():
        for column in ("input_usd_per_mtok", "output_usd_per_mtok", "usd_per_image", "usd_per_audio_minute"):
            prices = [(offer, float(price)) for offer in offers if (price := getattr(offer, column))]
            for offer, price in prices:
                others = [value for other, value in prices if other is not offer]
                if not others or offer.agreement == "conflict":
                    continue
                middle = median(others)
                if not middle / UNLIKE <= price <= middle * UNLIKE:
                    yield _finding(offer, column, f"near {middle:g}, as other offers of the model", rule="unit")


def _gpu_findings(catalog: Catalog) -> Iterator[Finding]:
    for offer in catalog.gpu_offers:
        bought = offer.commitment == "purchase"
        column = "usd_per_gpu" if bought else "usd_per_gpu_hour"
        low, high = GPU_PRICE if bought else GPU_HOUR
        price = getattr(offer, column)
        if price is None or not low <= price <= high:
            yield Finding(
                file="gpu_offers.csv",
                row=offer.offer_id,
                column=column,
                value="blank" if price is None else str(price),
                allowed=f"{low:g} to {high:g} for {offer.commitment}",
                rule="unit",
            )


def _of_the_future(catalog: Catalog, as_of: date) -> Iterator[Finding]:
    for offer in catalog.offers:
        if offer.priced_on > as_of:
            yield _finding(offer, "priced_on", f"not after {as_of}", rule="stale")
    for provider in catalog.providers:
        if provider.checked_on > as_of:
            yield Finding(
                file="providers.csv",
                row=provider.provider_id,
                column="checked_on",
                value=str(provider.checked_on),
                allowed=f"not after {as_of}",
                rule="stale",
            )


def _priced(offer: Offer) -> bool:
    return not (offer.conflict or "").startswith(PRICE_UNKNOWN)


def _finding(offer: Offer, column: str, allowed: str, *, rule: str) -> Finding:
    value = getattr(offer, column)
    shown = "blank" if value is None else str(value)
    return Finding(file="offers.csv", row=offer.offer_id, column=column, value=shown, allowed=allowed, rule=rule)
