"""What was measured of fairness, as it is kept with a decision and shown in its report; no row of the data."""

from __future__ import annotations

from typing import Final, Literal

from advisor.units import Record

GroupMeasure = Literal["demographic_parity", "equal_opportunity"]
MEASURES: Final[tuple[GroupMeasure, ...]] = ("demographic_parity", "equal_opportunity")


class GroupRate(Record):
    """How often a group is predicted positive, of ``count`` rows (those who are positive, for equal opportunity)."""

    group: str
    count: int
    positive: int

    @property
    def rate(self) -> float | None:
        """The share; None of nobody."""
        return self.positive / self.count if self.count else None


class GroupDifference(Record):
    """First less second, with the interval that holds for all differences together, and Holm's p-value.

    ``found`` says whether it is no chance.
    """

    measure: GroupMeasure
    first: str
    second: str
    difference: float
    low: float
    high: float
    p_adjusted: float
    found: bool


class MeasuredFairness(Record):
    """One measure: rates by group, the greatest difference as fairlearn has it, and every pair of groups.

    ``pairs`` have the greatest difference first; groups below the smallest size stand in ``rates`` alone.
    """

    measure: GroupMeasure
    rates: tuple[GroupRate, ...]
    greatest: float | None
    pairs: tuple[GroupDifference, ...]

    @property
    def found(self) -> tuple[GroupDifference, ...]:
        """The differences that are no chance."""
        return tuple(pair for pair in self.pairs if pair.found)


class PairFairness(Record):
    """Counterfactual pairs of one exchange: score of the first side less the second, with its 95% interval.

    ``difference`` and what follows are None below two pairs; ``changed`` of ``answered`` answers differ with the name.
    """

    connection: str
    swap: Literal["name", "gender", "origin"]
    first: str
    second: str
    pairs: int
    difference: float | None
    low: float | None
    high: float | None
    found: bool
    answered: int
    changed: int


class FairnessEvidence(Record):
    """What was measured on which data: a table of cases, groups in the tags of an evaluation, or its pairs.

    ``subject`` is the model or file that it is of; ``favourable`` the answer that groups are compared by.
    """

    source: Literal["table", "tags", "pairs"]
    name: str
    subject: str = ""
    favourable: str = ""
    rows: int = 0
    left_out: int = 0
    measures: tuple[MeasuredFairness, ...] = ()
    pairs: tuple[PairFairness, ...] = ()

    @property
    def suspicious(self) -> bool:
        """Whether any difference is no chance."""
        return any(one.found for one in self.measures) or any(one.found for one in self.pairs)
