"""What an option adds to what the other use cases take already: machines and people that are there count once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from advisor.decision.ranked import Ranked
from advisor.decision.results.portfolio.assign import Assignment, Option, Pool, PortfolioLimits, assign
from advisor.decision.results.portfolio.one_team import OneTeam
from advisor.decision.results.portfolio.options import SELF_OWNED, option_of


def added_usd(ranked: Ranked, rank_row: int, others: Sequence[Ranked]) -> tuple[float, tuple[str, ...]] | None:
    """US dollars a month that an option adds where the choices of others run on own machines, and the names of these.

    None where no other use case runs on any, so that the option's own cost is what it adds.
    """
    beside = [
        (other, choice)
        for other in others
        if (choice := other.finding.choice) is not None and other.context(choice).deployment.kind in SELF_OWNED
    ]
    if not beside:
        return None
    pools: dict[str, Pool] = {}
    there = [option_of(other, case, row, pools) for case, (other, row) in enumerate(beside)]
    added = option_of(ranked, len(there), rank_row, pools)
    team = OneTeam.of(ranked.prepared.plans.case)
    before, after = (_whole(options, pools, team) for options in (there, [*there, added]))
    if before is None or after is None:
        return None
    return after.total_usd - before.total_usd, tuple(other.prepared.use_case.name for other, _ in beside)


def _whole(options: Sequence[Option], pools: dict[str, Pool], team: OneTeam) -> Assignment | None:
    """What options take together, one for each of so many use cases."""
    renumbered = [replace(option, use_case=case) for case, option in enumerate(options)]
    return assign(renumbered, [1.0] * len(options), pools, PortfolioLimits(), team=team)
