"""The decision matrix: performances, their values and what is uncertain about them, as arrays.

An uncertain performance hangs on one named *fact* (the ability of a model, the speed of a GPU, the policy of a
provider). A fact is one draw ``t`` in [-1, 1], shared by every alternative and criterion it touches; ``t = 1`` is the
good end. The value of a performance at ``t`` is ``value + up * max(t, 0) - down * max(-t, 0)``, so it never leaves [0,
1].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Z_90, Floats
from advisor.decision.alternatives.codes import by_first
from advisor.decision.criteria.criterion import Z_REACH, Fact
from advisor.decision.criteria.value_functions import ValueFunction


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One criterion's performances.

    Raw middle, low and high (n, 3) of n alternatives (NaN unknown) and the number of the fact that each hangs on.

    ``reach`` is the number of standard deviations from the middle to low and to high. ``mean`` (n,) is the
    value where it is not that of the middle but the mean over what the performance may be (they differ where a scale
    bends); ``deviation`` (n,) are the standard deviations behind it, where the error is normal.
    """

    scale: ValueFunction
    raw: Floats
    fact: NDArray[np.int64]
    reach: float = Z_90
    deviation: Floats | None = None
    mean: Floats | None = None


@dataclass(frozen=True)
class Matrix:
    """n alternatives x c criteria. ``fact`` holds indices into ``facts`` (-1: certain)."""

    ids: tuple[str, ...]
    criteria: tuple[str, ...]
    raw: Floats
    value: Floats
    up: Floats
    down: Floats
    fact: NDArray[np.int64]
    facts: tuple[Fact, ...]
    scales: Mapping[str, ValueFunction] = field(default_factory=dict)
    deviation: Mapping[str, Floats] = field(default_factory=dict)

    def __len__(self) -> int:
        """The number of alternatives."""
        return len(self.ids)

    def rows(self, keep: NDArray[np.int64]) -> Matrix:
        """The same matrix with only these alternatives, in this order; facts keep their indices."""
        return Matrix(
            ids=tuple(self.ids[index] for index in keep),
            criteria=self.criteria,
            raw=self.raw[keep],
            value=self.value[keep],
            up=self.up[keep],
            down=self.down[keep],
            fact=self.fact[keep],
            facts=self.facts,
            scales=self.scales,
            deviation={name: spread[keep] for name, spread in self.deviation.items()},
        )


def build_matrix(ids: Sequence[str], columns: Mapping[str, MatrixColumn], facts: Sequence[Fact]) -> Matrix:
    """Join columns into a matrix, which takes from ``facts`` those that the columns name, in their order.

    A performance without a spread hangs on no fact.
    """
    given = list(columns.values())
    hung = np.concatenate([column.fact for column in given])
    numbers, firsts = by_first(hung)
    used = tuple(facts[number] for number in hung[firsts].tolist())
    unknown = np.array([fact.kind == "unknown" for fact in used], dtype=np.bool_)
    fact = numbers.reshape(len(given), -1).T.copy()
    value, up, down = _spread(given, unknown[fact])
    fact[(up <= 0) & (down <= 0)] = -1
    return Matrix(
        ids=tuple(ids),
        criteria=tuple(columns),
        raw=np.stack([column.raw[:, 0] for column in given], axis=1),
        value=value,
        up=up,
        down=down,
        fact=fact,
        facts=used,
        scales={name: column.scale for name, column in columns.items()},
        deviation={name: column.deviation for name, column in columns.items() if column.deviation is not None},
    )


def _values(column: MatrixColumn) -> Floats:
    """(n, 3) values of middle, low and high."""
    values = column.scale.value(column.raw)
    if column.mean is not None:
        values[:, 0] = column.mean
    return values


def _spread(columns: Sequence[MatrixColumn], unknown: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Value at the middle, and how far it may rise and fall at ``t`` = 1 and -1; (n, c) each.

    Unknown facts reach exactly to their low and high; estimated ones are stretched from their interval to two standard
    deviations, within [0, 1]. A performance nobody knows is the middle of the scale and may be anything on it.
    """
    values = np.stack([_values(column) for column in columns], axis=2)
    value, ends = values[:, 0], values[:, 1:]
    nobody = np.isnan(value)
    value = np.where(nobody, 0.5, value)
    anything = np.where(nobody[:, None], np.array([[0.0], [1.0]]), value[:, None])
    ends = np.where(np.isnan(ends), anything, ends)
    best, worst = ends.max(axis=1), ends.min(axis=1)
    stretch = np.where(unknown | nobody, 1.0, Z_REACH / np.array([column.reach for column in columns]))
    up = np.minimum(np.maximum(best - value, 0.0) * stretch, 1.0 - value)
    down = np.minimum(np.maximum(value - worst, 0.0) * stretch, value)
    return value, up, down
