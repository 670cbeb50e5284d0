"""Fit the speed model: ``python -m advisor.hosting.speed.calibrate > data/speed_constants.csv``.

Write to another file first and copy it over: the command reads the catalog, this table with it. Errors are always those
of sources and models that the fit has not seen.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np

from advisor.arrays import Floats
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema_hosting import SpeedConstant
from advisor.hosting.speed.constants import BASE, POWERS
from advisor.hosting.speed.fit import PARAMETERS, design_of, fit
from advisor.hosting.speed.held_out import HeldOutErrors, Mask, hold_out
from advisor.hosting.speed.measurements import LOAD_KINDS, Sample, sample_of

WIDENED_ROWS = 20
"""Held-out rows of a class of accelerators from which its errors say how much wider its band is."""
CLAIMED = 0.9
"""Share of measurements that a band is to hold."""


def constant_rows(theta: Floats, held_out: HeldOutErrors, fitted_on: date) -> list[SpeedConstant]:
    """The rows of ``speed_constants.csv``: the fitted constants and the bands that the held-out errors give."""
    design = design_of(held_out.sample.engines)
    used = (design.shares > 0)[design.which].sum(axis=0)
    rows = []
    for (scope, name), value in zip(PARAMETERS, theta, strict=True):
        fitted = float(value if name in POWERS else np.exp(value))
        rows.append(_constant(scope, name, fitted, int(used[design.scopes.index(scope)]), fitted_on))
    return [*rows, *_bands(held_out, fitted_on)]


def _bands(held_out: HeldOutErrors, fitted_on: date) -> Iterator[SpeedConstant]:
    """Ends of the bands by kind of load and architecture, then what a class of accelerators widens them by."""
    for prefix, logs in (("", held_out.throughput), ("ttft_", held_out.ttft)):
        strain = np.full(len(logs), np.nan)
        for kind in LOAD_KINDS:
            for architecture in ("dense", "moe"):
                known = held_out.of(kind, moe=architecture == "moe") & ~np.isnan(logs)
                if known.any():
                    ends = _band(held_out.sample, logs, known)
                    strain[known] = np.where(logs[known] < 0, logs[known] / ends[0], logs[known] / ends[1])
                    for end, value in zip(("low", "high"), ends, strict=True):
                        name = f"{prefix}log_error_{end}"
                        yield _constant(f"{kind}-{architecture}", name, value, int(known.sum()), fitted_on)
        for gpu_class in sorted({setting.gpu for setting in held_out.sample.usual}):
            rows = held_out.of_gpus(gpu_class) & ~np.isnan(strain)
            if rows.sum() >= WIDENED_ROWS:
                widening = max(1.0, float(np.quantile(strain[rows], CLAIMED)))
                yield _constant(gpu_class, f"{prefix}band_widening", widening, int(rows.sum()), fitted_on)


def _band(sample: Sample, logs: Floats, rows: Mask) -> tuple[float, float]:
    """5th and 95th percentile of errors, every source with the square root of its rows, so that none speaks for all.

    Both ends are widened by the root of 1 + 1 / n: a further source differs from those known as they do from each
    other, and these are n (as many of equal weight) that tell how far.
    """
    sources = [sample.rows[i].source.partition("#")[0] for i in np.flatnonzero(rows)]
    sizes = Counter(sources)
    weight = np.array([sizes[source] ** -0.5 for source in sources])
    order = np.argsort(logs[rows], kind="stable")
    level = (np.cumsum(weight[order]) - 0.5 * weight[order]) / weight.sum()
    shares = np.array([size**0.5 for size in sizes.values()])
    further = float(np.sqrt(1 + np.sum(shares**2) / np.sum(shares) ** 2))
    low, high = further * np.interp([(1 - CLAIMED) / 2, (1 + CLAIMED) / 2], level, logs[rows][order])
    return min(float(low), 0.0), max(float(high), 0.0)


def _constant(scope: str, name: str, value: float, rows: int, fitted_on: date) -> SpeedConstant:
    unit = BASE[name][1] if name in BASE else "log"  # of measured / estimated, held out by source and family
    plain = name.endswith("band_widening") or (scope != "all" and name in BASE)
    return SpeedConstant(
        scope=scope,
        name=name,
        value=round(value, 6),
        unit="factor" if plain else unit,
        rows=rows,
        fitted_on=fitted_on,
        source="own-speed-fit",
    )


def calibrate(catalog: Catalog) -> tuple[list[SpeedConstant], HeldOutErrors]:
    """Fit on all rows, and the errors held out by source and family."""
    sample = sample_of(catalog.measured_speeds, catalog.model, catalog.gpu, catalog.quantised_checkpoints)
    held_out = hold_out(sample)
    newest = max((row.measured_on for row in sample.rows if row.measured_on), default=catalog.dated)
    return constant_rows(fit(sample), held_out, newest), held_out


def write_rows(rows: Iterable[SpeedConstant]) -> None:
    """Write the constants as CSV to standard output."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(SpeedConstant.model_fields)
    writer.writerows([getattr(row, name) for name in SpeedConstant.model_fields] for row in rows)


if __name__ == "__main__":
    constants, errors = calibrate(load_catalog())
    write_rows(constants)
    print(errors.summary(), file=sys.stderr)  # noqa: T201 - a command's own words
