"""Points of 100 that stated facts bring on a constructed scale.

What is sure, what unknown facts could add, and the facts. The middle counts half of what is unknown: missing facts
widen the interval and never count as zero. The points are judgements of this project; the facts are the catalog's.

The facts are told only when somebody asks (``facts`` is a function): thousands of alternatives are scored for every
few whose points are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from advisor.units import Told, ToldValue, told

ReadFacts = Callable[[], tuple[Told, ...]]
EFFORT_SPREAD = 10.0
"""Points by which the judgements on operations and scalability may be off either way."""


def _nothing() -> tuple[Told, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Points:
    """Points that are sure, points that unknown facts may add, and the facts behind them.

    ``centre`` is the likeliest, where it is not the middle between what is sure and what may be.
    """

    sure: float
    unknown: float = 0.0
    facts: ReadFacts = _nothing
    spread: float = 0.0
    centre: float | None = None

    @property
    def middle(self) -> float:
        """What is likeliest: ``centre``, else what is sure and half of what is unknown."""
        if self.centre is not None:
            return self.centre
        return self.sure + self.unknown / 2

    @property
    def low(self) -> float:
        """The least it may be."""
        return max(self.sure - self.spread, 0.0)

    @property
    def high(self) -> float:
        """The most it may be."""
        return min(self.sure + self.unknown + self.spread, 100.0)


def scored(key: str, points: float, **values: ToldValue) -> Told:
    """A fact and the points that it brings."""
    return told("scored", fact=told(f"scale.{key}", **values), points=("number", points))


def added(parts: list[tuple[float, float, str]]) -> Points:
    """The sum of parts: points that are sure, points that are open, and the fact of each."""
    return Points(
        min(sum(part[0] for part in parts), 100.0),
        sum(part[1] for part in parts),
        lambda: tuple(
            told("scored.open" if open_ else "scored.more", fact=told(f"scale.{key}"), points=("number", open_ or sure))
            for sure, open_, key in parts
        ),
    )
