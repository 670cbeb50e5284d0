"""Gates on who processes the data, where, at what price and how fast: the provider and the deployment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, Offer, Provider
from advisor.decision.gates.registry import Failure, Verdicts
from advisor.geography import GDPR, meets, zone_of
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers, UseCase
from advisor.questionnaire.labels import CERTIFICATIONS, DEPLOYMENT_KINDS, ZONES, in_sentence
from advisor.units import DAYS_PER_MONTH, three_digits


def provider_gates(provider: Provider | None, provider_id: str, answers: Answers, *, api: bool) -> Verdicts:
    """Gates on a provider: of a model's API (``api``), whose staff and machines see the data, or of rented GPUs."""
    failures: list[Failure] = []
    warnings: list[str] = []
    hosting, governance = answers.hosting, answers.governance
    if provider_id in hosting.providers_excluded:
        failures.append(Failure("provider", provider_id, "a provider you did not exclude", "your answers"))
    if hosting.providers_allowed and provider_id not in hosting.providers_allowed:
        failures.append(
            Failure("provider", provider_id, f"one of {', '.join(hosting.providers_allowed)}", "your answers")
        )
    _seat(provider, answers, failures)
    if api:
        _training(provider, answers, failures, warnings)
        _retention(provider, answers, failures, warnings)
        _data_class(provider, answers, failures)
        _agreement(provider, answers, failures, warnings)
        if governance.indemnification_required and not (provider and provider.indemnification):
            stated = provider.indemnification if provider else None
            failures.append(
                Failure("indemnification", _state(stated), "indemnification", _source(provider), unknown=stated is None)
            )
    _certifications(provider, answers, failures)
    return Verdicts(tuple(failures), tuple(warnings))


def _source(provider: Provider | None) -> str:
    return provider.source if provider else "unknown"


def _state(fact: bool | None) -> str:  # noqa: FBT001 -- a stated fact, not a switch
    return {True: "yes", False: "no", None: "unknown"}[fact]


def _seat(provider: Provider | None, answers: Answers, failures: list[Failure]) -> None:
    excluded = answers.governance.jurisdictions_excluded
    if not excluded:
        return
    seat = provider.jurisdiction if provider else None
    if seat is None or seat in excluded:
        observed = f"seat in {seat}" if seat else "seat unknown"
        failures.append(
            Failure(
                "jurisdiction", observed, f"seat outside {', '.join(excluded)}", _source(provider), unknown=seat is None
            )
        )


def _training(provider: Provider | None, answers: Answers, failures: list[Failure], warnings: list[str]) -> None:
    policy = provider.training_default if provider else None
    if not answers.data.no_training:
        return
    if policy is None:
        failures.append(
            Failure("training", "policy unknown", "no training on your data", _source(provider), unknown=True)
        )
    elif policy == "trains":
        failures.append(Failure("training", "trains on data by default", "no training on your data", _source(provider)))
    elif policy == "opt_out":
        warnings.append("The provider trains on data unless you opt out: opt out before the first call.")


def _no_retention(provider: Provider | None) -> bool:
    return bool(
        provider
        and (provider.zero_retention_route or provider.retention_days == 0 or provider.retention_default == "none")
    )


def _retention(provider: Provider | None, answers: Answers, failures: list[Failure], warnings: list[str]) -> None:
    asked = answers.data.max_retention_days
    if asked is None:
        return
    days = provider.retention_days if provider else None
    if provider and provider.retention_default == "none":
        days = 0
    if days is not None and days <= asked:
        return
    if provider and provider.zero_retention_route:
        warnings.append("Zero retention must be agreed with the provider before the first call.")
        return
    observed = f"{days} days" if days is not None else "retention unknown"
    failures.append(Failure("retention", observed, f"at most {asked} days", _source(provider), unknown=days is None))


def _data_class(provider: Provider | None, answers: Answers, failures: list[Failure]) -> None:
    """Confidential data needs a provider known not to train on it; restricted data also a way to keep nothing."""
    policy = provider.training_default if provider else None
    needed = "a provider that is known not to train on data"
    if answers.data.classification == "restricted":
        needed += " and that can keep nothing, or self-hosting"
        passes = policy == "does_not_train" and _no_retention(provider)
    elif answers.data.classification == "confidential":
        passes = policy in ("does_not_train", "opt_out")
    else:
        return
    if passes:
        return
    observed = {None: "training policy unknown", "trains": "trains on data", "opt_out": "trains unless opted out"}.get(
        policy, "no zero-retention route stated"
    )
    unknown = policy is None or (
        policy == "does_not_train" and provider is not None and provider.zero_retention_route is None
    )
    failures.append(
        Failure("data_class", observed, f"{needed} ({answers.data.classification} data)", _source(provider), unknown)
    )


def _agreement(provider: Provider | None, answers: Answers, failures: list[Failure], warnings: list[str]) -> None:
    if not answers.data.personal_data:
        return
    stated = provider.data_processing_agreement if provider else None
    european = bool(set(answers.data.jurisdictions) & GDPR)
    if stated is False and european:
        failures.append(
            Failure("processing_agreement", "no data processing agreement", "GDPR Article 28", _source(provider))
        )
    elif not stated:
        warnings.append("Personal data: no source states a data processing agreement; get one before the first call.")


