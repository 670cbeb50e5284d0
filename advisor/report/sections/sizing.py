"""Sizing assumptions: the load as it was used, and the cost sheet of the first choice line by line."""

from __future__ import annotations

from advisor.hosting.records import CostComponent, HostingPlan
from advisor.report.document.blocks import Column, Facts, Inline, Para, Section, SectionBlock, Sub, Table, Text
from advisor.report.document.context import Context
from advisor.units import DAYS_PER_MONTH, SECONDS_PER_DAY, Figure, told
from advisor.words.names import basis_name

_SPEEDS = 3
"""Rows on speed: shown even when unknown, because somebody will ask."""


def sizing(context: Context) -> Section:
    """What the plan of the first choice rests on."""
    say = context.words.say
    blocks: list[SectionBlock] = [Facts(_load(context))]
    plan = _plan(context)
    if plan is not None:
        blocks += [Sub(say("The first choice: {name}", name=context.name(plan.alternative.alternative_id)))]
        blocks.append(Facts(_speed(context, plan)))
        if plan.components:
            blocks.append(_components(context, plan))
    else:
        blocks += _from_performances(context)
    return Section("sizing", say("Sizing assumptions"), tuple(blocks))


def _plan(context: Context) -> HostingPlan | None:
    first = context.choice
    if first is None:
        return None
    plans = context.assessment.hosting.plans
    return next((plan for plan in plans if plan.alternative.alternative_id == first.alternative_id), None)


def _load(context: Context) -> tuple[tuple[str, Inline], ...]:
    words, say, load = context.words, context.words.say, context.use_case.workload
    active = load.active_hours_per_day / 24 * SECONDS_PER_DAY
    mean = load.requests_per_day / active
    return (
        (say("Requests per month"), words.sensible(load.requests_per_day * DAYS_PER_MONTH)),
        (
            say("Mean and peak rate"),
            say(
                "{mean} and {peak} requests per second",
                mean=words.sensible(mean),
                peak=words.sensible(mean * load.peak_factor),
            ),
        ),
        *_volumes(context),
        (say("Month"), say("{days} days", days=words.number(DAYS_PER_MONTH, 2))),
        (say("Units"), say("GB is 10⁹ bytes; throughput is output tokens per second of the whole deployment")),
    )


def _volumes(context: Context) -> list[tuple[str, Inline]]:
    """What goes in and out in a month, in the units that this work has."""
    words, say, load = context.words, context.words.say, context.use_case.workload
    requests = load.requests_per_day * DAYS_PER_MONTH
    rows: list[tuple[str, Inline]] = []
    if load.input_tokens or load.output_tokens:
        amounts = [words.sensible(requests * tokens / 1e6) for tokens in (load.input_tokens, load.output_tokens)]
        rows.append(
            (
                say("Tokens per month"),
                say("{input} million in, {output} million out", input=amounts[0], output=amounts[1]),
            )
        )
    rows.extend(
        (label, words.sensible(requests * amount))
        for label, amount in (
            (say("Minutes of audio per month"), load.audio_minutes_per_request),
            (say("Images per month"), load.images_per_request),
            (say("Characters to speak per month"), load.characters_per_request),
        )
        if amount
    )
    return rows


def _known(context: Context, figure: Figure) -> Text:
    text = (
        f"{context.words.figure(figure)}, {basis_name(context.words, figure.basis)}"
        if figure.value is not None
        else context.words.say("unknown")
    )
    return Text(text, refs=context.cites.refs(figure.source))


def _speed(context: Context, plan: HostingPlan) -> tuple[tuple[str, Inline], ...]:
    words, say = context.words, context.words.say
    rows: list[tuple[str, Inline]] = [
        (say("Time to first token"), _known(context, plan.ttft_ms)),
        (say("Between tokens"), _known(context, plan.itl_ms)),
        (say("Throughput"), _known(context, plan.output_tokens_per_s)),
    ]
    if plan.memory_gb_per_gpu is not None:
        rows.append((say("Memory per GPU"), _known(context, plan.memory_gb_per_gpu)))
    if plan.max_concurrency is not None:
        rows.append((say("Requests at once, at most"), words.sensible(plan.max_concurrency)))
    if plan.utilisation is not None:
        rows.append((say("Utilisation"), words.percent(plan.utilisation)))
    rows.append((say("Energy per month"), _known(context, plan.energy_kwh_per_month)))
    rows.append((say("Greenhouse gas per month"), _known(context, plan.co2_kg_per_month)))
    known = [row for row in rows[_SPEEDS:] if not (isinstance(row[1], Text) and row[1].text == say("unknown"))]
    return (*rows[:_SPEEDS], *known)


def _span(context: Context, part: CostComponent) -> str:
    words, rate = context.words, context.assessment.answers.budget.usd_per_unit
    low, high = words.amount(part.low / rate), words.amount(part.high / rate)
    if low == high:
        return low
    return words.say("{low} to {high}", low=low, high=high) if part.low < 0 else f"{low}–{high}"


def _components(context: Context, plan: HostingPlan) -> Table:
    say = context.words.say
    rows: list[tuple[Inline, ...]] = []
    for part in plan.components:
        span = "–" if part.low == part.high else _span(context, part)
        label = Text(context.tell(told(f"component.{part.component}")), refs=context.cites.refs(part.source))
        rows.append((label, context.money(part.usd_per_month), span, basis_name(context.words, part.basis)))
    total = sum(part.usd_per_month for part in plan.components)
    rows.append((Text(say("Sum"), "strong"), Text(context.money(total), "strong"), "", ""))
    columns = (
        Column(say("Line"), width=2),
        Column(say("Per month"), "right", 0.9),
        Column(say("Range"), "right", 1),
        Column(say("Known by"), "left", 0.8),
    )
    note = say(
        "What is paid over the horizon, per month of it, before taxes. The contingency is what the middle of all "
        "possible cases adds to the case as stated, or takes off."
    )
    return Table(say("Cost sheet of the first choice"), columns, tuple(rows), note)


def _from_performances(context: Context) -> list[SectionBlock]:
    say, first = context.words.say, context.choice
    if first is None:
        return [Para(say("Nothing was sized, because nothing fits."))]
    rows: tuple[tuple[str, Inline], ...] = tuple(
        (label, _known(context, first.performances[key]))
        for key, label in (
            ("ttft_ms", say("Time to first token")),
            ("itl_ms", say("Between tokens")),
            ("total_s", say("Whole answer")),
            ("energy", say("Energy")),
        )
        if key in first.performances and first.performances[key].value is not None
    )
    cost = (say("Cost per month"), context.band(first.monthly_cost_usd))
    return [Sub(say("The first choice: {name}", name=context.name(first.alternative_id))), Facts((*rows, cost))]
