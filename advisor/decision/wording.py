"""Sentences from numbers: fixed templates, no language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.hosting.records import Deployment
from advisor.questionnaire.labels import ZONES

_WHERE: Final = {"cloud_gpu": "rented", "on_prem": "own", "edge": "edge"}


def listed(words: Sequence[str]) -> str:
    """Words joined as in a sentence: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def where(deployment: Deployment, provider_name: str | None = None, gpu_name: str | None = None) -> str:
    """Where and on what a model runs, in words."""
    if deployment.kind == "provider_api":
        zone = ZONES.get(deployment.zone or "")
        at = provider_name or deployment.provider or "an unknown provider"
        return f"{at} ({zone})" if zone else at
    gpus = (deployment.gpu_count or 1) * (deployment.replicas or 1)
    hardware = f"{gpus} × {gpu_name or deployment.gpu}" if deployment.gpu else "hardware that cannot be sized"
    at = f" at {provider_name or deployment.provider}" if deployment.kind == "cloud_gpu" and deployment.provider else ""
    precision = f", {deployment.precision}" if deployment.precision else ""
    return f"{_WHERE[deployment.kind]} {hardware}{at}{precision}"
