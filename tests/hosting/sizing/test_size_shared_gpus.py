"""``advisor size --beside``: what models need together."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.sizing.size_shared_gpus import size_with_others

LOAD = {"input_tokens": 1_000, "output_tokens": 300, "concurrency": 8}


def test_size_shows_what_models_need_together(catalog: Catalog) -> None:
    """Two 8B models on one H100: the sum of their memory fits, and each has half of the time."""
    report = size_with_others(catalog, "meta/llama-3.1-8b-instruct", ["alibaba/qwen3-8b"], gpu="h100", **LOAD)
    shared = report["shared"]
    assert isinstance(shared, dict)
    assert shared["fits"]
    assert shared["memory_gb_per_gpu"] == pytest.approx(sum(m["memory_gb_per_gpu"] for m in shared["models"]))
    rate = report["output_tokens_per_s"]
    assert isinstance(rate, float)
    assert shared["models"][0]["output_tokens_per_s_all_busy"] == pytest.approx(rate / 2)


def test_size_says_when_models_do_not_fit_together(catalog: Catalog) -> None:
    """A 70B model fills two H100; a second one of its size does not fit beside it."""
    report = size_with_others(
        catalog, "meta/llama-3.3-70b-instruct", ["meta/llama-3.3-70b-instruct"], gpu="h100", gpus=2, **LOAD
    )
    shared = report["shared"]
    assert isinstance(shared, dict)
    assert not shared["fits"]
    assert shared["problem"].key == "memory.together"


def test_size_alone_keeps_its_contract(catalog: Catalog) -> None:
    """Without other models nothing is added to the report."""
    assert "shared" not in size_with_others(catalog, "meta/llama-3.1-8b-instruct", [], gpu="h100", **LOAD)
