"""Draws behind the bands: the same every time, centred, and percentiles that are draws themselves."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.draws import PRICE_SIGMA, TABLE_DRAWS, band, draws_of, normals, percentile_numbers, shuffled


def test_draws_are_standard_normal_and_the_same_every_time() -> None:
    """Mean 0, deviation about 1, apart from each other; another seed gives others."""
    drawn = normals(256)
    assert drawn.mean(axis=1) == pytest.approx(0.0, abs=1e-12)
    assert drawn.std(axis=1) == pytest.approx(1.0, abs=0.05)
    assert np.abs(np.corrcoef(drawn) - np.eye(8)).max() < 0.15
    assert np.array_equal(drawn, normals(256))
    assert not np.array_equal(drawn, normals(256, seed=1))


def test_a_shuffled_draw_has_every_slice_once() -> None:
    """Its sorted values are the middles of equal slices, so that its mean is 0."""
    drawn = shuffled(64)[0]
    assert len(set(drawn.tolist())) == 64
    assert drawn.mean() == pytest.approx(0.0, abs=1e-12)
    assert not np.array_equal(drawn, np.sort(drawn))


def test_multipliers_have_the_median_one(catalog: Catalog) -> None:
    """And the stated spread."""
    draws = draws_of(assumptions_of(catalog))
    assert draws.price.shape == (1, TABLE_DRAWS)
    assert float(np.median(draws.price)) == pytest.approx(1.0, abs=0.02)
    assert float(np.log(draws.price).std()) == pytest.approx(PRICE_SIGMA, rel=0.1)


@pytest.mark.parametrize(("count", "wanted"), [(11, (1, 5, 9)), (64, (6, 32, 57)), (1, (0, 0, 0))])
def test_percentiles_are_draws_in_order(count: int, wanted: tuple[int, int, int]) -> None:
    """The tenth, the middle and the ninetieth of the sorted draws."""
    assert percentile_numbers(count) == wanted
    values = np.random.default_rng(0).permutation(count).astype(np.float64)[None, :]
    assert band(values)[0].tolist() == list(map(float, wanted))


def test_a_cost_that_is_unknown_in_a_bad_tenth_is_unknown() -> None:
    """Three of ten draws need what nobody sells: no percentile is told; one of twenty: all are."""
    values = np.arange(40.0).reshape(2, 20)
    values[0, :6], values[1, :1] = np.nan, np.nan
    found = band(values)
    assert np.isnan(found[0]).all()
    assert not np.isnan(found[1]).any()
