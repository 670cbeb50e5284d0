"""The record of an option on the shortlist: what choosing it costs and gives up, and the test that would decide."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from advisor.decision.ranked import Ranked
from advisor.decision.records import Choice, Seat
from advisor.decision.results.choice_facts import (
    ABLER,
    LEAST_MONEY,
    NEW,
    ORIGIN,
    SPARED,
    TEST,
    TO_SETTLE,
    WAIT,
    name_told,
    rival_of,
    wait_told,
)
from advisor.decision.results.deciding_test import (
    CALLS,
    PAIRS,
    alike,
    items_told,
    language_trial,
    prompts_between,
    tested_against,
    trial_told,
    unstated_told,
)
from advisor.decision.scoring.rounding import digits
from advisor.questionnaire.money_facts import about_money, rough_money
from advisor.units import Told, ToldValue, told

IF_ALLOWED: Final[Seat] = "if allowed"
"""The seat of what is abler, once what its origin asks is settled."""
GAINS: Final = 2
"""Criteria that are named as what an option is right for."""
_FACTS: Final = ("own_scores", "on_the_market", "second_source", "stays", "not_preview", "prices_agree", "unflagged")


def choice_of(ranked: Ranked, rank_row: int, roles: Sequence[Seat]) -> Choice:
    """The record of a row of the ranking with its roles, the one that it is listed for first."""
    scores = ranked.ranking.scores
    chosen = ranked.finding.choice if ranked.finding.choice is not None else rank_row
    cost, base = ranked.new_usd(rank_row), ranked.new_usd(chosen)
    context = ranked.context(rank_row)
    known = np.isfinite(cost) and np.isfinite(base)
    return Choice(
        role=roles[0],
        also=tuple(roles[1:]),
        alternative_id=ranked.matrix.ids[rank_row],
        model_id=context.model.model_id,
        model_name=context.model.name,
        told={"name": context.name, "place": context.place}
        | name_told(context)
        | _new_money(ranked, rank_row)
        | _wait(ranked, rank_row)
        | _abler(ranked, rank_row)
        | _test(ranked, rank_row)
        | (_to_settle(ranked, rank_row) if IF_ALLOWED in roles else _origin(ranked, rank_row)),
        deployment=context.deployment,
        score=digits(float(scores[rank_row])),
        score_given_up=digits(float(scores.max() - scores[rank_row])),
        monthly_cost_usd=ranked.cost_band(rank_row),
        monthly_cost_difference_usd=digits(cost - base) if known else None,
        evidence=ranked.evidence(rank_row),
        chosen=rank_row == chosen,
        gains=tuple(_gains(ranked, rank_row, chosen)),
        prompts_to_decide=_prompts(ranked, rank_row, chosen),
        proven=tuple(name for name in _FACTS if getattr(ranked.proven(rank_row), name)),
    )


def _origin(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """What must be settled of an option's origin before it is signed, where that raises a question."""
    flag = ranked.origin(rank_row)
    if flag is None:
        return {}
    where = {"countries": ("country", flag.countries)} if flag.countries else {}
    return {ORIGIN: told(f"choice.origin.{flag.reason}", **where)}


