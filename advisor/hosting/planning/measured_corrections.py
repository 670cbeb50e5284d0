"""Measurements in planning: every planned row is corrected by what was measured near it, or takes what was measured.

The same rule as ``measured.anchor`` for whole grids at once. What a measurement weighs falls with its distance in load,
GPUs, precision and GPU; the part that no load changes is kept per catalog.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats, Index
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.hosting.memory.shapes import shape_of
from advisor.hosting.planning.capacity import CONCURRENCIES, MeasuredCorrections
from advisor.hosting.planning.gpu_configurations import grid_of
from advisor.hosting.speed.constants import gpu_class
from advisor.hosting.speed.nearest_measurement import PRIOR_WEIGHT, SAME_LOAD, Residuals, residuals_of, shape_key
from advisor.hosting.workload import Workload

LOAD_FALL = 0.25
"""How fast a measurement loses weight per squared factor of two in input, output and concurrency."""


@dataclass(frozen=True, slots=True)
class _Sites:
    """The measurements (m) that models of one habit of thinking are near to: load in doublings, and the residuals.

    Those of one shape on one class of GPUs stand side by side; ``timed`` have a TTFT. ``index`` is their row in the
    sample; ``off_concurrency`` (m, concurrencies) is how far they are from the planned ones, squared.
    """

    index: Index
    tokens: Floats
    concurrency: Floats
    off_concurrency: Floats
    timed: NDArray[np.bool_]
    throughput: Floats
    lateness: Floats


@dataclass(frozen=True, slots=True)
class _Group:
    """Grid rows (r) of one model on one class of GPUs, and how near they are to the measurements of its site (r, m).

    ``within`` is where its rows stand in ``_Measured.rows``, ``site`` where its measurements stand among those of its
    habit of thinking. ``same`` (r, m) are measurements of the same deployment.
    """

    within: slice
    site: slice
    thinks: int
    nearness: Floats
    same: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Measured:
    """The rows of the grid that something was measured near, group after group; ``starts`` is where each begins."""

    sites: Mapping[int, _Sites]
    groups: tuple[_Group, ...]
    rows: Index
    starts: Index


def anchors_of(catalog: Catalog, rows: Index, load: Workload, generated: Floats) -> MeasuredCorrections:
    """The correction of some rows of the grid at a load; ``generated`` is tokens per answer by habit of thinking."""
    known = _measured(catalog)
    position = np.full(len(grid_of(catalog).count), -1, dtype=np.intp)
    position[rows] = np.arange(len(rows))
    at = position[known.rows]
    wanted = np.logical_or.reduceat(at >= 0, known.starts) if known.groups else np.zeros(0, dtype=bool)
    groups = [known.groups[number] for number in np.flatnonzero(wanted).tolist()]
    sums = np.empty((len(at), 4 * len(CONCURRENCIES)))
    off = {habit: _off(known.sites[habit], load, generated[habit]) for habit in {group.thinks for group in groups}}
    weights = {habit: _weights(known.sites[habit], each) for habit, each in off.items()}
    for group in groups:
        np.matmul(group.nearness, weights[group.thinks][group.site], out=sums[group.within])
    kept = np.flatnonzero(at >= 0)
    # Turned over once: each of the four sums lies whole in memory for the divisions below.
    total, timed, residual, lateness = np.split(np.ascontiguousarray(sums[kept].T), 4)
    taken = {name: np.full(total.shape, np.nan) for name in ("rate", "rate_low", "rate_high", "ttft_s")}
    result = MeasuredCorrections(
        at=at[kept],
        throughput=residual / (total + PRIOR_WEIGHT),
        ttft=lateness / (timed + PRIOR_WEIGHT),
        share=total / (total + PRIOR_WEIGHT),
        **taken,
    )
    for habit, each in off.items():
        close = np.flatnonzero((np.abs(each) <= np.log2(SAME_LOAD)).all(axis=1))
        if close.size:
            own = [group for group in groups if group.thinks == habit]
            _take_all(result, own, known.sites[habit], close, at, residuals_of(catalog))
    return result


def _off(sites: _Sites, load: Workload, tokens: np.float64) -> Floats:
    """How far the measurements are in input and output, in doublings (m, 2)."""
    return sites.tokens - np.log2([max(load.input_tokens, 1.0), tokens])


def _weights(sites: _Sites, off: Floats) -> Floats:
    """Weights of the measurements, side by side (m, 4 x concurrencies): plain, timed, by residual, by lateness."""
    squared = (off**2).sum(axis=1)
    weights = np.empty((len(squared), 4, len(CONCURRENCIES)))
    plain, timed, by_residual, by_lateness = weights.swapaxes(0, 1)
    np.exp(-LOAD_FALL * (squared[:, None] + sites.off_concurrency), out=plain)
    np.multiply(plain, sites.timed, out=timed)
    np.multiply(plain, sites.throughput, out=by_residual)
    np.multiply(timed, sites.lateness, out=by_lateness)
    return weights.reshape(len(squared), -1)


def _take_all(  # noqa: PLR0917 - an inner loop of one function
    result: MeasuredCorrections, groups: Sequence[_Group], sites: _Sites, close: Index, at: Index, found: Residuals
) -> None:
    """Take what was measured on the same deployment at this very load: the measurements ``close`` of the sites."""
    row_of = np.cumsum(at >= 0) - 1
    for group in groups:
        first, last = np.searchsorted(close, [group.site.start, group.site.stop])
        asked = at[group.within] >= 0
        for m in close[first:last]:
            apart = np.abs(sites.concurrency[m] - np.log2(CONCURRENCIES))
            columns = np.flatnonzero(apart <= np.log2(SAME_LOAD))
            for row in row_of[group.within][group.same[:, m - group.site.start] & asked]:
                for column in columns:
                    _take(result, (int(column), int(row)), found, int(sites.index[m]))


def _take(result: MeasuredCorrections, cell: tuple[int, int], found: Residuals, m: int) -> None:
    """Take one measurement at this very load; of several the geometric middle of the slowest and the fastest."""
    rate = float(np.exp(found.sample.log_speed[m]))
    low, high = np.fmin(result.rate_low[cell], rate), np.fmax(result.rate_high[cell], rate)
    result.rate_low[cell], result.rate_high[cell] = low, high
    result.rate[cell] = np.sqrt(low * high)
    wait = float(np.exp(found.sample.log_ttft[m]))
    if not np.isnan(wait) and found.sample.poll_steps[m] == 1:  # others wait for looks that an engine seldom takes
        before = result.ttft_s[cell]
        result.ttft_s[cell] = wait if np.isnan(before) else np.sqrt(before * wait)


@derived(by="digest")
def _measured(catalog: Catalog) -> _Measured:
    """What no load changes: the measurements of a catalog, and the groups of its grid that have some."""
    grid, found = grid_of(catalog), residuals_of(catalog)
    stand: dict[tuple[int, tuple[int, ...]], slice] = {}
    index: defaultdict[int, list[int]] = defaultdict(list)
    groups: list[_Group] = []
    rows: list[int] = []
    for own, measured in _near(catalog):
        habit = int(grid.thinks[own[0]])
        site = stand.setdefault((habit, measured), slice(len(index[habit]), len(index[habit]) + len(measured)))
        if site.start == len(index[habit]):
            index[habit] += measured
        nearness, same = _nearness(catalog, np.array(own, dtype=np.intp), measured)
        groups.append(_Group(slice(len(rows), len(rows) + len(own)), site, habit, nearness, same))
        rows += own
    return _Measured(
        sites={habit: _sites(found, np.array(taken, dtype=np.intp)) for habit, taken in index.items()},
        groups=tuple(groups),
        rows=np.array(rows, dtype=np.intp),
        starts=np.array([group.within.start for group in groups], dtype=np.intp),
    )


def _near(catalog: Catalog) -> Iterator[tuple[list[int], tuple[int, ...]]]:
    """The grid's rows of each model on each class of GPUs that a steady load was measured near, and what that is."""
    grid, found = grid_of(catalog), residuals_of(catalog)
    measured: defaultdict[tuple[tuple[float, ...], str], list[int]] = defaultdict(list)
    for m, site in enumerate(zip(found.shape_keys, found.classes, strict=True)):
        taken = found.sample.rows[m]
        if taken.load_kind == "steady" and taken.counts == "all":
            measured[site].append(m)
    shapes = [shape_key(shape_of(model)) for model in grid.models]
    classes = [gpu_class(gpu) for gpu in grid.gpus]
    rows: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for row, (model, gpu) in enumerate(zip(grid.model_index.tolist(), grid.gpu_index.tolist(), strict=True)):
        if (shapes[model], classes[gpu]) in measured:
            rows[model, classes[gpu]].append(row)
    for (model, kind), own in sorted(rows.items()):
        yield own, tuple(measured[shapes[model], kind])


