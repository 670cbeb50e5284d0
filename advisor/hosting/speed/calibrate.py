"""Fit the speed model: ``python -m advisor.hosting.speed.calibrate > data/speed_constants.csv``.

Least squares on the logarithms of throughput and TTFT, robust against outliers, with priors around textbook values; the
engine of each measurement is known to the fit. Errors are always those of models that the fit has not seen.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema_hosting import LoadKind, SpeedConstant
from advisor.hosting.speed.constants import BASE, POWERS, SHARED_FACTORS, FactorKey
from advisor.hosting.speed.measurements import LOAD_KINDS, Sample, sample_of, serve_sample
from advisor.hosting.speed.roofline import Array, Speed

Prior = tuple[float, float]
PRIORS: Mapping[tuple[str, str], Prior] = {
    ("all", "bandwidth_share"): (0.8, 0.2),
    ("all", "kv_bandwidth_share"): (0.7, 0.3),
    ("all", "decode_flops_share"): (0.5, 0.4),
    ("all", "prefill_flops_share"): (0.55, 0.2),
    ("all", "attention_flops_share"): (0.4, 0.4),
    ("all", "layer_us"): (30.0, 0.5),
    ("all", "layer_width_power"): (0.0, 0.2),
    ("all", "expert_layer_us"): (25.0, 0.6),
    ("all", "expert_power"): (1.0, 0.3),
    ("all", "latent_layer_us"): (10.0, 0.6),
    ("all", "hybrid_layer_us"): (10.0, 0.6),
    ("all", "allreduce_us"): (8.0, 0.5),
    ("all", "link_share"): (0.5, 0.5),
    ("all", "prefill_link_share"): (0.8, 0.6),
    ("all", "step_ms"): (0.5, 0.7),
    ("all", "request_us"): (10.0, 0.6),
    ("all", "expert_request_us"): (5.0, 0.8),
    ("all", "prefill_ms"): (3.0, 0.6),
    ("all", "ttft_ms"): (30.0, 0.7),
    ("all", "ttft_layer_ms"): (0.5, 0.8),
    ("all", "ttft_prefill"): (1.0, 0.3),
    ("all", "ttft_burst"): (0.045, 0.2),
    ("all", "ttft_burst_power"): (1.0, 0.1),
    ("all", "ttft_busy"): (0.3, 0.4),
    ("all", "tail_answers"): (0.0, 0.3),
    ("burst", "prefill_flops_share"): (0.8, 0.3),
    ("burst", "request_us"): (2.5, 0.5),
    ("pcie", "link_share"): (0.7, 0.4),
    ("pcie", "allreduce_us"): (1.5, 0.5),
    ("draining", "prefill_flops_share"): (1.0, 0.3),
    ("draining", "request_us"): (0.6, 0.3),
    ("moe", "bandwidth_share"): (0.9, 0.2),
    ("moe", "decode_flops_share"): (0.55, 0.4),
    ("moe", "prefill_flops_share"): (0.5, 0.5),
    ("moe", "ttft_ms"): (1.0, 0.5),
    ("moe", "ttft_burst"): (1.0, 0.5),
    ("blackwell", "bandwidth_share"): (1.0, 0.15),
    ("blackwell", "decode_flops_share"): (1.0, 0.2),
    ("blackwell", "prefill_flops_share"): (0.8, 0.6),
    ("blackwell", "layer_us"): (1.0, 0.2),
    ("blackwell", "link_share"): (1.0, 0.3),
    ("blackwell-card", "bandwidth_share"): (1.0, 0.15),
    ("blackwell-card", "decode_flops_share"): (1.0, 0.4),
    ("blackwell-card", "prefill_flops_share"): (0.8, 0.6),
    ("blackwell-card", "layer_us"): (1.0, 0.3),
    ("blackwell-card", "link_share"): (1.0, 0.4),
    ("fp8", "bandwidth_share"): (0.95, 0.15),
    ("fp8", "decode_flops_share"): (0.75, 0.3),
    ("fp8", "prefill_flops_share"): (0.75, 0.3),
    ("fp4", "bandwidth_share"): (1.0, 0.2),
    ("fp4", "decode_flops_share"): (0.75, 0.3),
    ("fp4", "prefill_flops_share"): (0.75, 0.9),
    ("int4", "bandwidth_share"): (0.9, 0.3),
    ("int4", "decode_flops_share"): (0.9, 0.3),
    ("int4", "prefill_flops_share"): (0.9, 0.3),
    ("sglang", "layer_us"): (1.1, 0.2),
    ("sglang", "request_us"): (1.0, 0.3),
    ("sglang", "prefill_flops_share"): (1.0, 0.6),
    ("sglang", "ttft_ms"): (2.7, 1.0),
    ("sglang", "ttft_burst"): (1.0, 0.5),
    ("trtllm", "layer_us"): (0.9, 0.2),
    ("trtllm", "request_us"): (1.0, 0.3),
    ("trtllm", "prefill_flops_share"): (1.0, 0.6),
    ("trtllm", "ttft_ms"): (1.0, 1.0),
    ("trtllm", "ttft_burst"): (1.0, 0.5),
    ("llamacpp", "bandwidth_share"): (0.8, 0.3),
    ("llamacpp", "kv_bandwidth_share"): (0.7, 0.5),
    ("llamacpp", "layer_us"): (1.0, 0.5),
    ("llamacpp", "prefill_flops_share"): (0.5, 0.5),
    ("h20", "bandwidth_share"): (0.8, 0.4),
    ("ampere", "bandwidth_share"): (1.0, 0.15),
    ("ampere", "prefill_flops_share"): (1.0, 0.3),
    ("ampere", "layer_us"): (1.0, 0.3),
    ("ada", "bandwidth_share"): (1.0, 0.15),
    ("ada", "prefill_flops_share"): (1.0, 0.3),
    ("ada", "layer_us"): (1.0, 0.3),
    ("apple", "bandwidth_share"): (1.0, 0.2),
    ("apple", "layer_us"): (1.5, 0.5),
    ("apple", "prefill_flops_share"): (1.0, 0.5),
    ("amd", "bandwidth_share"): (0.9, 0.3),
    ("amd", "prefill_flops_share"): (0.7, 0.5),
    ("amd", "layer_us"): (1.2, 0.4),
    ("gaudi", "bandwidth_share"): (0.9, 0.3),
    ("gaudi", "decode_flops_share"): (0.9, 0.4),
    ("gaudi", "prefill_flops_share"): (0.9, 0.5),
}
"""Prior centre and spread: of the logarithm, or of the value itself for powers."""

PRIOR_WEIGHT = 0.7
TTFT_WEIGHT = 2.0
GROUP_POWER = 0.3
"""Rows of one family in one source weigh their number to the power of minus this: long sweeps don't outvote others."""
THROUGHPUT_CUT, TTFT_CUT = 0.5, 0.5
"""Residuals (log) beyond which a row counts less and less."""
PARAMETERS = tuple(PRIORS)
OWN_SOURCE_ROWS = 100
"""From how many rows a source is left out by itself."""
ROUNDS, NUDGE, MOST_DAMPING, LEAST_GAIN = 60, 1e-5, 1e6, 1e-6
"""Of the least squares: most rounds, step of the slopes, where to give up, and the gain below which it is done."""


