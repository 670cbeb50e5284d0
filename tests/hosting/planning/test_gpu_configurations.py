"""Every model on every sensible GPU and count that holds it."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.gpu_classes import EDGE_SEGMENTS
from advisor.hosting.memory.shapes import shape_of
from advisor.hosting.planning.gpu_configurations import GpuConfigurations, grid_of, precisions_for, priced, subset


@pytest.fixture(scope="module")
def grid(catalog: Catalog) -> GpuConfigurations:
    """The configurations of the shipped catalog."""
    return grid_of(catalog)


def test_what_is_planned_holds_the_weights_and_has_room_for_a_request(grid: GpuConfigurations) -> None:
    """In GPUs that somebody rents or sells."""
    assert np.all(grid.cache_room_bytes > 0)
    memory = np.array([gpu.memory_gib for gpu in grid.gpus])[grid.gpu_index] * grid.count * 1.073741824
    assert np.all(grid.weights_gb < memory)


def test_a_model_is_planned_or_it_is_said_why_not(catalog: Catalog, grid: GpuConfigurations) -> None:
    """None is forgotten."""
    planned = {model.model_id for model in grid.models}
    open_models = {model.model_id for model in catalog.models if model.openness == "open_weights"}
    assert planned | grid.problems.keys() == open_models
    assert not planned & grid.problems.keys()


def test_devices_at_the_edge_take_four_bits_and_servers_what_they_compute(catalog: Catalog) -> None:
    """A model of 16 bits is served in 8 where the GPU computes them."""
    shape = shape_of(catalog.model["meta/llama-3.3-70b-instruct"])
    assert precisions_for(shape, catalog.gpu["h100-sxm-80gb"]) == ("fp8",)
    assert precisions_for(shape, catalog.gpu["a100-sxm-80gb"]) == ("bf16",)
    edge = next(gpu for gpu in catalog.gpus if gpu.segment in EDGE_SEGMENTS and priced(catalog, gpu))
    assert len(precisions_for(shape, edge)) == 1


def test_a_longer_context_never_takes_less_cache(grid: GpuConfigurations) -> None:
    """And copies on several GPUs never less than one."""
    short, long = grid.cache_bytes(1_000), grid.cache_bytes(100_000)
    assert np.all(long >= short)
    assert np.all(grid.held_bytes(1_000) >= short * (1 - 1e-12))


def test_some_rows_are_those_rows(grid: GpuConfigurations) -> None:
    """In the order asked for."""
    rows = np.array([5, 2, 9], dtype=np.intp)
    some = subset(grid, rows)
    assert some.count.tolist() == grid.count[rows].tolist()
    assert some.cache_bytes(4_096) == pytest.approx(grid.cache_bytes(4_096)[rows])
