"""Random draws of weights and of uncertain facts, the same on every machine.

Values, weights and draws that enter a sampled score are rounded to 1/4096 and kept as whole numbers in float32: sums
of their products stay within 2^24 and are exact whatever the order in which a processor's library adds them. The same
seed gives the same ranks to the last count on every machine. (The reported scores are not rounded; 1/4096 is a
fortieth of a point of 100.)
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from advisor.arrays import Floats
from advisor.decision.criteria.criterion import Z_REACH
from advisor.decision.robustness.sampling_kernels import GRID, Drawn, FactDraws, Light

CONCENTRATION: Final = 60.0
"""Dirichlet concentration around the stated weights: a weight of 20% then has a standard deviation of 5 points
(sqrt(0.2 x 0.8 / 61)), about the test-retest error of elicited weights."""
Knowledge = Literal["around", "order", "none"]
_LEVELS: Final = 65_536
_KINDS: Final = ("estimate", "unknown")
BATCH: Final = 1_024
"""Facts are drawn this many at a time, so that the next decision rarely needs more."""
SHARED: Final = 10_000
"""Draws of more samples than this are not kept."""


def on_grid(numbers: Floats) -> Light:
    """Multiples of 1/4096, as whole numbers."""
    return np.rint(numbers * GRID).astype(np.float32)


def draw_weights(
    weights: Floats,
    samples: int,
    seed: int,
    *,
    concentration: float = CONCENTRATION,
    knowledge: Knowledge = "around",
) -> Light:
    """(samples, c) weights on the grid, each row summing to 4096 (within rounding).

    ``around``: Dirichlet with mean ``weights`` and the stated concentration. ``order``: uniform over all weights that
    rank the criteria as ``weights`` does. ``none``: uniform over all weights. Criteria of weight 0 stay at 0 in the
    first two.
    """
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 1])))
    active = np.flatnonzero(weights > 0) if knowledge != "none" else np.arange(len(weights))
    shape = concentration * weights[active] if knowledge == "around" else np.ones(len(active))
    gammas = rng.standard_gamma(shape, size=(samples, len(active)))
    totals = gammas.sum(axis=1, keepdims=True)
    nothing = np.flatnonzero(totals[:, 0] <= 0)  # shapes so small that all gammas are 0
    totals[nothing] = 1.0
    gammas /= totals
    gammas[nothing] = weights[active]
    shares = gammas
    if knowledge == "order":
        ranks = np.argsort(np.argsort(-weights[active], kind="stable"), kind="stable")
        shares = -np.sort(-shares, axis=1)[:, ranks]
    drawn = np.zeros((samples, len(weights)), dtype=np.float32)
    shares *= GRID
    drawn[:, active] = np.rint(shares, out=shares)
    return drawn


def weights_by_criterion(weights: Floats, samples: int, seed: int, knowledge: Knowledge = "around") -> Light:
    """(c, samples) what ``draw_weights`` draws, not to be written to.

    The last are kept: the use cases of one decision mostly have the same weights.
    """
    draw = _by_criterion if samples <= SHARED else _by_criterion.__wrapped__
    return draw(tuple(weights.tolist()), samples, seed, knowledge)


@lru_cache(maxsize=8)
def _by_criterion(weights: tuple[float, ...], samples: int, seed: int, knowledge: Knowledge) -> Light:
    return np.ascontiguousarray(draw_weights(np.array(weights), samples, seed, knowledge=knowledge).T)


@lru_cache(maxsize=2)
def quantiles(kind: Literal["estimate", "unknown"]) -> Light:
    """T at the middle of each of 65,536 equal slices of probability, to 1/4096."""
    levels = (np.arange(_LEVELS) + 0.5) / _LEVELS
    if kind == "unknown":
        return on_grid(2.0 * levels - 1.0) / np.float32(GRID)
    tail = float(ndtr(-Z_REACH))
    inner = np.clip(ndtri(tail + levels * (1.0 - 2.0 * tail)) / Z_REACH, -1.0, 1.0)
    return on_grid(np.asarray(inner, dtype=np.float64)) / np.float32(GRID)


def _slices(facts: int, samples: int, seed: int) -> NDArray[np.uint16]:
    """(facts, samples) slices of probability; the rows of fewer facts are the first of those of more."""
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 2])))
    return rng.integers(0, _LEVELS, size=(facts, samples), dtype=np.uint16)


def _tables(facts: int, samples: int, seed: int) -> tuple[Drawn, Drawn]:
    """``t`` of (facts, samples) slices in units of 1/4096: as estimates, and as unknown facts."""
    slices = _slices(facts, samples, seed)
    drawn = [np.empty(slices.shape, dtype=np.int16) for _ in _KINDS]
    for kind, table in zip(_KINDS, drawn, strict=True):
        levels = (quantiles(kind) * GRID).astype(np.int16)
        for row in range(facts):  # one at a time: numpy widens the slices to look them up
            levels.take(slices[row], out=table[row], mode="clip")
        table.flags.writeable = False
    return drawn[0], drawn[1]


@lru_cache(maxsize=2)
def _shelf(samples: int, seed: int) -> list[tuple[Drawn, Drawn]]:  # noqa: ARG001 - the key tells shelves apart
    """Where the tables for the most facts so far are kept (40 megabytes per 1,024 facts at 10,000 samples)."""
    return []


def draw_facts(unknown: NDArray[np.bool_], samples: int, seed: int) -> FactDraws:
    """Draws ``t`` in [-1, 1] of every fact; the same fact, seed and number of samples give the same draws."""
    count = len(unknown)
    if samples > SHARED:
        return FactDraws(*_tables(count, samples, seed), unknown)
    shelf = _shelf(samples, seed)
    kept = shelf[-1] if shelf else None
    if kept is None or len(kept[0]) < count:
        kept = _tables(-(-max(count, 1) // BATCH) * BATCH, samples, seed)
        shelf[:] = [kept]
    return FactDraws(*kept, unknown)
