"""Model x hosting x adaptation beside the plain choice, on the value functions and weights of the decision.

The fitness of an adapted alternative is its own plus a gain between ends that published gains span; its cost is its own
plus the adaptation. Everything else stays as it is ranked. ``needed_gain_points`` is the gain at which it would score
as the plain choice does. No gain is measured on the house's own data: the middle is an assumption that the page lets
one change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.decision.criteria.criterion import Z_REACH
from advisor.decision.criteria.registry import anchors
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.decision.records import Recommendation
from advisor.guidance.adaptation.costs import Plain, cost_of, plain_of
from advisor.guidance.adaptation.needs import Judged, Reach, StrategyId, group_of, needs_of
from advisor.guidance.adaptation.small_ones import small_ones, tunable
from advisor.questionnaire.answers import Answers, UseCase
from advisor.units import DAYS_PER_MONTH, Record

_SAME_SCORE: Final = 1e-9
"""Differences of scores that are rounding alone."""


class AdaptedAlternative(Record):
    """A model in its place with an adaptation (None: prompted as it is); scores in [0, 1], gain in points of fitness.

    ``needed_gain_points``: the gain at which it equals the plain choice (0: it needs none; None: no gain is enough).
    """

    alternative_id: str
    model_id: str
    model_name: str
    place: str
    adaptation: StrategyId | None
    fitness: float
    gain_points: float
    gain_low: float
    gain_high: float
    score: float
    score_low: float
    score_high: float
    monthly_usd: float
    monthly_usd_low: float
    monthly_usd_high: float
    adaptation_usd: float
    needed_gain_points: float | None
    is_choice: bool
    pays_from_requests_per_day: float | None

    @property
    def tuned_at_provider(self) -> bool:
        """Whether it presumes that a provider serves the tuned weights at the price of the model that it sells."""
        return self.adaptation == "lora" and self.alternative_id.partition("@")[2].startswith("provider_api")


@dataclass(frozen=True, slots=True)
class _Frame:
    """What rows are worked out from."""

    answers: Answers
    use_case: UseCase
    catalog: Catalog
    judged: Judged
    weights: Mapping[str, float]
    fitness: ValueFunction
    cost: ValueFunction
    choice: Recommendation


def adapted_alternatives(
    answers: Answers,
    use_case: UseCase,
    catalog: Catalog,
    *,
    weights: Mapping[str, float],
    choice: Recommendation,
    ranked: Sequence[Recommendation],
    gain_points: float | None = None,
) -> tuple[AdaptedAlternative, ...]:
    """The plain choice, with retrieval where facts are needed, and small models plain and tuned, best first.

    ``weights`` are those of the decision by criterion; ``gain_points`` replaces the middle of the gain of tuning.
    """
    functions = anchors(answers, use_case, catalog.judgement)
    frame = _Frame(
        *(answers, use_case, catalog, Judged(catalog), weights),
        *(functions["fitness"].scale, functions["cost"].scale, choice),
    )
    rows = [_row(frame, choice, None, Reach(0.0, 0.0, 0.0))]
    if use_case.task not in ("rag", "semantic_search") and group_of(use_case.task) == "knowledge":
        rows.append(_row(frame, choice, "retrieval", _retrieval_gain(frame)))
    gain = tuning_gain(use_case, frame.judged, gain_points)
    if tunable(choice, catalog, frame.judged):
        rows.append(_row(frame, choice, "lora", gain))
    for small in small_ones(choice, ranked, catalog, frame.judged):
        rows += [_row(frame, small, None, Reach(0.0, 0.0, 0.0)), _row(frame, small, "lora", gain)]
    return tuple(sorted(rows, key=lambda row: (-row.score, row.alternative_id, row.adaptation or "")))


def tuning_gain(use_case: UseCase, judged: Judged, middle: float | None = None) -> Reach:
    """The gain of tuning for this kind of work; a middle of one's own keeps the width and moves the ends with it."""
    usual = judged[f"gain-{group_of(use_case.task)}"]
    if middle is None:
        return usual
    return Reach(middle, min(usual.low, middle), max(usual.high, middle))


def _retrieval_gain(frame: _Frame) -> Reach:
    needs = needs_of(frame.answers, frame.use_case, frame.judged)
    need = max((needs["fresh"], needs["private"]), key=lambda span: span.value)
    return frame.judged["gain-retrieval"].times(need)


