"""Constructed scales: criteria measured in points of 100 that stated facts bring.

Each function returns ``Points``: what is sure, what unknown facts could add, and the facts in words. The middle counts
half of what is unknown: missing facts widen the interval and never count as zero. The points are judgements of this
project; the facts are the catalog's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

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
_MANAGED: dict[str, float] = {
    "hyperscaler": 90,
    "regional_cloud": 85,
    "model_vendor": 85,
    "inference_host": 80,
    "gateway": 75,
    "gpu_cloud": 80,
}
_ELASTIC: dict[str, float] = {
    "hyperscaler": 90,
    "regional_cloud": 80,
    "model_vendor": 85,
    "inference_host": 75,
    "gateway": 75,
    "gpu_cloud": 75,
}
_SELF_ELASTIC: dict[DeploymentKind, float] = {"cloud_gpu": 60, "on_prem": 30, "edge": 15}


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


def data_control(kind: DeploymentKind, provider: Provider | None, *, pinned: bool | None) -> Points:
    """Who can see, keep or learn from the data.

    ``pinned``: processing is pinned to a zone (None: no source states it).
    """
    if kind in ("on_prem", "edge"):
        return Points(100.0, facts=("own premises: nobody else sees the data (100)",))
    certified = bool(provider and provider.certifications)
    certificate = (5.0, 0.0, "certificates stated") if certified else (0.0, 5.0, "certificates unknown")
    if kind == "cloud_gpu":
        return _add([(80.0, 0.0, "own software on rented machines"), certificate])
    training = {"does_not_train": 30.0, "opt_out": 15.0, "trains": 0.0}
    policy = provider.training_default if provider else None
    parts = [(10.0, 0.0, "a provider's service")]
    words = {
        "does_not_train": "does not train on data",
        "opt_out": "trains unless opted out",
        "trains": "trains on data",
    }
    parts.append((training[policy], 0.0, words[policy]) if policy else (0.0, 30.0, "training policy unknown"))
    parts.append(_retention(provider))
    parts.append(
        (0.0, 10.0, "place of processing unknown") if pinned is None else (10.0 * pinned, 0.0, _placed(pinned=pinned))
    )
    agreement = provider.data_processing_agreement if provider else None
    parts.append(
        (0.0, 5.0, "processing agreement unknown")
        if agreement is None
        else (5.0 * agreement, 0.0, "processing agreement" if agreement else "no processing agreement")
    )
    parts.append(certificate)
    return _add(parts)


def _placed(*, pinned: bool) -> str:
    return "processing pinned to a zone" if pinned else "processed anywhere"


def _retention(provider: Provider | None) -> tuple[float, float, str]:
    if provider is None or (
        provider.retention_default is None and provider.retention_days is None and provider.zero_retention_route is None
    ):
        return (0.0, 20.0, "retention unknown")
    if provider.retention_default == "none" or provider.retention_days == 0:
        return (20.0, 0.0, "keeps nothing")
    if provider.zero_retention_route:
        return (17.0, 0.0, "zero retention on agreement")
    if provider.retention_default == "abuse_monitoring":
        return (8.0, 0.0, "keeps data for abuse monitoring")
    return (0.0, 0.0, "keeps data")


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


def operations(kind: DeploymentKind, provider: Provider | None, gpus: int, answers: Answers) -> Points:
    """How little work it is to run with the skills at hand; every doubling of GPUs costs 3 points, at most 15."""
    skills = answers.hosting.operations_skills
    if kind == "provider_api":
        base = _MANAGED[provider.kind] if provider and provider.kind in _MANAGED else 80.0
        guarantee = 5.0 if provider and provider.uptime_sla_pct else 0.0
        facts = (f"managed service ({base:g})",) + ((f"uptime promised (+{guarantee:g})",) if guarantee else ())
        return Points(base + guarantee, 0.0, facts, EFFORT_SPREAD)
    fewer = min(15.0, 3.0 * math.log2(max(gpus, 1)))
    base = _EASE[kind, skills]
    return Points(
        max(base - fewer, 0.0),
        0.0,
        (f"run by yourselves, skills: {skills} ({base:g})", f"{gpus} GPUs (-{fewer:.0f})"),
        EFFORT_SPREAD,
    )


def scalability(kind: DeploymentKind, provider: Provider | None) -> Points:
    """How easily ten times the load is carried."""
    if kind == "provider_api":
        base = _ELASTIC[provider.kind] if provider and provider.kind in _ELASTIC else 75.0
        return Points(base, 0.0, (f"the provider scales ({base:g})",), EFFORT_SPREAD)
    base = _SELF_ELASTIC[kind]
    words = {
        "cloud_gpu": "more GPUs can be rented",
        "on_prem": "more GPUs must be bought",
        "edge": "each device carries its own",
    }[kind]
    return Points(base, 0.0, (f"{words} ({base:g})",), EFFORT_SPREAD)


def transparency(
    kind: DeploymentKind, model: Model, licence: Licence | None, provider: Provider | None, scores: int
) -> Points:
    """What is published; ``scores`` counts independent public scores of the model."""
    open_weights = model.openness == "open_weights"
    policy = kind != "provider_api" or bool(provider and provider.policy_url)
    shown = [
        (25.0, open_weights, "weights published"),
        (10.0, bool(licence and licence.open_source and open_weights), "open-source licence"),
        (5.0, licence is not None, "licence known"),
        (10.0, model.total_params_b is not None and model.params_source is not None, "size published"),
        (10.0, model.knowledge_cutoff is not None, "data cut-off stated"),
        (5.0, bool(model.languages), "languages stated"),
        (10.0, policy, "data policy published" if kind == "provider_api" else "data stays with you"),
        (5.0, bool(provider and provider.indemnification), "indemnification stated"),
    ]
    tested = min(20.0, 5.0 * math.log2(1 + scores))
    facts = [f"{words} (+{points:g})" for points, holds, words in shown if holds]
    facts.append(f"{scores} independent public scores (+{tested:.0f})")
    return Points(sum(points for points, holds, _ in shown if holds) + tested, 0.0, tuple(facts))


def lifecycle(kind: DeploymentKind, model: Model, offer: Offer | None, answers: Answers, as_of: date) -> Points:
    """How long it can be kept, and how easily left."""
    fresh = _freshness(model, as_of)
    if kind != "provider_api":
        return _add([(50.0, 0.0, "own copy: nobody can withdraw it"), (35.0, 0.0, "open weights run anywhere"), fresh])
    ends = [day for day in ((offer.retires_on if offer else None), model.retires_on) if day]
    if model.status in ("deprecated", "retired"):
        kept = (0.0, 0.0, f"status {model.status}")
    elif ends:
        months = max((min(ends) - as_of).days / 30.4375, 0.0)
        kept = (min(50.0, 50.0 * months / max(answers.budget.horizon_months, 1)), 0.0, f"retires on {min(ends)}")
    elif model.status == "legacy":
        kept = (0.0, 25.0, "superseded, retirement date unstated")
    else:
        kept = (10.0, 40.0, "retirement date unstated")
    parts = [kept, fresh]
    if model.openness == "open_weights":
        parts.append((35.0, 0.0, "open weights run anywhere"))
    return _add(parts)


def _freshness(model: Model, as_of: date) -> tuple[float, float, str]:
    """15 points in the first half year, falling to none at 30 months."""
    if model.release_date is None:
        return (0.0, 15.0, "release date unknown")
    months = (as_of - model.release_date).days / 30.4375
    return (round(15.0 * min(max((30 - months) / 24, 0.0), 1.0), 1), 0.0, f"released {model.release_date:%Y-%m}")
