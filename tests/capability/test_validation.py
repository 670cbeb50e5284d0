"""Holding out is honest: no leak within a cell, baselines as defined, intervals stretched by other folds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from advisor.arrays import Z_90
from advisor.capability.arrays import Priors
from advisor.capability.observations import LANGUAGE_CAPABILITIES, ScoreObservations, assemble
from advisor.capability.validation import covered, folds_of, hold_out, stretch, summary
from advisor.catalog.tables.schema import Benchmark, Board, Model

FAST = Priors(iterations=40)


@pytest.fixture
def problem(
    model: Callable[..., Model], board: Callable[..., Board], score: Callable[..., Benchmark]
) -> ScoreObservations:
    """Twelve models on three families, one of them with two releases; better models score higher everywhere."""
    boards = [board("a.1"), board("a.2"), board("b.1"), board("c.1")]
    models = [model(f"v/{i:02}") for i in range(12)]
    random = np.random.default_rng(4)
    rows = [
        score(m.model_id, b.board_id, float(np.clip(30 + 4 * i + random.normal(0, 3), 1, 99)))
        for i, m in enumerate(models)
        for b in boards
    ]
    found = assemble(LANGUAGE_CAPABILITIES, models, boards, rows)
    assert found is not None
    return found


def test_releases_of_one_family_are_held_out_together(problem: ScoreObservations) -> None:
    """The two releases of family a share a fold for every model."""
    fold = folds_of(problem, 5)
    for number in range(12):
        own = fold[(problem.scores.model == number) & (problem.family == problem.families.index("a"))]
        assert own.size == 2
        assert len(set(own)) == 1


def test_a_prediction_does_not_depend_on_the_score_that_was_held_out(problem: ScoreObservations) -> None:
    """Changing one model's scores on one family leaves their predictions as they were."""
    cell = (problem.scores.model == 5) & (problem.family == problem.families.index("a"))
    moved = replace(
        problem,
        raw=np.where(cell, 99.0, problem.raw),
        scores=replace(problem.scores, y=np.where(cell, 4.0, problem.scores.y)),
    )
    before, after = (hold_out(p, priors=FAST) for p in (problem, moved))
    chosen = (before.model == 5) & np.isin(before.board, np.unique(problem.scores.board[cell]))
    assert chosen.sum() == 2
    for name in ("fitted", "board_mean", "model_mean"):
        assert np.allclose(getattr(before, name)[chosen], getattr(after, name)[chosen])


def test_the_baselines_are_what_they_are_called(problem: ScoreObservations) -> None:
    """Board mean and model mean are recomputed by hand for one held-out score."""
    held = hold_out(problem, priors=FAST)
    board = [b.board_id for b in problem.boards].index("b.1")
    at = int(np.flatnonzero((held.model == 3) & (held.board == board))[0])
    train = folds_of(problem) != held.fold[at]
    scores = problem.scores

    def others(number: int) -> np.ndarray:
        return problem.raw[train & (scores.board == number)]

    own = train & (scores.model == 3)
    standard = [
        (problem.raw[i] - others(scores.board[i]).mean()) / others(scores.board[i]).std() for i in np.flatnonzero(own)
    ]
    assert held.board_mean[at] == pytest.approx(others(board).mean())
    assert held.model_mean[at] == pytest.approx(others(board).mean() + np.mean(standard) * others(board).std())


def test_the_fit_beats_both_baselines_where_models_differ(problem: ScoreObservations) -> None:
    """On scores that follow one ability the fitted error is the smallest."""
    figures = summary(problem, hold_out(problem, priors=FAST))["general"]
    assert figures["error_fit"] < figures["error_model_mean"]
    assert figures["error_fit"] < figures["error_board_mean"]


def test_surprises_twice_as_large_as_predicted_widen_the_intervals(problem: ScoreObservations) -> None:
    """The stretch grows with the surprises of the held-out scores, tempered by how few models there are."""
    held = hold_out(problem, priors=FAST)
    size = len(problem.capabilities)
    calm = stretch(replace(held, surprise=held.surprise * 0 + Z_90), size)[0]
    wild = stretch(replace(held, surprise=held.surprise * 0 + 3.2898), size)[0]
    assert calm == pytest.approx(1.0)
    assert 1.2 < wild < 2.0


def test_coverage_is_judged_with_the_stretch_of_the_other_folds(problem: ScoreObservations) -> None:
    """One fold with wild surprises cannot widen its own intervals."""
    held = hold_out(problem, priors=FAST)
    wild = replace(held, surprise=np.where(held.fold == 0, 2.0, 1.0))
    inside = covered(wild, len(problem.capabilities))
    assert not inside[held.fold == 0].any()
    assert inside[held.fold != 0].all()
