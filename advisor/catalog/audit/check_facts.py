"""Audit rules on the facts of adoption: vendors, lifecycles, ends of service, speeds of hosted models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from advisor.catalog.audit.check_prices import PLAUSIBLE
from advisor.catalog.audit.check_references import key_of
from advisor.catalog.audit.finding import Finding
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.schema import LANGUAGE_KINDS, SERVED

SOVEREIGN: Final = "gov"
"""Government clouds keep a calendar of their own: a version's end on the public cloud is not theirs."""
_USABLE: Final = frozenset({"weights", "general_availability"})


def fact_findings(catalog: Catalog, *, as_of: date) -> Iterator[Finding]:
    """Every contradiction within the tables of facts, and between them and the models and offers."""
    yield from _vendors(catalog)
    yield from _bases(catalog)
    yield from _indemnities(catalog)
    yield from _policies(catalog)
    yield from _ended(catalog, as_of)
    yield from _releases(catalog)
    yield from _speeds(catalog, as_of)
    yield from _priors(catalog)
    yield from _classes(catalog)
    yield from _before_release(catalog)
    yield from _streams(catalog)


def _vendors(catalog: Catalog) -> Iterator[Finding]:
    for model in catalog.models:
        if catalog.vendors and model.vendor not in catalog.vendor and model.model_id not in catalog.own_model_ids:
            yield _finding("model_catalog", model, "vendor", "a vendor that vendors.csv has", rule="dangling")
    for vendor in catalog.vendors:
        if (vendor.certainty == "unknown") is not (vendor.country is None and vendor.parent_country is None):
            yield _finding("vendors", vendor, "certainty", "unknown where no country is given, and only there")
    for table, owned in (("vendors", catalog.vendors), ("providers", catalog.providers)):
        for one in owned:
            if (one.parent is None) is not (one.parent_country is None):
                yield _finding(table, one, "parent_country", "given where a parent is named, and only there")
    for row in catalog.vendor_disclosures:
        if row.points > row.out_of:
            yield _finding("vendor_disclosures", row, "points", f"at most {row.out_of}")


def _bases(catalog: Catalog) -> Iterator[Finding]:
    for row in catalog.model_bases:
        model = catalog.model.get(row.model_id)
        if row.base_vendor not in catalog.vendor or (model is not None and model.vendor == row.base_vendor):
            yield _finding("model_bases", row, "base_vendor", "another vendor, that vendors.csv has", rule="dangling")


def _indemnities(catalog: Catalog) -> Iterator[Finding]:
    for row in catalog.providers:
        strange = set(row.indemnified_vendors) - set(catalog.vendor) if catalog.vendors else set()
        if strange or (row.indemnified_vendors and not row.indemnification):
            allowed = "vendors that vendors.csv has, and only beside an indemnification"
            yield _finding("providers", row, "indemnified_vendors", allowed, rule="dangling")


def _policies(catalog: Catalog) -> Iterator[Finding]:
    for row in catalog.lifecycle_policies:
        observed = (row.life_months_low, row.life_months_median, row.life_months_high)
        if any(value is None for value in observed) and any(value is not None for value in observed):
            yield _finding("lifecycle_policies", row, "life_months_median", "low, median and high, or none of them")
        elif observed != tuple(sorted(value for value in observed if value is not None)) and None not in observed:
            yield _finding("lifecycle_policies", row, "life_months_median", "between low and high")
        if (row.life_months_median is None) is not (row.lives is None):
            yield _finding("lifecycle_policies", row, "lives", "given where a life was observed, and only there")
        if (row.lives or row.notices) and row.observed_source is None:
            yield _finding("lifecycle_policies", row, "observed_source", "a source, since something was observed")
    keys = {(row.provider_id, row.scope) for row in catalog.lifecycle_policies}
    if keys and (None, "default") not in keys:
        yield Finding(
            file="lifecycle_policies.csv",
            row="/default",
            column="provider_id",
            value="missing",
            allowed="a row without a provider, for those that state nothing",
            rule="contradiction",
        )


def _ended(catalog: Catalog, as_of: date) -> Iterator[Finding]:
    """Offers whose provider has ended the model: each must say so, or it would pass for one that can be had."""
    ended = {
        (row.provider_id, row.model_id): row
        for row in catalog.retirements
        if row.ends_offer and row.certainty == "firm" and row.retires_on <= as_of
    }
    for offer in catalog.offers:
        row = ended.get((offer.provider_id, offer.model_id))
        if row is not None and offer.retires_on is None and offer.zone != SOVEREIGN:
            allowed = f"a date, since {row.provider_model_key} ended there on {row.retires_on}"
            yield _finding("offers", offer, "retires_on", allowed, rule="stale")
    for row in catalog.retirements:
        if row.released_on and row.released_on > row.retires_on:
            yield _finding("retirements", row, "released_on", "not after the end")
        if row.announced_on and row.announced_on > row.retires_on:
            yield _finding("retirements", row, "announced_on", "not after the end")


def _releases(catalog: Catalog) -> Iterator[Finding]:
    """A model is released when it can be used by all: with its weights or general availability, else its preview."""
    events: dict[str, dict[str, date]] = {}
    for row in catalog.release_events:
        events.setdefault(row.model_id, {})[row.event] = row.dated
    for model_id, days in events.items():
        model = catalog.model.get(model_id)
        usable = [day for event, day in days.items() if event in _USABLE]
        due = min(usable) if usable else max(days.values())
        if model is not None and model.release_date != due:
            yield _finding("model_catalog", model, "release_date", f"{due}, as release_events.csv has it")


