"""Fit the constants of the speed model to measurements, given their priors.

Least squares on the logarithms of throughput and TTFT, robust against outliers; the engine of each measurement is known
to the fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.arrays import Floats, Index
from advisor.hosting.speed.constants import BASE, POWERS, SHARED_FACTORS, FactorKey
from advisor.hosting.speed.measurements import LOAD_KINDS, Sample, serve_sample
from advisor.hosting.speed.priors import PRIORS
from advisor.hosting.speed.roofline import Speed

PRIOR_WEIGHT = 0.7
TTFT_WEIGHT = 1.0
GROUP_POWER = 0.3
"""Rows of one family in one source weigh their number to the power of minus this: long sweeps don't outvote others."""
THROUGHPUT_CUT, TTFT_CUT = 0.5, 0.5
"""Residuals (log) beyond which a row counts less and less."""
PARAMETERS = tuple(PRIORS)
ROUNDS, NUDGE, MOST_DAMPING, LEAST_GAIN = 60, 1e-5, 1e6, 1e-6
"""Of the least squares: most rounds, step of the slopes, where to give up, and the gain below which it is done."""


@dataclass(frozen=True, slots=True)
class Design:
    """Which factors each row takes: exponents of shape (settings, scopes), and the setting of each row (n,)."""

    scopes: tuple[str, ...]
    shares: Floats
    which: np.ndarray[tuple[int], np.dtype[np.intp]]


def design_of(settings: Sequence[FactorKey]) -> Design:
    """The design of some rows' settings; rows of one setting share a row of exponents."""
    numbers: dict[FactorKey, int] = {}
    which = np.array([numbers.setdefault(setting, len(numbers)) for setting in settings], dtype=np.intp)
    scopes = tuple(sorted({scope for scope, _ in PARAMETERS}))
    each = [setting.scopes() for setting in numbers]
    shares = np.array([[row.get(scope, 0.0) for scope in scopes] for row in each], dtype=np.float64)
    return Design(scopes, shares.reshape(-1, len(scopes)), which)


def constants_at(theta: Floats, design: Design) -> dict[str, Floats]:
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


def predict(sample: Sample, theta: Floats, *, engine_known: bool) -> Speed:
    """Speed of every row at the parameters."""
    settings = sample.engines if engine_known else sample.usual
    return serve_sample(sample, constants_at(theta, design_of(settings)))


def fit(sample: Sample, start: Floats | None = None) -> Floats:
    """The parameters that fit the sample best, given the priors; ``start`` (they, if absent) only saves rounds."""
    parts = [rows for number in range(len(LOAD_KINDS)) if (rows := np.flatnonzero(sample.kind == number)).size]
    order = np.concatenate(parts)
    problem = _Fit.of(sample.take(order), _weights(sample)[order])
    return _least_squares(problem, problem.centre if start is None else start)


def _weights(sample: Sample) -> Floats:
    groups = [(row.source.partition("#")[0], row.family) for row in sample.rows]
    sizes = Counter(groups)
    weight = np.array([sizes[group] ** -GROUP_POWER for group in groups])
    return np.asarray(weight * np.sqrt(len(weight) / np.sum(weight**2)))


@dataclass(frozen=True, slots=True)
class _Part:
    """Some rows with their design and weights; ``rows`` are their numbers in the whole sample."""

    rows: Index
    sample: Sample
    design: Design
    weight: Floats

    def residuals(self, theta: Floats) -> Floats:
        """Weighted residuals of shape (2, n): throughput and TTFT; large ones count less and less."""
        speed = serve_sample(self.sample, constants_at(theta, self.design))
        off = np.where(self.sample.rated, np.log(speed.output_tokens_per_s) - self.sample.log_speed, 0.0)
        late = np.where(self.sample.timed, np.log(speed.ttft_s) - np.nan_to_num(self.sample.log_ttft), 0.0)
        return np.stack(
            [
                self.weight * np.arctan(off / THROUGHPUT_CUT) * THROUGHPUT_CUT,
                self.weight * np.arctan(late / TTFT_CUT) * TTFT_CUT * TTFT_WEIGHT,
            ]
        )


@dataclass(frozen=True, slots=True)
class _Fit:
    """A least-squares problem: all rows, and per scope the rows that its factors touch, which slopes are made of.

    Most factors belong to a class of GPUs or an engine and touch a few hundred rows: a fit takes half the time so.
    """

    whole: _Part
    scoped: Mapping[str, _Part]
    centre: Floats
    spread: Floats

    @classmethod
    def of(cls, sample: Sample, weight: Floats) -> _Fit:
        """The problem of a sample whose rows stand by kind of load."""
        design = design_of(sample.engines)
        whole = _Part(np.arange(len(weight)), sample, design, weight)
        scoped = {}
        for column, scope in enumerate(design.scopes):
            rows = np.flatnonzero(design.shares[design.which, column])
            if rows.size and scope != "all":
                part = sample.take(rows)
                scoped[scope] = _Part(rows, part, design_of(part.engines), weight[rows])
        centre = np.array([_centre(key) for key in PARAMETERS])
        return cls(whole, scoped, centre, np.array([PRIORS[key][1] for key in PARAMETERS]))

    def residuals(self, theta: Floats) -> Floats:
        """Of the rows, then of the priors."""
        return np.concatenate([self.whole.residuals(theta).ravel(), self._prior(theta)])

    def _prior(self, theta: Floats) -> Floats:
        return np.asarray((theta - self.centre) / self.spread * PRIOR_WEIGHT)

    def slopes(self, theta: Floats, off: Floats) -> Floats:
        """Derivatives of the residuals ``off`` at ``theta`` by every parameter, of shape (residuals, parameters)."""
        count = len(self.whole.rows)
        base = off[: 2 * count].reshape(2, count)
        found = np.zeros((2, count, len(theta)))
        for number, (scope, _) in enumerate(PARAMETERS):
            part = self.whole if scope == "all" else self.scoped.get(scope)
            if part is not None:
                moved = theta.copy()
                moved[number] += NUDGE
                found[:, part.rows, number] = (part.residuals(moved) - base[:, part.rows]) / NUDGE
        return np.concatenate([found.reshape(2 * count, -1), np.diag(PRIOR_WEIGHT / self.spread)])


def _least_squares(problem: _Fit, start: Floats) -> Floats:
    """Levenberg and Marquardt's method by normal equations: a hundred times quicker here than by decomposition."""
    theta, damping = start, 1e-3
    off = problem.residuals(theta)
    for _ in range(ROUNDS):
        slopes = problem.slopes(theta, off)
        normal, gradient = slopes.T @ slopes, slopes.T @ off
        while damping < MOST_DAMPING:
            step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), -gradient)
            tried = problem.residuals(theta + step)
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


def _centre(key: tuple[str, str]) -> float:
    value = PRIORS[key][0]
    return value if key[1] in POWERS else float(np.log(value))
