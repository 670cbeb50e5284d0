"""What is said of usage: keys and values of ``advisor.words.sentences.guidance.after_go_live``."""

from __future__ import annotations

from advisor.guidance.after_go_live.review import CauseName, Drift
from advisor.units import Told, Unit, told

_UNITS: dict[str, Unit] = {"cost": "usd", "wait": "s", "quality": "share"}


def cause_told(cause: CauseName) -> Told:
    """The name of a cause."""
    return told(f"after.cause.{cause}")


def check_told(cause: CauseName) -> Told:
    """How its amount is worked out, in half a sentence."""
    return told(f"after.check.{cause}")


def drift_told(drift: Drift) -> Told:
    """That a month lies beyond what was planned."""
    unit = _UNITS[drift.of]
    return told(
        f"after.drift.{drift.of}.{drift.side}",
        month=("text", f"{drift.month:%Y-%m}"),
        actual=(unit, drift.actual),
        low=(unit, drift.low),
        high=(unit, drift.high),
    )
