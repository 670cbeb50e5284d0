"""Gates on who processes the data, where, at what price and how fast: the provider and the deployment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, Offer, Provider
from advisor.decision.gates.registry import Failure, Verdicts
from advisor.geography import GDPR, meets, zone_of
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers, UseCase
from advisor.questionnaire.labels import ZONES
from advisor.units import DAYS_PER_MONTH, Told, Unit, told

_NO_ZONES: Final = frozenset({"global", "gov"})
"""What an offer may state of its place that nobody can ask for."""


def provider_gates(provider: Provider | None, provider_id: str, answers: Answers, *, api: bool) -> Verdicts:
    """Gates on a provider: of a model's API (``api``), whose staff and machines see the data, or of rented GPUs."""
    failures: list[Failure] = []
    warnings: list[Told] = []
    hosting, governance = answers.hosting, answers.governance
    if provider_id in hosting.providers_excluded:
        failures.append(Failure("provider", told("provider.excluded", provider=provider_id), "your answers"))
    if hosting.providers_allowed and provider_id not in hosting.providers_allowed:
        allowed = ("text", hosting.providers_allowed)
        fact = told("provider.not_allowed", provider=provider_id, allowed=allowed)
        failures.append(Failure("provider", fact, "your answers"))
    _seat(provider, answers, failures)
    if api:
        _training(provider, answers, failures, warnings)
        _retention(provider, answers, failures, warnings)
        _data_class(provider, answers, failures)
        _agreement(provider, answers, failures, warnings)
        if governance.indemnification_required and not (provider and provider.indemnification):
            unknown = provider is None or provider.indemnification is None
            fact = told("indemnification.unknown" if unknown else "indemnification")
            failures.append(Failure("indemnification", fact, _source(provider), unknown=unknown))
    _certifications(provider, answers, failures)
    return Verdicts(tuple(failures), tuple(warnings))


def _source(provider: Provider | None) -> str:
    return provider.source if provider else "unknown"


def _seat(provider: Provider | None, answers: Answers, failures: list[Failure]) -> None:
    excluded = answers.governance.jurisdictions_excluded
    if not excluded:
        return
    seat = provider.jurisdiction if provider else None
    if seat is None or seat in excluded:
        outside = ("country", excluded)
        unknown = told("jurisdiction.unknown", excluded=outside)
        fact = told("jurisdiction", seat=("country", seat), excluded=outside) if seat else unknown
        failures.append(Failure("jurisdiction", fact, _source(provider), unknown=seat is None))


def _training(provider: Provider | None, answers: Answers, failures: list[Failure], warnings: list[Told]) -> None:
    policy = provider.training_default if provider else None
    if not answers.data.no_training:
        return
    if policy is None:
        failures.append(Failure("training", told("training.unknown"), _source(provider), unknown=True))
    elif policy == "trains":
        failures.append(Failure("training", told("training"), _source(provider)))
    elif policy == "opt_out":
        warnings.append(told("warning.opt_out"))


def _no_retention(provider: Provider | None) -> bool:
    return bool(
        provider
        and (provider.zero_retention_route or provider.retention_days == 0 or provider.retention_default == "none")
    )


def _retention(provider: Provider | None, answers: Answers, failures: list[Failure], warnings: list[Told]) -> None:
    asked = answers.data.max_retention_days
    if asked is None:
        return
    days = provider.retention_days if provider else None
    if provider and provider.retention_default == "none":
        days = 0
    if days is not None and days <= asked:
        return
    if provider and provider.zero_retention_route:
        warnings.append(told("warning.zero_retention"))
        return
    most = ("days", asked)
    fact = told("retention.unknown", asked=most) if days is None else told("retention", days=("days", days), asked=most)
    failures.append(Failure("retention", fact, _source(provider), unknown=days is None))


