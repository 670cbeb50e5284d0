"""The verdict as facts to be told: what to do, where, for how much and why, and what to do if it must be today."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from advisor.decision.criteria.documented import documented, known_languages
from advisor.decision.criteria.of_money import cap_usd
from advisor.decision.ranked import Ranked
from advisor.decision.records import Choice
from advisor.decision.results.choice_facts import (
    ABLER,
    SPARED,
    money_of,
    option_told,
    place_told,
    rival_of,
    wait_told,
)
from advisor.decision.results.choice_record import abler_told
from advisor.decision.results.deciding_test import (
    CALLS,
    PAIRS,
    alike,
    language_trial,
    tested_against,
    trial_told,
    unstated_told,
    until_tested,
)
from advisor.decision.results.shortlist import shortlist_of
from advisor.hosting.prices.gpu_market import TERM_MONTHS
from advisor.questionnaire.money_facts import about_money
from advisor.units import Told, ToldValue, told


def verdict_told(ranked: Ranked, shortlist: Sequence[Choice] | None = None) -> Told:
    """What to do, where and for how much; why; and what to do if it must be today, with the test that decides.

    ``shortlist`` is that of ``ranked`` where it is at hand.
    """
    finding, choice = ranked.finding, ranked.finding.choice
    if choice is None:
        return _nothing(ranked)
    offered = shortlist_of(ranked) if shortlist is None else shortlist
    if finding.verdict == "test first":
        return _tested(ranked, choice, offered)
    return told(
        "verdict.chosen",
        use=_use_with_terms(ranked, choice),
        why=_why_with_terms(ranked, choice),
        today=_today(ranked, offered),
    )


def _tested(ranked: Ranked, choice: int, shortlist: Sequence[Choice]) -> Told:
    """What to test first: a wait that likely misses a limit, whether it can do the work, inferred ability, an abler."""
    if ranked.late(choice):
        return _measure_first(ranked, choice, shortlist)
    if ranked.evidence(choice) == "measured" and ranked.may_fail(choice):
        return _enough_first(ranked, choice)
    if ranked.unspoken(choice) or ranked.unstated(choice):
        return _unvouched_first(ranked, choice)
    if ranked.finding.spared is not None:
        return _feel(ranked, choice, "verdict.feel_it", _rival(ranked, ranked.finding.spared))
    if ranked.finding.abler is not None and ranked.finding.beside:
        return _feel(ranked, choice, "verdict.feel_abler", ranked.context(ranked.finding.abler).called)
    return _test_first(ranked, choice, shortlist)


def _nothing(ranked: Ranked) -> Told:
    """Nothing fits; but what fails nothing, and is only not sized since nobody states a fact, is there to be tested.

    Not where a cap stands: what cannot be sized has no cost that could be held against it.
    """
    prepared = ranked.whole
    unsized = {row: one for row, one in enumerate(prepared.plans.problems) if one is not None and one.key in UNKNOWN}
    untested = [row for row in unsized if {one.gate for one in prepared.verdicts[row].failures} == {"sizing"}]
    if not untested or cap_usd(prepared.answers) is not None:
        return told("verdict.nothing")
    best = max(untested, key=lambda row: prepared.fitness[prepared.contexts[row].model.model_id].points)
    return told("verdict.untested", option=option_told(prepared.contexts[best]), problem=unsized[best])


UNKNOWN: Final = frozenset({"unsized.speed", "unsized.fact"})
"""Why something could not be sized, where that says nothing against it."""


TERMS: Final = ("zero_retention", "opt_out", "processing_agreement", "pin", "certificate")
"""What the answers or the law demand and only the provider can give or show, as the warnings call it."""


def _why_with_terms(ranked: Ranked, choice: int) -> Told:
    """Why the choice and, where it stands alone, what must be settled with its provider before it holds.

    What the answers demand is no detail for later: without these terms the option would not be admissible at all.
    """
    why, terms = _why(ranked), _open_terms(ranked, choice)
    clear = ranked.finding.verdict == "clear choice"
    return told("because.with_terms", why=why, terms=terms) if terms and clear else why


def _use_with_terms(ranked: Ranked, choice: int) -> Told:
    """The choice with its money and, where others are as good, that something must be settled before it holds.

    In short: the reason beside it is long there, and a sentence is to be read once.
    """
    use, clear = _use(ranked, choice), ranked.finding.verdict == "clear choice"
    return told("use.with_open_terms", use=use) if _open_terms(ranked, choice) and not clear else use


def _open_terms(ranked: Ranked, choice: int) -> list[Told]:
    """The terms that the answers or the law demand and only the provider of the choice can give or show."""
    warned = {one.key for one in ranked.prepared.verdicts[int(ranked.prepared.feasible[choice])].warnings}
    return [told(f"term.{name}") for name in TERMS if f"warning.{name}" in warned]


def _why(ranked: Ranked) -> Told:
    """Why the choice: nothing better, or by what those lost that are as good on balance."""
    finding = ranked.finding
    others = len(finding.equals) - 1
    if finding.verdict == "clear choice":
        alone = len({ranked.model_id(rank_row) for rank_row in range(len(ranked.matrix))}) == 1
        return told("because.only" if alone else "because.ahead")
    if finding.spared is not None:
        rival = _rival(ranked, finding.spared)
        return told("because.abler", count=others, rival=rival, abler=abler_told(ranked, each=False))
    if len(finding.lost) == 1:
        vouched = finding.lost[0] == "language" and finding.choice is not None and _by_sibling(ranked, finding.choice)
        return told(f"because.alone.{'sibling' if vouched else finding.lost[0]}", count=others + 1)
    numbers = zip(finding.lost, finding.lost_counts, strict=True)
    return told("because.counted", count=others, losses=[told(f"lost.by.{step}", count=some) for step, some in numbers])


def _today(ranked: Ranked, shortlist: Sequence[Choice]) -> Told:
    """What to do if it must be decided today, whether its ability is inferred, and the test that would make sure."""
    choice, rival = ranked.finding.choice, rival_of(shortlist)
    inferred = choice is not None and ranked.evidence(choice) != "measured"
    if choice is None or rival is None or rival.prompts_to_decide is None:
        return _this(ranked, "_inferred" if inferred else "")
    rows = (choice, ranked.matrix.ids.index(rival.alternative_id))
    same, able = alike(ranked, *rows), {ABLER, SPARED} & rival.told.keys()
    if same and able:  # what no prompts tell apart is not worth the money of the abler one unless it is felt
        trial = told("trial.felt", pairs=PAIRS, rival=_rival(ranked, rows[1]))
    else:
        trial = trial_told(ranked, rows, told("trial.it"), _rival(ranked, rows[1]), short=True)
    if inferred:
        return _this(ranked, "_inferred_and_trial", trial=trial)
    return _this(ranked, "_and_alike" if same and not able else "_and_trial", trial=trial)


def _this(ranked: Ranked, what: str, **values: ToldValue) -> Told:
    """The choice for today; where its origin raises a question, once that is cleared."""
    choice = ranked.finding.choice
    flag = None if choice is None else ranked.origin(choice)
    if flag is None or not flag.countries:
        return told(f"today.this{what}", **values)
    return told(f"today.cleared{what}", countries=("country", flag.countries), **values)


def _test_first(ranked: Ranked, choice: int, shortlist: Sequence[Choice]) -> Told:
    """What to test, against whom, and what to use until then."""
    listed = [ranked.matrix.ids.index(one.alternative_id) for one in shortlist]
    safe, rival = until_tested(ranked, listed), tested_against(ranked, choice)
    rows = (choice, choice if rival is None else rival)
    return told(
        "verdict.try_first",
        option=_option(ranked, choice),
        money=_money(ranked, choice),
        trial=trial_told(ranked, rows, told("trial.it"), _rival(ranked, rival), short=True),
        today=_this(ranked, "_with_a_way_back") if safe is None else _safe_today(ranked, safe),
    )


def _unvouched_first(ranked: Ranked, choice: int) -> Told:
    """Whether the choice knows the languages of the work or else does what it demands, which nobody says of it."""
    languages, safe = ranked.unspoken(choice), _documented(ranked, choice)
    inferred = "_inferred" if ranked.evidence(choice) != "measured" else ""
    trial = language_trial(ranked, choice, languages) if languages else unstated_told(ranked, choice)
    if safe is None:
        today = _this(ranked, "_with_a_way_back")
    else:
        sure = "of_a_sibling" if _by_sibling(ranked, safe) else "documented"
        today = told(f"today.{sure if languages else 'stated'}", option=_unbound(ranked, safe))
    return told(
        f"verdict.{'language' if languages else 'stated'}_first{inferred}",
        option=_option(ranked, choice),
        money=_money(ranked, choice),
        **trial,
        today=today,
    )


def _documented(ranked: Ranked, choice: int) -> int | None:
    """The best option that is documented for the work and serves until the test is done; None where none does.

    One that only another model of its vendor speaks for comes after those that are sure. It is quick and able enough,
    not bought, and within ten points of the choice.
    """
    scores, reach = ranked.ranking.scores, 2 * ranked.judged["risk-within"] / 100
    near = (row for row in ranked.ranking.order.tolist() if scores[row] >= scores[choice] - reach)
    fit = (row for row in near if not (_bought(ranked, row) or ranked.slow(row) or ranked.may_fail(row)))
    spoken = [row for row in fit if not (ranked.unspoken(row) or ranked.unstated(row))]
    return next((row for row in spoken if not _by_sibling(ranked, row)), next(iter(spoken), None))


def _by_sibling(ranked: Ranked, rank_row: int) -> frozenset[str]:
    """Languages of the work that the vendor of an option's model documents for another of its models alone."""
    prepared = ranked.prepared
    known = known_languages(ranked.context(rank_row).model, prepared.catalog)
    return documented(known, prepared.use_case.languages).by_sibling


