"""Sentences from numbers: fixed templates, no language model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from advisor.hosting.records import Deployment
from advisor.questionnaire.labels import ZONES

SHORT: Final[Mapping[str, str]] = {
    "fitness": "fitness",
    "cost": "cost",
    "latency": "latency",
    "data_control": "data control",
    "customisation": "customisation",
    "operations": "operational ease",
    "scalability": "scalability",
    "transparency": "transparency",
    "lifecycle": "lifecycle",
    "energy": "energy",
}
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


def gap_sentence(name: str, other: str, lost: Mapping[str, float], *, gap: float) -> str:
    """Why ``name`` is behind ``other``: where it has ``lost`` points of 100, and where (below 0) it gains some."""
    losses = sorted((key for key, points in lost.items() if points >= 0.05), key=lambda key: -lost[key])[:3]  # noqa: PLR2004 - less than is shown
    gains = sorted((key for key, points in lost.items() if points <= -0.05), key=lambda key: lost[key])[:2]  # noqa: PLR2004 - less than is shown
    if gap <= 1e-9:  # noqa: PLR2004 - rounding
        return f"{name} ties with {other}."
    text = f"{name} is {gap * 100:.1f} points behind {other}"
    if losses:
        text += ": it loses " + listed([f"{lost[key]:.1f} on {SHORT[key]}" for key in losses if key in SHORT])
    if gains:
        text += (", " if losses else ": it ") + "and gains " * bool(losses) + "gains " * (not losses)
        text += listed([f"{-lost[key]:.1f} on {SHORT[key]}" for key in gains if key in SHORT])
    return text + "."
