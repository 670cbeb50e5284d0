"""Gains between generations, from which the former fallback judged models without any public score.

The gain of a generation is a regression over all (model, predecessor) pairs that both have scores, on the years between
the two releases and on the calendar year, plus what is special to the vendor and the family (drawn towards zero).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Floats
from advisor.catalog.tables.schema import Model

MOST_STEPS: Final = 6
PULL: Final = 10.0  # pairs that a vendor or family needs for half of its own deviation to count (least error left out)
RIDGE: Final = (1e-6, 1.0, 1.0)  # weight of "no effect" for level, gap and year, in pairs
LEAST_PAIRS: Final = 5  # below this no regression of gains is worth the name


@dataclass(frozen=True)
class Gains:
    """Observed gains of models over their scored predecessors; one row per pair, one column per capability.

    ``design`` holds 1, the years between the releases and the child's year, per pair.
    """

    pairs: tuple[tuple[str, str], ...]
    vendors: tuple[str, ...]
    families: tuple[str, ...]
    design: Floats
    gain: Floats
    spread: Floats
    years: Mapping[str, float]

    def expected(self, child: Model, parent: str, steps: int = 1) -> Floats:
        """Expected gain of ``child`` over its ancestor ``steps`` generations back."""
        coefficients = _regress(self.design, self.gain)
        rest = self.gain - self.design @ coefficients
        own: Floats = np.zeros(self.gain.shape[1])
        for names, name in ((self.vendors, child.vendor), (self.families, child.family)):
            member = np.array([n == name for n in names])
            own = own + (rest[member] - own).sum(axis=0) / (member.sum() + PULL)
        year = min(self.years[child.model_id], float(self.design[:, 2].max()))
        gap = self.years[child.model_id] - self.years[parent]
        return np.asarray(np.array([steps, gap, steps * year]) @ coefficients + steps * own)


def _regress(design: Floats, gain: Floats) -> Floats:
    return np.asarray(np.linalg.solve(design.T @ design + np.diag(RIDGE), design.T @ gain), dtype=np.float64)


def observed_gains(models: Sequence[Model], ability: Mapping[str, Floats], years: Mapping[str, float]) -> Gains | None:
    """Gains over all (model, predecessor) pairs that both have scores; None where there are too few.

    ``years`` are release dates in years; ``spread`` is the standard deviation of what the regression leaves over.
    """
    found = sorted(
        (m for m in models if m.model_id in ability and m.predecessor_id in ability), key=lambda m: m.model_id
    )
    if len(found) < LEAST_PAIRS:
        return None
    pairs = tuple((m.model_id, str(m.predecessor_id)) for m in found)
    gain = np.array([ability[child] - ability[parent] for child, parent in pairs])
    design = np.array([[1.0, years[child] - years[parent], years[child]] for child, parent in pairs])
    rest = gain - design @ _regress(design, gain)
    return Gains(
        pairs=pairs,
        vendors=tuple(m.vendor for m in found),
        families=tuple(m.family for m in found),
        design=design,
        gain=gain,
        spread=rest.std(axis=0, ddof=1),
        years=years,
    )


def scored_ancestor(
    model: Model, by_id: Mapping[str, Model], has_scores: Callable[[str], bool]
) -> tuple[str, int] | None:
    """The nearest predecessor with scores and how many generations back it is; None where there is none."""
    current, seen = model, {model.model_id}
    for step in range(1, MOST_STEPS + 1):
        parent = current.predecessor_id
        if parent is None or parent in seen or parent not in by_id:
            return None
        if has_scores(parent):
            return parent, step
        seen.add(parent)
        current = by_id[parent]
    return None


def scored_descendant(
    model: Model, children: Mapping[str, Sequence[str]], has_scores: Callable[[str], bool]
) -> tuple[str, int] | None:
    """The nearest successor with scores (the first by name among equals) and how many generations on it is."""
    level, seen = [model.model_id], {model.model_id}
    for step in range(1, MOST_STEPS + 1):
        level = sorted({child for parent in level for child in children.get(parent, ())} - seen)
        seen.update(level)
        for child in level:
            if has_scores(child):
                return child, step
    return None


def children_of(models: Sequence[Model]) -> dict[str, list[str]]:
    """Successors by model: those that name it as predecessor, else the one it names itself."""
    children: dict[str, list[str]] = {}
    for model in models:
        if model.predecessor_id is not None:
            children.setdefault(model.predecessor_id, []).append(model.model_id)
    for model in models:
        if model.successor_id is not None:
            children.setdefault(model.model_id, [model.successor_id])
    return children


def inherit(
    gains: Gains, child: Model, *, parent: str, steps: int, ability: Floats, variance: Floats
) -> tuple[Floats, Floats]:
    """Ability and standard error ``steps`` generations after a scored ancestor: the errors of both add up."""
    return ability + gains.expected(child, parent, steps), np.sqrt(variance + steps * gains.spread**2)


def trace_back(
    gains: Gains, child: Model, *, parent: str, steps: int, ability: Floats, variance: Floats
) -> tuple[Floats, Floats]:
    """Ability and standard error of ``parent``, ``steps`` generations before a scored descendant."""
    return ability - gains.expected(child, parent, steps), np.sqrt(variance + steps * gains.spread**2)
