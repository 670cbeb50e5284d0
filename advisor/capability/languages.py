"""Abilities per language: what scores in one language add to a model's general ability and reasoning.

One latent ability per language, all languages fitted together with the covariance that the data show, so that scores in
Danish and Swedish say something about Norwegian. General ability, reasoning and published size are the covariates. Only
models with a score in some language get rows: for others nothing is known beyond ``multilingual``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from advisor.arrays import Floats
from advisor.capability.arrays import Fit, Priors
from advisor.capability.estimates import LEAST_POINTS, Group
from advisor.capability.observations import ScoreObservations, assemble
from advisor.capability.scale import PointScale, scale_of
from advisor.capability.stitching import fit
from advisor.catalog.tables.schema import Benchmark, Board, CapabilityEstimate, Model

LANGUAGE_PREFIX: Final = "language_"
COVARIATE_UNIT: Final = 3.0  # standard deviations between models that count as one unit of a covariate
FROM: Final = ("general", "reasoning")
ARENA_LANGUAGES: Final = {
    "chinese": "zh",
    "french": "fr",
    "german": "de",
    "japanese": "ja",
    "korean": "ko",
    "russian": "ru",
    "spanish": "es",
}
"""Categories of the Arena that are one language; they count as multilingual ability and as that language."""


@dataclass(frozen=True)
class Languages:
    """The fit of all languages; ``capabilities`` are ``language_`` and an ISO 639-1 code."""

    problem: ScoreObservations
    fit: Fit
    scales: tuple[PointScale, ...]
    counts: Floats


def language_boards(boards: Iterable[Board]) -> list[Board]:
    """The boards of one language, those of the Arena under the language they are about."""
    found = []
    for board in boards:
        category = board.board_id.rsplit(".", 1)[-1]
        if board.capability.startswith(LANGUAGE_PREFIX):
            found.append(board)
        elif board.board_id.startswith("arena-text.") and category in ARENA_LANGUAGES:
            found.append(board.model_copy(update={"capability": LANGUAGE_PREFIX + ARENA_LANGUAGES[category]}))
    return found


def language_problem(
    group: Group, models: Sequence[Model], boards: Iterable[Board], benchmarks: Sequence[Benchmark]
) -> ScoreObservations | None:
    """The scores per language as arrays; the covariates come from the fit of the language models' capabilities."""
    relevant = language_boards(boards)
    names = {board.board_id for board in relevant}
    scored = {row.model_id for row in benchmarks if row.board_id in names}
    capabilities = tuple(sorted({board.capability for board in relevant}))
    members = [m for m in models if m.model_id in scored and m.model_id in set(group.problem.model_ids)]
    problem = assemble(capabilities, members, relevant, benchmarks) if capabilities else None
    if problem is None:
        return None
    position = {name: number for number, name in enumerate(group.problem.model_ids)}
    columns = [group.problem.capabilities.index(name) for name in FROM]
    rows = [group.ability[position[name], columns] / COVARIATE_UNIT for name in problem.model_ids]
    return replace(problem, scores=replace(problem.scores, covariates=np.array(rows)))


def languages_of(problem: ScoreObservations, priors: Priors) -> Languages:
    """Fit the abilities per language and fix their scales by the reference models of language models."""
    size = problem.scores.capabilities
    fitted = fit(problem.scores, priors)
    cell = problem.scores.model * size + problem.scores.capability
    counts = np.bincount(cell, minlength=problem.scores.models * size).reshape(-1, size).astype(float)
    scored = counts.sum(axis=1)
    scales = tuple(scale_of("language", problem.model_ids, fitted.mean[:, c], scored) for c in range(size))
    return Languages(problem, fitted, scales, counts)


def language_estimates(languages: Languages, stretch: Floats) -> Iterator[CapabilityEstimate]:
    """One row per language for every model that has a score in any language."""
    problem = languages.problem
    for number, model_id in enumerate(problem.model_ids):
        if not languages.counts[number].any():
            continue
        for c, capability in enumerate(problem.capabilities):
            error = float(languages.fit.covariance[number, c, c] ** 0.5 * stretch[c])
            points, spread = languages.scales[c].with_error(float(languages.fit.mean[number, c]), error)
            count = int(languages.counts[number, c])
            yield CapabilityEstimate(
                model_id=model_id,
                capability=capability,
                estimate=round(points, 1),
                standard_error=max(round(spread, 1), LEAST_POINTS),
                basis="fitted" if count else "inferred",
                scores=count,
                from_model_id=None if count else model_id,
            )
