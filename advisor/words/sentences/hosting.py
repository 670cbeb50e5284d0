"""Hosting: why an alternative cannot be planned, the lines of a plan and its workbook, what its reader should know."""

from __future__ import annotations

from typing import Final

from advisor.words.plural import Plural

HOSTING_SENTENCES: Final = {
    "same_model.closed": "its weights are not published, so that only its providers can run it",
    "same_model.no_offer": "no provider in the catalog offers it",
    "same_model.none": "nothing in the catalog that is sold or rented holds it",
    "same_model.gate": "{reason:out}",
    "memory.of": "of {most:.0f} GB on {gpu}",
    "unpriced": "cannot be costed: the price of {model} at {provider} is unknown for this kind of load",
    "unpriced.out": "its price at {provider:code} is unknown for this kind of load",
    "unsized.weights": "cannot be sized: the weights of {model} are not published",
    "unsized.weights.out": "it cannot be sized: the weights of this model are not published",
    "unsized.speed": "cannot be sized: the serving speed of {what} models such as {model} is unknown",
    "unsized.speed.out": "it cannot be sized: the serving speed of {what} models like it is unknown",
    "unsized.fact": "cannot be sized: {what} of {model} is unknown",
    "unsized.fact.out": "it cannot be sized: {what} of this model is unknown",
    "unsized.no_server": "cannot be sized: no planned server of up to 8 GPUs holds {model}",
    "unsized.no_server.out": "it cannot be sized: no planned server of up to 8 GPUs holds this model",
    "weights_alone": "Weights alone; {problem:alone}.",
    "unsized.weights.alone": "the weights of {model} are not published",
    "unsized.speed.alone": "the serving speed of {what} models such as {model} is unknown",
    "unsized.fact.alone": "{what} of {model} is unknown",
    "unfit.cache": (
        "does not fit: a request of {tokens} tokens needs {cache} GB of cache and {left} GB are left beside {model} "
        "on {hardware}"
    ),
    "unfit.cache.out": (
        "it does not fit: a request of {tokens} tokens needs {cache} GB of cache and {left} GB are left beside this "
        "model on {hardware}"
    ),
    "break_even.unknown": "the cost of one of them is unknown",
    "break_even.always": "{cheaper} is cheaper at every volume from a thousandth to a thousand times the stated one",
    "break_even.once": "at your volume you are at {here:.2g} times it",
    "break_even.often": (
        "at your volume you are at {here:.2g} times it; the curves meet {crossings} times because servers come whole"
    ),
}
HOSTING_RECORDED: Final = {
    "unpriced": "cannot cost: the price of {model:code} at {provider:code} is unknown for this kind of load",
    "unsized.weights": "cannot size: the weights of {model:code} are not published",
    "unsized.speed": "cannot size: the serving speed of {what} models such as {model:code} is unknown",
    "unsized.fact": "cannot size: {what} of {model:code} is unknown",
    "unsized.no_server": "cannot size: no planned server of up to 8 GPUs holds {model:code}",
    "unsized.weights.alone": "the weights of {model:code} are not published",
    "unsized.speed.alone": "the serving speed of {what} models such as {model:code} is unknown",
    "unsized.fact.alone": "{what} of {model:code} is unknown",
    "unfit.cache": (
        "does not fit: a request of {tokens} tokens needs {cache} GB of cache and {left} GB are left beside "
        "{model:code} on {hardware}"
    ),
}
"""As records have always said it."""
PLAN_SENTENCES: Final[dict[str, str | Plural]] = {
    "component.input_tokens": "Input tokens",
    "component.cached_tokens": "Cached input tokens",
    "component.cache_writes": "Cache writes",
    "component.output_tokens": "Output tokens",
    "component.reasoning_tokens": "Thinking tokens",
    "component.media": "Images, audio, characters or searches",
    "component.corpus": "Embedding the corpus once",
    "component.gpu_rent": "GPU rent",
    "component.purchase": "Hardware, bought",
    "component.resale": "Resale at the end",
    "component.capital": "Cost of capital",
    "component.alternative_use": "Other use of GPUs that are there",
    "component.electricity": "Electricity",
    "component.floor": "Floor, rack and cooling",
    "component.colocation": "Colocation",
    "component.support": "Hardware support and spare parts",
    "component.network": "Network and storage",
    "component.software": "Software licences",
    "component.storage": "Cloud storage",
    "component.backup": "Backups: weights, prompts and answers",
    "component.egress": "Network egress",
    "component.staff": "Staff",
    "component.migration": "Expected changes to successors",
    "component.fine_tuning": "Fine-tuning runs",
    "component.retrieval": "Embedding and retrieval",
    "component.contingency": "Contingency: what the middle of all possible cases adds to these lines",
    "fact.low_utilisation": "Only {utilisation:.1%} of what runs is used.",
    "fact.corpus_long": "Embedding the corpus takes these machines alone {days:,.0f} days: what they cannot do in "
    "{within:,.0f} is rented beside them.",
    "fact.smaller": Plural(
        "One server instead of {now:,.0f} would cost {money} a month, be used by {utilisation:.1%} and carry "
        "{peak:.0%} of the peak.",
        "{servers:,.0f} servers instead of {now:,.0f} would cost {money} a month, be used by {utilisation:.1%} and "
        "carry {peak:.0%} of the peak.",
        "servers",
    ),
    "fact.smaller_spare": "With fewer servers nothing is spare: the failure of one stops part of the service.",
    "fact.no_smaller": "It is one server already: half or a quarter of it is not to be had.",
    "fact.no_smaller.edge": "It is one device per place already: half or a quarter of it is not to be had.",
    "fact.owned_idle": "{idle:,.0f} of the {owned:,.0f} {gpu} that are there stay idle.",
    "fact.owned_layout_assumed": "The {owned:,.0f} {gpu} that are there are taken to stand in more than one server; "
    "the plan survives no failure if they do not.",
    "fact.stale_price": "The price is {days:,.0f} days old ({priced_on}): ask for today's before you sign.",
    "fact.stale_rent": "The rent is {days:,.0f} days old ({priced_on}): rents rose in 2026, ask for a new one.",
    "fact.dear_rent": "{here} per GPU and hour is {times:.1f} times what {provider} asks: {cheaper} ({priced_on}).",
    "fact.dear_rent.country": "{here} per GPU and hour is {times:.1f} times what {provider} asks in {country}: "
    "{cheaper} ({priced_on}).",
    "fact.lead_time": "The hardware takes {low:,.0f} to {high:,.0f} weeks to arrive.",
    "fact.allocated_hardware": "{gpu} is allocated: the seller chooses who gets it and when.",
    "fact.derived_price": "Nobody publishes the price of this machine: {middle} ({low} to {high}) follows from that "
    "of its parts.",
    "fact.hires": "{people:.1f} people must be hired: the hours of service take {least:,.0f} at the least, and "
    "{there:.1f} are there.",
    "fact.hires.managed": "{people:.1f} people must be hired: the hours of service take {least:,.0f} at the least, and "
    "{there:.1f} are there. A managed service would be counted at {managed} a month instead: ask for an offer.",
    "fact.cover": "The hours of service take {least:,.0f} people who can do it, and {there:.1f} are there. What is "
    "missing is counted as a service with a rota of its own, {money} a month: an assumption, so ask for an offer. "
    "Hiring {people:.1f} people for it would cost {hired} a month.",
    "fact.changes_by_the_team": Plural(
        "Changes of model that its provider forces take about {days:,.0f} day a year of your own people: they are "
        "there, so that it costs nothing more.",
        "Changes of model that its provider forces take about {days:,.0f} days a year of your own people: they are "
        "there, so that it costs nothing more.",
        "days",
    ),
    "fact.pay_assumed": "No country is stated: people are counted at the pay of the United States, {money} a year.",
    "fact.pay_assumed.country": "No source states the pay of this country ({country}): people are counted at the "
    "middle of the countries whose pay is known, {money} a year, which may be far off. State what a person costs you.",
    "fact.pay_assumed.survey": "What people cost in this country ({country}), {money} a year, follows a survey of few "
    "answers, in proportion to the United States: state what a person costs you.",
    "fact.pay_assumed.labour_cost": "No source states what engineers earn in this country ({country}): people are "
    "counted at {money} a year, the pay of Germany and France in the proportion of what an hour of work costs.",
    "fact.tariff": "Electricity at {price:.4f} {currency} per kWh: the tariff for {mwh:,.1f} MWh a year and site (band "
    "{band}, {basis}).",
    "same_model.missing": "{model} has no plan here ({hosting}): {reason}.",
    "people.plan": Plural(
        "it takes {time:.2f} of a full-time person, and {alone:,.0f} person who can do it; {paid}. That person, hired "
        "for this alone, would cost {money} a month",
        "it takes {time:.2f} of a full-time person, and at the least {alone:,.0f} people who can do it in these hours "
        "of service; {paid}. Hired for this alone they would cost {money} a month",
        "alone",
    ),
    "people.paid.share": "{paid:.2f} is paid, {money} a month: nothing is said of a team, which is taken to be shared "
    "with other work",
    "people.paid.there": "nothing more is paid: the time ({there:.2f}, worth {worth} a month) is that of people who "
    "are there",
    "people.paid.there_counted": "{paid:.2f} is paid, {money} a month: the time of people who are there counts, as you "
    "asked",
    "people.paid.stand_in": "{paid:.2f} is paid, {money} a month, for those who stand in beside other work: fewer "
    "are there than must be able to do it",
    "people.paid.hired": "{paid:.2f} is paid, {money} a month, for people to be hired; {there:.2f} is the time of "
    "those who are there",
    "people.paid.covered": "{paid:.2f} is paid, {money} a month, for a service with a rota of its own that covers what "
    "is missing, its margin included, since hiring whole people costs more; {there:.2f} is the time of those who are "
    "there",
    "people.paid.managed": "{paid:.2f} is paid, {money} a month: a managed service with its margin",
    "project.plan": Plural(
        "setting it up takes {days:,.0f} person-day once, {money} ({low} to {high}), beside the figures above; with it "
        "{horizon} over the horizon",
        "setting it up takes {days:,.0f} person-days once, {money} ({low} to {high}), beside the figures above; with "
        "it {horizon} over the horizon",
        "days",
    ),
    "people.none": "nobody to run it: the provider does",
    "availability.none": "nothing: no spare hardware is planned",
    "availability.one_server": "the failure of one server",
    "availability.one_site": "the failure of one site",
    "availability.one_device": "the failure of single devices",
    "availability.plan": "survives {survives}; {spare:,.0f} spare, {money} a month",
}
WORKBOOK_SENTENCES: Final[dict[str, str | Plural]] = {
    "sheet.stated_inputs": "US dollars at the stated inputs",
    "sheet.year": "Year {year}",
    "sheet.horizon": "Over the horizon",
    "sheet.month": "Per month",
    "sheet.basis": "Basis, source and note",
    "sheet.months": "Months",
    "sheet.growth": "Volume over that of the start",
    "sheet.price": "Price per GPU in its server",
    "sheet.loss": "Loss of resale value per year",
    "sheet.least": "Age at the earliest sale, months",
    "sheet.rate": "Cost of capital per year",
    "sheet.life": "Depreciation life, years",
    "sheet.bought": "GPUs bought at the start of the year",
    "sheet.left": "Months until the end",
    "sheet.end": "Value at the end, share of the price",
    "sheet.person": "Cost of a full-time equivalent per year",
    "sheet.people": "Full-time equivalents paid",
    "sheet.existing": "Full-time equivalents that are there, not counted",
    "sheet.least_people": "Least number of people for the hours of service",
    "sheet.alone": "People of a team that is hired for this alone",
    "sheet.alone_month": "Such a team, USD per month (not counted)",
    "sheet.paid_as": "Whose time is paid",
    "sheet.paid_as.share": "a share of a team that is taken to be shared with other work: nothing is said of one",
    "sheet.paid_as.there": "nobody's: people who are there do it",
    "sheet.paid_as.there_counted": "that of people who are there, as asked",
    "sheet.paid_as.stand_in": "that of those who stand in beside other work: fewer are there than must be able to do "
    "it",
    "sheet.paid_as.hired": "that of people to be hired",
    "sheet.paid_as.covered": "that of a service which covers what those who are there cannot, with its margin: hiring "
    "whole people costs more",
    "sheet.paid_as.managed": "that of a managed service, with its margin",
    "sheet.project": "Beside it, once: setting up, by your own people",
    "sheet.setup_days": "Person-days of setting up",
    "sheet.setup_day": "Working days of a person in a year",
    "sheet.setup_usd": "Setting up, once",
    "sheet.with_setup": "Over the horizon, setting up included",
    "sheet.year_one": "Paid in the first year as stated; purchases whole, resale at the end (as planned: no factor "
    "moves it)",
    "sheet.first_year": "First year, purchases, contingency and setting up included",
    "sheet.before_taxes": "All sums are before taxes. The application itself is not counted: it costs the same "
    "whatever is chosen.",
    "sheet.part_month": "{part}, per month",
    "sheet.paid": "Stated case over the horizon",
    "sheet.stated": "Stated case per month",
    "sheet.share": "Contingency, share of the stated case",
    "sheet.headline": "Per month, before taxes: the plan's figure",
    "sheet.horizon_currency": "Over the horizon, in the currency",
    "sheet.served": "Requests over the horizon",
    "sheet.per_request": "USD per request",
    "sheet.per_mtok": "USD per million tokens",
    "sheet.accounts": "For the accounts, straight line",
    "sheet.written": "Depreciation over the horizon",
    "sheet.written_month": "Depreciation per month",
    "sheet.book": "Book value at the end",
    "sheet.note_on_draws": "The percentiles that the page shows. Each draw moves volume, prices, speed, power, staff, "
    "thinking tokens and the decline of prices at once: a fixed low-discrepancy set (Sobol, seed 0), the same for "
    "every plan, computed by the cost model with whole servers and announced prices. Changing a cell of Inputs does "
    "not draw anew: the plans follow it, at the stated inputs and with the servers that they have.",
    "sheet.input": "Input",
    "sheet.value": "Value",
    "sheet.unit": "Unit",
    "sheet.source": "Source",
    "sheet.answers": "answers",
    "sheet.requests": "Requests",
    "sheet.unit.at_the_start": "per month at the start",
    "sheet.volume": "Volume factor",
    "sheet.unit.times_volume": "times the stated volume",
    "sheet.volume.note": "change it to see another volume with the same servers",
    "sheet.growth_rate": "Growth",
    "sheet.unit.per_year": "share per year",
    "sheet.months_ahead": "Horizon",
    "sheet.unit.months": "months",
    "sheet.currency": "Currency",
    "sheet.exchange": "Exchange rate",
    "sheet.unit.rate": "USD per 1 {currency}",
    "sheet.prices": "Price factor",
    "sheet.unit.times_prices": "times the prices of tokens and rents",
    "sheet.prices.note": "change it to see other prices",
    "sheet.input_tokens": "Input tokens",
    "sheet.output_tokens": "Output tokens",
    "sheet.unit.per_request": "per request",
    "sheet.plan": "Plan",
    "sheet.usd_month": "USD per month",
    "sheet.in_currency": "In the currency",
    "sheet.usd_horizon": "USD over the horizon",
    "sheet.stated_usd": "Stated case, USD per month",
    "sheet.id": "Id",
    "sheet.what": "What",
    "sheet.per_month": "per month",
    "sheet.over_horizon": "over the horizon",
    "sheet.draw": "Draw",
}
"""Labels of the cost workbook."""
