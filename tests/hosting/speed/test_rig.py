"""What of a model and its GPUs the speed model computes with."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.memory.shapes import Checkpoint, shape_of
from advisor.hosting.speed.rig import compute_tflops, rig_row
from tests.hosting.conftest import LLAMA

EXPERTS = "deepseek/deepseek-v3"


def test_an_expert_is_as_wide_as_its_matrices_are_on_average(catalog: Catalog) -> None:
    """DeepSeek V3: between the inner width of an expert (2,048) and the state (7,168); dense models have none."""
    gpu = catalog.gpu["h200-sxm-141gb"]
    assert rig_row(shape_of(catalog.model[LLAMA]), gpu, gpu_count=8, precision="fp8")["expert_width"] == 0
    width = rig_row(shape_of(catalog.model[EXPERTS]), gpu, gpu_count=8, precision="fp8")["expert_width"]
    assert width == pytest.approx((2048 * 7168) ** 0.5, rel=0.1)


def test_what_a_published_copy_leaves_out_is_not_read(catalog: Catalog) -> None:
    """A smaller file has less besides the experts; these are those of its format."""
    gpu, model = catalog.gpu["dgx-spark-gb10-128gb"], catalog.model["nvidia/nemotron-3-super-120b-a12b"]
    plain = rig_row(shape_of(model), gpu, gpu_count=1, precision="fp4")
    small = shape_of(model, [Checkpoint("fp4", plain["always_bytes"] + plain["expert_bytes"] - 2e9, "somebody/copy")])
    copy = rig_row(small, gpu, gpu_count=1, precision="fp4")
    assert copy["expert_bytes"] == plain["expert_bytes"]
    assert copy["always_bytes"] < plain["always_bytes"] - 2e9


def test_weights_are_computed_by_the_fastest_unit_that_is_wide_enough(catalog: Catalog) -> None:
    """FP8 on an A100 is computed in 16 bits, NVFP4 on an H100 in 8."""
    old, newer = catalog.gpu["a100-sxm-80gb"], catalog.gpu["h100-sxm-80gb"]
    assert compute_tflops(old, "fp8") == old.bf16_tflops
    assert compute_tflops(newer, "fp4") == newer.fp8_tflops