def _row(frame: _Frame, one: Recommendation, adaptation: StrategyId | None, gain: Reach) -> AdaptedAlternative:
    own = plain_of(one, frame.use_case, frame.catalog)
    added = Reach(0.0, 0.0, 0.0) if adaptation is None else _added_usd(frame, adaptation, own)
    known = one.performances["fitness"]
    middle = known.value if known.value is not None else 0.0
    deviation = ((known.high or middle) - (known.low or middle)) / (2 * Z_REACH)
    before = float(frame.fitness.expected(middle, deviation))
    base = one.score - _weighted(frame, "fitness", one) - _weighted(frame, "cost", one)
    scores = [
        base + _fitness_part(frame, one, before, middle + extra, deviation) + _cost_part(frame, one, own, usd)
        for extra, usd in ((gain.value, added.value), (gain.low, added.high), (gain.high, added.low))
    ]
    without = base + _fitness_part(frame, one, before, middle, deviation) + _cost_part(frame, one, own, added.value)
    band = one.monthly_cost_usd
    low, high = (band.p10, band.p90) if band else (own.monthly_usd, own.monthly_usd)
    return AdaptedAlternative(
        alternative_id=one.alternative_id,
        model_id=one.model_id,
        model_name=one.model_name,
        place=one.place,
        adaptation=adaptation,
        fitness=round(middle, 1),
        gain_points=gain.value,
        gain_low=gain.low,
        gain_high=gain.high,
        score=scores[0],
        score_low=max(scores[0] - math.hypot(scores[0] - scores[1], one.score - one.score_low), 0.0),
        score_high=min(scores[0] + math.hypot(scores[2] - scores[0], one.score_high - one.score), 1.0),
        monthly_usd=own.monthly_usd + added.value,
        monthly_usd_low=low + added.low,
        monthly_usd_high=high + added.high,
        adaptation_usd=added.value,
        needed_gain_points=_needed_gain(frame, without, before, (middle, deviation)),
        is_choice=one.alternative_id == frame.choice.alternative_id and adaptation is None,
        pays_from_requests_per_day=_pays_from(frame, own, added.value) if adaptation == "lora" else None,
    )


def _added_usd(frame: _Frame, adaptation: StrategyId, own: Plain) -> Reach:
    """What the adaptation adds per month; the running of a tuned model is its own, with its prompt as it is."""
    found = cost_of(adaptation, frame.answers, frame.use_case, frame.catalog, judged=frame.judged, plain=own)
    return found.adaptation_usd


def _weighted(frame: _Frame, criterion: str, one: Recommendation) -> float:
    return one.contributions.get(criterion, frame.weights.get(criterion, 0.0) * one.values.get(criterion, 0.0))


def _fitness_part(frame: _Frame, one: Recommendation, before: float, middle: float, deviation: float) -> float:
    """The contribution of a fitness: that of the ranking, moved by what the value function makes of the gain."""
    moved = float(frame.fitness.expected(middle, deviation)) - before
    return _weighted(frame, "fitness", one) + frame.weights.get("fitness", 0.0) * moved


def _cost_part(frame: _Frame, one: Recommendation, own: Plain, added: float) -> float:
    moved = float(frame.cost.value(own.monthly_usd + added)) - float(frame.cost.value(own.monthly_usd))
    return _weighted(frame, "cost", one) + frame.weights.get("cost", 0.0) * moved


def _needed_gain(frame: _Frame, without: float, before: float, fitness: tuple[float, float]) -> float | None:
    """The points of fitness at which a row scores as the plain choice; 0 where it does so without any."""
    weight = frame.weights.get("fitness", 0.0)
    short = frame.choice.score - without
    if short <= _SAME_SCORE:
        return 0.0
    if not weight or before + short / weight > 1:
        return None
    middle, deviation = fitness
    return max(frame.fitness.raw(before + short / weight, deviation) - middle, 0.0)


def _pays_from(frame: _Frame, own: Plain, added: float) -> float | None:
    """Requests a day from which the tuned model with its tuning costs less than the plain choice; None: at no volume.

    A provider's price grows with the volume, servers stay as they are sized today.
    """
    large = plain_of(frame.choice, frame.use_case, frame.catalog)
    monthly = frame.use_case.workload.requests_per_day * DAYS_PER_MONTH
    fixed = added + (0.0 if own.per_request else own.monthly_usd) - (0.0 if large.per_request else large.monthly_usd)
    saved = (
        (large.monthly_usd if large.per_request else 0.0) - (own.monthly_usd if own.per_request else 0.0)
    ) / monthly
    if fixed <= 0:
        return 0.0 if saved >= 0 else None
    return fixed / saved / DAYS_PER_MONTH if saved > 0 else None
