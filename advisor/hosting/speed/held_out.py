"""Errors of the speed model on what its fit has not seen: every source and family of models left out together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.catalog.tables.schema_hosting import LoadKind
from advisor.hosting.speed.fit import fit, predict
from advisor.hosting.speed.measurements import LOAD_KINDS, Sample

Mask = NDArray[np.bool_]
OWN_SOURCE_ROWS = 100
"""From how many rows a source is left out by itself."""


@dataclass(frozen=True, slots=True)
class HeldOutErrors:
    """log(measured / estimated) of every row by fits that saw neither its source nor its family of models.

    nan where it does not count (``MeasuredSpeed.counts``), and of TTFT and gaps where it was not measured or queued.
    """

    sample: Sample
    throughput: Floats
    ttft: Floats
    itl: Floats

    def of(self, kind: LoadKind, *, moe: bool | None = None) -> Mask:
        """The rows of one kind of load, and of one architecture."""
        chosen = self.sample.kind == LOAD_KINDS.index(kind)
        return np.asarray(chosen if moe is None else chosen & ((self.sample.rig.moe > 0) == moe))

    def of_gpus(self, gpu_class: str) -> Mask:
        """The rows of one class of accelerators."""
        return np.array([setting.gpu == gpu_class for setting in self.sample.usual], dtype=np.bool_)

    def summary(self, rows: Mask | None = None) -> dict[str, float]:
        """Rows, median and 90th percentile of the relative errors of throughput, TTFT and gaps."""
        chosen = np.ones(len(self.throughput), dtype=np.bool_) if rows is None else rows
        found: dict[str, float] = {}
        for name, logs in (("", self.throughput), ("ttft_", self.ttft), ("itl_", self.itl)):
            error = np.abs(np.expm1(-logs[chosen & ~np.isnan(logs)]))
            found |= {
                f"{name}rows": float(error.size),
                f"{name}median": float(np.median(error)) if error.size else np.nan,
                f"{name}p90": float(np.quantile(error, 0.9)) if error.size else np.nan,
            }
        return found


def publishers(sample: Sample) -> NDArray[np.str_]:
    """Who published each row: its source; small sources count as one, so that all of them are left out together."""
    sources = [row.source.partition("#")[0] for row in sample.rows]
    sizes = Counter(sources)
    return np.array([source if sizes[source] >= OWN_SOURCE_ROWS else "others" for source in sources])


def hold_out(sample: Sample, *, engine_known: bool = False) -> HeldOutErrors:
    """Each publisher's rows of each family by a fit without that publisher and without that family.

    The engine is not told to the prediction unless asked for.
    """
    family, publisher = np.array(sample.family), publishers(sample)
    found = {name: np.full(len(family), np.nan) for name in ("throughput", "ttft", "itl")}
    start = fit(sample)
    for name, source in sorted(set(zip(family.tolist(), publisher.tolist(), strict=True))):
        rows = np.flatnonzero((family == name) & (publisher == source))
        theta = fit(sample.take(np.flatnonzero((family != name) & (publisher != source))), start)
        part = sample.take(rows)
        speed = predict(part, theta, engine_known=engine_known)
        found["throughput"][rows] = np.where(part.rated, part.log_speed - np.log(speed.output_tokens_per_s), np.nan)
        found["ttft"][rows] = np.where(part.timed, part.log_ttft - np.log(speed.ttft_s), np.nan)
        found["itl"][rows] = np.where(part.timed, part.log_itl - np.log(speed.itl_s), np.nan)
    return HeldOutErrors(sample, **found)
