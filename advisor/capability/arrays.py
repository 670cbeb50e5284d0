"""The arrays of the stitching model: observed scores, priors, parameters and the fit (see ``stitching``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from advisor.arrays import Floats, Ints


@dataclass(frozen=True)
class Scores:
    """Observed scores as arrays of one length ``n``; indices count from zero.

    ``group`` numbers the (model, board family, capability) combinations that share one quirk. ``effort`` is 0 for the
    reference effort, whose offset is zero by definition. ``repeats`` counts how often one and the same measurement is
    printed (a board that copies it into its next release), so that it weighs once. ``covariates``: one row per model.
    """

    y: Floats
    sampling_variance: Floats
    model: Ints
    capability: Ints
    board: Ints
    group: Ints
    effort: Ints
    self_reported: Floats
    repeats: Floats
    covariates: Floats
    board_capability: Ints
    board_class: Ints
    capabilities: int
    boards: int
    efforts: int

    @property
    def models(self) -> int:
        """Number of models, with or without scores."""
        return int(self.covariates.shape[0])

    def keep(self, chosen: npt.NDArray[np.bool_]) -> Scores:
        """The same problem with only the chosen scores (models, boards and groups keep their numbers)."""
        return Scores(
            y=self.y[chosen],
            sampling_variance=self.sampling_variance[chosen],
            model=self.model[chosen],
            capability=self.capability[chosen],
            board=self.board[chosen],
            group=self.group[chosen],
            effort=self.effort[chosen],
            self_reported=self.self_reported[chosen],
            repeats=self.repeats[chosen],
            covariates=self.covariates,
            board_capability=self.board_capability,
            board_class=self.board_class,
            capabilities=self.capabilities,
            boards=self.boards,
            efforts=self.efforts,
        )


@dataclass(frozen=True)
class Priors:
    """Regularisation, in logits; each is weak against a board or a model with ten scores."""

    slope_sd: float = 0.25
    slope_least: float = 0.15
    slope_weight: float = 2.0
    intercept_sd: float = 3.0
    misfit_weight: float = 4.0
    misfit_least: float = 0.01
    quirk_weight: float = 5.0
    quirk_mean: float = 0.1
    offset_sd: float = 0.3
    bias_sd: float = 0.3
    between_weight: float = 20.0
    drift_sd: float = 1.0
    freedom: float = 5.0
    tolerance: float = 1e-4
    iterations: int = 400


@dataclass(frozen=True)
class StitchingParameters:
    """Everything but the abilities: per board, per capability and overall."""

    intercept: Floats
    slope: Floats
    slope_mean: Floats
    misfit: Floats
    board_covariance: Floats
    quirk: Floats
    offset: Floats
    bias: float
    self_report_variance: float
    drift: Floats
    between: Floats
    freedom: float


@dataclass(frozen=True)
class Fit:
    """Posterior of the abilities (``mean``: models x capabilities, ``covariance`` per model) and the parameters."""

    mean: Floats
    covariance: Floats
    parameters: StitchingParameters
    iterations: int


def noise_variance(scores: Scores, parameters: StitchingParameters) -> Floats:
    """Variance of each score about its board's curve, without the quirk: misfit, sampling, self-report."""
    return np.asarray(
        parameters.misfit[scores.board]
        + scores.sampling_variance
        + parameters.self_report_variance * scores.self_reported
    )


def board_uncertainty(scores: Scores, parameters: StitchingParameters, level: Floats) -> Floats:
    """Variance that the board's own estimated intercept and slope add to a score at ``level``."""
    cov = parameters.board_covariance[scores.board]
    return np.asarray(cov[:, 0, 0] + 2 * level * cov[:, 0, 1] + level**2 * cov[:, 1, 1])


def replaced(parameters: StitchingParameters, **changes: Floats | float) -> StitchingParameters:
    """A copy of the parameters with some of them changed."""
    return StitchingParameters(**{**parameters.__dict__, **changes})