def _data_class(provider: Provider | None, answers: Answers, failures: list[Failure]) -> None:
    """Confidential data needs a provider known not to train on it; restricted data also a way to keep nothing."""
    policy = provider.training_default if provider else None
    if answers.data.classification == "restricted":
        passes = policy == "does_not_train" and _no_retention(provider)
    elif answers.data.classification == "confidential":
        passes = policy in ("does_not_train", "opt_out")
    else:
        return
    if passes:
        return
    known = {None: "unknown", "trains": "trains", "opt_out": "opt_out"}.get(policy, "no_route")
    unknown = policy is None or (
        policy == "does_not_train" and provider is not None and provider.zero_retention_route is None
    )
    classification = answers.data.classification
    needed = told(f"data_class.{classification}.needed", classification=("label", classification))
    failures.append(
        Failure("data_class", told(f"data_class.{known}", required=needed), _source(provider), unknown=unknown)
    )


def _agreement(provider: Provider | None, answers: Answers, failures: list[Failure], warnings: list[Told]) -> None:
    if not answers.data.personal_data:
        return
    stated = provider.data_processing_agreement if provider else None
    european = bool(set(answers.data.jurisdictions) & GDPR)
    if stated is False and european:
        failures.append(Failure("processing_agreement", told("processing_agreement"), _source(provider)))
    elif not stated:
        warnings.append(told("warning.processing_agreement"))


def _certifications(provider: Provider | None, answers: Answers, failures: list[Failure]) -> None:
    asked = answers.data.certifications
    held = set(provider.certifications) if provider else set()
    missing = [name for name in asked if name not in held]
    if missing:
        lacking = ("certificate", missing)
        stated = told("certifications", held=("certificate", sorted(held)), missing=lacking)
        fact = stated if held else told("certifications.none", missing=lacking)
        failures.append(Failure("certifications", fact, _source(provider), unknown=not held))


def residency_gate(
    deployment: Deployment, offer: Offer | None, provider: Provider | None, answers: Answers
) -> Verdicts:
    """Where the data is processed.

    An offer routed globally is pinned nowhere; an offer whose zone no source states passes only where the provider
    states that it can pin processing to a demanded zone, and is no hyperscaler: those pin some models in some zones,
    so that what holds for the provider says nothing of this model. Own premises are where you are.
    """
    asked = answers.data.residency
    if not asked or deployment.kind in ("on_prem", "edge"):
        return Verdicts(())
    zone = deployment.zone or (offer.zone if offer else None) or zone_of(deployment.country)
    if meets(zone, asked) or (deployment.kind == "cloud_gpu" and meets(zone_of(deployment.country), asked)):
        return Verdicts(())
    names = ("zone", asked)
    if zone in (None, "unspecified"):
        pinned = {name for name in provider.residency_zones if meets(name, asked)} if provider else set()
        if pinned and provider is not None and provider.kind != "hyperscaler":
            where = ("zone", [name for name in sorted(pinned) if name in ZONES])
            return Verdicts((), (told("warning.pin", zones=where),))
        source = offer.source if offer else _source(provider)
        return Verdicts((Failure("residency", told("residency.unknown", asked=names), source, unknown=True),))
    source = offer.source if offer else _source(provider)
    key = f"residency.{zone}" if zone in _NO_ZONES else "residency"
    return Verdicts((Failure("residency", told(key, zone=("zone", zone), asked=names), source),))


def hosting_gates(deployment: Deployment, answers: Answers) -> Verdicts:
    """Whether this way of hosting is allowed at all."""
    failures: list[Failure] = []
    hosting = answers.hosting
    if deployment.kind not in hosting.allowed:
        fact = told("hosting", hosting=("hosting", deployment.kind), allowed=("hosting", hosting.allowed))
        failures.append(Failure("hosting", fact, "your answers"))
    if hosting.air_gapped and deployment.kind in ("provider_api", "cloud_gpu"):
        failures.append(Failure("air_gap", told("air_gap"), "your answers"))
    return Verdicts(tuple(failures))


