"""Held-out error and calibration of the stitching model, against two baselines.

Scores are held out by **cell**: all scores of one model on one family of boards (every release, category and effort
of LiveBench, say) leave together, so that no sibling of a held-out score is left to copy from. Cells are dealt to the
folds in the order of model and family, so each model loses about one family per fold.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from advisor.arrays import Z_90, Floats, Ints
from advisor.capability.arrays import Priors
from advisor.capability.observations import ScoreObservations, from_link
from advisor.capability.stitching import fit, predict

FOLDS: Final = 10
LEAST_SPREAD: Final = 1e-9
LEAST_CARRIERS: Final = 3  # models that a board needs without the held-out ones
STRETCH_WEIGHT: Final = 30.0  # models that the held-out spread needs to count as much as the model's own errors


@dataclass(frozen=True)
class HeldOutScores:
    """Held-out scores: truth and predictions on the board's own scale, and the surprise in predicted deviations.

    ``mean`` and ``deviation`` are on the link scale, ``spread`` is the standard deviation of the board's scores.
    """

    truth: Floats
    fitted: Floats
    board_mean: Floats
    model_mean: Floats
    spread: Floats
    surprise: Floats
    mean: Floats
    deviation: Floats
    capability: Ints
    model: Ints
    board: Ints
    fold: Ints

    def errors(self, prediction: Floats) -> Floats:
        """Errors in standard deviations of the board's scores over all models."""
        return np.asarray((self.truth - prediction) / self.spread)


def quick(priors: Priors) -> Priors:
    """The same priors with an early stop, after which predictions no longer change in the third digit."""
    return replace(priors, iterations=120, tolerance=1e-3)


def folds_of(problem: ScoreObservations, folds: int = FOLDS) -> Ints:
    """The fold of each score; scores of one model on one family of boards share a fold."""
    _, order = np.unique(problem.cell, return_inverse=True)
    return np.asarray(order % folds, dtype=np.int64)


def hold_out(problem: ScoreObservations, *, folds: int = FOLDS, priors: Priors) -> HeldOutScores:
    """Predict every score from a fit that has not seen the model's scores on that family of boards.

    Scores of models that would be left without any other score, and of boards left with fewer than three models, are
    not predicted: nothing public could predict them.
    """
    fold = folds_of(problem, folds)
    parts = [_one_fold(problem, fold == number, number, priors) for number in range(folds)]
    return HeldOutScores(
        **{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(HeldOutScores)}
    )


def _one_fold(problem: ScoreObservations, held: npt.NDArray[np.bool_], number: int, priors: Priors) -> HeldOutScores:
    scores = problem.scores
    train = ~held
    left = np.bincount(scores.model[train], minlength=scores.models)
    carriers = np.unique(scores.board[train] * scores.models + scores.model[train]) // scores.models
    carried = np.bincount(carriers, minlength=scores.boards)
    test = held & (left[scores.model] > 0) & (carried[scores.board] >= LEAST_CARRIERS)
    chosen = scores.keep(test)
    mean, variance = predict(chosen, fit(scores.keep(train), priors))
    board_mean, model_mean = _baselines(problem, train, test)
    return HeldOutScores(
        truth=problem.raw[test],
        fitted=np.array([from_link(float(v), problem.boards[b]) for v, b in zip(mean, chosen.board, strict=True)]),
        board_mean=board_mean,
        model_mean=model_mean,
        spread=_spread(problem.raw, scores.board, scores.boards)[chosen.board],
        surprise=(chosen.y - mean) / np.sqrt(variance),
        mean=mean,
        deviation=np.sqrt(variance),
        capability=chosen.capability,
        model=chosen.model,
        board=chosen.board,
        fold=np.full(chosen.y.shape, number, dtype=np.int64),
    )


def _spread(raw: Floats, board: Ints, boards: int) -> Floats:
    count = np.maximum(np.bincount(board, minlength=boards), 1)
    mean = np.bincount(board, raw, boards) / count
    return np.maximum(np.sqrt(np.bincount(board, (raw - mean[board]) ** 2, boards) / count), LEAST_SPREAD)


