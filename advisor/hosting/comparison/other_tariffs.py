"""Other ways to buy the same capacity: batch, flex and priority tiers, provisioned throughput, spot GPUs.

Each is costed with the kernel of the plans at the stated load; what is not known is said, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil

import numpy as np

from advisor.arrays import Floats
from advisor.catalog.tables.schema import GpuOffer, Offer
from advisor.catalog.tables.schema_hosting import ProvisionedUnit
from advisor.geography import zone_of
from advisor.hosting.costs.api_costs import api_costs
from advisor.hosting.costs.availability import ROUNDING
from advisor.hosting.costs.case import stated
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.prices.announced_prices import AnnouncedChange, changes_of
from advisor.hosting.prices.gpu_market import GpuDeal
from advisor.hosting.prices.token_prices import TokenCosts, least_cached_tokens, table_of, token_costs
from advisor.hosting.speed.thinking_tokens import factors
from advisor.units import HOURS_PER_MONTH, Spoken, Told, told

TOKEN_PARTS = frozenset(
    ["input_tokens", "cached_tokens", "cache_writes", "output_tokens", "reasoning_tokens", "media"],
)
TIERS = frozenset({"priority", "fast", "flex"})
TERMS = (
    ("provisioned_hour", "usd_per_unit_hour", HOURS_PER_MONTH),
    ("provisioned_month", "usd_per_unit_month", 1.0),
    ("provisioned_year", "usd_per_unit_year", 1 / 12),
)


class BuyingWay(Spoken):
    """One way to buy what a plan needs: the whole plan's US dollars per month, units where it is sold by the unit.

    ``usd_per_month`` is None where the price is unknown.
    """

    way: str
    label: str = ""
    usd_per_month: float | None
    units: int | None = None
    utilisation: float | None = None
    note: str = ""
    source: str | None


def ways_to_buy(table: PlanColumns, index: int) -> tuple[BuyingWay, ...]:
    """The ways to buy one planned row beside the one it is planned with; none for own hardware."""
    if index < len(table.offer_rows):
        offer = table.offers.offers[int(table.offer_rows[index])]
        return (*_batch(table, index, offer), *_tiers(table, index, offer), *_provisioned(table, index, offer))
    own = index - len(table.offer_rows)
    rented = own < len(table.candidates.alternatives) and table.candidates.deals[own].kind == "cloud_gpu"
    return tuple(_spot(table, index)) if rented else ()


def _batch(table: PlanColumns, index: int, offer: Offer) -> Iterator[BuyingWay]:
    """Everything by batch, where a batch price is known."""
    if offer.batch_output_usd_per_mtok is None or table.load.batch_share == 1.0:
        return
    yield BuyingWay(
        way="batch",
        told=_words("batch"),
        usd_per_month=_with_offer(table, index, offer, batch_share=1.0),
        source=offer.source,
    )


def _tiers(table: PlanColumns, index: int, offer: Offer) -> Iterator[BuyingWay]:
    """The provider's other tiers of the same model in the same zone."""
    for other in table.catalog.offers_of[offer.model_id]:
        same = other.provider_id == offer.provider_id and other.zone == offer.zone
        if same and other.tier in TIERS:
            cost = _with_offer(table, index, other, batch_share=0.0)
            yield BuyingWay(way=other.tier, told=_words(other.tier), usd_per_month=cost, source=other.source)


def _words(way: str, note: Told | None = None) -> dict[str, Told | tuple[Told, ...]]:
    """What a way is called, and what is to be known of it."""
    return {"label": told(f"buy.{way}"), "note": note or told(f"buy.{way}.note")}


def _with_offer(table: PlanColumns, index: int, offer: Offer, *, batch_share: float) -> float | None:
    """The plan's cost per month with the tokens of another offer; None where a price is unknown.

    What is announced for the plan's own offer moves the other one in proportion: nothing else is known of it.
    """
    one = table_of([offer], table.catalog)
    load = table.load.model_copy(update={"batch_share": batch_share})
    tokens = token_costs(one, load, assume=table.case.assume)
    row = table.offer_rows[index : index + 1]
    changes = [
        _in_proportion(change, tokens) for change in changes_of(table.catalog, row, table.load, table.case.assume)
    ]
    costs = api_costs(
        tokens,
        one.price_sigma,
        table.case,
        stated(),
        thinks=one.thinks,
        changes=changes,
        forced=table.forced[index : index + 1],
    )
    return _sum(costs)


def _in_proportion(change: AnnouncedChange, tokens: TokenCosts) -> AnnouncedChange:
    """An announced change of one offer as that of another: its costs move by the same factors."""
    scaled = {}
    for name in tokens.__slots__:
        before, after = getattr(change.before, name), getattr(change.after, name)
        factor = np.divide(after, before, out=np.ones_like(before), where=before > 0)
        scaled[name] = getattr(tokens, name) * factor
    return replace(change, before=tokens, after=TokenCosts(**scaled))


