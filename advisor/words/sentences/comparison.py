"""Comparison of plans: other ways to buy, prices to come, quotes, shared servers, what moves a cost, the trade-off."""

from __future__ import annotations

from typing import Final

from advisor.words.plural import Plural

_BUYING: Final = {
    "buy.batch": "Everything by batch",
    "buy.batch.note": "answers come within hours, not seconds",
    "buy.priority": "Priority tier",
    "buy.priority.note": "answers are served before standard ones; how much faster is not published",
    "buy.fast": "Fast tier",
    "buy.fast.note": "a faster deployment of the same model; its speed at your load is unknown",
    "buy.flex": "Flex tier",
    "buy.flex.note": "cheaper, slower and sometimes refused; for work that can wait",
    "buy.provisioned_hour": "Provisioned throughput, by the hour",
    "buy.provisioned_month": "Provisioned throughput, reserved for a month",
    "buy.provisioned_year": "Provisioned throughput, reserved for a year",
    "buy.units": "{units} units for the peak, paid whatever passes through them",
    "buy.term_unpriced": "the price of this term is unknown",
    "buy.notes": "{parts:semicolon}",
    "buy.spot": "Spot GPUs with one replica as planned",
    "buy.spot.note": "{usd:g} USD per GPU and hour at {provider}, {region} on {priced_on}; the provider may take "
    "spot GPUs back at short notice (how often is unknown), so that one replica of the planned kind is counted too",
    "buy.spot.elsewhere": "{usd:g} USD per GPU and hour at {provider}, {region} (another provider than the plan's) on "
    "{priced_on}; the provider may take spot GPUs back at short notice (how often is unknown), so that one replica of "
    "the planned kind is counted too",
    "buy.spot.region_unknown": "region not stated",
    "announced": "announced: {steps:semicolon} (today {input} and {output}); the cost over the horizon counts it from "
    "then",
    "announced.step": "from {day} {input} per million input tokens and {output} per million output tokens",
    "announced.usd": "{usd:g} USD",
    "announced.unchanged": "an unchanged price",
    "priced.agreed": "priced on {day}, sources: agreed",
    "priced.single": "priced on {day}, sources: single",
    "priced.conflict": "priced on {day}, sources: conflict",
    "priced.gpu": "priced on {day}",
    "priced.gpu.noted": "priced on {day}; {note}",
}
_QUOTES: Final = {
    f"quote.{side}.{place}": f"The quote is {{difference:,.0f}} USD a month {side} the middle of the estimate and "
    f"{place} its band ({{low:,.0f}} to {{high:,.0f}})."
    for side in ("above", "below")
    for place in ("inside", "outside")
}
_SHARING: Final = {
    "sharing.unplaced": "{names} do not fit one server of {gpu}.",
    "sharing.none": "Sharing saves no {gpu}: memory or load is taken by each model alone.",
    "sharing.alike": "{together} {gpu} instead of {apart}: the same model serves them all.",
    "sharing.by_turns": "{together} {gpu} instead of {apart}: {shared} of them serve more than one model, by turns, so "
    "that each answers later while others work.",
}
_SWINGS: Final = {
    "swing.volume": "Volume of requests",
    "swing.price.own": "GPU rent and hardware prices",
    "swing.price": "Token prices",
    "swing.power": "Electricity",
    "swing.staff": "Staff",
    "swing.other": "Other components",
    "swing.speed_z": "Speed of a replica (error of the estimate)",
    "swing.token_z": "Disagreement of price sources",
    "swing.thinking_z": "Thinking tokens per answer",
    "swing.decline_z": "Decline of prices",
    "swing.assumption": "{label}",
    "swing.times": "x {factor:.2f}",
    "swing.p10": "10th percentile",
    "swing.p90": "90th percentile",
    "swing.value": "{value:g} {unit}",
}
_TRADEOFF: Final[dict[str, str | Plural]] = {
    "tradeoff.points": "{points:semicolon}",
    "tradeoff.yes": "{what}: yes",
    "tradeoff.no": "{what}: no",
    "tradeoff.unknown": "{what}: unknown",
    "tradeoff.no_training": "not used for training",
    "tradeoff.no_retention": "nothing retained by a third party",
    "tradeoff.zone": "processed in a demanded zone",
    "tradeoff.own_software": "software under own control",
    "tradeoff.own_hardware": "hardware under own control",
    "tradeoff.no_third_party": "no third party processes the data",
    "tradeoff.weights": "weights in hand",
    "tradeoff.fine_tuning": "fine-tuning possible",
    "tradeoff.derivatives": "licence allows derivatives",
    "tradeoff.engine": "precision and engine can be chosen",
    "tradeoff.version": "version stays as long as wanted",
    "tradeoff.cost": "{cost:,.0f} USD per month; the cheapest way costs {cheapest:,.0f}",
    "tradeoff.money": "{cost} per month; the cheapest way costs {cheapest}",
    "tradeoff.cost_unknown": "cost unknown",
    "tradeoff.people.none": "{people:.2f} full-time equivalents, operations skills: none",
    "tradeoff.people.some": "{people:.2f} full-time equivalents, operations skills: some",
    "tradeoff.people.strong": "{people:.2f} full-time equivalents, operations skills: strong",
    "tradeoff.provider_grows": "the provider adds capacity by itself; quotas are not in the catalog",
    "tradeoff.rent_grows": "installed for {peaks:.1f} peaks; more can be rented within days where the cloud has it",
    "tradeoff.purchase_grows": "installed for {peaks:.1f} peaks; more hardware takes more than 30 days to buy",
    "tradeoff.wait": "time to first token (p95) {wait:,.0f} ms",
    "tradeoff.wait_limit": "time to first token (p95) {wait:,.0f} ms, the answers allow {limit:,.0f} ms",
    "tradeoff.wait_unknown": "time to first token unknown",
    "tradeoff.providers": Plural(
        "{others} other provider serves this model", "{others} other providers serve this model", "others"
    ),
    "tradeoff.bound": "weights can be moved anywhere; bound for {months:.0f} months by the hardware",
    "tradeoff.split": "{own:.0%} of requests on own capacity, {overflow:.0%} overflow to the API: {facts}",
    "tradeoff.both": "{own} | {api}",
    "tradeoff.split_cost": "{cost:,.0f} USD per month",
    "tradeoff.split_money": "{cost} per month",
    "tradeoff.split_peak": "the API takes any peak",
    "tradeoff.split_work": "both must be run",
}
COMPARISON_SENTENCES: Final[dict[str, str | Plural]] = {**_BUYING, **_QUOTES, **_SHARING, **_SWINGS, **_TRADEOFF}
"""Key to template."""