def _baselines(
    problem: ScoreObservations, train: npt.NDArray[np.bool_], test: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """The board's mean; and the board's mean moved by the model's mean standardised score on its other boards.

    "Other boards" are those of the same capability, or all of the model's boards where none of these is left.
    """
    scores = problem.scores
    board, raw = scores.board[train], problem.raw[train]
    count = np.maximum(np.bincount(board, minlength=scores.boards), 1)
    mean = np.bincount(board, raw, scores.boards) / count
    spread = _spread(raw, board, scores.boards)
    sign = np.array([1.0 if b.direction == "max" else -1.0 for b in problem.boards])
    standard = sign[board] * (raw - mean[board]) / spread[board]
    cell = scores.model[train] * scores.capabilities + scores.capability[train]
    size = scores.models * scores.capabilities
    in_cell = np.bincount(cell, minlength=size)
    in_model = np.bincount(scores.model[train], minlength=scores.models)
    wanted = scores.model[test] * scores.capabilities + scores.capability[test]
    own = np.bincount(cell, standard, size)[wanted] / np.maximum(in_cell[wanted], 1)
    whole = (np.bincount(scores.model[train], standard, scores.models) / np.maximum(in_model, 1))[scores.model[test]]
    lift = np.where(in_cell[wanted] > 0, own, whole)
    target = scores.board[test]
    return mean[target], mean[target] + sign[target] * spread[target] * lift


def stretch(held: HeldOutScores, capabilities: int, *, without_fold: int | None = None) -> Floats:
    """Factor per capability by which predicted deviations must grow so that 90% of held-out scores lie inside.

    ``without_fold`` leaves one fold out, so that its own coverage can be judged with a factor that has not seen it.
    Few models pull the factor towards 1.
    """
    factors = np.ones(capabilities)
    for number in range(capabilities):
        chosen = (held.capability == number) & (held.fold != (-1 if without_fold is None else without_fold))
        if chosen.any():
            needed = float(np.quantile(np.abs(held.surprise[chosen]), 0.9)) / Z_90
            models = np.unique(held.model[chosen]).size
            factors[number] = (models * needed + STRETCH_WEIGHT) / (models + STRETCH_WEIGHT)
    return factors


def covered(held: HeldOutScores, capabilities: int) -> npt.NDArray[np.bool_]:
    """Which held-out scores lie inside their 90% interval, stretched by the factor of the other folds."""
    inside = np.zeros(held.truth.shape, dtype=bool)
    for number in np.unique(held.fold):
        chosen = held.fold == number
        factors = stretch(held, capabilities, without_fold=int(number))
        inside[chosen] = np.abs(held.surprise[chosen]) <= Z_90 * factors[held.capability[chosen]]
    return inside


def summary(problem: ScoreObservations, held: HeldOutScores) -> dict[str, dict[str, float]]:
    """Per capability and overall: counts, root-mean-square errors (board standard deviations), share inside 90%."""
    inside = covered(held, len(problem.capabilities))
    found = {}
    for number, name in enumerate((*problem.capabilities, "all")):
        chosen = np.ones_like(inside) if name == "all" else held.capability == number
        if chosen.any():
            found[name] = _figures(held, chosen, inside)
    return found


def _figures(held: HeldOutScores, chosen: npt.NDArray[np.bool_], inside: npt.NDArray[np.bool_]) -> dict[str, float]:
    def rms(prediction: Floats) -> float:
        return round(float(np.sqrt(np.mean(held.errors(prediction)[chosen] ** 2))), 3)

    return {
        "models": int(np.unique(held.model[chosen]).size),
        "boards": int(np.unique(held.board[chosen]).size),
        "scores": int(chosen.sum()),
        "error_fit": rms(held.fitted),
        "error_board_mean": rms(held.board_mean),
        "error_model_mean": rms(held.model_mean),
        "inside_90": round(float(inside[chosen].mean()), 3),
    }
