"""Fit the speed model: ``python -m advisor.hosting.speed.calibrate > data/speed_constants.csv``.

Least squares on the logarithms of throughput and TTFT, robust against outliers, with priors around textbook values; the
engine of each measurement is known to the fit. Errors are always those of models that the fit has not seen.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import least_squares

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema_hosting import SpeedConstant
from advisor.hosting.speed.constants import BASE, POWERS, SHARED_FACTORS, Setting
from advisor.hosting.speed.measurements import Sample, sample_of, serve_sample
from advisor.hosting.speed.roofline import Array, Speed

Prior = tuple[float, float]
PRIORS: Mapping[tuple[str, str], Prior] = {
    ("all", "bandwidth_share"): (0.8, 0.2),
    ("all", "kv_bandwidth_share"): (0.7, 0.3),
    ("all", "decode_flops_share"): (0.5, 0.4),
    ("all", "prefill_flops_share"): (0.6, 0.9),
    ("all", "prefill_width_power"): (0.0, 0.45),
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
    ("all", "ttft_burst"): (0.1, 0.6),
    ("all", "ttft_burst_power"): (0.9, 0.3),
    ("all", "ttft_busy"): (0.3, 0.6),
    ("moe", "bandwidth_share"): (0.9, 0.2),
    ("moe", "decode_flops_share"): (0.55, 0.4),
    ("moe", "prefill_flops_share"): (0.45, 1.5),
    ("moe", "ttft_ms"): (1.0, 0.5),
    ("moe", "ttft_burst"): (1.0, 0.5),
    ("blackwell", "bandwidth_share"): (1.0, 0.15),
    ("blackwell", "decode_flops_share"): (1.0, 0.2),
    ("blackwell", "prefill_flops_share"): (0.8, 0.6),
    ("blackwell", "layer_us"): (1.0, 0.2),
    ("blackwell", "link_share"): (1.0, 0.3),
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
    ("h20", "bandwidth_share"): (0.8, 0.4),
    ("ampere", "bandwidth_share"): (1.0, 0.15),
    ("ampere", "prefill_flops_share"): (1.0, 0.3),
    ("ampere", "layer_us"): (1.0, 0.3),
    ("ada", "bandwidth_share"): (1.0, 0.15),
    ("ada", "prefill_flops_share"): (1.0, 0.3),
    ("ada", "layer_us"): (1.0, 0.3),
    ("apple", "bandwidth_share"): (1.0, 0.2),
    ("apple", "layer_us"): (1.5, 0.5),
}
"""Prior centre and spread: of the logarithm, or of the value itself for powers."""

PRIOR_WEIGHT = 0.7
TTFT_WEIGHT = 1.5
FAMILY_POWER = 0.25
"""A family's rows weigh its size to the power of minus this, so that long sweeps don't outvote other models."""
THROUGHPUT_CUT, TTFT_CUT = 0.5, 0.5
"""Residuals (log) beyond which a row counts less and less."""
PARAMETERS = tuple(PRIORS)


def constants_at(theta: Array, weights: Mapping[str, Array]) -> dict[str, Array]:
    """The constants of every row at the parameters ``theta`` (logarithms, powers as they are)."""
    values = dict(zip(PARAMETERS, theta, strict=True))
    constants = {}
    for name in BASE:
        base = values["all", name]
        if name in POWERS:
            constants[name] = np.full(len(weights["all"]), base)
            continue
        exponent = np.full(len(weights["all"]), base)
        for scope, share in weights.items():
            factor = values.get((scope, SHARED_FACTORS.get(name, name)))
            if scope != "all" and factor is not None:
                exponent = exponent + factor * share
        constants[name] = np.exp(exponent)
    return constants


def scope_weights(settings: Sequence[Setting]) -> dict[str, Array]:
    """Exponent of every scope's factor per row."""
    scopes = {scope for scope, _ in PARAMETERS}
    each = [setting.scopes() for setting in settings]
    return {scope: np.array([row.get(scope, 0.0) for row in each], dtype=np.float64) for scope in sorted(scopes)}


def predict(sample: Sample, theta: Array, *, engine_known: bool) -> Speed:
    """Speed of every row at the parameters."""
    settings = sample.engines if engine_known else sample.usual
    return serve_sample(sample, constants_at(theta, scope_weights(settings)))


