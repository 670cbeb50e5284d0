"""What an alternative is called: where and on what a model runs, as keys and values."""

from __future__ import annotations

from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.questionnaire.labels import ZONES
from advisor.units import Given, Told, told

_OWN = {"on_prem": "where.own", "edge": "where.edge"}


def place_of(context: JoinedAlternative) -> Told:
    """Where and on what an alternative runs."""
    deployment, provider = context.deployment, context.provider
    name = provider.name if provider else deployment.provider
    if deployment.kind == "provider_api":
        at: Given = ("provider", name) if name else told("provider.unknown")
        if deployment.zone in ZONES:
            return told("where.api.zone", provider=at, zone=("zone", deployment.zone or ""))
        return told("where.api", provider=at)
    tail = f", {deployment.precision}" if deployment.precision else ""
    if not deployment.gpu:
        return told(_OWN.get(deployment.kind, "where.rented"), hardware=told("hardware.unknown"))
    gpus = (deployment.gpu_count or 1) * (deployment.replicas or 1)
    hardware = f"{gpus} × {context.gpu_name or deployment.gpu}"
    if deployment.kind == "cloud_gpu" and name:
        return told("where.rented.at", hardware=("gpu", hardware), provider=("provider", name + tail))
    return told(_OWN.get(deployment.kind, "where.rented"), hardware=("gpu", hardware + tail))


def name_of(context: JoinedAlternative) -> Told:
    """Which model runs where."""
    place = place_of(context)
    return told(f"{place.key}.model", model=("model", context.model.name), **place.values)
