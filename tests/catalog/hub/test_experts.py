"""Active parameters of mixtures of experts agree with what their makers state."""

from __future__ import annotations

import pytest

from advisor.catalog.hub.experts import active_params_b


def test_active_parameters_of_mixtral_agree_with_its_makers() -> None:
    """Mixtral 8x7B: 46.7 x 10^9 parameters in total, 12.9 used per token (Mistral AI, 2023)."""
    config = {
        "model_type": "mixtral",
        "num_local_experts": 8,
        "num_experts_per_tok": 2,
        "hidden_size": 4096,
        "intermediate_size": 14_336,
        "num_hidden_layers": 32,
    }
    assert active_params_b(config, 46_702_792_704) == pytest.approx(12.9, abs=0.05)


def test_active_parameters_of_qwen3_agree_with_its_makers() -> None:
    """Qwen3-30B-A3B: 30.5 x 10^9 in total, 3.3 active (Qwen team, 2025)."""
    config = {
        "num_experts": 128,
        "num_experts_per_tok": 8,
        "hidden_size": 2048,
        "moe_intermediate_size": 768,
        "num_hidden_layers": 48,
        "mlp_only_layers": [],
    }
    assert active_params_b(config, 30_532_122_624) == pytest.approx(3.3, abs=0.1)
