"""What an alternative is called: where and on what a model runs, as keys and values."""

from __future__ import annotations

from advisor.hosting.records import Deployment
from advisor.questionnaire.labels import ZONES
from advisor.units import Told, ToldValue, told

_OWN = {"on_prem": "where.own", "edge": "where.edge"}


def place_of(deployment: Deployment, provider_name: str | None, gpu_name: str | None) -> Told:
    """Where and on what an alternative runs; names that the catalog does not have are replaced by ids."""
    name = provider_name or deployment.provider
    if deployment.kind == "provider_api":
        seller: ToldValue = ("provider", name) if name else told("provider.unknown")
        if deployment.zone in ZONES:
            return told("where.api.zone", provider=seller, zone=("zone", deployment.zone or ""))
        return told("where.api", provider=seller)
    tail = f", {deployment.precision}" if deployment.precision else ""
    if not deployment.gpu:
        return told(_OWN.get(deployment.kind, "where.rented"), hardware=told("hardware.unknown"))
    hardware = f"{deployment.hardware} × {gpu_name or deployment.gpu}"
    if deployment.kind == "cloud_gpu" and name:
        at: ToldValue = ("provider", name + tail)
        if deployment.zone in ZONES:
            at = told("where.zone", provider=("provider", name), zone=("zone", deployment.zone or ""), precision=tail)
        return told("where.rented.at", hardware=("gpu", hardware), provider=at)
    return told(_OWN.get(deployment.kind, "where.rented"), hardware=("gpu", hardware + tail))


def name_of(model: ToldValue, place: Told) -> Told:
    """Which model, as it is called, runs at a place."""
    return told(f"{place.key}.model", model=model, **place.values)
