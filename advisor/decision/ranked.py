"""Rank a prepared decision under given weights: recommendations, eliminations and everything that explains them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from advisor.decision.alternatives.joined import ASPECT
from advisor.decision.criteria.registry import CRITERION, anchors
from advisor.decision.matrix.matrix import Matrix
from advisor.decision.prepared import Prepared
from advisor.decision.records import CriterionNote
from advisor.decision.robustness.draws import Knowledge
from advisor.decision.robustness.smaa import Robustness, sampling
from advisor.decision.scoring.rounding import digits
from advisor.decision.scoring.score import Ranking, normalised, rank_alternatives
from advisor.decision.scoring.verdict import Finding, judge, verdict_sentence
from advisor.decision.scoring.weights import DerivedWeight, derive_weights

SHOWN = 60
"""Recommendations carry the best 60 alternatives and the best of each way of hosting; the rest is listed briefly."""


@dataclass(frozen=True)
class Ranked:
    """A prepared decision under one set of weights.

    *Places* are rows of ``matrix`` (the feasible alternatives); *indices* are rows of the plan.
    """

    prepared: Prepared
    weights: NDArray[np.float64]
    derived: Mapping[str, DerivedWeight]
    matrix: Matrix
    ranking: Ranking
    shown: NDArray[np.int64]
    samples: int
    seed: int
    sampled: Callable[[], Robustness]

    @cached_property
    def robust(self) -> Robustness:
        """What the sampling found; it goes on beside whatever else is worked out until somebody asks."""
        return self.sampled()

    @cached_property
    def finding(self) -> Finding:
        """The verdict."""
        return _finding(self.prepared, self.matrix, self.ranking, self.robust, self.samples)

    @property
    def leader(self) -> int | None:
        """The first alternative's place in ``matrix``, or None when nothing fits."""
        return int(self.ranking.order[0]) if len(self.matrix) else None

    def name(self, place: int) -> str:
        """The name of an alternative by its place in ``matrix``."""
        return self.prepared.name(int(self.prepared.feasible[place]))

    def model_id(self, place: int) -> str:
        """The model of an alternative by its place in ``matrix``."""
        return self.prepared.contexts[int(self.prepared.feasible[place])].model.model_id

    def best_per_kind(self) -> list[int]:
        """Plan indices of the best alternative of each way of hosting, best first."""
        return [int(self.prepared.feasible[place]) for place in _best_of_kinds(self.prepared, self.ranking)]


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
    derived = {str(name): item for name, item in derive_weights(prepared.answers, prepared.use_case).items()}
    chosen = {name: item.weight for name, item in derived.items()} if weights is None else weights
    used = normalised(chosen, prepared.matrix.criteria)
    if weights is not None:
        derived = {
            name: DerivedWeight(0, float(value), "set by hand")
            for name, value in zip(prepared.matrix.criteria, used, strict=True)
        }
    matrix = prepared.matrix
    ranking = rank_alternatives(matrix.value, used, matrix.ids)
    shown = _shown(prepared, ranking)
    sampled = sampling(matrix, used, samples=samples, seed=seed, shown=shown, knowledge=knowledge)
    return Ranked(prepared, used, derived, matrix, ranking, shown, samples, seed, sampled)


def _shown(prepared: Prepared, ranking: Ranking) -> NDArray[np.int64]:
    """Places of the best 60 and the best per way of hosting, in rank order."""
    order = ranking.order
    wanted = np.isin(order, [*order[:SHOWN].tolist(), *_best_of_kinds(prepared, ranking)])
    return np.asarray(order[wanted], dtype=np.int64)


def _best_of_kinds(prepared: Prepared, ranking: Ranking) -> list[int]:
    """Places of the best alternative of each way of hosting, best first."""
    keepers = prepared.codes[prepared.feasible[ranking.order], ASPECT["keeper"]]
    best: dict[str, int] = {}
    for place in ranking.order[np.sort(np.unique(keepers, return_index=True)[1])].tolist():
        best.setdefault(prepared.contexts[int(prepared.feasible[place])].deployment.kind, place)
    return list(best.values())


def best_per_model(ranked: Ranked) -> NDArray[np.int64]:
    """Places of the best deployment of every model, in rank order."""
    order = ranked.ranking.order
    models = ranked.prepared.codes[ranked.prepared.feasible[order], ASPECT["model"]]
    return np.asarray(order[np.sort(np.unique(models, return_index=True)[1])], dtype=np.int64)


def _finding(prepared: Prepared, matrix: Matrix, ranking: Ranking, robust: Robustness, samples: int) -> Finding:
    if not len(matrix):
        return judge({}, {}, None, samples=samples)
    leader, models = int(ranking.order[0]), prepared.codes[prepared.feasible, ASPECT["model"]]
    # Of all that are never first one of each model will do, and a second alternative.
    heard = robust.first > 0
    heard[np.unique(models, return_index=True)[1]] = heard[ranking.order[:2]] = True
    places = np.flatnonzero(heard)
    first = {matrix.ids[place]: share for place, share in zip(places, robust.first[places].tolist(), strict=True)}
    contexts = [prepared.contexts[index] for index in prepared.feasible[places].tolist()]
    model_of = {context.alternative.alternative_id: context.model.model_id for context in contexts}
    tied = bool((models[ranking.rank == 1] != models[leader]).any())
    return judge(first, model_of, matrix.ids[leader], samples=samples, tied=tied)


def sentence_of(ranked: Ranked) -> str:
    """The verdict in one sentence."""
    finding, prepared, leader = ranked.finding, ranked.prepared, ranked.leader
    if leader is None:
        return verdict_sentence(finding, model="", place="", rival=None, samples=ranked.samples)
    context = prepared.contexts[int(prepared.feasible[leader])]
    rival = prepared.catalog.model[finding.rival_model].name if finding.rival_model else None
    place = prepared.place(int(prepared.feasible[leader]))
    near = float(ranked.robust.near_best[leader])
    return verdict_sentence(
        finding, model=context.model.name, place=place, rival=rival, samples=ranked.samples, near_best=near
    )


def criteria_of(ranked: Ranked) -> tuple[CriterionNote, ...]:
    """How every criterion was applied."""
    used = anchors(ranked.prepared.answers, ranked.prepared.use_case)
    notes = []
    for name, weight in zip(ranked.matrix.criteria, ranked.weights, strict=True):
        criterion, anchor = CRITERION[name], used[name]  # type: ignore[index]
        notes.append(
            CriterionNote(
                criterion=name,
                name=criterion.name,
                definition=criterion.definition,
                unit=criterion.unit,
                objective=anchor.scale.objective,
                anchor_worst=digits(anchor.scale.worst),
                anchor_best=digits(anchor.scale.best),
                anchor_reason=anchor.reason,
                weight=digits(float(weight)),
                weight_reason=ranked.derived[name].reason,
                source=criterion.source,
            )
        )
    return tuple(notes)