@dataclass(frozen=True, slots=True)
class Design:
    """Which factors each row takes: exponents of shape (settings, scopes), and the setting of each row (n,)."""

    scopes: tuple[str, ...]
    shares: Array
    which: np.ndarray[tuple[int], np.dtype[np.intp]]


def design_of(settings: Sequence[FactorKey]) -> Design:
    """The design of some rows' settings; rows of one setting share a row of exponents."""
    numbers: dict[FactorKey, int] = {}
    which = np.array([numbers.setdefault(setting, len(numbers)) for setting in settings], dtype=np.intp)
    scopes = tuple(sorted({scope for scope, _ in PARAMETERS}))
    each = [setting.scopes() for setting in numbers]
    shares = np.array([[row.get(scope, 0.0) for scope in scopes] for row in each], dtype=np.float64)
    return Design(scopes, shares.reshape(-1, len(scopes)), which)


def constants_at(theta: Array, design: Design) -> dict[str, Array]:
    """The constants of every row at the parameters ``theta`` (logarithms, powers as they are)."""
    values = dict(zip(PARAMETERS, theta, strict=True))
    constants = {}
    for name in BASE:
        base = values["all", name]
        if name in POWERS:
            constants[name] = np.full(len(design.which), base)
            continue
        factor = SHARED_FACTORS.get(name, name)
        logs = [base if scope == "all" else values.get((scope, factor), 0.0) for scope in design.scopes]
        constants[name] = np.exp(design.shares @ np.array(logs))[design.which]
    return constants


