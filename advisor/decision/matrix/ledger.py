"""What depends on a code alone, worked out once per code: points of constructed criteria, and facts they hang on."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock

import numpy as np

from advisor.arrays import Codes, Floats
from advisor.decision.criteria.constructed_scales import Points
from advisor.decision.matrix.matrix import Fact

Entry = tuple[Points | None, Fact]


@dataclass(frozen=True, slots=True)
class Table:
    """By code: middle, low and high of the points (k, 3), the number of the fact (k,), -1 for codes not yet met."""

    numbers: Floats
    fact: Codes
    points: dict[int, Points] = field(default_factory=dict)

    def reaching(self, top: int) -> Table:
        """A copy with room for all codes below ``top``."""
        room = max(top - len(self.fact), 0)
        numbers = np.concatenate([self.numbers, np.full((room, 3), np.nan)])
        return Table(numbers, np.concatenate([self.fact, np.full(room, -1)]), dict(self.points))


class Ledger:
    """Tables by name, and the facts that they number; safe to share between threads."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self._numbers: dict[Fact, int] = {}
        self._tables: dict[Hashable, Table] = {}
        self._lock = Lock()

    def table(self, name: Hashable, codes: Codes, entry: Callable[[int], Entry]) -> Table:
        """The table that covers ``codes`` (n,); ``entry`` works out what the row of a new code has."""
        known = self._tables.get(name)
        if known is None or codes.max(initial=-1) >= len(known.fact) or (known.fact[codes] < 0).any():
            with self._lock:
                known = self._tables[name] = self._extended(self._tables.get(name), codes, entry)
        return known

    def _extended(self, known: Table | None, codes: Codes, entry: Callable[[int], Entry]) -> Table:
        empty = Table(np.zeros((0, 3)), np.zeros(0, dtype=np.int64))
        table = (known or empty).reaching(int(codes.max(initial=-1)) + 1)
        new, rows = np.unique(codes, return_index=True)
        for code, row in zip(new.tolist(), rows.tolist(), strict=True):
            if table.fact[code] < 0:
                points, fact = entry(row)
                if points is not None:
                    table.points[code] = points
                    table.numbers[code] = points.middle, points.low, points.high
                table.fact[code] = self._numbers.setdefault(fact, len(self.facts))
                if len(self._numbers) > len(self.facts):
                    self.facts.append(fact)
        return table
