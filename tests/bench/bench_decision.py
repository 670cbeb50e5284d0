"""Time and memory of ``assess``.

Every sample, the full catalog without a gate, growth, and two other routes beside it. ``first`` is an assessment of
answers that the process has not seen (nothing prepared or drawn for it is kept), and ``first_read`` the same with every
row of its long tables read; ``again`` one with new weights: what does not depend on them is then kept.

Run by ``make bench``; it prints figures and budgets and judges none, since a machine's speed is not the code's. The
other routes sample the same scores for the same alternatives: a loop over draws through pymcdm's weighted sum, and one
in pandas.
"""

from __future__ import annotations

import json
import statistics
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from pymcdm.methods import WSM

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.decision import prepared as prepare_module
from advisor.decision.matrix.matrix import Matrix
from advisor.decision.prepared import Prepared, prepare
from advisor.decision.ranked import rank
from advisor.decision.robustness import draws as draws_module
from advisor.decision.robustness.draws import GRID, draw_weights
from advisor.decision.robustness.smaa import robustness
from advisor.decision.scoring.score import normalised
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.load import load_answers
from advisor.questionnaire.presets import SAMPLES

pytestmark = pytest.mark.bench
SAMPLES_DRAWN = 10_000
BUDGET_SAMPLE_MS, BUDGET_OPEN_MS = 150, 400
OTHER_DRAWS = 200
FIRST_REPEATS = 9


def timed(work: Callable[[], object], repeats: int = 5, before: Callable[[], object] = int) -> float:
    """Median milliseconds of a piece of work after one warm run, from what is done ``before`` to the result."""
    work()
    spent = []
    for _ in range(repeats):
        before()
        start = time.perf_counter()
        found = work()
        spent.append((time.perf_counter() - start) * 1000)
        del found
    return round(statistics.median(spent), 1)


def forget(catalog: Catalog) -> None:
    """Let the next assessment find nothing prepared and nothing drawn for its answers."""
    prepare_module._kept.forget(catalog)
    draws_module._by_criterion.cache_clear()


def first(answers: Answers, catalog: Catalog) -> float:
    """Milliseconds of an assessment that finds nothing prepared."""
    return timed(lambda: assess(answers, catalog, samples=SAMPLES_DRAWN), FIRST_REPEATS, lambda: forget(catalog))


def first_read(answers: Answers, catalog: Catalog) -> float:
    """The same, and every row read that is made when it is read."""

    def work() -> object:
        found = assess(answers, catalog, samples=SAMPLES_DRAWN)
        for case in (found, *found.other_use_cases):
            len(case.eliminations), len(case.also_ranked)
        return found, len(found.sources)

    return timed(work, FIRST_REPEATS, lambda: forget(catalog))


def again(answers: Answers, catalog: Catalog) -> Callable[[], object]:
    """An assessment under other weights each time."""
    turn = iter(range(1, 1_000))

    def work() -> object:
        weighted = answers.model_copy(
            update={"weights": {"fitness": 100.0, "cost": 50.0 + next(turn), "latency": 40.0}}
        )
        return assess(weighted, catalog, samples=SAMPLES_DRAWN)

    return work


def open_answers() -> Answers:
    """A chat assistant with no constraint at all: nothing but the kind of model can eliminate."""
    return Answers.model_validate(
        {
            "title": "No gate",
            "use_cases": [{"task": "chat_assistant", "languages": []}],
            "data": {"no_training": False, "classification": "public"},
            "hosting": {"allowed": ["provider_api", "cloud_gpu", "on_prem", "edge"]},
            "licence": {"commercial_use": False},
            "governance": {"allow_preview_models": True},
            "budget": {"horizon_months": 1},
        }
    )


def as_it_is(column: np.ndarray, cost: bool = False) -> np.ndarray:  # noqa: FBT001, FBT002 -- pymcdm's signature
    """A normalisation that leaves values on their fixed anchors."""
    return 1.0 - column if cost else column


