"""Further use cases and the portfolio: one model each, or one for all."""

from __future__ import annotations

from advisor.assessment import UseCaseAssessment
from advisor.decision.records import Portfolio, PortfolioAssignment
from advisor.report.document.blocks import Box, Column, Inline, Items, Para, Section, SectionBlock, Sub, Table, Text
from advisor.report.document.context import Context
from advisor.report.document.reasons import TONES, verdict_text
from advisor.report.document.user_text import one_line
from advisor.report.sections.ranking import ranked_table
from advisor.report.sections.shortlist import shortlist_table
from advisor.words.written import all_said

_RANKED = 3


def use_cases(context: Context) -> Section | None:
    """Each further use case with its first alternatives, and all of them together; None for a single use case."""
    say, assessment = context.words.say, context.assessment
    if not assessment.other_use_cases and assessment.portfolio is None:
        return None
    blocks: list[SectionBlock] = [*_portfolio(context)]
    for case in assessment.other_use_cases:
        blocks += _case(context, case)
    return Section("use_cases", say("Further use cases"), tuple(blocks))


def _case(context: Context, case: UseCaseAssessment) -> list[SectionBlock]:
    label, text = verdict_text(context, case)
    title = one_line(case.use_case, context.words.say("Use case"))
    blocks: list[SectionBlock] = [Sub(title), Box(label, text, TONES[case.verdict])]
    if case.shortlist:
        blocks.append(shortlist_table(context, case))
    if case.recommendations:
        blocks.append(ranked_table(context, case.recommendations[:_RANKED]))
    return blocks


def _portfolio(context: Context) -> list[SectionBlock]:
    say, portfolio = context.words.say, context.assessment.portfolio
    if portfolio is None:
        return []
    sentences = together(context, portfolio)
    if not portfolio.assignments:
        ways = all_said(portfolio, "ways_out", context.words.language)
        return [Sub(say("All use cases together")), Box(say("Nothing fits"), sentences[0], "bad"), Items(ways)]
    first, *limits = map(Para, sentences)
    total, team = portfolio.total_monthly_cost_usd, portfolio.one_team_usd
    chosen = _assignments(context, portfolio.assignments, say("The best for each"), total=total, team=team)
    blocks: list[SectionBlock] = [Sub(say("All use cases together")), first, *limits, chosen]
    if portfolio.single and [one.alternative_id for one in portfolio.single] != [
        one.alternative_id for one in portfolio.assignments
    ]:
        total, team = portfolio.single_monthly_cost_usd, portfolio.single_one_team_usd
        blocks.append(_assignments(context, portfolio.single, say("One model for all"), total=total, team=team))
    return blocks


def together(context: Context, portfolio: Portfolio) -> list[str]:
    """What the use cases cost together, then the limits and floors that this keeps to; or that nothing keeps to them.

    The second sentence is missing where no limit was set.
    """
    words, say, limits = context.words, context.words.say, _limits(context)
    if not portfolio.assignments:
        return [say("No assignment keeps to every limit: {limits}.", limits=words.listed(limits))]
    sentence = say(
        "The best model for each use case costs {best} a month from {vendors}; one model for all costs {single}.",
        best=context.money(portfolio.total_monthly_cost_usd),
        vendors=words.say_n("{n} vendor", "{n} vendors", portfolio.vendors),
        single=context.money(portfolio.single_monthly_cost_usd),
    )
    return [sentence, say("Limits kept to: {limits}.", limits=words.listed(limits))] if limits else [sentence]


def _limits(context: Context) -> list[str]:
    """What the answers ask of all use cases together, in words."""
    words, say, answers = context.words, context.words.say, context.assessment.answers
    asked, budget = answers.portfolio, answers.budget
    cap = asked.monthly_cap if asked.monthly_cap is not None else budget.monthly_cap
    found = []
    if cap is not None:
        found.append(say("at most {usd} a month together", usd=context.money(float(cap) * budget.usd_per_unit)))
    if asked.max_vendors is not None:
        found.append(words.say_n("at most {n} vendor", "at most {n} vendors", asked.max_vendors))
    for use_case in answers.use_cases:
        if use_case.minimum_score:
            name = one_line(use_case.name, say("Use case"))
            found.append(say("{use_case} at least {n} points", use_case=name, n=words.points(use_case.minimum_score)))
    if asked.owned_gpus_only:
        found.append(say("no GPUs bought beyond those you own"))
    return found


def to_the_cent(context: Context, usd: float | None) -> str:
    """A sum of a portfolio in the currency of the decision, so that its lines are seen to add up."""
    budget = context.assessment.answers.budget
    if usd is None:
        return context.words.say("unknown")
    return f"{context.words.number(usd / budget.usd_per_unit, 2)} {budget.currency}"


def _assignments(
    context: Context,
    assignments: tuple[PortfolioAssignment, ...],
    caption: str,
    *,
    total: float | None,
    team: float | None,
) -> Table:
    """What each use case runs and costs with people of its own; one team for all, where that differs, and the sum."""
    words, say = context.words, context.words.say
    rows: list[tuple[Inline, ...]] = [
        (
            context.user(item.use_case, 200),
            Text(context.name(item.alternative_id)),
            words.points(item.score),
            to_the_cent(context, item.monthly_cost_usd),
            context.name(item.second_source_id) if item.second_source_id else "–",
        )
        for item in assignments
    ]
    if team:
        rows.append((say("One team for all"), "", "", to_the_cent(context, -team), ""))
    rows.append((say("Together"), "", "", to_the_cent(context, total), ""))
    columns = (
        Column(say("Use case"), width=0.9),
        Column(say("Alternative"), width=1.5),
        Column(say("Score"), "right"),
        Column(say("Cost per month"), "right", 0.75),
        Column(say("Second source"), width=1.3),
    )
    return Table(caption, columns, tuple(rows))
