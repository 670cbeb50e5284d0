"""Records of a decision: what was eliminated and why, what was ranked and why, and what would change it."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import Field

from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import CriterionId
from advisor.units import Band, Figure, Spoken, is_absent

RANKS: Final = 10
"""Ranks whose acceptability is counted."""
VerdictKind = Literal["clear choice", "equivalent set", "test first", "nothing fits", "clear winner", "no clear winner"]
"""The last two stand only in assessments of schema 1."""
Seat = Literal["best score", "best value", "lowest risk", "as good", "another way", "abler", "if allowed"]
"""``as good``: chosen among equals for something else than its price or what is proven of it; ``another way``: the best
of another vendor or way of hosting where none is within reach of the best; ``abler``: abler than the choice for money
that the house would hardly notice."""


class CriterionNote(Spoken):
    """How one criterion was applied: definition, anchors (raw performance at value 0 and at value 1) and weight."""

    criterion: CriterionId
    name: str = ""
    definition: str = ""
    unit: str
    objective: Literal["min", "max"]
    anchor_worst: float
    anchor_best: float
    anchor_reason: str = ""
    weight: float
    weight_reason: str = ""
    source: str = ""


class Elimination(Spoken):
    """A gate that an alternative fails: what was observed, what is required, and where the observation comes from.

    ``gate`` is the one that weighs most; ``also`` names the other gates it fails. The fact behind
    ``observed`` and ``required`` is the value ``reason`` of what ``told`` has for the sentence.
    """

    alternative_id: str
    model_id: str
    gate: str
    observed: str = ""
    required: str = ""
    source: str
    sentence: str = ""
    also: tuple[str, ...] = ()


class Variant(Spoken):
    """Another zone, provider, GPU or precision of the same model on the same way of hosting."""

    alternative_id: str
    place: str = ""
    score: float
    monthly_cost_usd: float | None


class Choice(Spoken):
    """One of the shortlist: its role, what choosing it gives up against the best, and what would decide.

    ``also`` are further roles that it fills; ``monthly_cost_difference_usd`` is against the choice; ``gains`` are the
    criteria on which it gains most over the choice; ``prompts_to_decide`` are own prompts, run on both, that would
    settle which of the two is better (None: the same model); ``proven`` are the facts that speak for it untested.
    ``new_money`` says what of its cost is new where money is committed somewhere; differences are in new money then.
    ``loses`` names where most of what it gives up against the best is lost, ``old_price`` how old its price or rent is
    where that is past the limit of its table, ``agreed_price`` what an agreement of the house makes of it.
    """

    role: Seat
    also: tuple[Seat, ...] = ()
    alternative_id: str
    model_id: str
    name: str = ""
    model_name: str = ""
    place: str = ""
    deployment: Deployment
    score: float
    score_given_up: float
    monthly_cost_usd: Band | None
    monthly_cost_difference_usd: float | None
    evidence: Literal["measured", "inferred", "prior"]
    chosen: bool
    gains: tuple[str, ...] = ()
    prompts_to_decide: int | None = None
    proven: tuple[str, ...] = ()
    reason: str = ""
    deciding_test: str = ""
    new_money: str = ""
    loses: str = ""
    old_price: str = ""
    agreed_price: str = Field(default="", exclude_if=is_absent)


class PriceOfAPoint(Spoken):
    """What a step of one criterion is worth under the weights, in USD per month; ``unit`` names the step."""

    step: float
    unit: str = ""
    usd_per_month: float


class Recommendation(Spoken):
    """A ranked alternative with the workings of its score.

    ``values`` are in [0, 1]; ``contributions`` are weight x value and add up to ``score``. ``score_low`` and
    ``score_high`` span the 5th to 95th percentile under the uncertain performances at the stated weights. Ranks tie
    explicitly. ``name`` is the model with its ``place`` in words. ``near_best_share`` is the share of draws in which
    it is within two points of the best.
    """

    rank: int
    tied: bool = False
    alternative_id: str
    model_id: str
    model_name: str
    vendor: str
    deployment: Deployment
    name: str = ""
    place: str = ""
    score: float
    score_low: float
    score_high: float
    first_rank_share: float
    expected_rank: float
    near_best_share: float = 0.0
    rank_acceptability: tuple[float, ...]
    performances: dict[str, Figure]
    values: dict[str, float]
    contributions: dict[str, float]
    monthly_cost_usd: Band | None
    ttft_ms: Figure
    dominated_by: str | None = None
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    sentence: str = ""
    why_not: str = ""
    warnings: tuple[str, ...] = ()
    evidence: Literal["measured", "inferred", "prior"] | None = None
    variants: tuple[Variant, ...] = ()
    variant_count: int = 0


class RankedBriefly(Spoken):
    """A feasible alternative further down: its rank, score and why it is not first."""

    rank: int
    alternative_id: str
    model_id: str
    score: float
    why_not: str = ""
    name: str = ""
    monthly_cost_usd: float | None = None


class Flip(Spoken):
    """The smallest change of one kind that makes ``challenger_id`` first instead of ``leader_id``.

    ``weight``: ``new_weights`` are all weights after the change. ``price`` and ``capability``: ``subject`` is the
    alternative or the model whose cost or fitness goes from ``current`` to ``needed``. ``fact``: something unknown,
    with the ``probability`` that knowing it changes the winner, ``value_of_information`` in points of score, and the
    ``action`` that settles it.
    """

    kind: Literal["weight", "price", "capability", "fact"]
    leader_id: str
    challenger_id: str
    subject: str = ""
    current: float | None
    needed: float | None
    unit: str
    sentence: str = ""
    action: str = ""
    value_of_information: float | None = None
    probability: float | None = None
    new_weights: dict[str, float] | None = None


class Relaxation(Spoken):
    """A set of constraints whose relaxation would admit alternatives, by its cost to the user."""

    gates: tuple[str, ...]
    admits: tuple[str, ...]
    admitted_count: int
    change: str = ""
    burden: float
    sentence: str = ""


class CrossCheckMethod(Spoken):
    """The ranking of another decision method on the same matrix."""

    method: str
    order: tuple[str, ...]
    spearman: float | None
    kendall: float | None
    same_first: bool
    explanation: str = ""


class CrossCheck(Spoken):
    """Agreement of the additive ranking with TOPSIS and PROMETHEE II."""

    methods: tuple[CrossCheckMethod, ...]
    sentence: str = ""


class StakeholderView(Spoken):
    """The ranking under one stakeholder's weights and what choosing the overall winner would cost that stakeholder.

    ``order`` has the best alternative of each of the first ten models.
    """

    name: str
    weights: dict[str, float]
    order: tuple[str, ...]
    first_id: str
    regret: float
    sentence: str = ""


class PortfolioAssignment(Spoken):
    """The alternative chosen for one use case, and its second source; names in words beside the ids.

    ``shares_with`` names the other use cases that run on the same hardware.
    """

    use_case: str
    alternative_id: str
    model_id: str
    score: float
    monthly_cost_usd: float | None
    second_source_id: str | None
    switching_effort: str = ""
    name: str = ""
    second_source: str | None = None
    shares_with: tuple[str, ...] = ()


class Portfolio(Spoken):
    """The best assignment of alternatives to several use cases, against one model for all.

    ``limits`` are what it had to keep to, in words. Where nothing keeps to them, ``assignments`` is empty and
    ``ways_out`` says which single limit, lifted, makes an assignment possible. The costs of the assignments have people
    for each alone; less ``one_team_usd``, what one team for all costs less a month, they make the total (below 0: those
    who are there suffice for each, and not for all).
    """

    assignments: tuple[PortfolioAssignment, ...]
    total_monthly_cost_usd: float | None
    vendors: int
    single: tuple[PortfolioAssignment, ...]
    single_monthly_cost_usd: float | None
    one_team_usd: float | None = None
    single_one_team_usd: float | None = None
    sentence: str = ""
    limits: tuple[str, ...] = ()
    ways_out: tuple[str, ...] = ()


class EvidenceNote(Spoken):
    """An own-data evaluation that entered the ranking of ``use_case`` (of every use case where that is empty).

    ``ttft_ms`` and ``itl_ms`` are medians over ``timed`` whole runs at ``provider``: what it measured of speed.
    """

    alternative_or_model: str
    metric: str
    estimate: float
    standard_error: float
    prompts: int
    dated: str
    effect: str
    use_case: str = ""
    provider: str = ""
    ttft_ms: float | None = None
    itl_ms: float | None = None
    timed: int = 0

    @property
    def model_id(self) -> str:
        """The model that was evaluated; the id of an alternative begins with that of its model."""
        return self.alternative_or_model.partition("@")[0]