def _before_release(catalog: Catalog) -> Iterator[Finding]:
    """Nobody sells, limits or measures a model before its first day: such a figure is of another model or day."""
    first = {model.model_id: model.release_date for model in catalog.models if model.release_date is not None}
    for event in catalog.release_events:
        first[event.model_id] = min(event.dated, first.get(event.model_id, event.dated))
    dated: tuple[tuple[str, str, Iterable[Row]], ...] = (
        ("offers", "priced_on", catalog.offers),
        ("api_limits", "dated", catalog.api_limits),
        ("api_speeds", "measured_to", catalog.api_speeds),
    )
    for table, column, rows in dated:
        for row in rows:
            since, day = first.get(getattr(row, "model_id", None) or ""), getattr(row, column)
            if since is not None and day < since:
                yield _finding(table, row, column, f"not before {since}, when the model came")


def _speeds(catalog: Catalog, as_of: date) -> Iterator[Finding]:
    for row in catalog.api_speeds:
        if row.ttft_ms_p50 is None and row.output_tokens_per_s_p50 is None:
            yield _finding("api_speeds", row, "ttft_ms_p50", "at least one median")
        if not row.measured_from <= row.measured_to <= as_of:
            yield _finding("api_speeds", row, "measured_to", f"from {row.measured_from} to {as_of}")
        known = [value for value in (row.ttft_ms_p50, row.ttft_ms_p90, row.ttft_ms_p95) if value is not None]
        if known != sorted(known):
            yield _finding("api_speeds", row, "ttft_ms_p90", "not below the median, nor above the 95th percentile")
        slow, usual = row.output_tokens_per_s_p5, row.output_tokens_per_s_p50
        if slow is not None and usual is not None and slow > usual:
            yield _finding("api_speeds", row, "output_tokens_per_s_p5", f"at most {usual:g}, the median")
        if row.statistic == "vendor_claim" and row.provider_id is None:
            yield _finding("api_speeds", row, "provider_id", "who claims it")


def _streams(catalog: Catalog) -> Iterator[Finding]:
    """Only speech streams, what streams alone has a price of streams, and providers are named that have an offer."""
    low, high = PLAUSIBLE["usd_per_audio_minute"]
    offered = {(offer.model_id, offer.provider_id) for offer in catalog.offers}
    for row in catalog.speech_streaming:
        model, price = catalog.model.get(row.model_id), row.streamed_usd_per_audio_minute
        if model is not None and model.kind not in ("speech_to_text", "text_to_speech"):
            yield _finding("speech_streaming", row, "model_id", "a model that hears or speaks", rule="dangling")
        if row.provider_id is not None and (row.model_id, row.provider_id) not in offered:
            yield _finding("speech_streaming", row, "provider_id", "who has an offer of the model", rule="dangling")
        if (price is None) is not (row.price_source is None) or (price is not None and not row.streams):
            allowed = "given with its source, and only of what streams"
            yield _finding("speech_streaming", row, "streamed_usd_per_audio_minute", allowed)
        elif price is not None and not low <= price <= high:
            allowed = f"{low:g} to {high:g}; is the unit right?"
            yield _finding("speech_streaming", row, "streamed_usd_per_audio_minute", allowed, rule="unit")


def _priors(catalog: Catalog) -> Iterator[Finding]:
    for row in catalog.api_speed_priors:
        if not row.low <= row.median <= row.high:
            yield _finding("api_speed_priors", row, "median", f"{row.low:g} to {row.high:g}")
    found = {(row.class_id, row.quantity) for row in catalog.api_speed_priors}
    for name in sorted({row.class_id for row in catalog.api_speed_classes}):
        if not {(name, "ttft_ms"), (name, "output_tokens_per_s")} <= found:
            yield Finding(
                file="api_speed_priors.csv",
                row=name,
                column="quantity",
                value="missing",
                allowed="ttft_ms and output_tokens_per_s for every class of api_speed_classes.csv",
                rule="dangling",
            )


def _classes(catalog: Catalog) -> Iterator[Finding]:
    if not catalog.api_speed_classes:
        return
    classed = {row.model_id for row in catalog.api_speed_classes}
    for model in catalog.models:
        due = model.openness == "proprietary" and model.kind in LANGUAGE_KINDS and model.status in SERVED
        if due and model.model_id not in classed | catalog.own_model_ids:
            yield _finding("model_catalog", model, "model_id", "a row in api_speed_classes.csv", rule="dangling")
    for row in catalog.api_speed_classes:
        classed_model = catalog.model.get(row.model_id)
        if classed_model is not None and classed_model.openness == "open_weights":
            yield _finding("api_speed_classes", row, "class_id", "none: open weights are classed by their size")


def _finding(table: str, row: Row, column: str, allowed: str, *, rule: str = "contradiction") -> Finding:
    value = getattr(row, column)
    shown = "blank" if value is None else str(value)
    return Finding(file=f"{table}.csv", row=key_of(row, table), column=column, value=shown, allowed=allowed, rule=rule)
