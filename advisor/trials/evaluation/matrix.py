"""An evaluation as a matrix: prompts by connections, each answer with its score and what it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean
from typing import Final, Literal

from advisor.trials.evaluation.job import Written
from advisor.trials.evaluation.marks_by_hand import Mark
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import ScoreOf, score_of, score_run
from advisor.trials.records import Run

APART: Final = 0.5
"""Scores of one prompt that differ by this much disagree: for right or wrong, one is right and one is not."""
GOOD: Final = 0.5
"""Below this an answer failed under its metric."""
Filter = Literal["all", "failures", "disagreements", "unscored", "marked"]


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """One answer: its score under the metric (None: not scored), the metric's own, the run, and the mark by hand."""

    item: int
    score: float | None
    metric_score: float | None
    run: Run | None
    mark: Mark | None

    @property
    def failed(self) -> bool:
        """Whether it is wrong under the metric, or no whole answer came."""
        return (self.run is not None and not self.run.whole) or (self.score is not None and self.score < GOOD)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column answered to one prompt, each time it was asked; the score is the mean over those that have one.

    Without repeats its one answer is what ``run``, ``metric_score`` and ``mark`` are of; with some, the first.
    """

    connection: str
    answers: tuple[CellAnswer, ...]

    @property
    def score(self) -> float | None:
        """The mean of the scores there are."""
        known = self.scores
        return fmean(known) if known else None

    @property
    def scores(self) -> tuple[float, ...]:
        """The scores of the repeats that have one."""
        return tuple(one.score for one in self.answers if one.score is not None)

    @property
    def metric_score(self) -> float | None:
        """The metric's own score of the first answer."""
        return self.answers[0].metric_score

    @property
    def run(self) -> Run | None:
        """The first answer."""
        return self.answers[0].run

    @property
    def mark(self) -> Mark | None:
        """A mark by hand on any of the answers."""
        return next((one.mark for one in self.answers if one.mark is not None), None)

    @property
    def failed(self) -> bool:
        """Whether any of the answers failed."""
        return any(one.failed for one in self.answers)

    @property
    def cost_usd(self) -> Decimal | None:
        """What the answers cost, where that is known."""
        known = [one.run.cost.usd for one in self.answers if one.run is not None and one.run.cost.usd is not None]
        return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One prompt and its answers, in the order of the connections."""

    item: int
    name: str
    text: str
    reference: str
    cells: tuple[Cell, ...]
    tags: tuple[str, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether the connections disagree on this prompt."""
        known = [cell.score for cell in self.cells if cell.score is not None]
        return len(known) > 1 and max(known) - min(known) >= APART

    def shown(self, wanted: Filter) -> bool:
        """Whether a filter keeps this prompt."""
        if wanted == "failures":
            return any(cell.failed for cell in self.cells)
        if wanted == "disagreements":
            return self.apart
        if wanted == "unscored":
            return any(one.run is not None and one.score is None for cell in self.cells for one in cell.answers)
        return wanted == "all" or any(cell.mark is not None for cell in self.cells)


def matrix_lines(plan: Plan, found: Written, *, metric: int = 0, scored: ScoreOf = score_run) -> tuple[MatrixLine, ...]:
    """Every prompt of an evaluation with its answers under one of its metrics (by number)."""
    names = [one.name for one in plan.columns]
    return tuple(
        MatrixLine(
            item=prompt,
            name=asked.name,
            text=asked.text,
            reference=asked.reference,
            cells=tuple(
                Cell(name, tuple(_answer(plan, found, (metric, item, name), scored) for item in plan.items_of(prompt)))
                for name in names
            ),
            tags=asked.tags,
        )
        for prompt, asked in enumerate(plan.prompts)
    )


def _answer(plan: Plan, found: Written, place: tuple[int, int, str], scored: ScoreOf) -> CellAnswer:
    metric, item, name = place
    mark = found.marks.get((item, name, metric))
    own = score_of(plan, metric, item, name, found, scored=scored)
    run = found.runs.get((item, name)) or found.failed.get((item, name))
    return CellAnswer(item, own if mark is None else mark.score, own, run, mark)


def counts(lines: Sequence[MatrixLine]) -> dict[Filter, int]:
    """How many prompts each filter keeps."""
    kinds: tuple[Filter, ...] = ("all", "failures", "disagreements", "unscored", "marked")
    return {kind: sum(line.shown(kind) for line in lines) for kind in kinds}
