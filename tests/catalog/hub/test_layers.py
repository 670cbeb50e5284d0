"""What each layer keeps of a token, as configurations of the Hub say it."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.hub.layers import cache_cells, layer_kinds, without_cache

PLAIN: dict[str, Any] = {
    "num_hidden_layers": 8,
    "num_attention_heads": 16,
    "num_key_value_heads": 4,
    "head_dim": 64,
    "max_position_embeddings": 32_768,
}


@pytest.mark.parametrize(
    ("config", "counted"),
    [
        ({"layer_types": ["full_attention"] * 2 + ["sliding_attention"] * 6}, (2, 6)),
        ({"sliding_window_pattern": 4}, (2, 6)),
        ({"model_type": "gemma2"}, (4, 4)),
        ({"sliding_window_pattern": "LLLG"}, (2, 6)),
        ({"use_sliding_window": True, "max_window_layers": 5}, (5, 3)),
    ],
)
def test_a_window_is_read_whichever_way_it_is_written(config: dict[str, Any], counted: tuple[int, int]) -> None:
    """A list, a period, letters, or the first layer that has it."""
    kinds = layer_kinds(PLAIN | config)
    assert (kinds.count("full_attention"), kinds.count("sliding_attention")) == counted


def test_linear_layers_keep_no_cache_that_grows() -> None:
    """One attention layer of four, as Qwen3-Next has it."""
    cells, notes = cache_cells(PLAIN | {"full_attention_interval": 4})
    assert cells["attention_layers"] == 2
    assert notes == []
    assert without_cache(layer_kinds(PLAIN | {"full_attention_interval": 4}))
    assert not without_cache(layer_kinds(PLAIN))


def test_layers_that_share_a_cache_are_not_counted_twice() -> None:
    """The last ones read that of an earlier layer (Gemma 3n)."""
    assert cache_cells(PLAIN | {"num_kv_shared_layers": 3})[0]["attention_layers"] == 5


def test_a_window_without_its_layers_leaves_the_window_unknown() -> None:
    """A guess would make a server that falls over."""
    cells, notes = cache_cells(PLAIN | {"sliding_window": 4096})
    assert "sliding_window" not in cells
    assert "4,096 tokens but not the layers" in notes[0]


def test_a_kind_of_layer_that_nobody_has_described_leaves_the_whole_cache_unknown() -> None:
    """And is named."""
    cells, notes = cache_cells(PLAIN | {"layer_types": ["full_attention"] * 7 + ["quantum_attention"]})
    assert cells == {}
    assert "quantum_attention" in notes[0]


def test_global_layers_of_another_width_are_counted_in_bytes() -> None:
    """Two global layers with 2 heads of 128: keys and values, two bytes each."""
    windowed = PLAIN | {"sliding_window_pattern": 4, "sliding_window": 1024}
    wide = {"num_global_key_value_heads": 2, "global_head_dim": 128}
    assert cache_cells(windowed | wide)[0]["kv_bytes_per_token"] == 2 * 2 * (128 + 128) * 2


def test_compressed_caches_have_no_heads() -> None:
    """Latent attention keeps a rank and the part with positions (DeepSeek)."""
    cells, _ = cache_cells(PLAIN | {"kv_lora_rank": 512, "qk_rope_head_dim": 64})
    assert (cells["kv_heads"], cells["head_dim"]) == (None, None)
    assert (cells["kv_lora_rank"], cells["qk_rope_head_dim"]) == (512, 64)