def other_routes(matrix: Matrix, weights: np.ndarray) -> dict[str, float]:
    """Milliseconds per 10,000 draws (scaled from 200) of the same sampling through pymcdm and pandas."""
    drawn = draw_weights(weights, OTHER_DRAWS, seed=0) / GRID
    types = np.ones(matrix.value.shape[1])
    frame = pd.DataFrame(matrix.value, index=matrix.ids, columns=matrix.criteria)
    method = WSM(as_it_is)

    def by_pymcdm() -> None:
        counts = np.zeros(len(matrix))
        for row in drawn:
            counts[int(np.argmax(method(matrix.value, row, types, validation=False)))] += 1

    def by_pandas() -> None:
        counts = pd.Series(0, index=frame.index)
        for row in drawn:
            counts[(frame * row).sum(axis=1).rank(ascending=False).idxmin()] += 1

    scale = SAMPLES_DRAWN / OTHER_DRAWS
    return {"pymcdm_loop_ms": round(timed(by_pymcdm, 3) * scale), "pandas_loop_ms": round(timed(by_pandas, 3) * scale)}


def growth(matrix: Matrix, weights: np.ndarray) -> dict[str, float]:
    """Milliseconds of the sampling for 2,500 to 20,000 alternatives: the same ones with small random changes."""
    rng = np.random.default_rng(0)
    found = {}
    for count in (2_500, 5_000, 10_000, 20_000):
        rows = rng.integers(0, len(matrix), count)
        part = matrix.rows(rows)
        value = np.clip(part.value + rng.normal(0, 0.02, part.value.shape), 0, 1)
        larger = Matrix(
            ids=tuple(f"{name}#{index}" for index, name in enumerate(part.ids)),
            criteria=part.criteria,
            raw=part.raw,
            value=value,
            up=np.minimum(part.up, 1 - value),
            down=np.minimum(part.down, value),
            fact=part.fact,
            facts=part.facts,
            scales=part.scales,
        )
        shown = np.arange(60)
        work = lambda matrix=larger, shown=shown: robustness(  # noqa: E731 -- bound per turn of the loop
            matrix, weights, samples=SAMPLES_DRAWN, seed=0, shown=shown
        )
        found[str(count)] = timed(work, 1)
    return found


def peak_megabytes(work: Callable[[], object], catalog: Catalog) -> float:
    """Peak of Python and numpy memory during a piece of work that finds nothing prepared, in 10^6 bytes."""
    forget(catalog)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return round(peak / 1e6, 1)


def measure(catalog: Catalog) -> dict[str, object]:
    """Everything, as one record."""
    decisions = {path.stem: load_answers(path) for path in sorted(SAMPLES.glob("*.yaml"))}
    samples = {name: first(answers, catalog) for name, answers in decisions.items()}
    read = {name: first_read(answers, catalog) for name, answers in decisions.items()}
    weighted = {name: timed(again(answers, catalog)) for name, answers in decisions.items()}
    free = open_answers()
    whole: Prepared = prepare(free, catalog)
    matrix = whole.matrix
    weights = normalised({}, matrix.criteria)
    single = {name: spent for name, spent in samples.items() if "portfolio" not in name}
    return {
        "models": len(catalog.models),
        "alternatives_without_gate": len(whole.plans.alternatives),
        "feasible_without_gate": len(matrix),
        "samples_first_ms": samples,
        "samples_first_with_every_row_read_ms": read,
        "samples_again_ms": weighted,
        "slowest_first_ms": max(samples.values()),
        "slowest_again_ms": max(weighted.values()),
        "slowest_first_of_one_use_case_ms": max(single.values()),
        "budget_sample_ms": BUDGET_SAMPLE_MS,
        "no_gate_first_ms": first(free, catalog),
        "no_gate_first_with_every_row_read_ms": first_read(free, catalog),
        "no_gate_again_ms": timed(again(free, catalog)),
        "budget_no_gate_ms": BUDGET_OPEN_MS,
        "slider_ms": timed(lambda: rank(whole, {"fitness": 1, "cost": 1}, samples=1_000)),
        "same_sampling": {
            "ours_ms": timed(lambda: robustness(matrix, weights, samples=SAMPLES_DRAWN, seed=0, shown=np.arange(60)))
        }
        | other_routes(matrix, weights),
        "growth_ms": growth(matrix, weights),
        "peak_mb_no_gate": peak_megabytes(lambda: assess(free, catalog, samples=SAMPLES_DRAWN), catalog),
    }


def test_decision() -> None:
    """Print every figure as JSON."""
    print("\n" + json.dumps(measure(load_catalog()), indent=2))
