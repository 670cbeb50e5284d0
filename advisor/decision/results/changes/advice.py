"""What the verdict would choose if something were otherwise: other weights, prices, abilities, or more alternatives.

"The advice would be X if ..." is a promise about the rule of ``scoring.verdict``, not about the best score: the choice
may stand behind the best by less than matters. So the rule itself is asked, in the same draws, each time something is
moved. What does not change from one question to the next is worked out once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

import numpy as np

from advisor.arrays import Floats, Index
from advisor.decision.alternatives.joined import ASPECT
from advisor.decision.alternatives.options import zone_distance
from advisor.decision.matrix.performances import matrix_of
from advisor.decision.prepared import all_there
from advisor.decision.ranked import Ranked
from advisor.decision.results.changes.moved import Moved
from advisor.decision.robustness.draws import draw_facts, draw_weights, on_grid
from advisor.decision.robustness.sampling_kernels import FactDraws, Light, ScoreGrid, scores
from advisor.decision.robustness.smaa import in_score
from advisor.decision.ruling import DRAWS, LEADING
from advisor.decision.scoring.contender import Contender
from advisor.decision.scoring.verdict import chosen_row, fallen_to
from advisor.hosting.records import WAYS_TO_HOST

_ROUNDED: Final = 12
"""Places to which scores are compared, as in the ranking."""


class Advice:
    """The verdict's choice among n feasible alternatives under changes; *rows* are those of ``ranked.whole.matrix``."""

    def __init__(self, ranked: Ranked) -> None:
        """Take over a ranking, whose draws are used again."""
        whole = ranked.whole
        self.ranked = replace(ranked, prepared=whole, matrix=whole.matrix, variants={})
        self.matrix, self.weights = whole.matrix, ranked.weights
        deployments = [self.ranked.context(row).deployment for row in range(len(self.matrix))]
        kinds = np.array([WAYS_TO_HOST.index(one.kind) for one in deployments], dtype=np.int64)
        self.model = whole.codes[whole.feasible, ASPECT["model"]]
        self.option = self.model * len(WAYS_TO_HOST) + kinds
        distance = np.array([zone_distance(one.zone, whole.answers.hosting.country) for one in deployments])
        by_id = np.empty(len(self.matrix), dtype=np.int64)
        by_id[sorted(range(len(self.matrix)), key=self.matrix.ids.__getitem__)] = np.arange(len(self.matrix))
        # Ordered once by option, nearness and id: the best of every option is then one ``reduceat`` per question asked.
        self._by_id, self._order = by_id, np.lexsort((by_id, distance, self.option))
        self._starts = np.flatnonzero(np.diff(self.option[self._order], prepend=-1))
        self._group = np.repeat(np.arange(len(self._starts)), np.diff(self._starts, append=len(self._order)))
        self._there = np.array(all_there(deployments, whole), dtype=np.bool_)
        self._known: dict[int, Contender] = {}
        self._as_is: dict[int, Contender] = {}
        self._place: dict[int, int] = {}
        self._kept = np.empty((0, max(min(ranked.samples, DRAWS), 1)), dtype=np.float32)

    @cached_property
    def choice(self) -> int | None:
        """The row of the verdict's choice as things are."""
        return self.chosen()

    @cached_property
    def points(self) -> Floats:
        """(n,) the scores as things are."""
        return np.asarray(self.matrix.value @ self.weights, dtype=np.float64)

    def variants(self, row: int) -> Index:
        """The rows of a row's option: its model on its way of hosting."""
        return np.flatnonzero(self.option == self.option[row])

    def of_model(self, row: int) -> Index:
        """The rows of a row's model, on whatever way of hosting."""
        return np.flatnonzero(self.model == self.model[row])

    def chosen(self, weights: Floats | None = None, moved: Moved | None = None) -> int | None:
        """The row that the verdict would choose under other weights or moved performances; None where none is left."""
        used = self.weights if weights is None else weights
        points = self._points(used, moved)
        leading = self.leading(points)
        if not len(leading):
            return None
        if weights is not None:
            found = self._scores(self._grid(leading, moved), self._drawn(weights))
        else:
            found = self._at_stated(leading, moved)
        scored, ranked = points[leading].tolist(), self.ranked
        contender = self._contenders(leading.tolist(), scored, used, moved)
        return chosen_row(contender, self.model[leading].tolist(), found, ranked.ruled_by, ranked.little)

    def _contenders(
        self, rows: Sequence[int], scored: Sequence[float], weights: Floats, moved: Moved | None
    ) -> Callable[[int], Contender]:
        """What the tie-break looks at, by place in ``rows``; whom nothing moves is made once for all questions."""
        fitness = self.matrix.criteria.index("fitness")
        ability = self.matrix.value[:, fitness] * weights[fitness]
        made = self._as_is if weights is self.weights else {}
        at_of = {} if moved is None else {row: at for at, row in enumerate(moved.rows.tolist())}

        def contender(at: int) -> Contender:
            row = rows[at]
            if moved is not None and row in at_of:
                return self._moved_contender(row, moved, at_of[row], scored[at], float(weights[fitness]))
            if row not in made:
                made[row] = self._plain(row)._replace(ability=float(ability[row]), score=scored[at])
            return made[row]

        return contender

    def _moved_contender(self, row: int, moved: Moved, at: int, score: float, weight: float) -> Contender:
        plain, usd = self._plain(row), float(moved.cost_usd[at])
        fitness, able = self.matrix.criteria.index("fitness"), len(moved.points) > 0
        value = float(moved.value[at] if moved.column == fitness else self.matrix.value[row, fitness])
        return plain._replace(
            cost_usd=usd if math.isfinite(usd) else math.inf,
            points=float(moved.points[at]) if able else plain.points,
            ability=value * weight,
            score=score,
        )

    def _plain(self, row: int) -> Contender:
        """An option but for what weights move."""
        if row not in self._known:
            self._known[row] = self.ranked.contender(row, there=bool(self._there[row]))
        return self._known[row]

    def leading(self, points: Floats) -> Index:
        """The options that the verdict looks at, best first: the row that stands for each, as in ``options_of``."""
        if self._there.any():  # of an option that runs on what the house has nothing is bought
            on_owned = self.option[self._there & np.isfinite(points)]
            points = np.where(~self._there & np.isin(self.option, on_owned), -np.inf, points)
        ordered = np.round(points[self._order], _ROUNDED)
        best = np.maximum.reduceat(ordered, self._starts) if len(self._starts) else ordered
        hits = np.flatnonzero((ordered == best[self._group]) & np.isfinite(ordered))
        hits = hits[np.diff(self._group[hits], prepend=-1) > 0]
        rows = self._order[hits]
        return np.asarray(rows[np.lexsort((self._by_id[rows], -ordered[hits]))][:LEADING])

    def prefers(self, row: int, other: int) -> bool:
        """Whether the stated order would choose a row before another, were the two as good."""
        column, pair = self.matrix.criteria.index("fitness"), [other, row]
        abilities = (self.matrix.value[pair, column] * self.weights[column]).tolist()
        two = [self._plain(each)._replace(ability=ability) for each, ability in zip(pair, abilities, strict=True)]
        return fallen_to(two, self.drawn(np.array(pair)), self.ranked.ruled_by).chosen.rank_row == row

    def joined_by(self, indices: Index) -> Advice:
        """The same decision with eliminated alternatives of the plan, by ``indices``, as if they had passed."""
        mine, whole = self.matrix, self.ranked.whole
        more = matrix_of(whole.inputs, indices)
        known = {fact: number for number, fact in enumerate(mine.facts)}
        number = np.array([known.get(fact, len(mine.facts) + at) for at, fact in enumerate(more.facts)] + [-1])
        matrix = replace(
            mine,
            ids=(*mine.ids, *more.ids),
            raw=np.vstack([mine.raw, more.raw]),
            value=np.vstack([mine.value, more.value]),
            up=np.vstack([mine.up, more.up]),
            down=np.vstack([mine.down, more.down]),
            fact=np.vstack([mine.fact, number[more.fact]]),
            facts=(*mine.facts, *more.facts),
            deviation={name: np.append(spread, more.deviation[name]) for name, spread in mine.deviation.items()},
        )
        feasible = np.append(whole.feasible, indices)
        return Advice(replace(self.ranked, whole=replace(whole, matrix=matrix, feasible=feasible)))

    def drawn(self, rows: Index) -> Light:
        """(k, draws) the scores of some rows in the draws of the verdict."""
        return self._at_stated(rows, None)

    def _at_stated(self, rows: Index, moved: Moved | None) -> Light:
        """The same with some rows moved; the others are kept from one question to the next."""
        # sets, since ``np.isin`` takes longer than all the rest of a question
        theirs = set() if moved is None else set(moved.rows.tolist())
        changed = [at for at, row in enumerate(rows.tolist()) if row in theirs]
        new = [row for row in rows.tolist() if row not in self._place and row not in theirs]
        if new:
            self._kept = np.vstack([self._kept, self._scores(self._grid(np.array(new), None), self._stated)])
            self._place.update({row: len(self._place) + number for number, row in enumerate(new)})
        found = self._kept[[self._place.get(row, 0) for row in rows.tolist()]]
        if changed:
            found[changed] = self._scores(self._grid(rows[changed], moved), self._stated)
        return found

    def _scores(self, grid: ScoreGrid, weights: Light) -> Light:
        return in_score(scores(grid.plain, np.arange(len(grid.value)), weights, self._facts.plain, 0))

    def _points(self, weights: Floats, moved: Moved | None) -> Floats:
        points = self.points.copy() if weights is self.weights else np.asarray(self.matrix.value @ weights)
        if moved is not None:
            points[moved.rows] += weights[moved.column] * (moved.value - self.matrix.value[moved.rows, moved.column])
            points[moved.out] = -np.inf
        return points

    def _grid(self, rows: Index, moved: Moved | None) -> ScoreGrid:
        """The performances of some rows on the grid."""
        matrix = self.matrix
        value, up, down = (part[rows] for part in (matrix.value, matrix.up, matrix.down))
        fact = matrix.fact[rows]
        if moved is not None:
            at = {row: number for number, row in enumerate(rows.tolist())}
            pairs = [(at[row], number) for number, row in enumerate(moved.rows.tolist()) if row in at]
            if pairs:
                mine, theirs = (list(part) for part in zip(*pairs, strict=True))
                for part, then in ((value, moved.value), (up, moved.up), (down, moved.down)):
                    part[mine, moved.column] = then[theirs]
                fact[mine, moved.column] = moved.fact[theirs]
        return ScoreGrid(on_grid(value), on_grid(up), on_grid(down), fact)

    @cached_property
    def _facts(self) -> FactDraws:
        unknown = np.array([fact.kind == "unknown" for fact in self.matrix.facts], dtype=np.bool_)
        return draw_facts(unknown, max(self.ranked.samples, 1), self.ranked.seed)

    @cached_property
    def _stated(self) -> Light:
        return self._drawn(self.weights)

    def _drawn(self, weights: Floats) -> Light:
        """(c, draws) the draws of the verdict: the first of those that the shares are counted in."""
        draws = max(min(self.ranked.samples, DRAWS), 1)
        drawn = draw_weights(weights, draws, self.ranked.seed, knowledge=self.ranked.knowledge)
        return np.ascontiguousarray(drawn.T)
