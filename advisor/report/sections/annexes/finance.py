"""The finance annex: what the choice costs, paid year by year, line by line, with source and date, and what it owns.

Totals are given to the cent in the currency of the decision, as on the page, in the workbook and on the command line;
the years are rounded to whole units.
"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.hosting.records import CostComponent, HardwareAccount, HostingPlan
from advisor.report.document.blocks import (
    NONE,
    Column,
    Facts,
    Inline,
    Items,
    Para,
    Section,
    SectionBlock,
    Sub,
    Table,
    Text,
)
from advisor.report.document.context import Context
from advisor.report.sections.annexes.exchange import exchange
from advisor.units import told
from advisor.words.names import basis_name
from advisor.words.plan_words import availability_told, facts_told, missing_told, people_told, set_up_told, shown_fte

_CONTINGENCY = "contingency"


def finance(context: Context) -> Section | None:
    """What the choice costs over the horizon; None where nothing was chosen or its price is unknown."""
    say, view = context.words.say, context.assessment.hosting
    plan = view.plan(view.chosen_id)
    if plan is None or plan.monthly_cost_usd is None:
        return None
    blocks: list[SectionBlock] = [
        Para(
            say(
                "What {plan} costs: what is paid and when, in {currency}. Every line rests on the source beside it. "
                "All sums are before taxes; the application itself costs the same whatever is chosen and is not "
                "counted.",
                plan=context.name(plan.alternative.alternative_id),
                currency=_currency(context),
            )
        ),
        Facts(tuple(_key_figures(context, plan))),
        _years(context, plan),
        *_contingency(context, plan),
        *exchange(context, plan),
    ]
    if plan.hardware is not None:
        blocks += [Sub(say("Hardware in the accounts")), Facts(tuple(_hardware(context, plan.hardware)))]
    notes = [context.tell(fact) for fact in facts_told(plan, context.names, context.assessment.answers.budget)]
    if notes:
        blocks.append(Items(tuple(notes)))
    blocks += [Sub(say("Beside it: the same model elsewhere, and the cheapest of each way")), _others(context)]
    missing = missing_told(view, context.names)
    if missing:
        blocks.append(Items(tuple(map(context.tell, missing))))
    return Section("finance", say("Finance annex"), tuple(blocks))


def _contingency(context: Context, plan: HostingPlan) -> tuple[Para, ...]:
    """What the line of that name is, in words that need no statistics; nothing where no plan has one."""
    say = context.words.say
    part = next((part for part in plan.components if part.component == _CONTINGENCY), None)
    if part is None:
        return ()
    sentence = (
        say(
            "Contingency: the lines above are the case as stated; volume, lengths of texts and prices may turn out "
            "otherwise. In the middle of all possible cases it costs {money} a month more, and that is the line. It is "
            "no reserve on top: with it, the sum is as likely too high as too low.",
            money=f"{_cents(context, part.usd_per_month)} {context.assessment.answers.budget.currency}",
        )
        if part.usd_per_month >= 0
        else say(
            "Contingency: the lines above are the case as stated; volume, lengths of texts and prices may turn out "
            "otherwise. In the middle of all possible cases it costs {money} a month less, and that is the line, below "
            "zero. With it, the sum is as likely too high as too low.",
            money=f"{_cents(context, -part.usd_per_month)} {context.assessment.answers.budget.currency}",
        )
    )
    return (Para(sentence, "note"),)


def _currency(context: Context) -> str:
    """The currency with its rate, where it is another than US dollars."""
    words, budget = context.words, context.assessment.answers.budget
    if budget.currency == "USD":
        return "USD"
    rate = words.number(budget.usd_per_unit, 4)
    if budget.rate_date is None:
        return words.say("{currency} (1 {currency} = {rate} USD)", currency=budget.currency, rate=rate)
    return words.say(
        "{currency} (1 {currency} = {rate} USD on {date})",
        currency=budget.currency,
        rate=rate,
        date=words.short_date(budget.rate_date),
    )


def _cents(context: Context, usd: float | None) -> str:
    """A sum to the cent in the currency of the decision."""
    if usd is None:
        return context.words.say("unknown")
    return context.words.number(usd / context.assessment.answers.budget.usd_per_unit, 2)


def _whole(context: Context, usd: float) -> str:
    """A sum in whole units of the currency."""
    return context.words.number(usd / context.assessment.answers.budget.usd_per_unit)


def _key_figures(context: Context, plan: HostingPlan) -> Iterator[tuple[str, Inline]]:
    words, say, budget = context.words, context.words.say, context.assessment.answers.budget
    for label, band in (
        (say("Per month"), plan.monthly_cost_usd),
        (say("Over {months}", months=words.months(budget.horizon_months)), plan.horizon_cost_usd),
    ):
        if band is not None:
            yield (
                label,
                say(
                    "{middle} ({low} to {high})",
                    middle=f"{_cents(context, band.p50)} {budget.currency}",
                    low=_whole(context, band.p10),
                    high=_whole(context, band.p90),
                ),
            )
    yield from _first_year(context, plan)
    yield say("Per request"), _unit(context, plan.usd_per_request_all_in, 6)
    if plan.usd_per_mtok_all_in is not None:
        yield say("Per million tokens"), _unit(context, plan.usd_per_mtok_all_in, 2)
    growth = context.use_case.workload.growth_per_year
    yield say("Growth of the volume per year"), words.percent(growth) if growth >= 0 else f"−{words.percent(-growth)}"
    if plan.utilisation is not None:
        yield say("Utilisation"), words.percent(plan.utilisation, 1)
    yield say("People"), _sentence(context.tell(people_told(plan, budget)))
    project = set_up_told(plan, budget)
    if project is not None and plan.set_up is not None:
        text = _sentence(context.tell(project))
        yield say("Project"), Text(text, refs=context.cites.refs(plan.set_up.source))
    spare = availability_told(plan, budget)
    if spare is not None:
        yield say("Availability"), _sentence(context.tell(spare))
    if plan.energy_kwh_per_month.value is not None:
        yield (
            say("Energy per month"),
            Text(
                f"{words.figure(plan.energy_kwh_per_month)}, {basis_name(words, plan.energy_kwh_per_month.basis)}",
                refs=context.cites.refs(plan.energy_kwh_per_month.source),
            ),
        )


def _first_year(context: Context, plan: HostingPlan) -> Iterator[tuple[str, Inline]]:
    """The sum to the cent, and what of it is set-up and purchase: neither is spread over the horizon here."""
    if (usd := plan.first_year_usd) is None:
        return
    say, currency = context.words.say, context.assessment.answers.budget.currency
    set_up = plan.set_up.usd if plan.set_up else 0.0
    bought = plan.years[0].parts.get("purchase", 0.0)
    values = {"sum": _cents(context, usd), "currency": currency, "set_up": _cents(context, set_up)}
    text = (
        say("{sum} {currency}, of it {set_up} set-up and {bought} purchases", bought=_cents(context, bought), **values)
        if bought
        else say("{sum} {currency}, of it {set_up} set-up", **values)
    )
    yield say("First year, set-up included"), text


def _unit(context: Context, usd: float | None, digits: int) -> str:
    budget = context.assessment.answers.budget
    if usd is None:
        return context.words.say("unknown")
    return f"{context.words.number(usd / budget.usd_per_unit, digits)} {budget.currency}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _years(context: Context, plan: HostingPlan) -> Table:
    """One row per line of the plan: its years, its sum over the horizon and per month, and the day of its source."""
    words, say, months = context.words, context.words.say, context.assessment.answers.budget.horizon_months
    stated = plan.stated_usd_per_month or 0.0
    rows = [_line(context, plan, part, months) for part in plan.components]
    middle = plan.monthly_cost_usd.p50 if plan.monthly_cost_usd else stated
    share = middle / stated if stated else 1.0
    total: list[Inline] = [Text(say("In all"), "strong")]
    total += [Text(_whole(context, year.usd * share), "strong") for year in plan.years]
    rows.append((*total, Text(_cents(context, middle * months), "strong"), Text(_cents(context, middle), "strong"), ""))
    columns = (
        Column(say("Line"), width=1.5),
        *(Column(say("Year {year}", year=year.year), "right") for year in plan.years),
        Column(say("Over {months}", months=words.months(months)), "right"),
        Column(say("Per month"), "right"),
        Column(say("Source of"), "right"),
    )
    note = say(
        "What is fetched at the end stands in the last year, capital where it is bound. Years are rounded to whole "
        "units, the contingency is spread over them in proportion."
    )
    caption = say("Paid year by year, in {currency}", currency=context.assessment.answers.budget.currency)
    return Table(caption, columns, tuple(rows), note)


def _line(context: Context, plan: HostingPlan, part: CostComponent, months: int) -> tuple[Inline, ...]:
    stated = plan.stated_usd_per_month or 0.0
    label = Text(context.tell(told(f"component.{part.component}")), refs=context.cites.refs(part.source))
    cells: list[Inline] = [label]
    for year in plan.years:
        if part.component == _CONTINGENCY:
            usd = year.usd * part.usd_per_month / stated if stated else 0.0
        else:
            usd = year.parts.get(part.component, 0.0)
        cells.append(_whole(context, usd) if usd else NONE)
    dated = context.cites.dated(part.source)
    if part.component == "purchase" and plan.hardware is not None and plan.hardware.priced_on is not None:
        dated = plan.hardware.priced_on
    day = NONE if dated is None else f"{dated:%m}/{dated:%Y}"
    return (*cells, _cents(context, part.usd_per_month * months), _cents(context, part.usd_per_month), day)


def _price_of_one(context: Context, account: HardwareAccount, usd: float) -> Text:
    price = context.words.say(
        "{middle} ({low} to {high})",
        middle=_cents(context, usd),
        low=_whole(context, account.usd_per_server_low or usd),
        high=_whole(context, account.usd_per_server_high or usd),
    )
    day = "" if account.priced_on is None else f", {context.words.short_date(account.priced_on)}"
    return Text(f"{price}{day}", refs=context.cites.refs(account.source))


def _servers(context: Context, account: HardwareAccount) -> str:
    """How many there are and how many are bought, with the GPUs of each."""
    words, say = context.words, context.words.say
    each = words.say_n("{n} GPU", "{n} GPUs", round(account.gpus_per_server))
    if not account.own_servers_used:
        return say(
            "{servers}, each with {gpus}; of these GPUs {owned} are there already",
            servers=words.number(account.servers),
            gpus=each,
            owned=words.number(account.owned_gpus_used),
        )
    there = say(
        "{servers} there already, with {gpus} for this plan",
        servers=words.number(account.own_servers_used),
        gpus=words.say_n("{n} GPU", "{n} GPUs", round(account.owned_gpus_used)),
    )
    new = account.servers - account.own_servers_used
    return say("{there}; {new} new, each with {gpus}", there=there, new=words.number(new), gpus=each) if new else there


def _hardware(context: Context, account: HardwareAccount) -> Iterator[tuple[str, Inline]]:
    """As it is sold, what is paid and fetched, and straight-line depreciation beside it."""
    words, say = context.words, context.words.say
    yield say("Servers"), _servers(context, account)
    if account.usd_per_server is not None:
        yield say("Price of one"), _price_of_one(context, account, account.usd_per_server)
    yield say("Purchase"), _cents(context, account.purchase_usd)
    yield (
        say("Resale at the end"),
        say(
            "{sum}; the value falls by {loss} a year",
            sum=_cents(context, account.resale_usd),
            loss=words.percent(account.resale_loss_per_year),
        ),
    )
    yield (
        say("Cost of capital"),
        say(
            "{sum}; {rate} a year on what is bound",
            sum=_cents(context, account.capital_usd),
            rate=words.percent(account.cost_of_capital, 1),
        ),
    )
    yield (
        say("Depreciation, straight line"),
        say(
            "{sum} within the horizon, over {years} years; {book} left in the books",
            sum=_cents(context, account.depreciation_usd),
            years=words.exact(account.depreciation_years),
            book=_cents(context, account.book_value_usd),
        ),
    )


def _others(context: Context) -> Table:
    """The plans of the view side by side: the choice first, then its model elsewhere, then the cheapest."""
    words, say, view = context.words, context.words.say, context.assessment.hosting
    months = context.assessment.answers.budget.horizon_months
    same = [way.alternative_id for way in view.same_model if way.alternative_id is not None]
    wanted = dict.fromkeys((view.chosen_id, *same, *view.cheapest))
    rows: list[tuple[Inline, ...]] = []
    for name in wanted:
        plan = view.plan(name)
        if plan is None or plan.monthly_cost_usd is None or plan.horizon_cost_usd is None:
            continue
        rows.append(
            (
                Text(context.name(plan.alternative.alternative_id), "strong" if name == view.chosen_id else "plain"),
                _cents(context, plan.monthly_cost_usd.p50),
                _cents(context, plan.horizon_cost_usd.p50),
                NONE if plan.hardware is None else _whole(context, plan.hardware.purchase_usd),
                NONE if plan.staff is None else words.number(shown_fte(plan.staff.paid_fte), 2),
                NONE if plan.utilisation is None else words.percent(plan.utilisation, 1),
            )
        )
    columns = (
        Column(say("Plan"), width=1.8),
        Column(say("Per month"), "right"),
        Column(say("Over {months}", months=words.months(months)), "right"),
        Column(say("Purchase"), "right"),
        Column(say("People paid"), "right"),
        Column(say("Utilisation"), "right"),
    )
    caption = say("Other ways to do it, in {currency}", currency=context.assessment.answers.budget.currency)
    return Table(caption, columns, tuple(rows))
