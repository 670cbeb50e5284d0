"""Fitness for the use case: capability estimates combined in the stated proportions, and updated by own evaluations.

fitness = sum of share x estimate. The estimates of one model come from one fit, often from the same boards, so their
errors are neither independent nor the same; they are taken as correlated by one half, which makes the variance the
mean of the two cases. A capability nobody has measured on a model counts as the middle of the scale, and may be
anything on it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.arrays import Z_90
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.decision.criteria.task_needs import shares_of
from advisor.questionnaire.answers import UseCase
from advisor.units import Basis

MIDDLE = 50.0
UNKNOWN_SE = 25.0
"""Standard error of a capability without any estimate: two of them span the whole scale of 0 to 100."""


@dataclass(frozen=True, slots=True)
class Fitness:
    """Fitness in points of 0 to 100 with its standard error, what it rests on, and the words for it.

    ``inferred_share`` is the share of it that rests on abilities without a public score of the model's own.
    """

    points: float
    standard_error: float
    basis: Basis
    note: str
    source: str
    inferred_share: float = 0.0

    @property
    def low(self) -> float:
        """5th percentile."""
        return max(self.points - Z_90 * self.standard_error, 0.0)

    @property
    def high(self) -> float:
        """95th percentile."""
        return min(self.points + Z_90 * self.standard_error, 100.0)


def fitness_of(model_id: str, shares: Mapping[str, float], catalog: Catalog) -> Fitness:
    """The fitness of a model for a task with these capability shares (summing to 1)."""
    total, joint, apart, inferred, parts = 0.0, 0.0, 0.0, 0.0, []
    bases: set[str] = set()
    for capability, share in shares.items():
        row = catalog.capability.get((model_id, capability))
        estimate, error = (row.estimate, row.standard_error) if row else (MIDDLE, UNKNOWN_SE)
        bases.add(row.basis if row else "unknown")
        total += share * estimate
        inferred += 0.0 if row and row.basis == "fitted" else share
        joint += share * error
        apart += (share * error) ** 2
        known = f"{estimate:.0f} ± {error:.0f}" if row else "unknown"
        parts.append(
            f"{share:.0%} {capability.replace('_', ' ')} "
            f"({known}{', inferred' if row and row.basis != 'fitted' else ''})"
        )
    basis: Basis = "estimated" if bases == {"fitted"} else ("unknown" if bases == {"unknown"} else "inferred")
    spread = math.sqrt((joint**2 + apart) / 2)
    return Fitness(min(max(total, 0.0), 100.0), spread, basis, "; ".join(parts), "capability estimates", inferred)


def fitness_table(model_ids: Sequence[str], use_case: UseCase, catalog: Catalog) -> dict[str, Fitness]:
    """The fitness of every model for a use case (kept for the last 32 catalogs and proportions)."""
    shares = shares_of(use_case)
    known = _known(catalog, tuple(shares.items()))
    return {
        model_id: known[model_id]
        if model_id in known
        else known.setdefault(model_id, fitness_of(model_id, shares, catalog))
        for model_id in model_ids
    }


@derived(keep=32)
def _known(catalog: Catalog, shares: tuple[tuple[str, float], ...]) -> dict[str, Fitness]:  # noqa: ARG001 -- the key
    """The fitness worked out so far for a catalog and proportions."""
    return {}
