"""Rolling origin: what the fallback would have said of models on their release, against the scores they got later.

At each origin everything is fitted anew on scores printed until that day, of models released until that day. Each model
released in the half year after it is predicted from what is known without scores, and compared with what its own scores
alone say of it today. The former fallback predicts the same models from the same scores.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from advisor.arrays import Z_90, Floats
from advisor.capability.arrays import Priors
from advisor.capability.estimates import Group
from advisor.capability.inferred.covariates import Prices, known_of
from advisor.capability.inferred.fallback import evidence_of, expectation
from advisor.capability.inferred.former_fallback import former_expectation
from advisor.capability.inferred.relatedness import relatedness
from advisor.capability.observations import LANGUAGE_CAPABILITIES, assemble
from advisor.capability.scale import scale_of
from advisor.capability.stitching import fit
from advisor.catalog.tables.schema import Benchmark, Board, Model

ORIGINS: Final = tuple(dt.date(*day) for day in ((2025, 9, 30), (2025, 12, 31), (2026, 3, 31), (2026, 6, 30)))
"""Quarter ends on which the models that fix the scale at 70 points had scores and later models have some today."""
AHEAD_DAYS: Final = 183
WELL_TESTED: Final = 8  # public scores from which a model's estimate is its own, not its relatives'
TESTED: Final = 3


@dataclass(frozen=True)
class Predictions:
    """Points and standard errors by method, and what own scores later gave; one entry per model and capability.

    ``scores`` is the number of public scores of the model in all capabilities together.
    """

    origin: dt.date
    model_ids: tuple[str, ...]
    capability: tuple[str, ...]
    scores: Floats
    truth: tuple[Floats, Floats]
    fallback: tuple[Floats, Floats]
    former: tuple[Floats, Floats]


def predictions(
    origin: dt.date,
    group: Group,
    models: Sequence[Model],
    boards: Sequence[Board],
    benchmarks: Sequence[Benchmark],
    *,
    prices: Prices,
    priors: Priors,
    ahead_days: int = AHEAD_DAYS,
) -> Predictions | None:
    """Predict the models released within ``ahead_days`` of the origin; ``group`` is today's fit, the truth.

    None where the scores of that day fit no model or nothing later can be compared.
    """
    released = {m.model_id: m.release_date for m in models}
    then = [r for r in benchmarks if r.scored_on <= origin and _until(released.get(r.model_id), origin)]
    problem = assemble(LANGUAGE_CAPABILITIES, models, boards, then)
    later = _later(group, released, origin, ahead_days)
    if problem is None or not later:
        return None
    fitted = fit(problem.scores, priors)
    scored = np.bincount(problem.scores.model, minlength=problem.scores.models).astype(float)
    scales = [scale_of("language", problem.model_ids, fitted.mean[:, c], scored) for c in range(fitted.mean.shape[1])]
    members = [m for m in models if m.model_id in set(problem.model_ids)]
    evidence = evidence_of(problem.scores, fitted, np.ones(len(scales)))
    expected = expectation(relatedness(known_of(members, prices)), evidence)
    former = former_expectation(problem, fitted, members)

    def in_points(mean: Floats, variance: Floats) -> tuple[Floats, Floats]:
        found = [scales[c].with_error(float(mean[i, c]), float(variance[i, c] ** 0.5)) for i, c in later]
        return np.array([points for points, _ in found]), np.array([error for _, error in found])

    return Predictions(
        origin=origin,
        model_ids=tuple(problem.model_ids[i] for i, _ in later),
        capability=tuple(problem.capabilities[c] for _, c in later),
        scores=np.array([group.counts[i].sum() for i, _ in later]),
        truth=_truth(group, later),
        fallback=in_points(expected.mean, expected.variance),
        former=in_points(*former),
    )


def _until(released: dt.date | None, origin: dt.date) -> bool:
    return released is not None and released <= origin


def _later(
    group: Group, released: dict[str, dt.date | None], origin: dt.date, ahead_days: int
) -> list[tuple[int, int]]:
    """Numbers of model and capability where a model of the time ahead has scores of its own in that capability."""
    end = origin + dt.timedelta(days=ahead_days)
    names, told = group.problem, ~np.isnan(group.evidence.mean)
    ahead = [i for i, name in enumerate(names.model_ids) if (day := released[name]) is not None and origin < day <= end]
    return [(i, int(c)) for i in ahead for c in np.flatnonzero((group.counts[i] > 0) & told[i])]


def _truth(group: Group, later: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
    """Points and error by the models' own scores alone, without anything that is expected of them."""
    mean, variance = group.evidence.mean, group.evidence.variance
    found = [group.scales[c].with_error(float(mean[i, c]), float(variance[i, c] ** 0.5)) for i, c in later]
    return np.array([points for points, _ in found]), np.array([error for _, error in found])


def figures(found: Sequence[Predictions], *, least_scores: int) -> dict[str, Any]:
    """Bias, root mean square error (points) and share inside the 90% interval, for the fallback and the former one."""
    chosen = [p.scores >= least_scores for p in found]
    truth, noise = (_joined([p.truth[k] for p in found], chosen) for k in (0, 1))
    report: dict[str, Any] = {"estimates": int(truth.size)}
    report["models"] = len({m for p, keep in zip(found, chosen, strict=True) for m in np.array(p.model_ids)[keep]})
    for name in ("fallback", "former"):
        points, error = (_joined([getattr(p, name)[k] for p in found], chosen) for k in (0, 1))
        miss = points - truth
        report[name] = {
            "bias": round(float(miss.mean()), 2) if miss.size else None,
            "rmse": round(float(np.sqrt((miss**2).mean())), 2) if miss.size else None,
            "inside_90": round(float((np.abs(miss) <= Z_90 * np.hypot(error, noise)).mean()), 3) if miss.size else None,
        }
    return report


def _joined(parts: Sequence[Floats], chosen: Sequence[np.typing.NDArray[np.bool_]]) -> Floats:
    return np.concatenate([part[keep] for part, keep in zip(parts, chosen, strict=True)]) if parts else np.zeros(0)


def by_capability(found: Sequence[Predictions], capability: str) -> list[Predictions]:
    """The predictions of one capability alone."""
    kept = []
    for p in found:
        keep = np.array([name == capability for name in p.capability], dtype=bool)
        pick = {name: tuple(part[keep] for part in getattr(p, name)) for name in ("truth", "fallback", "former")}
        names = tuple(np.array(p.model_ids, dtype=object)[keep])
        kept.append(Predictions(p.origin, names, (capability,) * int(keep.sum()), p.scores[keep], **pick))
    return kept