def _bought(ranked: Ranked, rank_row: int) -> bool:
    """Whether an option takes machines that are bought: nobody gives them back after a test."""
    return ranked.context(rank_row).deployment.commitment == "purchase"


def _safe_today(ranked: Ranked, safe: int) -> Told:
    """What to use until the test is done."""
    return told("today.measured", option=_unbound(ranked, safe))


def _unbound(ranked: Ranked, rank_row: int) -> Told:
    """An option with its place for today, before a test: nothing that is reserved for years is signed for that."""
    context = ranked.context(rank_row)
    option = told("option", model=context.called, place=place_told(context, bound=False, brief=True))
    reserved = context.deployment.commitment in TERM_MONTHS
    return told("option.by_the_hour", option=option) if reserved else option


def _measure_first(ranked: Ranked, choice: int, shortlist: Sequence[Choice]) -> Told:
    """Which wait to measure; until then what of the shortlist keeps the limits, is not bought nor first more often."""
    rows = [ranked.matrix.ids.index(one.alternative_id) for one in shortlist]
    most = _first_share(ranked, choice)
    kept = [
        row for row in rows if not ranked.missed(row) and not _bought(ranked, row) and _first_share(ranked, row) <= most
    ]
    today = _this(ranked, "_with_a_way_back")
    if kept:
        place = place_told(ranked.context(kept[0]), brief=True)
        today = told("today.within_limits", option=told("option", model=ranked.context(kept[0]).called, place=place))
    inferred = ranked.evidence(choice) != "measured"
    return told(
        "verdict.measure_it_first_inferred" if inferred else "verdict.measure_it_first",
        option=_option(ranked, choice),
        money=_money(ranked, choice),
        wait=wait_told(ranked.missed(choice)[0]),
        calls=CALLS,
        today=today,
    )


