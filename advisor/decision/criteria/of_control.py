"""Control: who can see the data, what the vendor discloses, and how far the model can be bent to the task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from advisor.arrays import Z_90
from advisor.catalog.tables.schema import Licence, Model, Provider
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.alternatives.planned import Demand
from advisor.decision.criteria.criterion import Criterion, Judgements, fact_of, hundred_points
from advisor.decision.criteria.points import Points, added, scored
from advisor.geography import meets
from advisor.questionnaire.answers import Answers, DeploymentKind, UseCase
from advisor.units import POINTS_OF_100, Told, told

_DISCLOSED: Final = (41.0, 18.0)
"""Mean and standard deviation of the Foundation Model Transparency Index of December 2025 over the companies scored.

What is assumed of a vendor that the index does not cover: neither better nor worse than those it does.
"""


def _pinned(context: JoinedAlternative, setting: Demand) -> bool | None:
    """Whether processing is pinned to a zone, by the offer or by what the provider states; None is unknown."""
    zone = context.deployment.zone or (context.offer.zone if context.offer else None)
    if zone == "global":
        return False
    if zone not in (None, "unspecified"):
        return True
    zones = {*context.served, *(context.provider.residency_zones if context.provider else ())}
    if not zones:
        return None
    return any(meets(name, setting.answers.data.residency) for name in zones)


def data_control(
    kind: DeploymentKind, provider: Provider | None, *, pinned: bool | None, public: bool, judged: Mapping[str, float]
) -> Points:
    """Exposure: who can see the data, beyond what the gates already ensure; the same for all where it is public.

    ``pinned``: processing is pinned to a zone (None: no source states it).
    """
    if public:
        return Points(100.0, facts=lambda: (scored("public", 100.0),))
    if kind in ("on_prem", "edge"):
        own = judged["exposure-own"]
        return Points(own, facts=lambda: (scored("own_premises", own),))
    if kind == "cloud_gpu":
        rented = judged["exposure-rented"]
        return Points(rented, facts=lambda: (scored("rented", rented),))
    keeps, fact = _retention(provider, judged)
    off = judged["exposure-unpinned"]
    placed = {True: 0.0, False: off, None: 0.0}[pinned]
    sure = max(keeps[0] - placed - (off if pinned is None else 0.0), 0.0)
    unknown = keeps[1] - keeps[0] + (min(off, keeps[0]) if pinned is None else 0.0)
    where = {True: "pinned", False: "processed_anywhere", None: "place_unknown"}[pinned]
    return Points(
        sure,
        unknown,
        lambda: (
            told("scored.between", fact=told(f"scale.{fact}"), low=("number", keeps[0]), high=("number", keeps[1])),
            told(f"scale.{where}"),
        ),
    )


def _retention(provider: Provider | None, judged: Mapping[str, float]) -> tuple[tuple[float, float], str]:
    """Least and most points for what a provider keeps, and the key of the fact."""
    kept, short, nothing = (judged[f"exposure-{name}"] for name in ("kept", "short-retention", "zero-retention"))
    if provider is not None and provider.training_default == "trains":
        return (judged["exposure-trains"], judged["exposure-trains"]), "trains"
    if provider is None or (
        provider.retention_default is None and provider.retention_days is None and provider.zero_retention_route is None
    ):
        return (kept, nothing), "retention_unknown"
    if provider.retention_default == "none" or provider.retention_days == 0:
        return (nothing, nothing), "keeps_nothing"
    if provider.zero_retention_route:
        return (nothing, nothing), "keeps_nothing_if_agreed"
    if provider.retention_default == "abuse_monitoring":
        return (short, short), "keeps_for_abuse"
    return (kept, kept), "keeps"


DATA_CONTROL: Final = Criterion(
    id="data_control",
    objective="control",
    usual=2,
    share=lambda _, __, judged: judged["share-exposure"],
    unit=POINTS_OF_100,
    anchors=hundred_points,
    reads=(
        "provider.training_default",
        "provider.retention_default",
        "provider.retention_days",
        "provider.zero_retention_route",
        "provider.residency_zones",
        "deployment.zone",
        "offer.zone",
        "served",
    ),
    aspect="place",
    fact=lambda c: fact_of("unknown", c.deployment.provider or "unknown provider", "policy", "fact.policy"),
    step=10.0,
    points=lambda c, s: data_control(
        c.deployment.kind,
        c.provider,
        pinned=_pinned(c, s),
        public=s.answers.data.classification == "public",
        judged=s.judged,
    ),
)


def _unknown_licence() -> tuple[Told, ...]:
    open_ = told("scored.open", fact=told("scale.licence_unknown"), points=("number", 60.0))
    return (scored("own_weights", 40.0), open_)


def customisation(kind: DeploymentKind, model: Model, licence: Licence | None) -> Points:
    """How far the model can be bent to the task."""
    if kind != "provider_api":
        if licence is None:
            return Points(40.0, 60.0, _unknown_licence)
        allowed = licence.derivatives
        points = 40.0 + {"yes": 60.0, "conditional": 50.0, "no": 0.0}[allowed]
        return Points(points, facts=lambda: (scored("own_weights_derived", points, allowed=("label", allowed)),))
    parts = [(20.0, 0.0, "prompts")]
    if model.fine_tuning is None:
        parts.append((0.0, 40.0, "tuning_unknown"))
    else:
        parts.append((40.0 * model.fine_tuning, 0.0, "tuning_offered" if model.fine_tuning else "tuning_not_offered"))
    if licence is not None and licence.derivatives != "no":
        parts.append((15.0, 0.0, "tuned_elsewhere"))
    return added(parts)


def _customisation_share(answers: Answers, _: UseCase, judged: Judgements) -> float:
    tuning = answers.customisation.fine_tuning
    return 0.0 if tuning == "not_needed" else judged[f"share-customisation-{tuning}"]


CUSTOMISATION: Final = Criterion(
    id="customisation",
    objective="control",
    usual=1,
    share=_customisation_share,
    unit=POINTS_OF_100,
    anchors=hundred_points,
    reads=("model.fine_tuning", "licence.derivatives"),
    aspect="terms",
    fact=lambda c: fact_of("unknown", c.model.model_id, "fine_tuning", "fact.fine_tuning"),
    step=10.0,
    points=lambda c, _: customisation(c.deployment.kind, c.model, c.licence),
)


def transparency(disclosed: float | None) -> Points:
    """What the vendor discloses, by the Foundation Model Transparency Index (None: not covered by it)."""
    if disclosed is not None:
        return Points(disclosed, facts=lambda: (told("scale.index", points=("number", disclosed)),))
    mean, deviation = _DISCLOSED
    low, high = max(mean - Z_90 * deviation, 0.0), mean + Z_90 * deviation
    return Points(low, high - low, lambda: (told("scale.no_index"),))


TRANSPARENCY: Final = Criterion(
    id="transparency",
    objective="control",
    usual=1,
    share=lambda _, __, judged: judged["share-transparency"],
    unit=POINTS_OF_100,
    anchors=hundred_points,
    reads=("disclosed",),
    aspect="model",
    fact=lambda c: fact_of("estimate", c.model.vendor, "disclosure", "fact.transparency"),
    step=10.0,
    points=lambda c, _: transparency(c.disclosed),
)


def origin(countries: tuple[str, ...], preferred: tuple[str, ...]) -> Points:
    """Whether the vendor's seat and that of the company above it lie in countries that the answers prefer."""
    if not countries:
        return Points(0.0, 100.0, lambda: (told("scale.origin_unknown"),))
    points = 100.0 * sum(code in preferred for code in countries) / len(countries)
    return Points(points, facts=lambda: (scored("origin", points, countries=("country", countries)),))


ORIGIN: Final = Criterion(
    id="origin",
    objective="control",
    usual=1,
    share=lambda _, __, judged: judged["share-origin"],
    unit=POINTS_OF_100,
    anchors=hundred_points,
    reads=("countries",),
    aspect="model",
    fact=lambda c: fact_of("unknown", c.model.vendor, "origin", "fact.origin"),
    step=100.0,
    points=lambda c, s: origin(c.countries, s.answers.origin.countries_preferred),
    applies=lambda answers: bool(answers.origin.countries_preferred),
)
CONTROL: Final = (DATA_CONTROL, CUSTOMISATION, TRANSPARENCY, ORIGIN)
