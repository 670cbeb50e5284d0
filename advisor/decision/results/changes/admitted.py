"""Eliminated alternatives that the advice would name, were they to pass: what asking or relaxing would bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Floats, Index
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.results.changes.advice import Advice
from advisor.decision.results.changes.moved import leaving_out

REACH: Final = 2.0
"""Least differences behind the best score within which an alternative may still be as good."""
TRIED: Final = 8
"""Alternatives of each group that are tried, the best scores first."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Eliminated alternatives beside those that passed: ``indices`` of the plan, with what each would score.

    Those of the choice's own option are none: the advice would be no other.
    """

    advice: Advice
    indices: Index
    scores: Floats

    @classmethod
    def of(cls, advice: Advice, indices: Index, scores: Floats) -> Admitted:
        """Take from the alternatives those that may be as good as the best, best first."""
        ranked = advice.ranked
        reach = REACH * ranked.judged["least-difference"] / 100
        near = np.flatnonzero(scores >= advice.points.max(initial=-np.inf) - reach)
        order = near[np.argsort(-scores[near], kind="stable")].tolist()
        mine = None if advice.choice is None else _option(ranked.context(advice.choice))
        kept = [at for at in order if _option(ranked.whole.contexts[int(indices[at])]) != mine]
        return cls(advice, indices[kept], scores[kept])

    def named(self, groups: Sequence[Sequence[int]]) -> Iterator[int | None]:
        """For each group, given by positions in ``indices``, which of it the advice would name if it passed."""
        tried = [list(group)[:TRIED] for group in groups]
        everybody = np.array(sorted({at for group in tried for at in group}), dtype=np.int64)
        if not len(everybody):
            yield from (None for _ in groups)
            return
        joined, start = self.advice.joined_by(self.indices[everybody]), len(self.advice.matrix)
        row = {at: start + number for number, at in enumerate(everybody.tolist())}
        for group in tried:
            out = [row[at] for at in everybody.tolist() if at not in group]
            found = joined.chosen(moved=leaving_out(np.array(out, dtype=np.int64)))
            yield next((at for at in group if row[at] == found), None)


def _option(context: JoinedAlternative) -> tuple[str, str]:
    return context.model.model_id, context.deployment.kind