def _enough_first(ranked: Ranked, choice: int) -> Told:
    """Whether the choice can do the work at all, which comes before all comparing."""
    able = ranked.fitness(choice)
    return told(
        "verdict.enough_first",
        option=_option(ranked, choice),
        money=_money(ranked, choice),
        points=("points", able.points),
        low=("points", able.low),
        high=("points", able.high),
        least=("points", ranked.least_fitness()),
        answers=PAIRS,
        today=_this(ranked, "_with_a_way_back"),
    )


def _feel(ranked: Ranked, choice: int, key: str, rival: ToldValue) -> Told:
    """The choice is abler than the rival for little money, or the rival is: whether that is felt, people will say."""
    inferred = ranked.evidence(choice) != "measured"
    today = "_with_a_way_back" if _bought(ranked, choice) else "_inferred" if inferred else ""
    return told(
        key,
        option=_option(ranked, choice),
        money=_money(ranked, choice),
        rival=rival,
        abler=abler_told(ranked),
        pairs=PAIRS,
        today=_this(ranked, today),
    )


def _money(ranked: Ranked, rank_row: int) -> Told:
    cost = ranked.cost_usd(rank_row)
    if not math.isfinite(cost):
        return told("money.unknown")
    budget, there = ranked.prepared.answers.budget, other_use_usd(ranked, rank_row)
    if there:
        return told("money.partly_paid", money=about_money(cost, budget), paid=about_money(cost - there, budget))
    return _with_people(ranked, rank_row)


