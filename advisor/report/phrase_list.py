"""The engine's sentences as templates (see ``advisor.report.phrases``)."""

from __future__ import annotations

from typing import Final

PHRASES: Final[tuple[str, ...]] = (
    "unknown",
    "yes",
    "no",
    "ms",
    "s",
    "USD per month",
    "points of 100",
    "share of the limit",
    "Wh per request",
)
