"""Memory against documented figures, and what fits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import shipped_catalog

from advisor.catalog.catalog import Catalog
from advisor.errors import SizingError
from advisor.hosting.memory.memory import (
    activation_bytes,
    bits_of,
    kv_bytes_of_context,
    kv_bytes_per_token,
    memory_plan,
    weight_bytes,
)
from advisor.hosting.memory.shapes import ServingShape, shape_of, sizing_problem
from advisor.units import BYTES_PER_GIB

CATALOG = shipped_catalog()
PROCESS_RESERVE_GIB = 0.3
"""Beside weights, cache and activations in a process without captured graphs (table of measured memory)."""


@pytest.mark.parametrize(
    ("model_id", "precision", "documented_gb"),
    [
        # Sizes of the safetensors files in the Hub repositories, in 10^9 bytes
        ("meta/llama-3.1-8b-instruct", "bf16", 16.06),
        ("meta/llama-3.3-70b-instruct", "bf16", 141.1),
        ("alibaba/qwen2.5-7b-instruct", "bf16", 15.23),
        ("openai/gpt-oss-120b", "mxfp4", 65.2),
        ("alibaba/qwen3-32b", "bf16", 65.5),
    ],
)
def test_weights_are_within_a_few_percent_of_the_published_checkpoint(
    model_id: str, precision: str, documented_gb: float
) -> None:
    """The computed checkpoint has the size of the published one."""
    tolerance = 0.02 if precision == "mxfp4" else 0.01
    assert weight_bytes(shape_of(CATALOG.model[model_id]), precision) / 1e9 == pytest.approx(
        documented_gb, rel=tolerance
    )


@pytest.mark.parametrize(
    ("model_id", "documented"),
    [
        # Llama 3.1: 2 x 32 layers x 8 heads x 128 x 2 bytes = 128 KiB; 70B: 320 KiB (vLLM and NVIDIA sizing guides)
        ("meta/llama-3.1-8b-instruct", 131_072),
        ("meta/llama-3.3-70b-instruct", 327_680),
        # DeepSeek-V3 technical report and DeepSeek's FlashMLA notes: 61 x (512 + 64) x 2 = 70,272 bytes
        ("deepseek/deepseek-v3", 70_272),
        ("alibaba/qwen2.5-72b-instruct", 327_680),
    ],
)
def test_cache_per_token_is_the_documented_one(model_id: str, documented: int) -> None:
    """Grouped heads and latent attention give the documented bytes per token at 16 bits."""
    assert kv_bytes_per_token(shape_of(CATALOG.model[model_id])) == pytest.approx(documented, rel=0.01)


def test_a_cache_that_shapes_cannot_say_grows_as_its_row_states(catalog: Catalog) -> None:
    """Compressed caches and global layers of another width: one more token of a long context adds the stated bytes."""
    stated = [m for m in catalog.models if m.kv_bytes_per_token and sizing_problem(m) is None]
    assert len(stated) >= 10
    for model in stated:
        shape = shape_of(model)
        growth = (kv_bytes_of_context(shape, 200_000) - kv_bytes_of_context(shape, 100_000)) / 100_000
        assert growth == pytest.approx(model.kv_bytes_per_token), model.model_id


def test_a_sliding_window_stops_growing_in_its_layers() -> None:
    """Past the window only the global layers of gpt-oss keep more."""
    shape = shape_of(CATALOG.model["openai/gpt-oss-120b"])
    before, after = kv_bytes_of_context(shape, 10_000), kv_bytes_of_context(shape, 10_001)
    assert after - before == pytest.approx(kv_bytes_per_token(shape) * shape.global_layers / shape.attention_layers)


def test_an_unknown_precision_lists_the_known_ones() -> None:
    """A precision without known bits is refused with what is allowed."""
    with pytest.raises(SizingError, match="known: fp32, bf16"):
        bits_of("int3")


@given(
    gigabytes=st.floats(8, 300),
    more=st.floats(0, 300),
    context=st.integers(256, 131_072),
    count=st.sampled_from([1, 2, 4, 8]),
)
def test_more_memory_never_fits_less(gigabytes: float, more: float, context: int, count: int) -> None:
    """A larger GPU holds at least as many requests."""
    shape = shape_of(CATALOG.model["alibaba/qwen3-32b"])
    gpu = CATALOG.gpu["h100-sxm-80gb"]
    ask: dict[str, Any] = {"gpu_count": count, "precision": "fp8", "context_tokens": context}
    small = memory_plan(shape, gpu.model_copy(update={"memory_gib": gigabytes}), **ask)
    large = memory_plan(shape, gpu.model_copy(update={"memory_gib": gigabytes + more}), **ask)
    assert large.max_concurrency >= small.max_concurrency
    assert large.fits or not small.fits


def test_what_does_not_fit_says_why(catalog: Catalog) -> None:
    """The reason names what is needed and what is there."""
    shape, gpu = shape_of(catalog.model["meta/llama-3.3-70b-instruct"]), catalog.gpu["l4-24gb"]
    plan = memory_plan(shape, gpu, gpu_count=1, precision="bf16", context_tokens=4096)
    assert not plan.fits
    assert plan.problem is not None
    assert plan.problem.key == "memory.weights"
    assert plan.problem.values["needed"].value > plan.problem.values["usable"].value


def test_measured_weights_are_within_one_percent() -> None:
    """Files and loaded weights of the table of measured memory, K-quants among them."""
    rows = [row for row in CATALOG.measured_memory if row.kind == "weights"]
    errors = {
        row.memory_id: weight_bytes(shape_of(CATALOG.model[row.model_id]), row.precision) / 2**30 / row.memory_gib - 1
        for row in rows
    }
    assert len(errors) >= 10
    assert {name: error for name, error in errors.items() if abs(error) > 0.01} == {}


def process_memory_gib(shape: ServingShape, *, precision: str, context_tokens: float, gpu_count: int) -> float:
    """Memory of a whole process without a server's reserve, in GiB over all GPUs: one request, its prompt read at once.

    Layers are spread over the GPUs one after the other, so that each holds the activations of the whole prompt.
    """
    held = weight_bytes(shape, precision) + kv_bytes_of_context(shape, context_tokens)
    working = gpu_count * (activation_bytes(shape, 1, context_tokens) + PROCESS_RESERVE_GIB * BYTES_PER_GIB)
    return (held + working) / BYTES_PER_GIB


def test_whole_processes_are_within_ten_percent_and_none_is_much_too_small() -> None:
    """192 measured processes: median error below 10%, none predicted more than 15% too small."""
    errors = []
    for row in CATALOG.measured_memory:
        if row.kind == "process":
            predicted = process_memory_gib(
                shape_of(CATALOG.model[row.model_id]),
                precision=row.precision,
                context_tokens=row.context_tokens,
                gpu_count=row.gpu_count,
            )
            errors.append(predicted / row.memory_gib - 1)
    assert len(errors) == 192
    assert np.median(np.abs(errors)) < 0.10
    assert min(errors) > -0.15
