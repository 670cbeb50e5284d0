"""Warnings: on what conditions something passes the gates, and what to try or ask first."""

from __future__ import annotations

from typing import Final

WARNING_SENTENCES: Final = {
    "warning.modality_unknown": "No source states which inputs the model reads: try it first.",
    "warning.tools_unknown": "Tool calling: no source states it for this model; try it first.",
    "warning.structured_output_unknown": "Structured output: no source states it for this model; try it first.",
    "warning.context_unknown": "Context window: unknown; {needed} tokens are needed.",
    "warning.languages_unknown": "Languages: no source lists those of this model; test {languages:code} first.",
    "warning.languages_unlisted": (
        "Languages: its source speaks of many and does not name {languages:code}: test that first."
    ),
    "warning.languages_of_siblings": (
        "Languages: its vendor documents {languages:code} for another of its models, not for this one: test that first."
    ),
    "warning.licence_unknown": "The licence is unknown.",
    "warning.licence_conditions": "Licence conditions apply: {obligations}",
    "warning.deprecated": "The vendor has marked this model as deprecated.",
    "warning.deprecated_for": "The vendor has marked this model as deprecated; its successor is {successor}.",
    "warning.succeeded": "A newer model has taken this one's place: {successor}.",
    "warning.committed": (
        "Of its {cost:,.0f} USD a month {paid:,.0f} are committed at {provider} already; no cap is held against them."
    ),
    "warning.own_work": (
        "Of its {cost:,.0f} USD a month {work:,.0f} are work of your own people on changes of model that its provider "
        "forces; only the bill is held against your cap."
    ),
    "warning.committed_money": (
        "Of its {cost} a month {paid} are committed at {provider} already; no cap is held against them."
    ),
    "warning.committed_new": (
        "Of its {cost} a month {paid} are committed at {provider} already and paid in any case: no cap is held against "
        "them, and only the other {new} count in the ranking."
    ),
    "warning.own_work_money": (
        "Of its {cost} a month {work} are work of your own people on changes of model that its provider forces; only "
        "the bill is held against your cap."
    ),
    "warning.other_use_money": (
        "Of its {cost} a month {work} are what the machines that are there could fetch otherwise; only what is paid is "
        "held against your cap."
    ),
    "warning.pay_unknown": (
        "What people earn in this country ({country}) is not known: about {cost} a month is a guess, and may be over "
        "your cap."
    ),
    "warning.reserved": (
        "The GPUs are reserved for {months:.0f} months: they are paid for that long, used or not. Rented by the hour "
        "they cost more."
    ),
    "warning.bought": "To be bought: {count:d} × {gpu}, about {money}.",
    "warning.bought.wait": (
        "To be bought: {count:d} × {gpu}, about {money}; delivery takes {low:.0f} to {high:.0f} weeks."
    ),
    "warning.bought.later": "To be bought: {count:d} × {gpu} at the start and {later:d} later, about {money} in all.",
    "warning.bought.later.wait": (
        "To be bought: {count:d} × {gpu} at the start and {later:d} later, about {money} in all; delivery takes "
        "{low:.0f} to {high:.0f} weeks."
    ),
    "warning.bought.only_later": "To be bought as the load grows: {later:d} × {gpu}, about {money} in all.",
    "warning.bought.only_later.wait": (
        "To be bought as the load grows: {later:d} × {gpu}, about {money} in all; delivery takes {low:.0f} to "
        "{high:.0f} weeks."
    ),
    "warning.spare_bought": (
        "Your own machines carry the work alone. What is bought beside them stands in when one fails, and is about "
        "{money} a month of the cost: without it, a failure stops the service until the repair."
    ),
    "warning.unspared": (
        "No spare: nothing may be bought beside the machines that are there, so that a failure stops the service until "
        "the repair."
    ),
    "warning.too_short_to_cache": (
        "Too short to be cached: a request has {tokens} tokens, and its provider charges less for those that repeat "
        "from {least} on. They are counted at the full price of input."
    ),
    "warning.preview": "This is a preview: it may change or vanish without notice.",
    "warning.abandoned": "Nobody maintains this model any more.",
    "warning.retires": "Its provider shuts it down on {day}: plan the migration by then.",
    "warning.origin.on_the_list": "The model comes from {countries}, whose providers you exclude.",
    "warning.origin.no_adequacy": (
        "The model comes from {countries}, for which there is no adequacy decision of the European Commission."
    ),
    "warning.origin.abroad": "The model comes from {countries}: ask whether your own law and rules allow it.",
    "warning.base.on_the_list": "The model stands on weights from {countries}, whose providers you exclude.",
    "warning.base.no_adequacy": (
        "The model stands on weights from {countries}, for which there is no adequacy decision of the European "
        "Commission."
    ),
    "warning.base.abroad": (
        "The model stands on weights from {countries}: ask whether your own law and rules allow it."
    ),
    "warning.origin.unknown": "No source states where the vendor of this model has its seat.",
    "warning.export.controlled": (
        "Its hardware needs an export licence of the United States for {country}: ask the seller before you plan on it."
    ),
    "warning.export.perhaps": (
        "Its hardware may need an export licence of the United States for {country}: ask the seller before you plan on "
        "it."
    ),
    "warning.export.denied": (
        "Its hardware may need an export licence of the United States for {country}, which is as a rule refused: ask "
        "the seller first."
    ),
    "warning.quota.requests": (
        "Your peak of {peak:,.0f} requests a minute exceeds the {limit:,.0f} that the provider grants at first: ask "
        "for {tier} before you start."
    ),
    "warning.quota.tokens": (
        "Your peak of {peak:,.0f} tokens a minute exceeds the {limit:,.0f} that the provider grants at first: ask "
        "for {tier} before you start."
    ),
    "warning.quota.requests.beyond": (
        "Your peak of {peak:,.0f} requests a minute exceeds the {limit:,.0f} of the provider's highest published tier: "
        "agree a limit before you sign."
    ),
    "warning.quota.tokens.beyond": (
        "Your peak of {peak:,.0f} tokens a minute exceeds the {limit:,.0f} of the provider's highest published tier: "
        "agree a limit before you sign."
    ),
    "warning.opt_out": "The provider trains on data unless you opt out: opt out before the first call.",
    "warning.zero_retention": "Zero retention must be agreed with the provider before the first call.",
    "warning.processing_agreement": (
        "Personal data: no source states a data processing agreement; get one before the first call."
    ),
    "warning.pin": "Have the place of processing pinned in the contract ({zones}); the listed price names no zone.",
    "warning.price_conflict": "Sources disagree on this price: ask the provider before you sign.",
    "warning.stale_price": (
        "This price is {days:,.0f} days old ({day}): ask the provider for today's before you sign."
    ),
    "warning.single_source": "Only one source states this price.",
    "warning.latency_over.first_token": (
        "The wait for the first word is estimated at {seen} ms, above your limit of {limit} ms: measure it first."
    ),
    "warning.latency_over.gap": (
        "The gap between words is estimated at {seen} ms, above your limit of {limit} ms: measure it first."
    ),
    "warning.latency_over.whole": (
        "The whole answer is estimated at {seen} s, above your limit of {limit} s: measure it first."
    ),
    "warning.thinking.only": "It always thinks before its first word, and the wait counts that.",
    "warning.thinking.levels": (
        "It always thinks: the wait for the first word counts its least effort, its ability more. Test it at the least."
    ),
    "warning.thinking.switchable": (
        "The wait for the first word is counted with thinking switched off, the ability with it on: test it switched "
        "off."
    ),
    "warning.thinking.unknown": (
        "The wait for the first word is counted without thinking, and no source states that it can be switched off: "
        "try that first."
    ),
    "warning.streaming_unknown": (
        "Live speech: no source states whether it streams or takes whole recordings only. Ask that first; its price "
        "may be that of recordings."
    ),
    "warning.certificate": "The law asks the provider for {missing:and}, of which no record is known: see it before "
    "any data is sent.",
    "warning.announced": "Another price is {announced}.",
    "warning.latency_unknown.first_token": "Latency: unknown to the first token; measure it before you decide.",
    "warning.latency_unknown.gap": "Latency: unknown between tokens; measure it before you decide.",
    "warning.latency_unknown.whole": "Latency: unknown for the whole answer; measure it before you decide.",
}
"""Key to template."""