def offer_gates(model: Model, offer: Offer | None, use_case: UseCase, answers: Answers, as_of: date) -> Verdicts:
    """Gates on a provider's offer: its own context limit, its end, and whether sources agree on its price."""
    failures: list[Failure] = []
    warnings: list[Told] = []
    needed = max(use_case.context_tokens, use_case.workload.input_tokens + use_case.workload.output_tokens)
    source = offer.source if offer else model.identity_source
    if offer and offer.max_context_tokens is not None and offer.max_context_tokens < needed:
        limit = offer.max_context_tokens
        fact = told("context.provider", held=("tokens", limit), needed=("tokens", needed))
        failures.append(Failure("context", fact, source, gap=needed / limit))
    if answers.customisation.fine_tuning == "required" and model.fine_tuning is not True:
        unknown = model.fine_tuning is None
        fact = told("fine_tuning.unknown" if unknown else "fine_tuning.not_offered")
        failures.append(Failure("fine_tuning", fact, model.features_source or source, unknown=unknown))
    ends = [day for day in ((offer.retires_on if offer else None), model.retires_on) if day]
    if ends and min(ends) <= (horizon := as_of + timedelta(days=answers.budget.horizon_months * DAYS_PER_MONTH)):
        failures.append(
            Failure(
                "lifecycle",
                told("lifecycle", day=min(ends), horizon=horizon),
                source,
                gap=(horizon - min(ends)).days,
            )
        )
    if offer and offer.agreement == "conflict":
        if not answers.governance.allow_unknown_price_conflicts:
            failures.append(Failure("price_conflict", told("price_conflict"), source))
        warnings.append(told("warning.price_conflict"))
    elif offer and offer.agreement == "single":
        warnings.append(told("warning.single_source"))
    return Verdicts(tuple(failures), tuple(warnings))


@dataclass(frozen=True, slots=True)
class Measured:
    """What the plan of one alternative came to; NaN is unknown."""

    problem: Told | None
    cost_usd: float
    ttft_ms: float
    itl_ms: float
    total_s: float


def plan_gates(plan: Measured, use_case: UseCase, answers: Answers, source: str) -> Verdicts:
    """Gates on the planned deployment.

    Can it be sized, is its price known, is it within the budget (p50) and fast enough.
    """
    if plan.problem is not None:
        return Verdicts((Failure("sizing", told("sizing", problem=plan.problem), source),))
    failures: list[Failure] = []
    warnings: list[Told] = []
    cap = answers.budget.monthly_cap
    if plan.cost_usd != plan.cost_usd:
        failures.append(Failure("price", told("price"), source, unknown=True))
    elif cap is not None and plan.cost_usd > (limit := float(cap) * answers.budget.usd_per_unit):
        failures.append(
            Failure(
                "budget",
                told("budget", cost=("usd_per_month", plan.cost_usd), limit=("usd_per_month", limit)),
                source,
                gap=plan.cost_usd / limit if limit > 0 else float("inf"),
            )
        )
    latency = use_case.latency
    for limit_ms, seen, name in (
        (latency.ttft_p95_ms, plan.ttft_ms, "first_token"),
        (latency.itl_ms, plan.itl_ms, "gap"),
        (latency.total_s, plan.total_s, "whole"),
    ):
        if limit_ms is None:
            continue
        if seen != seen:  # noqa: PLR0124 -- NaN
            warnings.append(told(f"warning.latency_unknown.{name}"))
        elif seen > limit_ms:
            unit: Unit = "s" if name == "whole" else "ms"
            fact = told(f"latency.{name}", seen=(unit, seen), limit=(unit, limit_ms))
            failures.append(Failure("latency", fact, source, gap=seen / limit_ms))
    return Verdicts(tuple(failures), tuple(warnings))


def offers_by_id(catalog: Catalog) -> Mapping[str, Offer]:
    """Offers by their id."""
    return {offer.offer_id: offer for offer in catalog.offers}
