"""Rank a prepared decision under given weights: recommendations, eliminations and everything that explains them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.catalog.lifecycle import on_its_way_out
from advisor.decision.alternatives.joined import ASPECT, JoinedAlternative
from advisor.decision.alternatives.options import Options, options_of, zone_distance
from advisor.decision.criteria.documented import undocumented
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.criteria.of_money import cap_usd
from advisor.decision.criteria.of_quality import MissedLimit, enough_of, missed_limits
from advisor.decision.gates.origin import CONFIDENTIAL, Flag, flag_of
from advisor.decision.matrix.matrix import Matrix
from advisor.decision.prepared import Prepared, all_there
from advisor.decision.robustness.draws import Knowledge
from advisor.decision.robustness.smaa import Robustness, Sampler, in_score, sampling
from advisor.decision.robustness.value_of_information import ability_worth
from advisor.decision.scoring.abler import LittleMoney, abler_of, little_money, outdone
from advisor.decision.scoring.provenness import AbilityBasis, Provenness, evidence_of, provenness
from advisor.decision.scoring.rounding import digits
from advisor.decision.scoring.score import Ranking, normalised, rank_alternatives
from advisor.decision.scoring.verdict import NOTHING, Contender, Ruling, judge, taken_for
from advisor.decision.scoring.weights import BY_HAND, DerivedWeight, derive_weights
from advisor.questionnaire.intake.said import waits_said
from advisor.units import Band, Told

SHOWN = 60
"""Recommendations carry the best 60 alternatives and the best of each way of hosting; the rest is listed briefly."""

KNOWN: Final[Mapping[AbilityBasis, int]] = {"prior": 0, "inferred": 1, "measured": 2}
"""How well an ability is known, in order."""


@dataclass(frozen=True)
class Ranked:
    """A prepared decision under one set of weights.

    A ``rank_row`` is a row of ``matrix``, the options: of each model on each way of hosting the best variant. An index
    is a row of the plan. ``whole`` has all feasible alternatives; ``variants`` names by rank row the rows of ``whole``
    that an option stands for.
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
    whole: Prepared
    variants: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    knowledge: Knowledge = "around"

    @cached_property
    def robust(self) -> Robustness:
        """What the sampling found; it goes on beside whatever else is worked out until somebody asks."""
        return self.sampled()

    @cached_property
    def finding(self) -> Ruling:
        """The verdict."""
        return _finding(self)

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
        return any(one.missed_share >= self.judged[judgement] for one in self.missed(rank_row))

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
        return flag_of(self.context(rank_row).model, self.prepared.answers, self.prepared.catalog)

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
        return 0.0 if self.unspoken(rank_row) else self.proven(rank_row).points

    def unspoken(self, rank_row: int) -> frozenset[str]:
        """Languages of the work that nobody documents for an option's model, where somebody does for another one."""
        return self._undocumented.get(self.model_id(rank_row), frozenset()) if self._any_documented else frozenset()

    @cached_property
    def _undocumented(self) -> Mapping[str, frozenset[str]]:
        models = {context.model.model_id: context.model for context in map(self.context, range(len(self.matrix)))}
        asked, catalog = self.prepared.use_case.languages, self.prepared.catalog
        return {name: undocumented(model, asked, catalog) for name, model in models.items()}

    @cached_property
    def _any_documented(self) -> bool:
        return not all(self._undocumented.values())

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
    return Ranked(prepared, used, derived, matrix, ranking, shown, samples, seed, sampled, whole, variants, knowledge)


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


LEADING: Final = 48
"""Options that the verdict looks at: nobody behind them comes near the best in most draws."""
DRAWS: Final = 4_000


