"""Measurements in planning: every planned row is corrected by what was measured near it, or takes what was measured.

The same rule as ``measured.anchor`` for whole grids at once. What a measurement weighs falls with its distance in load,
GPUs, precision and GPU; the part that no load changes is kept per catalog.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.catalog import Catalog
from advisor.hosting.fleet import CONCURRENCIES, Anchors
from advisor.hosting.grid import CatalogKey, grid_of
from advisor.hosting.measured import PRIOR_WEIGHT, SAME_LOAD, Residuals, residuals_of, shape_key
from advisor.hosting.shapes import shape_of
from advisor.hosting.speed import Array, Index
from advisor.hosting.speed_constants import gpu_class
from advisor.hosting.workload import Workload

LOAD_FALL = 0.25
"""How fast a measurement loses weight per squared factor of two in input, output and concurrency."""


@dataclass(frozen=True, slots=True)
class _Sites:
    """All measurements (m) that rows of the grid are near to: load in doublings, and the residuals.

    Those of one shape on one class of GPUs stand side by side; ``timed`` have a TTFT. ``index`` is their place in the
    sample; ``off_concurrency`` (m, concurrencies) how far they are from the planned ones.
    """

    index: Index
    tokens: Array
    off_concurrency: Array
    timed: NDArray[np.bool_]
    throughput: Array
    lateness: Array


@dataclass(frozen=True, slots=True)
class _Group:
    """Grid rows (r) of one model on one class of GPUs, and how near they are to the measurements of its site (r, m).

    ``within`` is where its rows stand in ``_Measured.rows``.
    """

    within: slice
    site: slice
    thinks: int
    nearness: Array
    same: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Measured:
    """The rows of the grid that something was measured near, group after group; ``starts`` is where each begins."""

    sites: _Sites
    groups: tuple[_Group, ...]
    rows: Index
    starts: Index


def anchors_of(catalog: Catalog, rows: Index, load: Workload, generated: Array) -> Anchors:
    """The correction of some rows of the grid at a load; ``generated`` is tokens per answer by habit of thinking."""
    known = _measured(CatalogKey(catalog))
    position = np.full(len(grid_of(catalog).count), -1, dtype=np.intp)
    position[rows] = np.arange(len(rows))
    at = position[known.rows]
    wanted = np.logical_or.reduceat(at >= 0, known.starts) if known.groups else np.zeros(0, dtype=bool)
    groups = [known.groups[number] for number in np.flatnonzero(wanted).tolist()]
    sums = np.empty((len(at), 4 * len(CONCURRENCIES)))
    near: dict[int, tuple[Array, NDArray[np.bool_]]] = {}
    for habit in {group.thinks for group in groups}:
        near[habit] = _weights(known.sites, load, float(generated[habit]))
    for group in groups:
        np.matmul(group.nearness, near[group.thinks][0][group.site], out=sums[group.within])
    taken = _taken(known.sites, groups, near, residuals_of(catalog), len(at))
    kept = np.flatnonzero(at >= 0)
    total, timed, residual, lateness = np.split(np.ascontiguousarray(sums[kept].T), 4)
    return Anchors(
        at=at[kept],
        throughput=residual / (total + PRIOR_WEIGHT),
        ttft=lateness / (timed + PRIOR_WEIGHT),
        share=total / (total + PRIOR_WEIGHT),
        **{name: values[:, kept] for name, values in taken.items()},
    )


def _weights(sites: _Sites, load: Workload, tokens: float) -> tuple[Array, NDArray[np.bool_]]:
    """Weights of the measurements, and which are of this very load (but for the concurrency).

    Weights side by side (m, 4 x concurrencies): plain, timed, by residual, by lateness.
    """
    off = sites.tokens - np.log2([max(load.input_tokens, 1.0), tokens])
    weight = np.exp(-LOAD_FALL * ((off**2).sum(axis=1)[:, None] + sites.off_concurrency**2))
    timed = weight * sites.timed
    weights = np.concatenate([weight, timed, weight * sites.throughput, timed * sites.lateness], axis=1)
    return weights, (np.abs(off) <= np.log2(SAME_LOAD)).all(axis=1)


def _taken(
    sites: _Sites,
    groups: Sequence[_Group],
    near: Mapping[int, tuple[Array, NDArray[np.bool_]]],
    found: Residuals,
    rows: int,
) -> dict[str, Array]:
    """What was measured on the same deployment at this very load; arrays (concurrencies, rows), nan elsewhere."""
    shape = (len(CONCURRENCIES), rows)
    taken = {name: np.full(shape, np.nan) for name in ("rate", "rate_low", "rate_high", "ttft_s")}
    close = {habit: set(np.flatnonzero(same_load).tolist()) for habit, (_, same_load) in near.items()}
    for group in groups:
        for m in sorted(close[group.thinks].intersection(range(group.site.start, group.site.stop))):
            columns = np.flatnonzero(np.abs(sites.off_concurrency[m]) <= np.log2(SAME_LOAD))
            for row in np.flatnonzero(group.same[:, m - group.site.start]) + group.within.start:
                for column in columns:
                    _take(taken, (int(column), int(row)), found, int(sites.index[m]))
    return taken


def _take(taken: Mapping[str, Array], place: tuple[int, int], found: Residuals, m: int) -> None:
    """Take one measurement at this very load; of several the geometric middle of the slowest and the fastest."""
    rate = float(np.exp(found.sample.log_speed[m]))
    low, high = np.fmin(taken["rate_low"][place], rate), np.fmax(taken["rate_high"][place], rate)
    taken["rate_low"][place], taken["rate_high"][place] = low, high
    taken["rate"][place] = np.sqrt(low * high)
    wait = float(np.exp(found.sample.log_ttft[m]))
    if not np.isnan(wait):
        before = taken["ttft_s"][place]
        taken["ttft_s"][place] = wait if np.isnan(before) else np.sqrt(before * wait)


@lru_cache(maxsize=4)
def _measured(key: CatalogKey) -> _Measured:
    """What no load changes: the measurements of a catalog, and the groups of its grid that have some."""
    catalog = key.catalog
    grid, found = grid_of(catalog), residuals_of(catalog)
    members: defaultdict[tuple[tuple[float, ...], str], list[int]] = defaultdict(list)
    for m, place in enumerate(zip(found.shape_keys, found.classes, strict=True)):
        members[place].append(m)
    bounds = np.cumsum([0, *map(len, members.values())]).tolist()
    site = {place: slice(*ends) for place, ends in zip(members, pairwise(bounds), strict=True)}
    shapes = [shape_key(shape_of(model)) for model in grid.models]
    classes = [gpu_class(gpu) for gpu in grid.gpus]
    rows: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for row, (model, gpu) in enumerate(zip(grid.model_index.tolist(), grid.gpu_index.tolist(), strict=True)):
        if (shapes[model], classes[gpu]) in site:
            rows[model, classes[gpu]].append(row)
    sites = _sites(found, np.array([m for place in members.values() for m in place], dtype=np.intp))
    groups: list[_Group] = []
    for (model, kind), own in sorted(rows.items()):
        start = groups[-1].within.stop if groups else 0
        groups.append(_group(key, np.array(own, dtype=np.intp), sites, site[shapes[model], kind], start))
    return _Measured(
        sites=sites,
        groups=tuple(groups),
        rows=np.array([row for _, own in sorted(rows.items()) for row in own], dtype=np.intp),
        starts=np.array([group.within.start for group in groups], dtype=np.intp),
    )


def _sites(found: Residuals, index: Index) -> _Sites:
    timed = ~np.isnan(found.ttft[index]) & (found.sample.concurrency <= found.sample.room)[index]
    return _Sites(
        index=index,
        tokens=found.load[index, :2],
        off_concurrency=found.load[index, 2][:, None] - np.log2(CONCURRENCIES)[None, :],
        timed=timed[:, None],
        throughput=found.throughput[index][:, None],
        lateness=np.where(timed, np.nan_to_num(found.ttft[index]), 0.0)[:, None],
    )


def _group(key: CatalogKey, rows: Index, sites: _Sites, site: slice, start: int) -> _Group:
    """Nearness exp(-distance) of every row to every measurement, and which are of the same deployment."""
    grid, found = grid_of(key.catalog), residuals_of(key.catalog)
    taken = [found.sample.rows[m] for m in sites.index[site].tolist()]
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
    return _Group(slice(start, start + len(rows)), site, int(grid.thinks[rows[0]]), np.exp(-distance), same)
