"""All use cases together: what each verdict chose, left only for a limit, a saving that counts, or fewer things to run.

A verdict looks at more than score and cost: at a question about the origin, at waits, at the abler one for little
money. What the solver knows of none of them is no reason to advise another model together than alone. Where a verdict
paid for ability, it has weighed that money: no saving speaks against it a second time, only a limit of the whole does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from advisor.decision.ranked import Ranked
from advisor.decision.results.portfolio.assign import (
    Assignment,
    Option,
    Pool,
    PortfolioLimits,
    assign,
    best_possible,
    cheapest_near_best,
)
from advisor.decision.results.portfolio.fewer import with_fewer
from advisor.decision.results.portfolio.one_team import OneTeam
from advisor.decision.results.portfolio.options import options_of


@dataclass(frozen=True)
class ToAssign:
    """What is to be assigned to which use cases, and what it must keep to."""

    rankings: Sequence[Ranked]
    importance: Sequence[float]
    limits: PortfolioLimits
    team: OneTeam
    share: bool

    @property
    def within(self) -> float:
        """How much score every use case may lose for a cheaper whole."""
        return self.rankings[0].judged["portfolio-within"] / 100


@dataclass(frozen=True)
class Found:
    """The assignment, or None where nothing keeps to the limits, with all that could be assigned.

    ``moved`` are the use cases that share what another one has for no reason but that.
    """

    best: Assignment | None
    options: Sequence[Option]
    pools: Mapping[str, Pool]
    moved: frozenset[int] = frozenset()


def assigned(asked: ToAssign) -> Found:
    """The choices of the verdicts where they keep to the limits and nothing saves a sum that counts; else what does.

    What a verdict sets aside for its origin or its waits is taken only where nothing else keeps to the limits.
    """
    for in_order in (True, False):
        found = _searched(asked, in_order=in_order)
        if found.best is not None:
            break
    return found


def _searched(asked: ToAssign, *, in_order: bool) -> Found:
    """The cheapest near the best among the best options and, where the limits bind, among all."""
    rankings, importance, limits, team = asked.rankings, asked.importance, asked.limits, asked.team
    allowed = _in_order if in_order else _any
    options, pools = options_of(rankings, share=asked.share)
    kept = [option for option in options if allowed(rankings[option.use_case], option)]
    best = cheapest_near_best(kept, importance, pools, limits, within=asked.within, team=team)
    if best is None or best.objective < best_possible(kept, importance) - asked.within - 1e-9:
        options, pools = options_of(rankings, wide=True, share=asked.share)
        kept = [option for option in options if allowed(rankings[option.use_case], option)]
        best = cheapest_near_best(kept, importance, pools, limits, within=asked.within, team=team)
    return Found(None, options, pools) if best is None else _with_fewer(asked, kept, options, pools, best)


def _with_fewer(
    asked: ToAssign, kept: Sequence[Option], options: Sequence[Option], pools: Mapping[str, Pool], best: Assignment
) -> Found:
    """The verdicts' choices as far as they keep, then as few models and places as cost nobody a point."""
    held = _back_to_choices(asked, kept, pools, _with_abler(asked, kept, pools, best))
    fewer = with_fewer(
        held,
        kept,
        rankings=asked.rankings,
        within=asked.within,
        assigned=lambda wanted: assign(wanted, asked.importance, pools, asked.limits, team=asked.team),
        counts=_counting(asked, held),
    )
    pairs = zip(held.options, fewer.options, strict=True)
    return Found(
        fewer, options, pools, frozenset(one.use_case for one, other in pairs if one.model_id != other.model_id)
    )


def _any(ranked: Ranked, option: Option) -> bool:  # noqa: ARG001 - stands for a rule
    return True


def _in_order(ranked: Ranked, option: Option) -> bool:
    """Whether an option is no worse than the choice in what verdicts look at before money: its origin, its waits."""
    choice, row = ranked.finding.choice, ranked.matrix.ids.index(option.alternative_id)
    if choice is None:
        return True
    flagged = ranked.origin(row) is not None and ranked.origin(choice) is None
    return not flagged and not (ranked.slow(row) and not ranked.slow(choice))


def _with_abler(asked: ToAssign, options: Sequence[Option], pools: Mapping[str, Pool], best: Assignment) -> Assignment:
    """The assignment with what the verdicts took for being abler, whatever it costs more, as far as limits let it."""
    held = best
    for case, ranked in enumerate(asked.rankings):
        choice = _choice(ranked, case, options) if ranked.finding.spared is not None else None
        if choice is None or choice in held.options:
            continue
        others = [one for one in held.options if one.use_case != case]
        held = assign([*others, choice], asked.importance, pools, asked.limits, team=asked.team) or held
    return held


def _back_to_choices(
    asked: ToAssign, options: Sequence[Option], pools: Mapping[str, Pool], best: Assignment
) -> Assignment:
    """As many of the verdicts' choices as cost no sum that counts: all at once, else one use case after the other."""
    choices = [_choice(ranked, case, options) for case, ranked in enumerate(asked.rankings)]
    counts = _counting(asked, best)

    wanted = [one for one in choices if one is not None]
    if len(wanted) == len(choices):
        alone = assign(wanted, asked.importance, pools, asked.limits, team=asked.team)
        if alone is not None and not counts(alone):
            return alone
    held = best
    for case, choice in enumerate(choices):
        if choice is None or choice in held.options:
            continue
        others = [one for one in held.options if one.use_case != case]
        tried = assign([*others, choice], asked.importance, pools, asked.limits, team=asked.team)
        if tried is not None and not counts(tried):
            held = tried
    return held


def _choice(ranked: Ranked, case: int, options: Sequence[Option]) -> Option | None:
    """The option that a use case's verdict chose, among those that may be assigned."""
    if ranked.finding.choice is None:
        return None
    name = ranked.matrix.ids[ranked.finding.choice]
    return next((one for one in options if (one.use_case, one.alternative_id) == (case, name)), None)


def _counting(asked: ToAssign, best: Assignment) -> Callable[[Assignment], bool]:
    """Whether an assignment costs more new money than the best by a sum that counts, in proportion and for anybody."""
    judged = asked.rankings[0].ruled_by

    def new(one: Assignment) -> float:
        return one.total_usd - sum(option.paid_usd for option in one.options)

    cheapest = new(best)

    def counts(one: Assignment) -> bool:
        in_proportion = new(one) * (1 - judged["cheaper-by"]) > cheapest
        return in_proportion and new(one) - cheapest >= judged["cost-free-below"]

    return counts
