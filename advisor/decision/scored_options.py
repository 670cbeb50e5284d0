"""The options of a prepared decision, scored under one set of weights, and what is known of each of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.lifecycle import on_its_way_out
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.criteria.documented import undocumented
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.criteria.of_money import cap_usd
from advisor.decision.criteria.of_quality import MissedLimit, enough_of, missed_limits, stated_limits
from advisor.decision.gates.origin import Flag, flag_of
from advisor.decision.matrix.matrix import Matrix
from advisor.decision.prepared import Prepared
from advisor.decision.robustness.draws import Knowledge
from advisor.decision.scoring.abler import LittleMoney, little_money
from advisor.decision.scoring.contender import Contender
from advisor.decision.scoring.provenness import AbilityBasis, Provenness, evidence_of, provenness
from advisor.decision.scoring.rounding import digits
from advisor.decision.scoring.score import Ranking
from advisor.decision.scoring.weights import DerivedWeight
from advisor.questionnaire.intake.said import waits_said
from advisor.units import Band, Told

KNOWN: Final[Mapping[AbilityBasis, int]] = {"prior": 0, "inferred": 1, "measured": 2}
"""How well an ability is known, in order."""


@dataclass(frozen=True)
class ScoredOptions:
    """The options of a prepared decision under one set of weights; draws are not asked for.

    A ``rank_row`` is a row of ``matrix``, the options: of each model on each way of hosting the best variant. An index
    is a row of the plan. ``samples``, ``seed`` and ``knowledge`` say how weights and facts are to be drawn.
    """

    prepared: Prepared
    weights: NDArray[np.float64]
    derived: Mapping[str, DerivedWeight]
    matrix: Matrix
    ranking: Ranking
    samples: int
    seed: int
    knowledge: Knowledge

    @property
    def judged(self) -> Mapping[str, float]:
        """The judgements of the method."""
        return self.prepared.setting.judged

    def context(self, rank_row: int) -> JoinedAlternative:
        """An option with its rows of the catalog."""
        return self.prepared.contexts[int(self.prepared.feasible[rank_row])]

    def cost_usd(self, rank_row: int) -> float:
        """The middle of the monthly cost, in US dollars; infinite where it is unknown."""
        cost = float(self.prepared.plans.cost_usd[int(self.prepared.feasible[rank_row]), 1])
        return cost if math.isfinite(cost) else math.inf

    def outside_cap_usd(self, rank_row: int) -> float:
        """The part of the middle cost that no cap is held against: what nobody is paid, and what is paid anyway."""
        return float(self.prepared.plans.outside_cap_usd[int(self.prepared.feasible[rank_row])])

    def unpaid_usd(self, rank_row: int) -> float:
        """The part of the middle cost that nobody is paid: own people's work, or the other use of what is there."""
        return float(self.prepared.plans.unpaid_usd[int(self.prepared.feasible[rank_row])])

    def new_usd(self, rank_row: int) -> float:
        """The middle of what an option adds to what is paid already, in US dollars a month; infinite where unknown."""
        new = float(self.prepared.plans.new_usd(self.prepared.feasible[[rank_row]])[0, 1])
        return new if math.isfinite(new) else math.inf

    def cost_band(self, rank_row: int) -> Band | None:
        """The band of the monthly cost, in US dollars."""
        low, middle, high = (
            digits(float(x)) for x in self.prepared.plans.cost_usd[int(self.prepared.feasible[rank_row])]
        )
        return Band(p10=low, p50=middle, p90=high) if math.isfinite(middle) else None

    def fitness(self, rank_row: int) -> Fitness:
        """The fitness of an option's model."""
        return self.prepared.fitness[self.model_id(rank_row)]

    def evidence(self, rank_row: int) -> AbilityBasis:
        """What an option's ability is known by."""
        return evidence_of(self.fitness(rank_row), self.judged["inferred-share"])

    def missed(self, rank_row: int) -> tuple[MissedLimit, ...]:
        """The stated limits of waiting that an option misses at the middle of what is known of it."""
        return missed_limits(self.prepared.plans, int(self.prepared.feasible[rank_row]), self.prepared.use_case)

    def slow(self, rank_row: int, judgement: Literal["clear-beats", "clear-near"] = "clear-beats") -> bool:
        """Whether an option misses a stated limit in most ("clear-near": nearly all) of what its wait may be."""
        return any(share >= self.judged[judgement] for share in self._missed_shares.get(rank_row, ()))

    @cached_property
    def _missed_shares(self) -> Mapping[int, tuple[float, ...]]:
        """How surely each option misses the limits that it misses; most miss none, and each is asked for many times."""
        found = ((rank_row, self.missed(rank_row)) for rank_row in self._late_rows)
        return {rank_row: tuple(one.missed_share for one in missed) for rank_row, missed in found}

    @property
    def _late_rows(self) -> list[int]:
        plans, rows = self.prepared.plans, self.prepared.feasible
        limits = stated_limits(self.prepared.use_case).items()
        late = [np.asarray(getattr(plans, name)[rows, 0] > limit) for name, limit in limits]
        return [] if not late else np.flatnonzero(np.any(late, axis=0)).tolist()

    def late(self, rank_row: int) -> bool:
        """Whether an option misses a limit that somebody said at the middle of what is known, a usual one in most."""
        prepared = self.prepared
        said = waits_said(prepared.use_case, prepared.catalog.usual_numbers)
        return bool(self.missed(rank_row)) if said else self.slow(rank_row)

    def least_fitness(self) -> float:
        """Points of 100 below which the work is not done: what the answers demand, else the judgement."""
        use_case = self.prepared.use_case
        return (use_case.minimum_fitness or 0.0) * 100 or enough_of(use_case, self.judged)[0]

    def may_fail(self, rank_row: int) -> bool:
        """Whether an option may be too weak for the work: the low end of its ability lies below what that takes."""
        return self.fitness(rank_row).low < self.least_fitness()

    @cached_property
    def little(self) -> LittleMoney:
        """What an abler option may cost more without being noticed; nothing where ability is worth nothing."""
        prepared = self.prepared
        if not self.weights[self.matrix.criteria.index("fitness")]:
            return LittleMoney(0.0, 0.0, np.inf)
        enough = enough_of(prepared.use_case, self.judged)[1]
        return little_money(prepared.answers, prepared.use_case, enough, self.judged)

    @cached_property
    def ruled_by(self) -> Mapping[str, float]:
        """The judgements with the money that anybody notices, which is less where the cap itself is small."""
        cap, judged = cap_usd(self.prepared.answers), self.judged
        if cap is None:
            return judged
        return {**judged, "cost-free-below": min(judged["cost-free-below"], judged["cheaper-by"] * cap)}

    def origin(self, rank_row: int) -> Flag | None:
        """What is to be said of where an option's model comes from."""
        return self._flags[self.model_id(rank_row)]

    @cached_property
    def _flags(self) -> Mapping[str, Flag | None]:
        models = {context.model.model_id: context.model for context in map(self.context, range(len(self.matrix)))}
        answers, catalog = self.prepared.answers, self.prepared.catalog
        return {name: flag_of(model, answers, catalog) for name, model in models.items()}

    def proven(self, rank_row: int) -> Provenness:
        """What speaks for an option without a test."""
        criteria = self.matrix.criteria
        stays = self.matrix.value[rank_row, criteria.index("lifecycle")] if "lifecycle" in criteria else 1.0
        return provenness(
            self.context(rank_row),
            self.fitness(rank_row),
            stays=bool(stays >= self.judged["permanence-month-share"] / 100 - 1e-9),
            unflagged=self.origin(rank_row) is None,
            as_of=self.prepared.setting.as_of,
            inferred_most=self.judged["inferred-share"],
            months=self.judged["proven-months"],
        )

    def proven_points(self, rank_row: int) -> float:
        """How proven an option is, for the tie-break and for its seat alike: nothing where a language is in doubt."""
        return 0.0 if self.unspoken(rank_row) or self.unstated(rank_row) else self.proven(rank_row).points

    def may_be_proven(self, rank_row: int) -> bool:
        """Whether an option can be called the most proven: something of it was ever tested, and it is not new."""
        return self.evidence(rank_row) != "prior" and self.proven(rank_row).known

    def unspoken(self, rank_row: int) -> frozenset[str]:
        """Languages of the work that nobody documents for an option's model, be it that nobody does for any."""
        return self._undocumented.get(self.model_id(rank_row), frozenset())

    def unstated(self, rank_row: int) -> tuple[str, ...]:
        """What the work demands of answers (tools, strict JSON) and nobody says of an option's model, by its name.

        On machines of one's own the server holds any model to a schema; calling tools is the model's own.
        """
        context, use_case = self.context(rank_row), self.prepared.use_case
        model, api = context.model, context.deployment.kind == "provider_api"
        asked = {"tools": use_case.tools, "structured_output": use_case.structured_output and api}
        return tuple(name for name, demanded in asked.items() if demanded and getattr(model, name) is None)

    @cached_property
    def _undocumented(self) -> Mapping[str, frozenset[str]]:
        models = {context.model.model_id: context.model for context in map(self.context, range(len(self.matrix)))}
        asked, catalog = self.prepared.use_case.languages, self.prepared.catalog
        return {name: undocumented(model, asked, catalog) for name, model in models.items()}

    def contender(self, rank_row: int, *, there: bool) -> Contender:
        """An option as the tie-break looks at it, but for what weights move: its score and what ability gives it."""
        return Contender(
            rank_row,
            self.model_id(rank_row),
            self.context(rank_row).deployment.kind,
            self.new_usd(rank_row),
            self.proven_points(rank_row),
            flagged=self.origin(rank_row) is not None,
            there=there,
            slow=self.slow(rank_row),
            points=self.fitness(rank_row).points,
            known=KNOWN[self.evidence(rank_row)],
            unspoken=bool(self.unspoken(rank_row)),
            unstated=bool(self.unstated(rank_row)),
            weak=self.may_fail(rank_row),
            error=self.fitness(rank_row).standard_error,
        )

    def on_its_way_out(self, rank_row: int) -> bool:
        """Whether an option's model ends within the horizon where it runs, or its vendor has long gone on."""
        context, prepared = self.context(rank_row), self.prepared
        return on_its_way_out(
            prepared.catalog,
            context.model,
            context.offer,
            as_of=prepared.setting.as_of,
            horizon_months=prepared.answers.budget.horizon_months,
            succeeded_months=self.judged["succeeded-months"],
        )

    @property
    def leader(self) -> int | None:
        """The first alternative's row in ``matrix``, or None when nothing fits."""
        return int(self.ranking.order[0]) if len(self.matrix) else None

    def name(self, rank_row: int) -> Told:
        """The name of an alternative by its row in ``matrix``."""
        return self.prepared.name(int(self.prepared.feasible[rank_row]))

    def model_id(self, rank_row: int) -> str:
        """The model of an alternative by its row in ``matrix``."""
        return self.prepared.contexts[int(self.prepared.feasible[rank_row])].model.model_id