def fit(sample: Sample) -> Array:
    """The parameters that fit the sample best, given the priors."""
    centre = np.array([_centre(key) for key in PARAMETERS])
    spread = np.array([PRIORS[key][1] for key in PARAMETERS])
    sizes = {name: sample.family.count(name) for name in set(sample.family)}
    weight = np.array([sizes[name] ** -FAMILY_POWER for name in sample.family])
    weight *= np.sqrt(len(weight) / np.sum(weight**2))
    timed = (sample.concurrency <= sample.room) & ~np.isnan(sample.log_ttft)
    scopes = scope_weights(sample.engines)

    def residuals(theta: Array) -> Array:
        speed = serve_sample(sample, constants_at(theta, scopes))
        off = np.log(speed.output_tokens_per_s) - sample.log_speed
        late = np.where(timed, np.log(speed.ttft_s) - np.nan_to_num(sample.log_ttft), 0.0)
        return np.concatenate(
            [
                weight * np.arctan(off / THROUGHPUT_CUT) * THROUGHPUT_CUT,
                weight * np.arctan(late / TTFT_CUT) * TTFT_CUT * TTFT_WEIGHT,
                (theta - centre) / spread * PRIOR_WEIGHT,
            ]
        )

    return np.asarray(least_squares(residuals, centre, method="trf", max_nfev=60).x)


def _centre(key: tuple[str, str]) -> float:
    value = PRIORS[key][0]
    return value if key[1] in POWERS else float(np.log(value))


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Errors of models that the fit has not seen: log(measured / estimated); no TTFT error when ``queued``."""

    sample: Sample
    throughput: Array
    ttft: Array
    queued: np.ndarray[tuple[int], np.dtype[np.bool_]]

    def summary(self, rows: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None) -> dict[str, float]:
        """Median and 90th percentile of the relative error, and of TTFT below saturation."""
        chosen = np.ones(len(self.throughput), dtype=bool) if rows is None else rows
        error = np.abs(np.expm1(-self.throughput[chosen]))
        timed = chosen & ~self.queued & ~np.isnan(self.ttft)
        late = np.abs(np.expm1(-self.ttft[timed]))
        return {
            "rows": float(chosen.sum()),
            "median": float(np.median(error)),
            "p90": float(np.quantile(error, 0.9)),
            "ttft_rows": float(timed.sum()),
            "ttft_median": float(np.median(late)) if timed.any() else float("nan"),
        }


def hold_out(sample: Sample, *, engine_known: bool = False) -> HeldOut:
    """Fit once per family of models without its rows and predict them; the engine is not told unless asked for."""
    family = np.array(sample.family)
    throughput, ttft = np.full(len(family), np.nan), np.full(len(family), np.nan)
    for name in sorted(set(sample.family)):
        out = np.flatnonzero(family == name)
        theta = fit(sample.take(np.flatnonzero(family != name)))
        part = sample.take(out)
        speed = predict(part, theta, engine_known=engine_known)
        throughput[out] = part.log_speed - np.log(speed.output_tokens_per_s)
        ttft[out] = part.log_ttft - np.log(speed.ttft_s)
    return HeldOut(sample, throughput, ttft, sample.concurrency > sample.room)


def constant_rows(theta: Array, held_out: HeldOut, fitted_on: date) -> list[SpeedConstant]:
    """The rows of ``speed_constants.csv``: the fitted constants and the bands that the held-out errors give."""
    sample = held_out.sample
    weights = scope_weights(sample.engines)
    rows = []
    for (scope, name), value in zip(PARAMETERS, theta, strict=True):
        used = int((weights[scope] > 0).sum())
        rows.append(_constant(scope, name, float(value if name in POWERS else np.exp(value)), used, fitted_on))
    moe = weights["moe"] > 0
    timed = ~held_out.queued & ~np.isnan(held_out.ttft)
    for scope, chosen in (("dense", ~moe), ("moe", moe)):
        for name, errors in (("", held_out.throughput[chosen]), ("ttft_", held_out.ttft[chosen & timed])):
            low, high = np.quantile(errors, [0.05, 0.95])
            rows.append(_constant(scope, f"{name}log_error_low", float(low), len(errors), fitted_on))
            rows.append(_constant(scope, f"{name}log_error_high", float(high), len(errors), fitted_on))
    return rows


def _constant(scope: str, name: str, value: float, rows: int, fitted_on: date) -> SpeedConstant:
    unit = BASE[name][1] if name in BASE else "log(measured / estimated), held out by model"
    return SpeedConstant(
        scope=scope,
        name=name,
        value=round(value, 6),
        unit=unit if scope == "all" or name not in BASE else "factor",
        rows=rows,
        fitted_on=fitted_on,
        source="own-speed-fit",
    )


def calibrate(catalog: Catalog) -> tuple[list[SpeedConstant], HeldOut]:
    """Fit on all rows, and the errors held out by model."""
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