def predict(sample: Sample, theta: Array, *, engine_known: bool) -> Speed:
    """Speed of every row at the parameters."""
    settings = sample.engines if engine_known else sample.usual
    return serve_sample(sample, constants_at(theta, design_of(settings)))


def fit(sample: Sample, start: Array | None = None) -> Array:
    """The parameters that fit the sample best, given the priors; ``start`` (they, if absent) only saves rounds."""
    centre = np.array([_centre(key) for key in PARAMETERS])
    spread = np.array([PRIORS[key][1] for key in PARAMETERS])
    groups = [(row.source.partition("#")[0], row.family) for row in sample.rows]
    sizes = Counter(groups)
    weight = np.array([sizes[group] ** -GROUP_POWER for group in groups])
    weight *= np.sqrt(len(weight) / np.sum(weight**2))
    index = [np.flatnonzero(sample.kind == number) for number in range(len(LOAD_KINDS))]
    parts = [sample.take(rows) for rows in index if rows.size]
    weights = [weight[rows] for rows in index if rows.size]
    designs = [design_of(part.engines) for part in parts]

    def residuals(theta: Array) -> Array:
        off = [
            _off(part, serve_sample(part, constants_at(theta, design)), weight)
            for part, design, weight in zip(parts, designs, weights, strict=True)
        ]
        return np.concatenate([*off, (theta - centre) / spread * PRIOR_WEIGHT])

    return _least_squares(residuals, centre if start is None else start)


def _least_squares(residuals: Callable[[Array], Array], start: Array) -> Array:
    """Levenberg and Marquardt's method by normal equations: a hundred times quicker here than by decomposition."""
    theta, damping = start, 1e-3
    off = residuals(theta)
    for _ in range(ROUNDS):
        slopes = np.stack([(residuals(theta + step) - off) / NUDGE for step in np.eye(len(theta)) * NUDGE], axis=1)
        normal, gradient = slopes.T @ slopes, slopes.T @ off
        while damping < MOST_DAMPING:
            step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -gradient)
            tried = residuals(theta + step)
            if tried @ tried < off @ off:
                break
            damping *= 4.0
        else:
            return theta
        gained = 1.0 - (tried @ tried) / (off @ off)
        theta, off, damping = theta + step, tried, damping / 8.0
        if gained < LEAST_GAIN:
            return theta
    return theta


def _off(part: Sample, speed: Speed, weight: Array) -> Array:
    """Weighted residuals of throughput, and of TTFT where nothing queues; large ones count less and less."""
    off = np.log(speed.output_tokens_per_s) - part.log_speed
    late = np.where(part.timed, np.log(speed.ttft_s) - np.nan_to_num(part.log_ttft), 0.0)
    return np.concatenate(
        [
            weight * np.arctan(off / THROUGHPUT_CUT) * THROUGHPUT_CUT,
            weight * np.arctan(late / TTFT_CUT) * TTFT_CUT * TTFT_WEIGHT,
        ]
    )


def _centre(key: tuple[str, str]) -> float:
    value = PRIORS[key][0]
    return value if key[1] in POWERS else float(np.log(value))


@dataclass(frozen=True, slots=True)
class HeldOutErrors:
    """log(measured / estimated) of every row by fits that saw neither its family nor (throughput) its source.

    ``ttft`` and ``itl`` are nan where they were not measured or something queued.
    """

    sample: Sample
    throughput: Array
    ttft: Array
    itl: Array

    def of(self, kind: LoadKind, *, moe: bool | None = None) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """The rows of one kind of load, and of one architecture."""
        chosen = self.sample.kind == LOAD_KINDS.index(kind)
        return np.asarray(chosen if moe is None else chosen & ((self.sample.rig.moe > 0) == moe))

    def summary(self, rows: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None) -> dict[str, float]:
        """Median and 90th percentile of the relative error of throughput; medians of TTFT, ITL below saturation."""
        chosen = np.ones(len(self.throughput), dtype=bool) if rows is None else rows
        error = np.abs(np.expm1(-self.throughput[chosen]))
        found = {
            "rows": float(chosen.sum()),
            "median": float(np.median(error)),
            "p90": float(np.quantile(error, 0.9)),
        }
        for name, logs in (("ttft", self.ttft), ("itl", self.itl)):
            late = np.abs(np.expm1(-logs[chosen & ~np.isnan(logs)]))
            found |= {
                f"{name}_rows": float(late.size),
                f"{name}_median": float(np.median(late)) if late.size else np.nan,
            }
        return found


