"""An evaluation as a matrix: prompts by connections, each answer with its score and what it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
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
class Cell:
    """One answer: its score under the metric (None: not scored), the metric's own, the run, and the mark by hand."""

    connection: str
    score: float | None
    metric_score: float | None
    run: Run | None
    mark: Mark | None

    @property
    def failed(self) -> bool:
        """Whether it is wrong under the metric, or no whole answer came."""
        return (self.run is not None and not self.run.whole) or (self.score is not None and self.score < GOOD)

    @property
    def cost_usd(self) -> Decimal | None:
        """What the answer cost, where that is known."""
        return None if self.run is None else self.run.cost.usd


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
            return any(cell.run is not None and cell.score is None for cell in self.cells)
        return wanted == "all" or any(cell.mark is not None for cell in self.cells)


def matrix_lines(plan: Plan, found: Written, *, metric: int = 0, scored: ScoreOf = score_run) -> tuple[MatrixLine, ...]:
    """Every prompt of an evaluation with its answers under one of its metrics (by number)."""
    return tuple(
        MatrixLine(
            item=item,
            name=prompt.name,
            text=prompt.text,
            reference=prompt.reference,
            cells=tuple(_cell(plan, found, (metric, item, one.name), scored) for one in plan.connections),
            tags=prompt.tags,
        )
        for item, prompt in enumerate(plan.prompts)
    )


def _cell(plan: Plan, found: Written, place: tuple[int, int, str], scored: ScoreOf) -> Cell:
    metric, item, name = place
    mark = found.marks.get((item, name, metric))
    own = score_of(plan, metric, item, name, found, scored=scored)
    run = found.runs.get((item, name)) or found.failed.get((item, name))
    return Cell(name, own if mark is None else mark.score, own, run, mark)


def counts(lines: Sequence[MatrixLine]) -> dict[Filter, int]:
    """How many prompts each filter keeps."""
    kinds: tuple[Filter, ...] = ("all", "failures", "disagreements", "unscored", "marked")
    return {kind: sum(line.shown(kind) for line in lines) for kind in kinds}
