"""Constructed scales: criteria measured in points of 100 that stated facts bring.

Each function returns ``Points``: what is sure, what unknown facts could add, and the facts. The middle counts
half of what is unknown: missing facts widen the interval and never count as zero. The points are judgements of this
project; the facts are the catalog's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from advisor.catalog.tables.schema import Licence, Model, Offer, Provider
from advisor.questionnaire.answers import Answers, DeploymentKind
from advisor.units import Given, Told, told

EFFORT_SPREAD = 10.0
"""Points by which the judgements on operations and scalability may be off either way."""
_EASE: dict[tuple[DeploymentKind, str], float] = {
    ("cloud_gpu", "none"): 25,
    ("cloud_gpu", "some"): 50,
    ("cloud_gpu", "strong"): 65,
    ("on_prem", "none"): 10,
    ("on_prem", "some"): 30,
    ("on_prem", "strong"): 50,
    ("edge", "none"): 20,
    ("edge", "some"): 40,
    ("edge", "strong"): 60,
}
_MANAGED: Final = 85.0
"""A provider's service, whoever provides it: how large or known a provider is counts in no criterion."""
_ELASTIC: dict[DeploymentKind, tuple[float, float]] = {
    "provider_api": (100.0, 100.0),
    "cloud_gpu": (95.0, 90.0),
    "on_prem": (85.0, 55.0),
    "edge": (85.0, 55.0),
}
"""Room above the planned peak within thirty days: under a load that stays, and under one that grows."""
_GROWS: Final = 0.2
"""A load that grows by a fifth a year outgrows what was bought for it within the usual lead time of hardware."""
_DISCLOSED: Final = (41.0, 18.0)
"""Mean and standard deviation of the Foundation Model Transparency Index of December 2025 over the companies scored.

What is assumed of a vendor that the index does not cover: neither better nor worse than those it does.
"""


@dataclass(frozen=True, slots=True)
class Points:
    """Points that are sure, points that unknown facts may add, and the facts behind them."""

    sure: float
    unknown: float = 0.0
    facts: tuple[Told, ...] = ()
    spread: float = 0.0

    @property
    def middle(self) -> float:
        """What is sure and half of what is unknown."""
        return self.sure + self.unknown / 2

    @property
    def low(self) -> float:
        """The least it may be."""
        return max(self.sure - self.spread, 0.0)

    @property
    def high(self) -> float:
        """The most it may be."""
        return min(self.sure + self.unknown + self.spread, 100.0)


def _scored(key: str, points: float, **values: Given) -> Told:
    """A fact and the points that it brings."""
    return told("scored", fact=told(f"scale.{key}", **values), points=("number", points))


def _add(parts: list[tuple[float, float, str]]) -> Points:
    return Points(
        min(sum(part[0] for part in parts), 100.0),
        sum(part[1] for part in parts),
        tuple(
            told("scored.open" if open_ else "scored.more", fact=told(f"scale.{key}"), points=("number", open_ or sure))
            for sure, open_, key in parts
        ),
    )


def data_control(
    kind: DeploymentKind, provider: Provider | None, *, pinned: bool | None, public: bool, judged: Mapping[str, float]
) -> Points:
    """Exposure: who can see the data, beyond what the gates already ensure; the same for all where it is public.

    ``pinned``: processing is pinned to a zone (None: no source states it).
    """
    if public:
        return Points(100.0, facts=(_scored("public", 100.0),))
    if kind in ("on_prem", "edge"):
        return Points(judged["exposure-own"], facts=(_scored("own_premises", judged["exposure-own"]),))
    if kind == "cloud_gpu":
        points = judged["exposure-rented"]
        return Points(points, facts=(_scored("rented", points),))
    keeps, fact = _retention(provider, judged)
    off = judged["exposure-unpinned"]
    placed = {True: 0.0, False: off, None: 0.0}[pinned]
    sure = max(keeps[0] - placed - (off if pinned is None else 0.0), 0.0)
    unknown = keeps[1] - keeps[0] + (min(off, keeps[0]) if pinned is None else 0.0)
    where = {True: "pinned", False: "processed_anywhere", None: "place_unknown"}[pinned]
    kept = told("scored.between", fact=told(f"scale.{fact}"), low=("number", keeps[0]), high=("number", keeps[1]))
    return Points(sure, unknown, (kept, told(f"scale.{where}")))


def _retention(provider: Provider | None, judged: Mapping[str, float]) -> tuple[tuple[float, float], str]:
    """Least and most points for what a provider keeps, and the key of the fact."""
    kept, short, nothing = (judged[f"exposure-{name}"] for name in ("kept", "short-retention", "zero-retention"))
    if provider is not None and provider.training_default == "trains":
        return (judged["exposure-trains"], judged["exposure-trains"]), "trains"
    if provider is None or (
        provider.retention_default is None and provider.retention_days is None and provider.zero_retention_route is None
    ):
        return (kept, nothing), "retention_unknown"
    if provider.retention_default == "none" or provider.retention_days == 0 or provider.zero_retention_route:
        return (nothing, nothing), "keeps_nothing"
    if provider.retention_default == "abuse_monitoring":
        return (short, short), "keeps_for_abuse"
    return (kept, kept), "keeps"