def _certifications(provider: Provider | None, answers: Answers, failures: list[Failure]) -> None:
    asked = answers.data.certifications
    held = set(provider.certifications) if provider else set()
    missing = [name for name in asked if name not in held]
    if missing:
        names = ", ".join(CERTIFICATIONS.get(name, name) for name in missing)
        observed = f"{', '.join(sorted(held))} stated" if held else "none stated"
        failures.append(Failure("certifications", observed, names, _source(provider), unknown=not held))


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
    names = " or ".join(ZONES[name] for name in asked)
    if zone in (None, "unspecified"):
        pinned = {name for name in provider.residency_zones if meets(name, asked)} if provider else set()
        if pinned and provider is not None and provider.kind != "hyperscaler":
            where = ", ".join(ZONES[name] for name in sorted(pinned) if name in ZONES)
            return Verdicts((), (f"Pin processing to {where} in the contract; the listed price names no zone.",))
        source = offer.source if offer else _source(provider)
        return Verdicts((Failure("residency", "zone unknown", f"processing in {names}", source, unknown=True),))
    source = offer.source if offer else _source(provider)
    return Verdicts((Failure("residency", f"zone {zone}", f"processing in {names}", source),))


def hosting_gates(deployment: Deployment, answers: Answers) -> Verdicts:
    """Whether this way of hosting is allowed at all."""
    failures: list[Failure] = []
    hosting = answers.hosting
    if deployment.kind not in hosting.allowed:
        allowed = ", ".join(in_sentence(DEPLOYMENT_KINDS[kind]) for kind in hosting.allowed)
        failures.append(Failure("hosting", in_sentence(DEPLOYMENT_KINDS[deployment.kind]), allowed, "your answers"))
    if hosting.air_gapped and deployment.kind in ("provider_api", "cloud_gpu"):
        failures.append(Failure("air_gap", "needs a network", "no network", "your answers"))
    return Verdicts(tuple(failures))


def offer_gates(model: Model, offer: Offer | None, use_case: UseCase, answers: Answers, as_of: date) -> Verdicts:
    """Gates on a provider's offer: its own context limit, its end, and whether sources agree on its price."""
    failures: list[Failure] = []
    warnings: list[str] = []
    needed = max(use_case.context_tokens, use_case.workload.input_tokens + use_case.workload.output_tokens)
    source = offer.source if offer else model.identity_source
    if offer and offer.max_context_tokens is not None and offer.max_context_tokens < needed:
        limit = offer.max_context_tokens
        failures.append(
            Failure("context", f"{limit:,} tokens at this provider", f"{needed:,} tokens", source, gap=needed / limit)
        )
    if answers.customisation.fine_tuning == "required" and model.fine_tuning is not True:
        observed = "not offered" if model.fine_tuning is False else "unknown"
        failures.append(
            Failure(
                "fine_tuning",
                f"fine-tuning {observed}",
                "fine-tuning",
                model.features_source or source,
                unknown=model.fine_tuning is None,
            )
        )
    ends = [day for day in ((offer.retires_on if offer else None), model.retires_on) if day]
    if ends and min(ends) <= (horizon := as_of + timedelta(days=answers.budget.horizon_months * DAYS_PER_MONTH)):
        failures.append(
            Failure(
                "lifecycle",
                f"retires on {min(ends)}",
                f"offered until {horizon}",
                source,
                gap=(horizon - min(ends)).days,
            )
        )
    if offer and offer.agreement == "conflict":
        if not answers.governance.allow_unknown_price_conflicts:
            failures.append(Failure("price_conflict", "sources disagree on the price", "agreed price", source))
        warnings.append("Sources disagree on this price: ask the provider before you sign.")
    elif offer and offer.agreement == "single":
        warnings.append("Only one source states this price.")
    return Verdicts(tuple(failures), tuple(warnings))


@dataclass(frozen=True, slots=True)
class Measured:
    """What the plan of one alternative came to; NaN is unknown."""

    problem: str | None
    cost_usd: float
    ttft_ms: float
    itl_ms: float
    total_s: float


def plan_gates(plan: Measured, use_case: UseCase, answers: Answers, source: str) -> Verdicts:
    """Gates on the planned deployment.

    Can it be sized, is its price known, is it within the budget (p50) and fast enough.
    """
    if plan.problem is not None:
        return Verdicts((Failure("sizing", plan.problem, "a deployment that can be sized", source),))
    failures: list[Failure] = []
    warnings: list[str] = []
    cap = answers.budget.monthly_cap
    if plan.cost_usd != plan.cost_usd:
        failures.append(Failure("price", "price unknown", "a known price", source, unknown=True))
    elif cap is not None and plan.cost_usd > (limit := float(cap) * answers.budget.usd_per_unit):
        failures.append(
            Failure(
                "budget",
                f"{plan.cost_usd:,.0f} USD a month",
                f"at most {limit:,.0f} USD a month",
                source,
                gap=plan.cost_usd / limit if limit > 0 else float("inf"),
            )
        )
    latency = use_case.latency
    for limit_ms, seen, name, unit in (
        (latency.ttft_p95_ms, plan.ttft_ms, "to the first token", "ms"),
        (latency.itl_ms, plan.itl_ms, "between tokens", "ms"),
        (latency.total_s, plan.total_s, "for the whole answer", "s"),
    ):
        if limit_ms is None:
            continue
        if seen != seen:  # noqa: PLR0124 -- NaN
            warnings.append(f"Latency: unknown {name}; measure it before you decide.")
        elif seen > limit_ms:
            failures.append(
                Failure(
                    "latency",
                    f"{three_digits(seen)} {unit} {name}",
                    f"at most {three_digits(limit_ms)} {unit} {name}",
                    source,
                    gap=seen / limit_ms,
                )
            )
    return Verdicts(tuple(failures), tuple(warnings))


def offers_by_id(catalog: Catalog) -> Mapping[str, Offer]:
    """Offers by their id."""
    return {offer.offer_id: offer for offer in catalog.offers}
