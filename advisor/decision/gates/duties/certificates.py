"""Which certificates a provider lacks: of those that the answers demand, and of those that the law asks for."""

from __future__ import annotations

from advisor.decision.gates.rule import Asked
from advisor.units import Told, told


def lacking(asked: Asked, held: tuple[str, ...]) -> list[str]:
    """What the answers demand and a provider does not state."""
    return [name for name in asked.answers.data.certifications if name not in held]


def certificates_said(asked: Asked, held: tuple[str, ...]) -> Told:
    """What a provider states, and what of the answers' demands is missing."""
    return told("certifications", held=("certificate", sorted(held)), missing=("certificate", lacking(asked, held)))


def by_law(asked: Asked, held: tuple[str, ...] | None) -> Told | None:
    """What the law asks the provider to hold and nobody records of it; what the answers demand too is ruled on."""
    missing = [name for name in asked.by_law if name not in (held or ()) + asked.answers.data.certifications]
    return told("warning.certificate", missing=("certificate", missing)) if missing else None