def _with_people(ranked: Ranked, rank_row: int) -> Told:
    """The cost with what is new of it or, where most of it is people to run machines, that it is.

    So it is where most of the whole would be people who are there, whose time no sum counts.
    """
    cost, budget = ranked.cost_usd(rank_row), ranked.prepared.answers.budget
    aside = ranked.unpaid_usd(rank_row) if ranked.context(rank_row).deployment.kind == "provider_api" else 0.0
    worth_saying = aside >= ranked.judged["worth-saying-billed"] * cost
    money = money_of(cost, ranked.new_usd(rank_row), budget, aside if worth_saying else 0.0)
    staff = ranked.prepared.plans.staff(int(ranked.prepared.feasible[rank_row]))
    people = 0.0 if staff is None else staff.paid_usd_per_month
    if ranked.prepared.answers.hosting.committed:  # one thing in brackets is enough
        return money
    mostly = ranked.judged["mostly-people"]
    if people >= mostly * cost:
        return told("money.people", money=money)
    own = 0.0 if staff is None else staff.existing_usd_per_month
    counted = ranked.prepared.answers.hosting.team.count_existing
    return money if counted or own < mostly * (cost + own) else told("money.uncounted", money=money)


def other_use_usd(ranked: Ranked, rank_row: int) -> float:
    """US dollars a month that the house's own machines could fetch otherwise; 0 where they are not worth saying."""
    if ranked.context(rank_row).deployment.kind == "provider_api":  # there it is the work of people
        return 0.0
    other = ranked.unpaid_usd(rank_row)
    return other if other >= ranked.judged["worth-saying-billed"] * ranked.cost_usd(rank_row) else 0.0


def _use(ranked: Ranked, rank_row: int) -> Told:
    """An option with its money."""
    cost = ranked.cost_usd(rank_row)
    where = _option(ranked, rank_row)
    if not math.isfinite(cost):
        return told("use.unpriced", option=where)
    budget, own = ranked.prepared.answers.budget, ranked.outside_cap_usd(rank_row)
    least = ranked.judged["worth-saying-billed"] * cost
    if own < least or ranked.prepared.answers.hosting.committed:  # committed money is no work
        return told("use", option=where, money=_with_people(ranked, rank_row))
    billed = about_money(cost - own, budget)
    key = "use.billed" if ranked.context(rank_row).deployment.kind == "provider_api" else "use.there"
    return told(key, option=where, money=about_money(cost, budget), billed=billed)


def _option(ranked: Ranked, rank_row: int) -> Told:
    context = ranked.context(rank_row)
    return told("option", model=context.called, place=place_told(context))


def _rival(ranked: Ranked, rival: int | None) -> Told:
    """Whom to test against, by name unless it is first more often than the choice itself."""
    choice = ranked.finding.choice
    if rival is None or choice is None:
        return told("beside.today")
    if _first_share(ranked, rival) > _first_share(ranked, choice):
        return told("beside.best" if rival == ranked.leader else "beside.next")
    return told("rival", model=ranked.context(rival).called)


def _first_share(ranked: Ranked, rank_row: int) -> float:
    """The share of draws in which some option of a row's model is first."""
    mine = [other for other in range(len(ranked.matrix)) if ranked.model_id(other) == ranked.model_id(rank_row)]
    return float(ranked.robust.first[mine].sum())
