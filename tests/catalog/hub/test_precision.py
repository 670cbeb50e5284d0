"""The precision of weights, as every tool writes it."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.hub.precision import precision_cell


@pytest.mark.parametrize(
    ("config", "precision"),
    [
        ({"torch_dtype": "bfloat16"}, "bf16"),
        ({"dtype": "float16"}, "fp16"),
        ({"quantization_config": {"quant_method": "fp8"}}, "fp8"),
        ({"quantization_config": {"quant_method": "awq", "bits": 4}}, "int4"),
        ({"quantization_config": {"quant_method": "gptq", "bits": 8}}, "int8"),
        ({"quantization_config": {"load_in_4bit": True}}, "int4"),
        ({"quantization_config": {"quant_algo": "NVFP4"}}, "fp4"),
        ({"quantization_config": {"config_groups": {"g": {"weights": {"num_bits": 8, "type": "float"}}}}}, "fp8"),
        ({"quantization_config": {"config_groups": {"g": {"weights": {"num_bits": 4, "type": "int"}}}}}, "int4"),
        ({}, None),
    ],
)
def test_each_tools_way_is_read(config: dict[str, Any], precision: str | None) -> None:
    """Without quantisation the type of the numbers."""
    assert precision_cell(config, config) == (precision, [])


@pytest.mark.parametrize(
    "quantised",
    [
        {"quant_method": "riddle"},
        {"quant_method": "awq", "bits": 3},
        {
            "config_groups": {
                "a": {"weights": {"num_bits": 8, "type": "float"}},
                "b": {"weights": {"num_bits": 4, "type": "int"}},
            }
        },
    ],
)
def test_what_is_not_understood_or_mixed_stays_unknown_and_is_said(quantised: dict[str, Any]) -> None:
    """Never a guess."""
    found, notes = precision_cell({"quantization_config": quantised}, {})
    assert found is None
    assert len(notes) == 1