def _to_settle(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """By how much such an option is abler than the choice, for how much, and what must be settled before its test."""
    choice, flag = ranked.finding.choice, ranked.origin(rank_row)
    if choice is None or flag is None:
        return {}
    where = {"countries": ("country", flag.countries)} if flag.countries else {}
    return {
        TO_SETTLE: _how_much_abler(ranked, rank_row, choice, each=False),
        TEST: told(
            f"settle.origin.{flag.reason}",
            items=items_told(ranked, prompts_between(ranked, rank_row, choice)),
            **where,
        ),
    }


def _new_money(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """What is new of an option's cost, where some money is committed somewhere: differences are in new money then."""
    answers, new = ranked.prepared.answers, ranked.new_usd(rank_row)
    if not answers.hosting.committed or not math.isfinite(new):
        return {}
    money, whole = (about_money(usd, answers.budget) for usd in (new, ranked.cost_usd(rank_row)))
    return {NEW: told("choice.all_new") if money == whole else told("choice.new_money", new=money)}


def _wait(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """The limit of waiting that an option likely misses, where it does."""
    return {WAIT: wait_told(ranked.missed(rank_row)[0])} if ranked.late(rank_row) else {}


def _abler(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """By how much an option is abler than the choice (or the choice than it), and for how much money of each."""
    finding = ranked.finding
    if rank_row == finding.abler:
        return {ABLER: abler_told(ranked)}
    if finding.spared is None:
        return {}
    if rank_row == finding.choice:
        rival = ranked.context(finding.spared).called
        return {ABLER: told("abler.against", rival=rival, abler=abler_told(ranked))}
    return {SPARED: _less_told(ranked, rank_row, finding.choice)} if rank_row == finding.spared else {}


def _less_told(ranked: Ranked, rank_row: int, choice: int | None) -> Told:
    """By how many points an option is less able than the choice, for how much less a month."""
    best = rank_row if choice is None else choice
    points = ranked.fitness(best).points - ranked.fitness(rank_row).points
    less, budget = ranked.new_usd(best) - ranked.new_usd(rank_row), ranked.prepared.answers.budget
    if less / budget.usd_per_unit < LEAST_MONEY:
        return told("less_able.same", points=("points", points))
    return told("less_able", points=("points", points), money=about_money(less, budget))


def abler_told(ranked: Ranked, *, each: bool = True) -> Told:
    """By how many points the abler option is abler than the choice, for how much more a month (and of ``each``).

    Where that is the choice itself: than the option that it was preferred to.
    """
    abler, choice = ranked.finding.abler, ranked.finding.choice
    if ranked.finding.spared is not None:
        abler, choice = choice, ranked.finding.spared
    if abler is None or choice is None:
        raise ValueError("nothing is abler for little money")
    return _how_much_abler(ranked, abler, choice, each=each)


def _how_much_abler(ranked: Ranked, rank_row: int, than: int, *, each: bool) -> Told:
    """By how many points one option is abler than another, for how much more or less a month (and of ``each``)."""
    more, budget = ranked.new_usd(rank_row) - ranked.new_usd(than), ranked.prepared.answers.budget
    points = ("points", ranked.fitness(rank_row).points - ranked.fitness(than).points)
    if not math.isfinite(more) or abs(more) / budget.usd_per_unit < LEAST_MONEY:
        return told("abler.same", points=points)
    if more < 0:
        return told("abler.cheaper", points=points, money=about_money(-more, budget))
    people, money = ranked.prepared.use_case.usage.people, about_money(more, budget)
    if not people or not each:
        return told("abler", points=points, money=money)
    return told("abler.each", points=points, money=money, each=rough_money(more / people, budget))


def _test(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """The test that the verdict names where it says to test first, or that of what nobody documents."""
    finding, undocumented = ranked.finding, _undocumented(ranked, rank_row)
    if finding.verdict != "test first" or finding.choice != rank_row:
        return undocumented
    if ranked.late(rank_row):
        return {TEST: told("test.wait", calls=CALLS)}
    if ranked.evidence(rank_row) == "measured" and ranked.may_fail(rank_row):
        return {TEST: told("test.enough", answers=PAIRS)}
    if undocumented:
        return undocumented
    felt = finding.spared if finding.spared is not None else finding.abler if finding.beside else None
    if felt is not None:
        return {TEST: told("test.felt", pairs=PAIRS, rival=ranked.context(felt).called)}
    rival = tested_against(ranked, rank_row)
    return {} if rival is None else {TEST: _trial(ranked, (rank_row, rival))}


def _undocumented(ranked: Ranked, rank_row: int) -> dict[str, Told]:
    """The test of a language of the work that nobody documents, else of what the work demands of answers."""
    languages = ranked.unspoken(rank_row)
    if languages:
        return {TEST: told("test.language", **language_trial(ranked, rank_row, languages))}
    return {TEST: told("test.stated", **unstated_told(ranked, rank_row))} if ranked.unstated(rank_row) else {}


def _trial(ranked: Ranked, rows: tuple[int, int]) -> Told:
    """The test of a row against another, which is named."""
    name = ranked.context(rows[1]).called
    return told("test.trial", trial=trial_told(ranked, rows, told("trial.it"), name))


def with_test(ranked: Ranked, rank_row: int, one: Choice, shortlist: Sequence[Choice]) -> Choice:
    """A choice with the test between it and the recommended one, or between that and the next."""
    chosen = ranked.finding.choice
    if TEST in one.told or chosen is None:
        return one
    test = _between(ranked, rank_row, chosen, shortlist) if one.chosen else _against(ranked, rank_row, chosen, one)
    return one if test is None else one.model_copy(update={"told": {**one.told, TEST: test}})


def _against(ranked: Ranked, rank_row: int, chosen: int, one: Choice) -> Told | None:
    """The test of an option against the choice; None for another way of hosting of the same model."""
    if one.prompts_to_decide is None:
        return None
    able, named = bool({ABLER, SPARED} & one.told.keys()), told("beside.choice")
    if able and ranked.finding.verdict == "test first" and not ranked.late(chosen):
        return told("test.felt", pairs=PAIRS, rival=named)
    if able and alike(ranked, rank_row, chosen):
        return _unfelt(named)
    return told("test.trial", trial=trial_told(ranked, (rank_row, chosen), told("trial.it"), named))


def _between(ranked: Ranked, rank_row: int, chosen: int, shortlist: Sequence[Choice]) -> Told | None:
    """The test of the choice against the next on the list; None where no other model is there."""
    rival = rival_of(shortlist)
    if rival is None:
        return None
    other = ranked.matrix.ids.index(rival.alternative_id)
    if {ABLER, SPARED} & rival.told.keys() and alike(ranked, chosen, other):
        return _unfelt(ranked.context(other).called)
    return _trial(ranked, (rank_row, other))


def _unfelt(rival: ToldValue) -> Told:
    """The test of what is abler by so little that prompts would hardly show it: whether anybody feels it."""
    return told("test.felt_or_not_worth_it", pairs=PAIRS, rival=rival)


def _gains(ranked: Ranked, rank_row: int, chosen: int) -> Iterable[str]:
    """The criteria on which an option gains most over the choice (over the next best, for the choice itself)."""
    other = chosen
    if rank_row == chosen:
        mine = ranked.model_id(rank_row)
        rivals = [row for row in ranked.ranking.order.tolist() if ranked.model_id(row) != mine]
        if not rivals:
            return
        other = rivals[0]
    gained = ranked.ranking.contributions[rank_row] - ranked.ranking.contributions[other]
    for column in np.argsort(-gained, kind="stable")[:GAINS].tolist():
        if gained[column] > 1e-3:  # noqa: PLR2004 - a tenth of a point
            yield ranked.matrix.criteria[column]


def _prompts(ranked: Ranked, rank_row: int, chosen: int) -> int | None:
    """Prompts that decide between an option and the choice; None for another way of hosting of the same model."""
    return None if ranked.model_id(rank_row) == ranked.model_id(chosen) else prompts_between(ranked, rank_row, chosen)
