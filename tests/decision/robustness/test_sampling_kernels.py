"""The compiled loops against plain numpy: scores, first ten ranks, mean ranks; where compiled code is kept."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba import types
from numpy.typing import NDArray
from scipy.stats import rankdata

from advisor.decision.matrix.matrix import Matrix
from advisor.decision.robustness import sampling_kernels as kernels
from advisor.decision.robustness.draws import GRID, draw_facts
from advisor.decision.robustness.smaa import Sampler

SAMPLES = 2_300


def plain_scores(matrix: Matrix, sampler: Sampler, start: int, stop: int) -> NDArray[np.float64]:
    """Scores of every alternative on the grid, one term after the other in float64."""
    weights = sampler.weights[:, start:stop].astype(np.float64)
    found = np.rint(matrix.value * GRID) @ weights
    for row, column in np.argwhere(matrix.fact >= 0):
        fact = matrix.fact[row, column]
        table = sampler.facts.unknowns if sampler.facts.unknown[fact] else sampler.facts.estimates
        share = np.rint(weights[column] * table[fact, start:stop] / GRID)
        up, down = (np.rint(side[row, column] * GRID) for side in (matrix.up, matrix.down))
        found[row] += np.where(share > 0, share * up, share * down)
    return found


@pytest.fixture(params=range(4))
def case(request: pytest.FixtureRequest, kit: Any) -> tuple[Matrix, Sampler]:
    """Three hundred alternatives on seven criteria, with estimated, unknown and certain performances."""
    rng = np.random.default_rng(request.param)
    matrix = kit.matrix(rng, 300, 7)
    assert {fact.kind for fact in matrix.facts} == {"estimate", "unknown"}
    return matrix, Sampler.of(matrix, rng.dirichlet(np.ones(7)), SAMPLES, request.param)


def test_scores_are_those_of_plain_arithmetic(case: tuple[Matrix, Sampler]) -> None:
    """To the last bit, for any part of the draws and any rows."""
    matrix, sampler = case
    rows = np.random.default_rng(1).permutation(300)[:120]
    whole = plain_scores(matrix, sampler, 50, 350)
    assert np.array_equal(sampler.scores(rows, 50, 350), whole[rows])


def test_stated_weights_stay_where_they_are(case: tuple[Matrix, Sampler]) -> None:
    """Only the facts vary."""
    _, sampler = case
    still = Sampler(sampler.grid, sampler.facts, np.repeat(sampler.stated[:, None], SAMPLES, axis=1), sampler.stated)
    rows = np.arange(300)
    assert np.array_equal(sampler.scores(rows, 0, 200, stated=True), still.scores(rows, 0, 200))


def test_leaders_are_those_of_sorting_everybody(case: tuple[Matrix, Sampler]) -> None:
    """Counts of every rank for every alternative; equal scores go by the order that was given."""
    matrix, sampler = case
    rows = np.concatenate([np.random.default_rng(2).permutation(300), [7, 7]])
    whole = plain_scores(matrix, sampler, 30, SAMPLES)[rows]
    taken, close = kernels.leaders(
        sampler.grid.plain,
        rows,
        sampler.weights,
        sampler.facts.plain,
        30,
        SAMPLES,
        np.float32(3e5),
        20,
        np.ones(302, dtype=np.int64),
    )
    order = np.argsort(-whole, axis=0, kind="stable")[:10]
    wanted = np.stack([np.bincount(rank, minlength=302) for rank in order], axis=1)
    assert np.array_equal(taken, wanted)
    assert close.tolist() == (whole[:20] >= whole.max(axis=0) - 300_000).sum(axis=1).tolist()


def test_who_stands_for_several_takes_as_many_ranks() -> None:
    """The first stands for three: it takes the first three ranks, the next the fourth; none beyond the tenth."""
    grid = kernels.ScoreGrid(
        np.array([[4000], [3000], [2000]], dtype=np.float32),
        *(np.zeros((3, 1), dtype=np.float32) for _ in range(2)),
        np.full((3, 1), -1),
    )
    facts = draw_facts(np.zeros(1, dtype=np.bool_), 5, 0)
    weights = np.full((1, 5), GRID, dtype=np.float32)
    taken, _ = kernels.leaders(
        grid.plain, np.arange(3), weights, facts.plain, 0, 5, np.float32(0), 3, np.array([3, 1, 20])
    )
    assert taken[0].tolist() == [5, 5, 5] + [0] * 7
    assert taken[1].tolist() == [0] * 3 + [5] + [0] * 6
    assert taken[2].tolist() == [0] * 4 + [5] * 6


def test_what_is_kept_on_disk_names_none_of_our_classes() -> None:
    """A later version that calls a class something else must be able to read the compiled code of this one."""
    kept = [kernels.scores, kernels.leaders]
    taken = [kind for loop in kept for signature in loop.signatures for kind in signature]
    assert taken
    assert not [kind for kind in taken if isinstance(kind, types.NamedTuple | types.NamedUniTuple)]


def test_mean_ranks_share_ties() -> None:
    """As scipy ranks, best first, averaged over draws."""
    found = np.random.default_rng(0).integers(0, 6, (40, 30)).astype(np.float32)
    wanted = rankdata(-found, axis=0).mean(axis=1)
    shown = np.array([3, 17, 39])
    assert kernels.mean_ranks(found, shown) == pytest.approx(wanted[shown])


def test_a_fact_draws_the_same_whoever_stands_beside_it() -> None:
    """Draws are kept in batches; beyond ten thousand samples they are not kept, and no other."""
    few, many = (draw_facts(np.zeros(count, dtype=np.bool_), 10_000, 3) for count in (5, 1_500))
    assert np.array_equal(few.estimates[:5], many.estimates[:5])
    assert np.array_equal(few.unknowns[:5], many.unknowns[:5])
    assert draw_facts(np.zeros(5, dtype=np.bool_), 10_001, 3).estimates.shape == (5, 10_001)


SCRIPT = "from advisor.decision.robustness.smaa import warm_up; warm_up()"


@pytest.mark.parametrize("writable", [True, False])
def test_compiled_code_is_kept_where_that_is_possible(tmp_path: Path, *, writable: bool) -> None:
    """The next process finds it; with no folder to write to it is compiled anew and works all the same."""
    kept = tmp_path / "kept"
    kept.mkdir()
    environment = os.environ | {"NUMBA_CACHE_DIR": str(kept)}
    if not writable:
        kept.rmdir()
        (tmp_path / "file").write_text("no folder", encoding="utf-8")
        kept = tmp_path / "file"
        environment |= {
            "NUMBA_CACHE_DIR": str(kept / "below"),
            "NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator",
        }
    subprocess.run([sys.executable, "-c", SCRIPT], check=True, env=environment, timeout=240)
    found = list(kept.rglob("*.nbi")) if writable else []
    assert bool(found) is writable
    assert writable or stat.S_ISREG(kept.stat().st_mode)
