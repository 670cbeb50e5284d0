"""Measurements in planning: every planned row is corrected by what was measured near it, or takes what was measured.

The same rule as ``measured.anchor`` for whole grids at once. What a measurement weighs falls with its distance in load,
GPUs, precision and GPU; the part that no load changes is kept per catalog.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.catalog import Catalog
from advisor.hosting.fleet import CONCURRENCIES, Anchors
from advisor.hosting.grid import CatalogKey, grid_of
from advisor.hosting.measured import PRIOR_WEIGHT, SAME_LOAD, Residuals, residuals_of, shape_key
from advisor.hosting.shapes import shape_of
from advisor.hosting.speed import Array
from advisor.hosting.speed_constants import gpu_class
from advisor.hosting.workload import Workload

LOAD_FALL = 0.25
"""How fast a measurement loses weight per squared factor of two in input, output and concurrency."""


@dataclass(frozen=True, slots=True)
class _Site:
    """The measurements (m) of one shape on one class of GPUs: load (m, 3) and residuals; ``timed`` have a TTFT."""

    index: NDArray[np.intp]
    load: Array
    timed: NDArray[np.bool_]
    throughput: Array
    lateness: Array


@dataclass(frozen=True, slots=True)
class _Group:
    """Grid rows (r) of one model on one class of GPUs, and how near they are to the measurements of its site (r, m)."""

    rows: NDArray[np.intp]
    site: int
    nearness: Array
    same: NDArray[np.bool_]


def anchors_of(catalog: Catalog, rows: NDArray[np.intp], load: Workload, generated: Array) -> Anchors:
    """The correction of some rows of the grid at a load; ``generated`` is tokens per answer of each of them."""
    sites, groups = _groups(CatalogKey(catalog))
    found = residuals_of(catalog)
    shape = (len(rows), len(CONCURRENCIES))
    corrections = {name: np.zeros(shape) for name in ("throughput", "ttft", "share")}
    taken = {name: np.full(shape, np.nan) for name in ("rate", "rate_low", "rate_high", "ttft_s")}
    result = Anchors(**corrections, **taken)
    position = np.full(len(grid_of(catalog).count), -1, dtype=np.intp)
    position[rows] = np.arange(len(rows))
    weights: dict[tuple[int, float], Array] = {}
    for group in groups:
        at = position[group.rows]
        kept = np.flatnonzero(at >= 0)
        if not kept.size:
            continue
        at = at[kept]
        tokens = float(generated[at[0]])
        key = group.site, tokens
        if key not in weights:
            weights[key] = _weights(sites[group.site], load, tokens)
        _correct(result, at, group.nearness[kept] @ weights[key])
        if group.same.any():
            _take_all(result, group.same[kept], at, sites[group.site], found, load=load, tokens=tokens)
    return result


def _off(site: _Site, load: Workload, tokens: float) -> tuple[Array, Array]:
    """How far the measurements are in input and output (m, 2) and in concurrency (m, concurrencies), in doublings."""
    off = site.load[:, :2] - np.log2([max(load.input_tokens, 1.0), tokens])
    return off, site.load[:, 2][:, None] - np.log2(CONCURRENCIES)[None, :]


def _weights(site: _Site, load: Workload, tokens: float) -> Array:
    """Weights of the measurements, side by side (m, 4 x concurrencies): plain, timed, by residual, by lateness."""
    off, by_concurrency = _off(site, load, tokens)
    weight = np.exp(-LOAD_FALL * ((off**2).sum(axis=1)[:, None] + by_concurrency**2))
    timed = weight * site.timed[:, None]
    return np.concatenate([weight, timed, weight * site.throughput[:, None], timed * site.lateness[:, None]], axis=1)


def _correct(result: Anchors, at: NDArray[np.intp], sums: Array) -> None:
    """Fill in the rows ``at`` from the weighted sums; the uncorrected estimate weighs ``PRIOR_WEIGHT``."""
    total, timed, residual, lateness = np.split(sums, 4, axis=1)
    result.throughput[at] = residual / (total + PRIOR_WEIGHT)
    result.ttft[at] = lateness / (timed + PRIOR_WEIGHT)
    result.share[at] = total / (total + PRIOR_WEIGHT)


def _take_all(
    result: Anchors,
    same: NDArray[np.bool_],
    at: NDArray[np.intp],
    site: _Site,
    found: Residuals,
    *,
    load: Workload,
    tokens: float,
) -> None:
    """Take what was measured on the same deployment at this very load."""
    off, by_concurrency = _off(site, load, tokens)
    for m in np.flatnonzero((np.abs(off) <= np.log2(SAME_LOAD)).all(axis=1)):
        columns = np.flatnonzero(np.abs(by_concurrency[m]) <= np.log2(SAME_LOAD))
        for row in at[same[:, m]]:
            for column in columns:
                _take(result, int(row), int(column), found, int(site.index[m]))


def _take(result: Anchors, row: int, column: int, found: Residuals, m: int) -> None:
    """Take one measurement at this very load; of several the geometric middle of the slowest and the fastest."""
    rate = float(np.exp(found.sample.log_speed[m]))
    low, high = result.rate_low[row, column], result.rate_high[row, column]
    low, high = np.fmin(low, rate), np.fmax(high, rate)
    result.rate_low[row, column], result.rate_high[row, column] = low, high
    result.rate[row, column] = np.sqrt(low * high)
    wait = float(np.exp(found.sample.log_ttft[m]))
    if not np.isnan(wait):
        before = result.ttft_s[row, column]
        result.ttft_s[row, column] = wait if np.isnan(before) else np.sqrt(before * wait)


@lru_cache(maxsize=4)
def _groups(key: CatalogKey) -> tuple[tuple[_Site, ...], tuple[_Group, ...]]:
    """The sites of a catalog's measurements, and the groups of its grid that have one."""
    catalog = key.catalog
    grid, found = grid_of(catalog), residuals_of(catalog)
    measured: defaultdict[tuple[tuple[float, ...], str], list[int]] = defaultdict(list)
    for m, (shape, kind) in enumerate(zip(found.shape_keys, found.classes, strict=True)):
        measured[shape, kind].append(m)
    number = {place: i for i, place in enumerate(measured)}
    sites = tuple(_site(found, np.array(members, dtype=np.intp)) for members in measured.values())
    shapes = [shape_key(shape_of(model)) for model in grid.models]
    classes = [gpu_class(gpu) for gpu in grid.gpus]
    rows: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for row, (model, gpu) in enumerate(zip(grid.model_index.tolist(), grid.gpu_index.tolist(), strict=True)):
        if (shapes[model], classes[gpu]) in measured:
            rows[model, classes[gpu]].append(row)
    groups = tuple(
        _group(key, np.array(members, dtype=np.intp), sites, number[shapes[model], kind])
        for (model, kind), members in sorted(rows.items())
    )
    return sites, groups


def _site(found: Residuals, index: NDArray[np.intp]) -> _Site:
    timed = ~np.isnan(found.ttft[index]) & (found.sample.concurrency <= found.sample.room)[index]
    lateness = np.where(timed, np.nan_to_num(found.ttft[index]), 0.0)
    return _Site(index, found.load[index], timed, found.throughput[index], lateness)


def _group(key: CatalogKey, rows: NDArray[np.intp], sites: tuple[_Site, ...], site: int) -> _Group:
    """Nearness exp(-distance) of every row to every measurement, and which are of the same deployment."""
    grid, found = grid_of(key.catalog), residuals_of(key.catalog)
    taken = [found.sample.rows[m] for m in sites[site].index]
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
    return _Group(rows, site, np.exp(-distance), same)
