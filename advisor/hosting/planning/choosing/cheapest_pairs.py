"""Which pairs of a configuration and a way to have it are kept: the cheapest few per model and way of hosting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats, Index
from advisor.geography import meets
from advisor.hosting.planning.choosing.best_configurations import Contenders, firsts
from advisor.hosting.planning.gpu_configurations import GpuConfigurations
from advisor.hosting.prices.gpu_market import GpuDeal
from advisor.questionnaire.answers import Answers

KEEP = {("cloud_gpu", False): 2, ("cloud_gpu", True): 2, ("on_prem", False): 2, ("edge", False): 1}
"""How many to keep per model, way of hosting and whether a hyperscaler provides it."""
CLASSES = sorted(KEEP)
NEAR, NEAR_ON_A_GPU = 1.2, 1.05
"""Stated cost over the cheapest of its group, and over the cheapest on the same GPU, up to which the middle of a pair's
draws may be the lowest: over five samples of 257 to 873 groups each it never was beyond 1.25 and 1.05, and in all but
14 groups within 1.1."""


def class_of(deal: GpuDeal) -> int:
    """The number of a deal's way of hosting and class of provider in ``CLASSES``."""
    return CLASSES.index((deal.kind, deal.hyperscaler))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of a configuration and a deal (``pairs``, shape (n, 2)) in columns of shape (n,).

    They stand by GPU, model and class. ``pair_class`` is model, GPU and class, with what is there apart from what
    is bought; ``group`` the model with the class; ``rank`` says which come first whatever they cost: those that hold a
    request's context, then those in a demanded zone; ``owned`` ones are there.
    """

    pairs: Index
    pair_class: Index
    group: Index
    limit: Index
    rank: Index
    owned: NDArray[np.bool_]

    @classmethod
    def of(
        cls, grid: GpuConfigurations, best: Contenders, pairs: Index, *, deals: Sequence[GpuDeal], answers: Answers
    ) -> Self:
        """The pairs (configuration among the best rows of the grid, deal), put in order."""
        classes = np.array([class_of(deal) for deal in deals], dtype=np.intp)
        far = np.array([not meets(deal.zone, answers.data.residency) for deal in deals], dtype=bool)
        owned = np.array([deal.owned > 0 for deal in deals], dtype=bool)
        limit = np.array([KEEP[name] for name in CLASSES], dtype=np.intp)
        row, deal = pairs[:, 0], pairs[:, 1]
        model, gpu, kind = grid.model_index[best.rows][row], grid.gpu_index[best.rows][row], classes[deal]
        pair_class = ((gpu * len(grid.models) + model) * len(CLASSES) + kind) * 2 + owned[deal]
        rank = 2 * ~best.fits_context[row] + far[deal]
        whole = cls(pairs, pair_class, model * len(CLASSES) + kind, limit[kind], rank.astype(np.intp), owned[deal])
        return whole.take(np.argsort(pair_class, kind="stable"))

    def take(self, chosen: Index) -> Self:
        """Some of the pairs."""
        return replace(self, **{name: getattr(self, name).take(chosen, axis=0) for name in self.__slots__})

    def near(self, cost: Floats) -> Index:
        """Those that may be among the handful by a cost near this one: the handful, and what costs little more."""
        if not len(cost):
            return np.zeros(0, dtype=np.intp)
        kept, price = self.handful(cost), np.nan_to_num(cost, nan=np.inf)
        cheapest = np.full(int(self.group.max()) + 1, np.inf)
        np.minimum.at(cheapest, self.group[kept], price[kept])
        heads = firsts(self.pair_class)
        on_gpu = np.minimum.reduceat(price, np.flatnonzero(heads))[np.cumsum(heads) - 1]
        close = (price <= cheapest[self.group] * NEAR) & (price <= on_gpu * NEAR_ON_A_GPU)
        close[kept] = True
        return np.flatnonzero(close)

    def handful(self, cost: Floats) -> Index:
        """Per model, GPU and class of provider the cheapest; of those the cheapest few per way of hosting.

        ``cost`` (n,); nan is unknown. Owned GPUs always stay.
        """
        price = np.nan_to_num(cost, nan=np.inf)
        left = _cheapest(firsts(self.pair_class), price, self.rank)
        left = left[np.argsort(self.group[left], kind="stable")]
        kept = np.zeros(len(price), dtype=bool)
        kept[left[self.owned[left]]] = True
        for taken in range(max(KEEP.values())):
            best = _cheapest(firsts(self.group[left]), price[left], self.rank[left])
            kept[left[best[taken < self.limit[left[best]]]]] = True
            left = np.delete(left, best)
        return np.flatnonzero(kept)


def _cheapest(heads: NDArray[np.bool_], price: Floats, rank: Index) -> Index:
    """Of each run that starts at ``heads`` the first cheapest of those of the lowest rank."""
    if not len(heads):
        return np.zeros(0, dtype=np.intp)
    starts, run = np.flatnonzero(heads), np.cumsum(heads) - 1
    # The least of each run, given back to its rows by the run's number: first of the ranks, then of the prices.
    left = rank == np.minimum.reduceat(rank, starts)[run]
    price = np.where(left, price, np.inf)
    left &= price == np.minimum.reduceat(price, starts)[run]
    found = np.flatnonzero(left)
    return found[firsts(run[found])]
