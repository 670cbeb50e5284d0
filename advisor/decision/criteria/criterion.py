"""What a criterion is: one entry that holds all that the engine knows of it.

Its place in the value tree and usual share, the facts it reads and no other criterion reads, its performance with an
interval, the value function over it, and the fact that its doubt hangs on. What it is called and how it is explained
stands in ``advisor.words.sentences.criteria``, one row each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from advisor.arrays import Z_90, Codes, Floats
from advisor.decision.alternatives.codes import by_first
from advisor.decision.alternatives.joined import ASPECT, JoinedAlternative
from advisor.decision.alternatives.planned import Demand, Plans
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.criteria.points import Points
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.questionnaire.answers import Answers, CriterionId, UseCase
from advisor.units import Told, told

Judgements = Mapping[str, float]
Objective = Literal["quality", "money", "control", "effort"]
OBJECTIVES: Final[tuple[Objective, ...]] = ("quality", "money", "control", "effort")
Z_REACH: Final = 2.0
"""Draws of an estimated fact are normal, cut at two standard deviations; ``t`` is z / 2."""
TUKEY: Final = (0.63, 0.185)
"""Weights of the median and of the 5th and 95th percentile in a mean (Keefer & Bodily 1983, Manag. Sci. 29(5))."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something uncertain: ``estimate`` is normal around its middle, ``unknown`` uniform over all it may be.

    ``label`` tells it apart; ``key`` is what it is called in ``advisor.words.sentences.changes``.
    """

    label: str
    kind: Literal["estimate", "unknown"]
    subject: str = ""
    topic: str = ""
    key: str = ""


def fact_of(kind: Literal["estimate", "unknown"], subject: str, topic: str, key: str) -> Fact:
    """The fact that everything of the same key and subject hangs on."""
    return Fact(f"{key} {subject}", kind, subject, topic, key)


class PointBook:
    """The points that alternatives of one code have on a constructed scale, each worked out once.

    The matrix, the figures that are shown and what relaxed gates would admit all ask for the same.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Points] = {}

    def points(self, criterion: str, code: int, made: Callable[[], Points]) -> Points:
        """The points of a code, ``made`` where nobody has asked yet."""
        found = self._known.get((criterion, code))
        if found is None:
            found = self._known[criterion, code] = made()
        return found


@dataclass(frozen=True)
class DecisionInputs:
    """What the gates and the matrix are worked out from: a plan's n alternatives; ``codes`` are (n, aspects)."""

    contexts: Sequence[JoinedAlternative]
    codes: Codes
    plans: Plans
    fitness: Mapping[str, Fitness]
    setting: Demand
    book: PointBook = field(default_factory=PointBook, compare=False, repr=False)


def alike(aspect: str, inputs: DecisionInputs, rows: Codes) -> tuple[Codes, list[JoinedAlternative]]:
    """Which of the alternatives agree in an aspect (n,), and the first of each that do.

    A rule is then worked out once for all that agree: a tenth of the rows, or fewer.
    """
    index, firsts = by_first(inputs.codes[rows, ASPECT[aspect]])
    return index, [inputs.contexts[row] for row in rows[firsts].tolist()]


@dataclass(frozen=True, slots=True)
class Anchors:
    """The value function of a criterion for these answers, and why its anchors stand where they stand."""

    scale: ValueFunction
    reason: Told


PointRule = Callable[[JoinedAlternative, Demand], Points]
Measure = Callable[[DecisionInputs, Codes], Floats]


def hundred_points(_: Answers, __: UseCase, ___: Judgements) -> Anchors:
    """A constructed scale: nothing to everything of 100 points."""
    return Anchors(ValueFunction(0.0, 100.0), told("anchors.points"))


def always(_: Answers) -> bool:
    """Whatever the answers are."""
    return True


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion. Exactly one of ``points`` (a constructed scale) and ``measure`` (a figure of the plan) is given.

    ``usual`` is the importance, 0 to 5, against which a stated priority is read, and ``share`` the part that it has in
    its objective before normalising. ``reads`` names the facts about an alternative that move it; none may stand in two
    entries (a test moves each of them). ``aspect`` is what those facts depend on: alternatives that agree in it are
    worked out once. ``reach`` is the number of standard deviations from the middle of a performance to its ends;
    ``mean`` says which mean of an uncertain performance is valued: that of its ``middle``, of a ``normal`` error, or of
    middle and ``ends``. ``column`` names the plan's column that a figure's basis comes from. ``step`` is the step whose
    price is told, in the criterion's own unit. Where it does not ``apply``, it is not part of the decision.
    """

    id: CriterionId
    objective: Objective
    usual: int
    share: Callable[[Answers, UseCase, Judgements], float]
    unit: str
    anchors: Callable[[Answers, UseCase, Judgements], Anchors]
    reads: tuple[str, ...]
    aspect: str
    fact: Callable[[JoinedAlternative], Fact]
    step: float
    points: PointRule | None = None
    measure: Measure | None = None
    reach: float = Z_90
    mean: Literal["middle", "normal", "ends"] = "middle"
    column: str = ""
    applies: Callable[[Answers], bool] = always

    def performance(self, inputs: DecisionInputs, rows: Codes) -> Floats:
        """Middle, low and high (n, 3) of some alternatives, in ``unit``; NaN is unknown."""
        if self.measure is not None:
            return self.measure(inputs, rows)
        index, each = self._points(inputs, rows)
        ends = np.array([(one.middle, one.low, one.high) for one in each], dtype=np.float64).reshape(-1, 3)
        return np.asarray(ends[index], dtype=np.float64)

    def points_of(self, inputs: DecisionInputs, rows: Codes) -> list[Points]:
        """The points of some alternatives on a constructed scale, with the facts that bring them."""
        index, each = self._points(inputs, rows)
        return [each[number] for number in index.tolist()]

    def _points(self, inputs: DecisionInputs, rows: Codes) -> tuple[Codes, list[Points]]:
        if self.points is None:
            raise ValueError(f"{self.id} is measured (a criterion on a constructed scale has points)")
        codes = inputs.codes[rows, ASPECT[self.aspect]]
        index, firsts = by_first(codes)
        contexts, setting, rule = inputs.contexts, inputs.setting, self.points

        def each(first: int) -> Points:
            context = contexts[int(rows[first])]
            return inputs.book.points(self.id, int(codes[first]), lambda: rule(context, setting))

        return index, [each(first) for first in firsts]

    def deviation(self, numbers: Floats) -> Floats | None:
        """(n,) standard deviations of performances whose error is normal on a scale that bends; None for the others."""
        if self.mean != "normal":
            return None
        return np.asarray((numbers[:, 2] - numbers[:, 1]) / (2 * self.reach), dtype=np.float64)

    def mean_value(self, scale: ValueFunction, numbers: Floats) -> Floats:
        """(n,) values by the mean over what an uncertain performance may be, where the scale bends within its reach.

        A vague claim to be good enough is worth less than a sure one. NaN where nobody knows.
        """
        spread = self.deviation(numbers)
        if spread is not None:
            return scale.expected(numbers[:, 0], spread)
        if self.mean == "middle":
            return scale.value(numbers[:, 0])
        values = scale.value(np.where(np.isnan(numbers), numbers[:, :1], numbers))
        return np.asarray(TUKEY[0] * values[:, 0] + TUKEY[1] * (values[:, 1] + values[:, 2]), dtype=np.float64)
