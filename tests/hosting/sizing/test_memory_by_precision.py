"""The memory that weights take in each precision."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.sizing.memory_by_precision import memory_needs
from advisor.words.written import written

LLAMA = "meta/llama-3.3-70b-instruct"


def test_memory_of_llama_70b_is_that_of_its_weights(catalog: Catalog) -> None:
    """70.55 x 10^9 parameters at two bytes are 141 GB; 8 and 4 bits take about half and a quarter of it."""
    sixteen, eight, four = memory_needs(catalog, catalog.model[LLAMA])
    assert sixteen.weights_gb == pytest.approx(141.1, abs=0.1)
    assert 0.5 <= eight.weights_gb / sixteen.weights_gb <= 0.55
    assert 0.25 <= four.weights_gb / sixteen.weights_gb <= 0.32
    assert sixteen.cache_gb == pytest.approx(2 * 80 * 8 * 128 * 2 * 8192 / 1e9)
    assert sixteen.gpus["h100-sxm-80gb"] == 2
    assert four.gpus["h100-sxm-80gb"] == 1


def test_a_proprietary_model_needs_no_memory_of_ours(catalog: Catalog) -> None:
    """Where the weights are not published there is nothing to size."""
    assert memory_needs(catalog, catalog.model["openai/gpt-4o"]) == ()


def test_an_embedding_model_has_its_weights_and_says_what_is_missing(catalog: Catalog) -> None:
    """No cache is claimed where none can be computed."""
    need = memory_needs(catalog, catalog.model["baai/bge-m3"])[0]
    assert need.weights_gb == pytest.approx(1.136, abs=0.1)
    assert need.cache_gb is None
    assert written(need).note
