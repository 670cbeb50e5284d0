"""How much two models that nobody has scored are expected to have in common, given all that is known of them.

The expectation is a Gaussian process over models: effects of the covariates, plus what a vendor's models share, plus
what a family's models of one tier share, plus what a line of successors hands on, plus what is each model's own. Shared
parts fade with the time or the generations between two models. Rasmussen and Williams, *Gaussian Processes for Machine
Learning* (2006), chapters 2 and 5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Floats
from advisor.capability.inferred.covariates import PRIOR_SD, Known

UNLIKE_PRICE: Final = 1.0  # powers of ten by which two prices are taken to differ where one is unknown
FAR: Final = np.inf


@dataclass(frozen=True)
class Shares:
    """Standard deviations of the parts of an ability, in standard deviations between models, and how far they reach.

    The defaults maximise the marginal likelihood of the abilities known on 30 September 2025, the first origin of the
    rolling validation, and are kept: no later score has touched them.
    """

    covariates: float = 0.76
    vendor: float = 0.58
    vendor_years: float = 3.2
    family: float = 0.53
    family_years: float = 0.84
    tier: float = 3.2
    line: float = 0.44
    line_generations: float = 3.2
    own: float = 0.12


@dataclass(frozen=True)
class Relatedness:
    """Prior covariance between all models of a group; ``shared`` is the part that is not the covariates' or its own."""

    total: Floats
    shared: Floats


def relatedness(known: Known, shares: Shares | None = None) -> Relatedness:
    """The prior covariance of abilities between every two models (models x models)."""
    shares = shares or Shares()
    linear = known.linear * np.array(list(PRIOR_SD.values()))
    apart = np.abs(known.years[:, None] - known.years[None, :])
    price = known.log_price[:, None] - known.log_price[None, :]
    price = np.where(np.isnan(price), UNLIKE_PRICE, price)
    unlike = (known.tier[:, None] - known.tier[None, :]) ** 2 + price**2
    generations = _generations(known.model_ids, known.parents)
    shared = shares.vendor**2 * _same(known.vendors) * np.exp(-apart / shares.vendor_years)
    nearness = np.exp(-apart / shares.family_years - unlike / (2 * shares.tier**2))
    shared = shared + shares.family**2 * _same(known.families) * nearness
    shared = shared + shares.line**2 * np.exp(-generations / shares.line_generations)
    own = shares.own**2 * np.eye(len(known.model_ids))
    return Relatedness(total=shares.covariates**2 * (linear @ linear.T) + shared + own, shared=shared)


def _same(names: Sequence[object]) -> Floats:
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    codes = np.array([numbers[name] for name in names])
    return np.asarray(codes[:, None] == codes[None, :], dtype=np.float64)


def _generations(model_ids: Sequence[str], parents: Mapping[str, str]) -> Floats:
    """Steps from model to model along lines of predecessors (a forest); infinite where no line joins two."""
    paths = [_line(model_id, parents) for model_id in model_ids]
    steps = np.full((len(model_ids), len(model_ids)), FAR)
    by_root: dict[str, list[int]] = {}
    for number, path in enumerate(paths):
        by_root.setdefault(next(reversed(path)), []).append(number)
    for members in by_root.values():
        for first in members:
            for second in members:
                steps[first, second] = min(d + paths[second][m] for m, d in paths[first].items() if m in paths[second])
    np.fill_diagonal(steps, 0.0)
    return steps


def _line(model_id: str, parents: Mapping[str, str]) -> dict[str, float]:
    """The model and its predecessors with the number of generations back; a circle is cut where it closes."""
    line = {model_id: 0.0}
    current = model_id
    while (parent := parents.get(current)) is not None and parent not in line:
        line[parent] = len(line) * 1.0
        current = parent
    return line
