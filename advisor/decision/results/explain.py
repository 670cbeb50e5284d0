"""Everything that cross-examines a ranking: flips, relaxations, other methods, stakeholders, the Pareto front."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, best_per_model
from advisor.decision.records import CrossCheck, Flip, Relaxation, StakeholderView
from advisor.decision.results.changes.admitted import Admitted
from advisor.decision.results.changes.advice import Advice
from advisor.decision.results.changes.flips import flips_of, unknown_gates_of
from advisor.decision.results.changes.relaxations import improvements_of, nearby, relaxations_of, scores_of
from advisor.decision.results.crosscheck import cross_check
from advisor.decision.results.stakeholders import stakeholders_of

CHECKED = 60
"""The cross-check compares the best deployment of each model, at most this many models."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The cross-examination of one ranking."""

    flips: tuple[Flip, ...]
    relaxations: tuple[Relaxation, ...]
    cross_check: CrossCheck | None
    stakeholders: tuple[StakeholderView, ...]
    pareto: tuple[str, ...]


def explain(ranked: Ranked) -> Explained:
    """Cross-examine a ranking; when nothing fits, say what to relax."""
    prepared = ranked.prepared
    if ranked.leader is None:
        whole = prepare(
            prepared.answers, prepared.catalog, prepared.use_case, fitness=prepared.fitness, everything=True
        )
        return Explained((), relaxations_of(whole, ranked.weights), None, (), ())
    rows = nearby(prepared)
    scores = scores_of(prepared, rows, ranked.weights)
    advice = Advice(ranked)
    admitted = Admitted.of(advice, rows, scores)
    return Explained(
        flips=(*flips_of(ranked, advice), *unknown_gates_of(admitted)),
        relaxations=improvements_of(admitted),
        cross_check=_checked(ranked),
        stakeholders=stakeholders_of(ranked),
        pareto=pareto_of(ranked),
    )


def _checked(ranked: Ranked) -> CrossCheck | None:
    rank_rows = best_per_model(ranked)[:CHECKED]
    return cross_check(
        ranked.matrix.value[rank_rows],
        ranked.weights,
        ranked.ranking.scores[rank_rows],
        [ranked.matrix.ids[rank_row] for rank_row in rank_rows],
        [ranked.name(rank_row) for rank_row in rank_rows.tolist()],
        ranked.matrix.criteria,
    )


def pareto_of(ranked: Ranked) -> tuple[str, ...]:
    """Alternatives that nobody beats on both score and monthly cost, cheapest first."""
    cost = ranked.prepared.plans.cost_usd[ranked.prepared.feasible, 1]
    scores = ranked.ranking.scores
    rank_rows = np.lexsort((-scores, cost))
    rank_rows = rank_rows[np.isfinite(cost[rank_rows])]
    # Whatever stands before a row is no dearer: only the best score so far can beat it.
    ahead = np.maximum.accumulate(np.append(-np.inf, scores[rank_rows]))[:-1]
    return tuple(ranked.matrix.ids[rank_row] for rank_row in rank_rows[scores[rank_rows] > ahead].tolist())