def _sum(costs: Mapping[str, Floats], leave_out: frozenset[str] = frozenset()) -> float | None:
    """The sum of the components at the stated inputs; None where one is unknown."""
    whole = sum(float(np.broadcast_to(values, (1, 1))[0, 0]) for name, values in costs.items() if name not in leave_out)
    return None if np.isnan(whole) else whole


def _provisioned(table: PlanColumns, index: int, offer: Offer) -> Iterator[BuyingWay]:
    """Provisioned throughput at the peak, by the hour, month and year, where its units are known."""
    for unit in table.catalog.provisioned_units:
        if (unit.model_id, unit.provider_id, unit.zone) != (offer.model_id, offer.provider_id, offer.zone):
            continue
        thinking = float(factors(table.case.assume)[table.offers.thinks[int(table.offer_rows[index])]])
        need = units_needed(unit, peak_input_tpm(table, unit, thinking=thinking))
        rest = _sum(table.components(index), TOKEN_PARTS) or 0.0
        for way, field, factor in TERMS:
            price = getattr(unit, field)
            yield BuyingWay(
                way=way,
                told=_words(way, _unit_note(unit, need, priced=price is not None)),
                usd_per_month=None if price is None else need * float(price) * factor + rest,
                units=need,
                utilisation=_utilisation(table, unit, need, thinking=thinking),
                source=unit.price_source,
            )


def _unit_note(unit: ProvisionedUnit, need: int, *, priced: bool) -> Told:
    """How many units, what their source says of them, and whether the term has a price."""
    parts = [told("buy.units", units=need)]
    if unit.note:
        parts.append(told("kept", text=unit.note))
    if not priced:
        parts.append(told("buy.term_unpriced"))
    return told("buy.notes", parts=parts)


def input_equivalent(table: PlanColumns, unit: ProvisionedUnit, *, thinking: float) -> float:
    """What one request counts in input tokens: fresh input, cached and output tokens by their weights."""
    load = table.load
    least = least_cached_tokens(table.catalog, unit.model_id, unit.provider_id)
    cached = 0.0 if load.input_tokens < least else load.cached_input_tokens
    generated = load.output_tokens * (1.0 + thinking)
    return load.input_tokens - cached + cached * unit.cached_weight + generated * unit.output_weight


def peak_input_tpm(table: PlanColumns, unit: ProvisionedUnit, *, thinking: float) -> float:
    """Input tokens per minute at the peak."""
    per_minute = table.load.peak_requests_per_s * 60 * table.case.token_overhead
    return per_minute * input_equivalent(table, unit, thinking=thinking)


def units_needed(unit: ProvisionedUnit, input_tpm: float) -> int:
    """Whole units for a load: at least the minimum, then in steps."""
    more = max(input_tpm / unit.input_tpm_per_unit - unit.minimum_units, 0.0)
    return unit.minimum_units + ceil(more / unit.increment_units - ROUNDING) * unit.increment_units


def _utilisation(table: PlanColumns, unit: ProvisionedUnit, units: int, *, thinking: float) -> float:
    minutes = HOURS_PER_MONTH * 60
    used = table.load.requests_per_month * table.case.token_overhead * input_equivalent(table, unit, thinking=thinking)
    return used / (units * unit.input_tpm_per_unit * minutes)


def _spot(table: PlanColumns, index: int) -> Iterator[BuyingWay]:
    """The plan's GPUs at the cheapest spot price, with one replica kept as planned against interruptions."""
    own = index - len(table.offer_rows)
    deal, fleet = table.candidates.deals[own], table.candidates.fleet
    offers = [
        offer
        for offer in table.catalog.gpu_offers_of.get(deal.gpu_id, ())
        if offer.commitment == "spot" and offer.usd_per_gpu_hour is not None
    ]
    if not offers:
        return
    best = min(offers, key=lambda offer: _spot_order(offer, deal))
    price = float(best.usd_per_gpu_hour or 0)
    parts = table.components(index)
    rent = float(parts["gpu_rent"][0, 0])
    active = table.load.active_hours_per_month if fleet.elastic[own] else HOURS_PER_MONTH
    fallback = float(fleet.gpu_count[own]) * active * deal.usd_per_gpu_hour
    whole = _sum(parts)
    if whole is None or deal.usd_per_gpu_hour <= 0:
        return
    note = told(
        "buy.spot.note" if best.provider_id == deal.provider else "buy.spot.elsewhere",
        usd=("number", price),
        provider=("provider", best.provider_id),
        region=("text", best.region) if best.region else told("buy.spot.region_unknown"),
        priced_on=best.priced_on,
    )
    yield BuyingWay(
        way="spot",
        told=_words("spot", note),
        usd_per_month=whole - rent + rent * price / deal.usd_per_gpu_hour + fallback,
        source=best.source,
    )


def _spot_order(offer: GpuOffer, deal: GpuDeal) -> tuple[bool, bool, bool, float, str]:
    """The plan's own provider first, then its zone, then what is no marketplace, then the cheaper."""
    return (
        offer.provider_id != deal.provider,
        zone_of(offer.country) != deal.zone,
        offer.price_kind is not None,
        float(offer.usd_per_gpu_hour or 0),
        offer.offer_id,
    )