def _finding(ranked: Ranked) -> Ruling:
    """The verdict from the scores of the leading options in shared draws."""
    if ranked.leader is None:
        return NOTHING
    rank_rows = ranked.ranking.order[:LEADING]
    abilities = ranked.ranking.contributions[:, ranked.matrix.criteria.index("fitness")]
    owned = all_there([ranked.context(rank_row).deployment for rank_row in rank_rows.tolist()], ranked.prepared)
    contenders = [
        ranked.contender(rank_row, there=there)._replace(
            ability=float(abilities[rank_row]),
            score=float(ranked.ranking.scores[rank_row]),
        )
        for rank_row, there in zip(rank_rows.tolist(), owned, strict=True)
    ]
    draws = max(min(ranked.samples, DRAWS), 1)
    sampler = Sampler.of(ranked.matrix, ranked.weights, max(ranked.samples, 1), ranked.seed, ranked.knowledge)
    found = judge(contenders, in_score(sampler.scores(rank_rows, 0, draws)), ranked.ruled_by)
    return _tested(ranked, _taken(ranked, found, contenders))


def _taken(ranked: Ranked, found: Ruling, contenders: Sequence[Contender]) -> Ruling:
    """The same verdict with an abler option for little money as the choice, where there is one.

    Among equals it is one of them, chosen for its ability; else what it is worth can be tested in a day.
    """
    chosen = next((one for one in contenders if one.rank_row == found.choice), None)
    abler = None if chosen is None else taken_for(chosen, contenders, ranked.little)
    if chosen is None or abler is None:
        return found
    equal = abler.rank_row in found.equals
    dearer = equal and any(one.rank_row in found.equals and one.cost_usd > abler.cost_usd for one in contenders)
    return replace(
        found,
        verdict="equivalent set" if equal else "test first",
        choice=abler.rank_row,
        equals=found.equals if equal else (*found.equals, abler.rank_row),
        tie_break="able",
        aside=(),
        lost=("able", "cheaper") if dearer else ("able",),
        spared=chosen.rank_row,
    )


def _tested(ranked: Ranked, found: Ruling) -> Ruling:
    """The same verdict, or "test first" where the choice rests on inferred ability and knowing it is worth a test.

    Much at stake, such a choice is never called clear: that nothing is better was inferred too. Nor is anything that a
    stated limit is more likely missed by than kept: what decides then is a wait, and it can be measured in an hour; nor
    what may be too weak for the work at all, however far behind the others are; nor what nobody says to know a language
    of the work, where somebody says so of another; nor what stands beside an abler option for little more money:
    whether that is felt, own prompts say.
    """
    choice = found.choice
    if choice is None:
        return found
    abler = None if found.spared is not None else _abler(ranked, choice)
    beside = found.verdict == "clear choice" and abler is not None
    found = replace(found, abler=abler, beside=beside)
    if ranked.late(choice) or ranked.may_fail(choice) or ranked.unspoken(choice):
        return replace(found, verdict="test first")
    if beside or found.verdict == "test first":
        return replace(found, verdict="test first")
    if ranked.evidence(choice) == "measured":
        return found
    worth = ability_worth(ranked.matrix, ranked.weights, ranked.model_id(choice))
    unproven = found.verdict == "clear choice" and _much_at_stake(ranked, choice)
    if worth * 100 < ranked.judged["test-worth"] and not unproven:
        return replace(found, test_worth=worth)
    return replace(found, verdict="test first", test_worth=worth)


def _abler(ranked: Ranked, choice: int) -> int | None:
    """An option that is abler than the choice for little money, of no doubtful origin, in time and outdone by none."""
    rows = np.arange(len(ranked.matrix))
    ability = np.array([ranked.fitness(row).points for row in rows.tolist()])
    new_usd = ranked.prepared.plans.new_usd(ranked.prepared.feasible)[:, 1]
    fair = np.array([ranked.origin(row) is None for row in rows.tolist()])
    out = ~fair | outdone(ranked.ranking.scores, ability, new_usd, fair)
    out |= np.array([ranked.slow(row) for row in rows.tolist()])
    return abler_of(choice, ranked.ranking.scores, ability, np.where(out, np.nan, new_usd), ranked.little)


def _much_at_stake(ranked: Ranked, choice: int) -> bool:
    """Whether a wrong choice would cost more than its test: the data is sensitive, or the sum is not small."""
    data = ranked.prepared.answers.data
    sensitive = data.classification in CONFIDENTIAL or data.health_data
    return sensitive or ranked.cost_usd(choice) > ranked.judged["clear-unproven-usd"]