def _sites(found: Residuals, index: Index) -> _Sites:
    timed = ~np.isnan(found.ttft[index]) & (found.sample.concurrency <= found.sample.room)[index]
    concurrency = found.load[index, 2][:, None]
    return _Sites(
        index=index,
        tokens=found.load[index, :2],
        concurrency=concurrency,
        off_concurrency=(concurrency - np.log2(CONCURRENCIES)) ** 2,
        timed=timed[:, None],
        throughput=found.throughput[index][:, None],
        lateness=np.where(timed, np.nan_to_num(found.ttft[index]), 0.0)[:, None],
    )


def _nearness(catalog: Catalog, rows: Index, measured: Sequence[int]) -> tuple[Floats, NDArray[np.bool_]]:
    """Nearness exp(-distance) of every row to every measurement, and which are of the same deployment."""
    grid, found = grid_of(catalog), residuals_of(catalog)
    taken = [found.sample.rows[m] for m in measured]
    gpu = np.array([grid.gpus[g].gpu_id for g in grid.gpu_index[rows].tolist()])[:, None]
    precision = np.array([grid.precisions[p] for p in grid.precision_index[rows].tolist()])[:, None]
    model = np.array([grid.models[m].model_id for m in grid.model_index[rows].tolist()])[:, None]
    count = grid.count[rows].astype(np.float64)[:, None]
    gpus = np.array([float(row.gpu_count) for row in taken])[None, :]
    other_gpu = gpu != np.array([row.gpu_id for row in taken])[None, :]
    other_precision = precision != np.array([row.precision for row in taken])[None, :]
    other_model = model != np.array([row.model_id or "" for row in taken])[None, :]
    distance = np.log2(gpus / count) ** 2 + 1.0 * other_precision + 1.0 * other_gpu
    same = ~other_gpu & ~other_precision & ~other_model & (gpus == count)
    return np.exp(-distance), same
