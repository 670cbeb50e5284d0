"""Rank a prepared decision under given weights: recommendations, eliminations and everything that explains them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.decision.alternatives.joined import ASPECT
from advisor.decision.alternatives.options import Options, options_of, zone_distance
from advisor.decision.prepared import Prepared, all_there
from advisor.decision.robustness.draws import Knowledge
from advisor.decision.robustness.smaa import Robustness, sampling
from advisor.decision.ruling import ruling_of
from advisor.decision.scored_options import ScoredOptions
from advisor.decision.scoring.score import Ranking, normalised, rank_alternatives
from advisor.decision.scoring.verdict import Ruling
from advisor.decision.scoring.weights import BY_HAND, DerivedWeight, derive_weights

SHOWN = 60
"""Recommendations carry the best 60 alternatives and the best of each way of hosting; the rest is listed briefly."""


@dataclass(frozen=True)
class Ranked(ScoredOptions):
    """A prepared decision under one set of weights, with its verdict and what the sampling finds.

    ``whole`` has all feasible alternatives; ``variants`` names by rank row the rows of ``whole`` that an option stands
    for. ``shown`` are the rank rows of the recommendations, in rank order.
    """

    shown: NDArray[np.int64]
    sampled: Callable[[], Robustness]
    whole: Prepared
    variants: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def robust(self) -> Robustness:
        """What the sampling found; it goes on beside whatever else is worked out until somebody asks."""
        return self.sampled()

    @cached_property
    def finding(self) -> Ruling:
        """The verdict."""
        return ruling_of(self)

    def best_per_kind(self) -> list[int]:
        """Plan indices of the best alternative of each way of hosting, best first."""
        return [int(self.prepared.feasible[rank_row]) for rank_row in _best_of_kinds(self.prepared, self.ranking)]


def rank(
    prepared: Prepared,
    weights: Mapping[str, float] | None = None,
    *,
    seed: int = 0,
    samples: int = 10_000,
    knowledge: Knowledge = "around",
) -> Ranked:
    """Score, rank and sample the feasible alternatives; ``weights`` replace those derived from the answers.

    ``knowledge`` says what is known of the weights: themselves, or only their order (see ``draw_weights``).
    """
    derived = {
        str(name): item
        for name, item in derive_weights(prepared.answers, prepared.use_case, prepared.setting.judged).items()
    }
    chosen = {name: item.weight for name, item in derived.items()} if weights is None else weights
    used = normalised(chosen, prepared.matrix.criteria)
    if weights is not None:
        derived = {
            name: DerivedWeight(0, float(value), BY_HAND)
            for name, value in zip(prepared.matrix.criteria, used, strict=True)
        }
    whole = prepared
    options = _options(whole, whole.matrix.value @ used)
    prepared = replace(whole, matrix=whole.matrix.rows(options.keep), feasible=whole.feasible[options.keep])
    matrix = prepared.matrix
    ranking = rank_alternatives(matrix.value, used, matrix.ids)
    shown = _shown(prepared, ranking)
    sampled = sampling(matrix, used, samples=samples, seed=seed, shown=shown, knowledge=knowledge)
    variants = {rank_row: options.variants[row] for rank_row, row in enumerate(options.keep.tolist())}
    return Ranked(prepared, used, derived, matrix, ranking, samples, seed, knowledge, shown, sampled, whole, variants)


def ranked_alike(ranked: Ranked, prepared: Prepared) -> Ranked:
    """Other alternatives, or the same under other answers, by the weights, seed and draws of a ranking.

    Nothing is sampled for it here: who asks wants its verdict and its list alone, which draw for themselves.
    """
    weights = dict(zip(ranked.matrix.criteria, ranked.weights.tolist(), strict=True))
    unsampled = rank(prepared, weights, seed=ranked.seed, samples=0, knowledge=ranked.knowledge)
    return replace(unsampled, samples=ranked.samples)


def _options(prepared: Prepared, scores: Floats) -> Options:
    """The options among the feasible alternatives."""
    contexts = [prepared.contexts[row] for row in prepared.feasible.tolist()]
    home = prepared.answers.hosting.country
    distance = [zone_distance(context.deployment.zone, home) for context in contexts]
    there = all_there([context.deployment for context in contexts], prepared)
    return options_of(contexts, prepared.codes[prepared.feasible], scores, prepared.matrix.ids, distance, there=there)


def _shown(prepared: Prepared, ranking: Ranking) -> NDArray[np.int64]:
    """Rows of the best 60 and the best per way of hosting, in rank order."""
    order = ranking.order
    wanted = np.isin(order, [*order[:SHOWN].tolist(), *_best_of_kinds(prepared, ranking)])
    return np.asarray(order[wanted], dtype=np.int64)


def _best_of_kinds(prepared: Prepared, ranking: Ranking) -> list[int]:
    """Rows of the best alternative of each way of hosting, best first."""
    keepers = prepared.codes[prepared.feasible[ranking.order], ASPECT["keeper"]]
    best: dict[str, int] = {}
    for rank_row in ranking.order[np.sort(np.unique(keepers, return_index=True)[1])].tolist():
        best.setdefault(prepared.contexts[int(prepared.feasible[rank_row])].deployment.kind, rank_row)
    return list(best.values())


def best_per_model(ranked: Ranked) -> NDArray[np.int64]:
    """Rows of the best deployment of every model, in rank order."""
    order = ranked.ranking.order
    models = ranked.prepared.codes[ranked.prepared.feasible[order], ASPECT["model"]]
    return np.asarray(order[np.sort(np.unique(models, return_index=True)[1])], dtype=np.int64)