def publishers(sample: Sample) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """Who published each row: its source; small sources count as one, so that all of them are left out together."""
    sources = [row.source.partition("#")[0] for row in sample.rows]
    sizes = Counter(sources)
    return np.array([source if sizes[source] >= OWN_SOURCE_ROWS else "others" for source in sources])


def hold_out(sample: Sample, *, engine_known: bool = False) -> HeldOutErrors:
    """Throughput of each publisher and family by a fit without that publisher and without that family.

    TTFT and ITL by a fit without the family alone: one publisher has nearly all that is known of them. The engine is
    not told to the prediction unless asked for.
    """
    family, publisher = np.array(sample.family), publishers(sample)
    found = {name: np.full(len(family), np.nan) for name in ("throughput", "ttft", "itl")}
    start = fit(sample)
    for name in sorted(set(sample.family)):
        others = family != name
        for source in sorted(set(publisher[~others].tolist())):
            out = np.flatnonzero(~others & (publisher == source))
            theta = fit(sample.take(np.flatnonzero(others & (publisher != source))), start)
            part = sample.take(out)
            speed = predict(part, theta, engine_known=engine_known)
            found["throughput"][out] = part.log_speed - np.log(speed.output_tokens_per_s)
        if (timed := sample.timed & ~others).any():
            part = sample.take(np.flatnonzero(timed))
            speed = predict(part, fit(sample.take(np.flatnonzero(others)), start), engine_known=engine_known)
            found["ttft"][timed] = part.log_ttft - np.log(speed.ttft_s)
            found["itl"][timed] = part.log_itl - np.log(speed.itl_s)
    return HeldOutErrors(sample, **found)


def constant_rows(theta: Array, held_out: HeldOutErrors, fitted_on: date) -> list[SpeedConstant]:
    """The rows of ``speed_constants.csv``: the fitted constants and the bands that the held-out errors give."""
    design = design_of(held_out.sample.engines)
    used = (design.shares > 0)[design.which].sum(axis=0)
    rows = []
    for (scope, name), value in zip(PARAMETERS, theta, strict=True):
        fitted = float(value if name in POWERS else np.exp(value))
        rows.append(_constant(scope, name, fitted, int(used[design.scopes.index(scope)]), fitted_on))
    for kind in LOAD_KINDS:
        for architecture in ("dense", "moe"):
            chosen = held_out.of(kind, moe=architecture == "moe")
            for name, logs in (("", held_out.throughput), ("ttft_", held_out.ttft)):
                known = chosen & ~np.isnan(logs)
                if known.any():
                    ends = zip(("low", "high"), _band(held_out.sample, logs, known), strict=True)
                    rows += [
                        _constant(
                            f"{kind}-{architecture}", f"{name}log_error_{end}", value, int(known.sum()), fitted_on
                        )
                        for end, value in ends
                    ]
    return rows


def _band(sample: Sample, logs: Array, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[float, float]:
    """5th and 95th percentile of errors, every source with the square root of its rows, so that none speaks for all."""
    sources = [sample.rows[i].source.partition("#")[0] for i in np.flatnonzero(rows)]
    sizes = Counter(sources)
    weight = np.array([sizes[source] ** -0.5 for source in sources])
    order = np.argsort(logs[rows], kind="stable")
    level = (np.cumsum(weight[order]) - 0.5 * weight[order]) / weight.sum()
    low, high = np.interp([0.05, 0.95], level, logs[rows][order])
    return float(low), float(high)


def _constant(scope: str, name: str, value: float, rows: int, fitted_on: date) -> SpeedConstant:
    unit = BASE[name][1] if name in BASE else "log(measured / estimated), held out by source and family"
    return SpeedConstant(
        scope=scope,
        name=name,
        value=round(value, 6),
        unit=unit if scope == "all" or name not in BASE else "factor",
        rows=rows,
        fitted_on=fitted_on,
        source="own-speed-fit",
    )


def calibrate(catalog: Catalog) -> tuple[list[SpeedConstant], HeldOutErrors]:
    """Fit on all rows, and the errors held out by source and family."""
    sample = sample_of(catalog.measured_speeds, catalog.model, catalog.gpu)
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