def _unknown_licence() -> tuple[Told, ...]:
    open_ = told("scored.open", fact=told("scale.licence_unknown"), points=("number", 60.0))
    return (_scored("own_weights", 40.0), open_)


def customisation(kind: DeploymentKind, model: Model, licence: Licence | None) -> Points:
    """How far the model can be bent to the task."""
    if kind != "provider_api":
        if licence is None:
            return Points(40.0, 60.0, _unknown_licence())
        more = {"yes": 60.0, "conditional": 50.0, "no": 0.0}[licence.derivatives]
        return Points(
            40.0 + more, 0.0, (_scored("own_weights_derived", 40 + more, allowed=("label", licence.derivatives)),)
        )
    parts = [(20.0, 0.0, "prompts")]
    if model.fine_tuning is None:
        parts.append((0.0, 40.0, "tuning_unknown"))
    else:
        parts.append((40.0 * model.fine_tuning, 0.0, "tuning_offered" if model.fine_tuning else "tuning_not_offered"))
    if model.openness == "open_weights":
        parts.append((15.0, 0.0, "tuned_elsewhere"))
    return _add(parts)


def operations(kind: DeploymentKind, gpus: int, answers: Answers) -> Points:
    """How little work it is to run with the skills at hand; every doubling of GPUs costs 3 points, at most 15."""
    skills = answers.hosting.operations_skills
    if kind == "provider_api":
        return Points(_MANAGED, 0.0, (_scored("managed", _MANAGED),), EFFORT_SPREAD)
    fewer = min(15.0, 3.0 * math.log2(max(gpus, 1)))
    base = _EASE[kind, skills]
    return Points(
        max(base - fewer, 0.0),
        0.0,
        (
            _scored("run_by_yourselves", base, skills=("label", skills)),
            told("scored.less", fact=told("scale.gpus", gpus=("number", gpus)), points=("number", fewer)),
        ),
        EFFORT_SPREAD,
    )


def scalability(kind: DeploymentKind, growth_per_year: float) -> Points:
    """Room above the planned peak within thirty days; full where the plan needs no more."""
    base = _ELASTIC[kind][int(growth_per_year >= _GROWS)]
    return Points(base, 0.0, (_scored(f"grows.{kind}", base),), EFFORT_SPREAD)


def transparency(disclosed: float | None) -> Points:
    """What the vendor discloses, by the Foundation Model Transparency Index (None: not covered by it)."""
    if disclosed is not None:
        return Points(disclosed, 0.0, (told("scale.index", points=("number", disclosed)),))
    mean, deviation = _DISCLOSED
    low, high = max(mean - 1.645 * deviation, 0.0), mean + 1.645 * deviation
    return Points(low, high - low, (told("scale.no_index"),))


def lifecycle(
    kind: DeploymentKind,
    model: Model,
    offer: Offer | None,
    *,
    others: int,
    horizon_months: float,
    as_of: date,
    judged: Mapping[str, float],
) -> Points:
    """Permanence: months without a forced migration, other sources of the same model, weights in hand.

    ``others`` counts the other providers that offer the model.
    """
    in_hand = model.openness == "open_weights"
    months, source, weights = (judged[f"permanence-{name}-share"] for name in ("month", "source", "weights"))
    if kind != "provider_api":
        return Points(months + source + weights, 0.0, (told("scale.own_copy"),))
    least, most, fact = _months_left(model, offer, as_of, judged)
    low, high = (min(max(left, 0.0) / max(horizon_months, 1.0), 1.0) * months for left in (least, most))
    elsewhere = source * min(others, 2) / 2
    sure = elsewhere + (weights if in_hand else 0.0)
    sources = told("scale.sources", others=("number", others))
    more = told("scored.more", fact=sources, points=("number", elsewhere))
    return Points(low + sure, high - low, (fact, more, *((told("scale.anywhere"),) * in_hand)))


def _months_left(
    model: Model, offer: Offer | None, as_of: date, judged: Mapping[str, float]
) -> tuple[float, float, Told]:
    """Least and most months until a forced migration, and what says so."""
    ends = [day for day in ((offer.retires_on if offer else None), model.retires_on) if day]
    if model.status in ("deprecated", "retired"):
        return 0.0, 0.0, told("scale.status", status=("label", model.status))
    if ends:
        left = _months(as_of, min(ends))
        return left, left, told("scale.retires", day=min(ends))
    least, most = judged["permanence-life-low"], judged["permanence-life-high"]
    age = 0.0 if model.release_date is None else _months(model.release_date, as_of)
    if model.status == "legacy":
        return 0.0, max(most - age, 0.0), told("scale.superseded")
    return (
        max(least - age, 0.0),
        max(most - age, 0.0),
        told("scale.no_retirement", least=("number", least), most=("number", most)),
    )


def _months(start: date, end: date) -> float:
    return (end - start).days / 30.4375
