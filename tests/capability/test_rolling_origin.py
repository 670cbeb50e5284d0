"""Nothing of the time after an origin reaches the predictions made there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from advisor.capability.arrays import Priors
from advisor.capability.estimates import group_of
from advisor.capability.inferred.covariates import known_of
from advisor.capability.inferred.relatedness import relatedness
from advisor.capability.observations import LANGUAGE_CAPABILITIES, assemble
from advisor.capability.rolling_origin import Predictions, figures, predictions
from advisor.capability.stitching import fit
from advisor.catalog.tables.schema import Benchmark, Board, Model

ORIGIN = date(2025, 6, 30)
FAST = Priors(iterations=60)
Rows = tuple[list[Model], list[Board], list[Benchmark]]


@pytest.fixture
def rows(model: Callable[..., Model], board: Callable[..., Board], score: Callable[..., Benchmark]) -> Rows:
    """Three lines of six models every half year from 2023; the last of each line follows the origin."""
    boards = [board("a.1"), board("b.1"), board("c.1", "code")]
    models = [
        model(
            f"{vendor}/{i}",
            family=vendor,
            predecessor_id=f"{vendor}/{i - 1}" if i else None,
            release_date=date(2023 + i // 2, 2 + 6 * (i % 2), 1),
        )
        for vendor in ("one", "two", "three")
        for i in range(6)
    ]
    random = np.random.default_rng(3)
    scores = [
        score(
            m.model_id, b.board_id, float(30 + 6 * int(m.model_id[-1]) + random.normal(0, 2)), scored_on=m.release_date
        )
        for m in models
        for b in boards
    ]
    return models, boards, scores


def predict(rows: Rows, later: list[Benchmark] | None = None) -> Predictions:
    """Predictions at the origin from ``rows``, with ``later`` as the scores that the truth is taken from."""
    models, boards, scores = rows
    problem = assemble(LANGUAGE_CAPABILITIES, models, boards, later or scores)
    assert problem is not None
    group = group_of(problem, fit(problem.scores, FAST), np.ones(8), relatedness(known_of(models, {})))
    found = predictions(ORIGIN, group, models, boards, later or scores, prices={}, priors=FAST)
    assert found is not None
    return found


def test_models_released_within_the_time_ahead_are_predicted(rows: Rows) -> None:
    """Three models of August 2025 in two capabilities, each with its three scores."""
    found = predict(rows)
    assert set(found.model_ids) == {"one/5", "two/5", "three/5"}
    assert sorted(set(found.capability)) == ["code", "general"]
    assert found.scores.tolist() == [3.0] * 6


def test_scores_printed_after_the_origin_do_not_reach_the_prediction(rows: Rows) -> None:
    """Other results of the models to come, and late results of old ones, leave the predictions as they are."""
    models, boards, scores = rows
    after = [r.model_copy(update={"score": 5.0}) if r.scored_on > ORIGIN else r for r in scores]
    late = [r.model_copy(update={"scored_on": date(2025, 9, 1), "variant": "late", "score": 99.0}) for r in scores[:9]]
    plain, changed = predict(rows), predict((models, boards, scores), [*after, *late])
    for method in ("fallback", "former"):
        assert np.array_equal(getattr(plain, method)[0], getattr(changed, method)[0])
    assert not np.array_equal(plain.truth[0], changed.truth[0])


def test_figures_are_those_of_hand(rows: Rows) -> None:
    """Bias, root mean square error and share inside, recomputed."""
    found = predict(rows)
    report = figures([found], least_scores=1)
    miss = found.fallback[0] - found.truth[0]
    assert report["fallback"]["bias"] == pytest.approx(miss.mean(), abs=0.006)
    assert report["fallback"]["rmse"] == pytest.approx(np.sqrt((miss**2).mean()), abs=0.006)
    inside = np.abs(miss) <= 1.6449 * np.hypot(found.fallback[1], found.truth[1])
    assert report["fallback"]["inside_90"] == pytest.approx(inside.mean(), abs=0.0006)
    assert figures([found], least_scores=4)["estimates"] == 0
