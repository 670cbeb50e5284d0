"""Active parameters of mixtures of experts agree with what their makers state."""

from __future__ import annotations

import pytest

from advisor.catalog.hub.experts import active_params, active_params_b


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


MIMO = {
    "model_type": "mimo_v2_flash",
    "num_hidden_layers": 48,
    "hidden_size": 4096,
    "num_attention_heads": 64,
    "num_key_value_heads": 4,
    "head_dim": 192,
    "v_head_dim": 128,
    "swa_num_attention_heads": 64,
    "swa_num_key_value_heads": 8,
    "swa_head_dim": 192,
    "swa_v_head_dim": 128,
    "intermediate_size": 16_384,
    "vocab_size": 152_576,
    "sliding_window": 128,
    "hybrid_layer_pattern": [0, 1, 1, 1, 1] + [0, 1, 1, 1, 1, 1] * 7 + [0],
    "moe_layer_freq": [0] + [1] * 47,
    "moe_intermediate_size": 2048,
    "n_routed_experts": 256,
    "num_experts_per_tok": 8,
    "tie_word_embeddings": False,
}


def test_prediction_layers_that_no_configuration_names_are_not_visited() -> None:
    """MiMo-V2-Flash: 309 x 10^9 in total, 15 active (Xiaomi, 2025); its weights hold prediction layers beside."""
    found = active_params(MIMO, 310_000_000_000)
    assert found.active is not None
    assert found.active / 1e9 == pytest.approx(15, abs=0.5)
    assert found.beyond / 1e9 == pytest.approx(1.2, abs=0.1)
    assert found.served == 310_000_000_000


@pytest.mark.parametrize(
    ("changed", "total"),
    [
        pytest.param({"tie_word_embeddings": None}, 310_000_000_000, id="whether embeddings are shared is not said"),
        pytest.param({}, 330_000_000_000, id="a fifteenth of the weights is unexplained"),
        pytest.param({}, 308_000_000_000, id="the parts come to more than the weights"),
        pytest.param({"index_topk": 2048}, 310_000_000_000, id="an index of sparse attention has weights of its own"),
        pytest.param({"layer_types": ["linear_attention"] * 48}, 310_000_000_000, id="layers of another kind"),
    ],
)
def test_a_sum_that_misses_something_of_the_model_leaves_nothing_out(changed: dict[str, object], total: int) -> None:
    """Weights beyond the parts are left out only where the parts explain the weights nearly whole."""
    assert active_params(MIMO | changed, total).beyond == 0
