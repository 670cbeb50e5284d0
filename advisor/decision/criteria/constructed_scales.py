"""Constructed scales: criteria measured in points of 100 that stated facts bring.

Each function returns ``Points``: what is sure, what unknown facts could add, and the facts in words. The middle counts
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
    facts: tuple[str, ...] = ()
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


def _add(parts: list[tuple[float, float, str]]) -> Points:
    return Points(
        min(sum(part[0] for part in parts), 100.0),
        sum(part[1] for part in parts),
        tuple(f"{words} ({f'+{sure:g}' if not open_ else f'0 to {open_:g}'})" for sure, open_, words in parts),
    )


def data_control(
    kind: DeploymentKind, provider: Provider | None, *, pinned: bool | None, public: bool, judged: Mapping[str, float]
) -> Points:
    """Exposure: who can see the data, beyond what the gates already ensure; the same for all where it is public.

    ``pinned``: processing is pinned to a zone (None: no source states it).
    """
    if public:
        return Points(100.0, facts=("the data is public (100)",))
    if kind in ("on_prem", "edge"):
        return Points(judged["exposure-own"], facts=(f"own premises ({judged['exposure-own']:g})",))
    if kind == "cloud_gpu":
        points = judged["exposure-rented"]
        return Points(points, facts=(f"own software on rented machines ({points:g})",))
    keeps, words = _retention(provider, judged)
    off = judged["exposure-unpinned"]
    placed = {True: 0.0, False: off, None: 0.0}[pinned]
    sure = max(keeps[0] - placed - (off if pinned is None else 0.0), 0.0)
    unknown = keeps[1] - keeps[0] + (min(off, keeps[0]) if pinned is None else 0.0)
    where = {True: "processing pinned to a zone", False: "processed anywhere", None: "place of processing unknown"}
    return Points(sure, unknown, (f"{words} ({keeps[0]:g} to {keeps[1]:g})", where[pinned]))


def _retention(provider: Provider | None, judged: Mapping[str, float]) -> tuple[tuple[float, float], str]:
    """Least and most points for what a provider keeps, and the fact in words."""
    kept, short, nothing = (judged[f"exposure-{name}"] for name in ("kept", "short-retention", "zero-retention"))
    if provider is not None and provider.training_default == "trains":
        return (judged["exposure-trains"], judged["exposure-trains"]), "trains on data"
    if provider is None or (
        provider.retention_default is None and provider.retention_days is None and provider.zero_retention_route is None
    ):
        return (kept, nothing), "retention unknown"
    if provider.retention_default == "none" or provider.retention_days == 0 or provider.zero_retention_route:
        return (nothing, nothing), "keeps nothing, or nothing on agreement"
    if provider.retention_default == "abuse_monitoring":
        return (short, short), "keeps data for abuse monitoring"
    return (kept, kept), "keeps data"


def customisation(kind: DeploymentKind, model: Model, licence: Licence | None) -> Points:
    """How far the model can be bent to the task."""
    if kind != "provider_api":
        if licence is None:
            return Points(40.0, 60.0, ("own weights (40)", "licence unknown (0 to 60)"))
        more = {"yes": 60.0, "conditional": 50.0, "no": 0.0}[licence.derivatives]
        return Points(40.0 + more, 0.0, (f"own weights, derivatives: {licence.derivatives} ({40 + more:g})",))
    parts = [(20.0, 0.0, "prompts")]
    if model.fine_tuning is None:
        parts.append((0.0, 40.0, "fine-tuning by the provider unknown"))
    else:
        offered = "offered" if model.fine_tuning else "not offered"
        parts.append((40.0 * model.fine_tuning, 0.0, f"fine-tuning {offered}"))
    if model.openness == "open_weights":
        parts.append((15.0, 0.0, "open weights can be tuned elsewhere"))
    return _add(parts)


def operations(kind: DeploymentKind, gpus: int, answers: Answers) -> Points:
    """How little work it is to run with the skills at hand; every doubling of GPUs costs 3 points, at most 15."""
    skills = answers.hosting.operations_skills
    if kind == "provider_api":
        return Points(_MANAGED, 0.0, (f"managed service ({_MANAGED:g})",), EFFORT_SPREAD)
    fewer = min(15.0, 3.0 * math.log2(max(gpus, 1)))
    base = _EASE[kind, skills]
    return Points(
        max(base - fewer, 0.0),
        0.0,
        (f"run by yourselves, skills: {skills} ({base:g})", f"{gpus} GPUs (-{fewer:.0f})"),
        EFFORT_SPREAD,
    )


def scalability(kind: DeploymentKind, growth_per_year: float) -> Points:
    """Room above the planned peak within thirty days; full where the plan needs no more."""
    base = _ELASTIC[kind][int(growth_per_year >= _GROWS)]
    words = {
        "provider_api": "the provider scales",
        "cloud_gpu": "more GPUs can be rented",
        "on_prem": "more GPUs must be bought",
        "edge": "more devices must be bought",
    }[kind]
    return Points(base, 0.0, (f"{words} ({base:g})",), EFFORT_SPREAD)


def transparency(disclosed: float | None) -> Points:
    """What the vendor discloses, by the Foundation Model Transparency Index (None: not covered by it)."""
    if disclosed is not None:
        return Points(disclosed, 0.0, (f"Foundation Model Transparency Index: {disclosed:g} of 100",))
    mean, deviation = _DISCLOSED
    low, high = max(mean - 1.645 * deviation, 0.0), mean + 1.645 * deviation
    return Points(low, high - low, ("not covered by the Foundation Model Transparency Index",))


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
        return Points(months + source + weights, 0.0, ("own copy: nobody can withdraw it",))
    least, most, words = _months_left(model, offer, as_of, judged)
    low, high = (min(max(left, 0.0) / max(horizon_months, 1.0), 1.0) * months for left in (least, most))
    elsewhere = source * min(others, 2) / 2
    sure = elsewhere + (weights if in_hand else 0.0)
    facts = (words, f"{others} other providers (+{elsewhere:g})", *(("open weights run anywhere",) * in_hand))
    return Points(low + sure, high - low, facts)


def _months_left(
    model: Model, offer: Offer | None, as_of: date, judged: Mapping[str, float]
) -> tuple[float, float, str]:
    """Least and most months until a forced migration, and what says so."""
    ends = [day for day in ((offer.retires_on if offer else None), model.retires_on) if day]
    if model.status in ("deprecated", "retired"):
        return 0.0, 0.0, f"status {model.status}"
    if ends:
        left = _months(as_of, min(ends))
        return left, left, f"retires on {min(ends)}"
    least, most = judged["permanence-life-low"], judged["permanence-life-high"]
    age = 0.0 if model.release_date is None else _months(model.release_date, as_of)
    if model.status == "legacy":
        return 0.0, max(most - age, 0.0), "superseded, retirement date unstated"
    return (
        max(least - age, 0.0),
        max(most - age, 0.0),
        f"no retirement date; versions live {least:g} to {most:g} months",
    )


def _months(start: date, end: date) -> float:
    return (end - start).days / 30.4375
