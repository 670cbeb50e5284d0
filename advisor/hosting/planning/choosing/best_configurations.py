"""Which rows of the grid may carry a load at the least cost; the hopeless ones stay untimed.

Timing a row at every planned concurrency is most of the work of planning. Rows that cannot hold the context beside
others that do, and rows whose least replicas take more GPUs than the whole load on a smaller one, are left out of it.
Which of the others is best is a matter of money: of fewer GPUs in all, or of smaller replicas that follow the load.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Z_90, Floats, Index
from advisor.catalog.catalog import Catalog
from advisor.hosting.costs.case import Case
from advisor.hosting.costs.replicas import paid_gpus, serving_replicas
from advisor.hosting.planning.capacity import Capacity, MeasuredCorrections, capacity_of, generated_tokens
from advisor.hosting.planning.gpu_configurations import GpuConfigurations, grid_of, subset
from advisor.hosting.planning.measured_corrections import anchors_of
from advisor.hosting.speed.thinking_tokens import factors
from advisor.hosting.workload import Workload


@dataclass(frozen=True, slots=True)
class Contenders:
    """The rows of the grid that are left, by model and GPU, those on the fewest GPUs first; in columns of shape (n,).

    ``capacity`` and ``log_error`` are what one replica carries and the standard deviation of its logarithm.
    """

    rows: Index
    capacity: Floats
    log_error: Floats
    fits_context: NDArray[np.bool_]
    _timed: tuple[Capacity, Capacity]
    _row_of: Index

    def curves(self, chosen: Index) -> Capacity:
        """All that was worked out for some of the rows."""
        first, second = self._timed
        row = self._row_of[chosen]
        later = row >= len(first.best)
        early, late = first.take(row[~later]), second.take(row[later] - len(first.best))
        back = np.empty(len(chosen), dtype=np.intp)
        back[np.concatenate([np.flatnonzero(~later), np.flatnonzero(later)])] = np.arange(len(chosen))
        joined = (np.concatenate([getattr(part, name) for part in (early, late)], axis=-1) for name in early.__slots__)
        return Capacity(*joined).take(back)


def contenders(catalog: Catalog, rows: Index, case: Case) -> Contenders:
    """Per model and GPU the rows that hold the context and the SLO, else all; the fewest GPUs at the peak first.

    Then more capacity: of rows that cost the same the first is taken. ``rows`` of the grid in order.
    """
    grid = grid_of(catalog)
    fits = _fits_context(grid, case.load)
    rows = _holding(grid, rows, fits)
    generated = generated_tokens(case.load, factors(case.assume))
    anchors = anchors_of(catalog, rows, case.load, generated)
    pair = grid.pair.take(rows)
    heads = firsts(pair)
    few = np.flatnonzero(heads)
    first = _timed(grid, rows, few, case=case, generated=generated, anchors=anchors)
    more = _rivals(grid.count.take(rows), heads, first, case)
    second = _timed(grid, rows, more, case=case, generated=generated, anchors=anchors)
    at = np.concatenate([few, more])
    capacity = np.concatenate([first.capacity, second.capacity])
    meets = np.concatenate([first.meets_slo, second.meets_slo])
    gpus = _gpus(capacity, grid.count.take(rows[at]), case)
    order = np.lexsort((-capacity, gpus, pair[at]))
    chosen = order[_serious(pair[at][order], meets[order])]
    spread = np.concatenate([part.error_high - part.error_low for part in (first, second)])
    return Contenders(
        rows=rows[at[chosen]],
        capacity=capacity[chosen],
        log_error=spread[chosen] / (2 * Z_90),
        fits_context=fits[rows[at[chosen]]],
        _timed=(first, second),
        _row_of=chosen,
    )


def firsts(keys: Index) -> NDArray[np.bool_]:
    """Where a run of equal keys starts."""
    starts = np.ones(len(keys), dtype=bool)
    starts[1:] = keys[1:] != keys[:-1]
    return starts


def _fits_context(grid: GpuConfigurations, load: Workload) -> NDArray[np.bool_]:
    return np.asarray(grid.cache_room_bytes >= grid.held_bytes(float(max(load.context_tokens, 1))))


def _holding(grid: GpuConfigurations, rows: Index, fits: NDArray[np.bool_]) -> Index:
    """The rows that hold the context; all rows of a model and GPU of which none does."""
    if not len(rows):
        return rows
    heads = firsts(grid.pair.take(rows))
    holds = fits.take(rows)
    # One answer per run of a pair, given back to its rows by the run's number: no loop over the pairs.
    any_holds = np.logical_or.reduceat(holds, np.flatnonzero(heads))
    return np.asarray(rows[holds | ~any_holds[np.cumsum(heads) - 1]])


def _timed(
    grid: GpuConfigurations, rows: Index, at: Index, *, case: Case, generated: Floats, anchors: MeasuredCorrections
) -> Capacity:
    """What the rows ``at`` of the rows carry."""
    field = subset(grid, rows[at])
    return capacity_of(field, case.load, generated[field.thinks], anchors.among(at, len(rows)))


def _gpus(capacity: Floats, count: Index, case: Case) -> Floats:
    """GPUs that carry the peak, with the spare replica."""
    peak = case.load.peak_requests_per_s * case.token_overhead
    need = serving_replicas(peak, capacity) + case.spare_replicas
    return paid_gpus(need, count.astype(np.float64), np.ones(len(need)))


def _rivals(count: Index, heads: NDArray[np.bool_], first: Capacity, case: Case) -> Index:
    """The rows after the first of each model and GPU that could still need no more GPUs than that one.

    They cannot where the first keeps the SLO on fewer GPUs than their least replicas have.
    """
    starts = np.flatnonzero(heads)
    settled = np.where(first.meets_slo, _gpus(first.capacity, count[starts], case), np.inf)
    least = paid_gpus(np.asarray(1.0 + case.spare_replicas), count.astype(np.float64), np.ones(1))
    return np.asarray(np.flatnonzero(~heads & (least <= settled[np.cumsum(heads) - 1])))


def _serious(pair: Index, meets: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Of each run of equal pairs those that keep the SLO; all of a run in which none does."""
    if not len(pair):
        return np.zeros(0, dtype=bool)
    heads = firsts(pair)
    kept = np.logical_or.reduceat(meets, np.flatnonzero(heads))
    return np.asarray(meets | ~kept[np.cumsum(heads) - 1])
