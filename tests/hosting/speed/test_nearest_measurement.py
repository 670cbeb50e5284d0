"""What was measured on the same model and GPU corrects the estimate near it."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_hosting import MeasuredSpeed
from advisor.hosting.memory.shapes import shape_of
from advisor.hosting.speed.nearest_measurement import Anchor, anchor, residuals_of, shape_key


def at(catalog: Catalog, row: MeasuredSpeed, *, times: float = 1.0) -> Anchor:
    """The correction at a measured load, or at a multiple of its concurrency."""
    return anchor(
        catalog,
        shape_of(catalog.model[str(row.model_id)]),
        catalog.gpu[row.gpu_id],
        gpu_count=row.gpu_count,
        precision=row.precision,
        input_tokens=row.input_tokens,
        output_tokens=row.output_tokens,
        concurrency=row.concurrency * times,
    )


@pytest.fixture
def row(catalog: Catalog) -> MeasuredSpeed:
    """A measurement of a model of the catalog under a steady load."""
    rows = residuals_of(catalog).sample.rows
    return next(row for row in rows if row.model_id and row.load_kind == "steady" and row.counts == "all")


def test_a_load_that_was_measured_names_its_measurement(catalog: Catalog, row: MeasuredSpeed) -> None:
    """And counts it for much."""
    found = at(catalog, row)
    assert row in found.same
    assert 0.5 < found.share < 1


def test_the_farther_a_load_the_less_a_measurement_counts(catalog: Catalog, row: MeasuredSpeed) -> None:
    """It is then no longer the same."""
    here, far = at(catalog, row), at(catalog, row, times=64)
    assert far.share < here.share
    assert row not in far.same


def test_without_measurements_nothing_is_corrected(catalog: Catalog, row: MeasuredSpeed) -> None:
    """A model of which nothing was measured is estimated as it stands."""
    shape = shape_of(catalog.model["ibm/granite-3.1-8b-instruct"])
    load = {"input_tokens": 1_000, "output_tokens": 500, "concurrency": 8}
    found = anchor(catalog, shape, catalog.gpu[row.gpu_id], gpu_count=1, precision="fp8", **load)
    assert (found.throughput, found.ttft, found.share, found.same, found.near) == (0.0, 0.0, 0.0, (), ())


def test_models_that_serve_alike_have_one_key(catalog: Catalog) -> None:
    """A name does not matter, layers do."""
    shape = shape_of(catalog.model["meta/llama-3.3-70b-instruct"])
    assert shape_key(shape) == shape_key(shape_of(catalog.model["meta/llama-3.1-70b-instruct"]))
    assert shape_key(shape) != shape_key(shape_of(catalog.model["meta/llama-3.1-8b-instruct"]))
