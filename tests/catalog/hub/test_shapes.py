"""Shapes read from configurations as published."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.hub.shapes import architecture_of, shape_cells

DENSE = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 4096,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "head_dim": 128,
    "vocab_size": 128_256,
    "max_position_embeddings": 131_072,
    "torch_dtype": "bfloat16",
}
SHAPES: list[tuple[str, dict[str, Any], dict[str, str]]] = [
    (
        "DeepSeek V3: latent attention, 256 experts",
        {
            "architectures": ["DeepseekV3ForCausalLM"],
            "num_hidden_layers": 61,
            "hidden_size": 7168,
            "num_attention_heads": 128,
            "num_key_value_heads": 128,
            "kv_lora_rank": 512,
            "qk_rope_head_dim": 64,
            "n_routed_experts": 256,
            "num_experts_per_tok": 8,
            "quantization_config": {"quant_method": "fp8"},
        },
        {"kv_lora_rank": "512", "qk_rope_head_dim": "64", "experts": "256", "native_precision": "fp8", "kv_heads": ""},
    ),
    (
        "Gemma 3 27B: five local layers to one global, inside a multimodal configuration",
        {
            "architectures": ["Gemma3ForConditionalGeneration"],
            "text_config": {
                "num_hidden_layers": 62,
                "hidden_size": 5376,
                "sliding_window": 1024,
                "sliding_window_pattern": 6,
            },
        },
        {"layers": "62", "sliding_window": "1024", "global_layers": "10"},
    ),
    (
        "gpt-oss-20b: every other layer windowed, listed",
        {
            "num_hidden_layers": 24,
            "layer_types": ["sliding_attention", "full_attention"] * 12,
            "sliding_window": 128,
            "num_local_experts": 32,
            "num_experts_per_tok": 4,
            "quantization_config": {"quant_method": "mxfp4"},
        },
        {
            "global_layers": "12",
            "sliding_window": "128",
            "experts": "32",
            "native_precision": "fp4",
            "attention_layers": "",
        },
    ),
    (
        "Qwen3-Next: one attention layer in four",
        {"num_hidden_layers": 48, "full_attention_interval": 4, "num_key_value_heads": 2},
        {"attention_layers": "12", "kv_heads": "2", "sliding_window": ""},
    ),
    (
        "Jamba: one attention layer in eight",
        {"num_hidden_layers": 32, "attn_layer_period": 8, "attn_layer_offset": 4, "num_key_value_heads": 8},
        {"attention_layers": "4"},
    ),
    (
        "Nemotron-H: attention marked in a pattern",
        {"num_hidden_layers": 8, "hybrid_override_pattern": "M-M*M-M-", "num_key_value_heads": 8},
        {"attention_layers": "1"},
    ),
    (
        "Qwen2.5: a window that is switched off",
        {"num_hidden_layers": 28, "sliding_window": 131_072, "use_sliding_window": False},
        {"sliding_window": "", "global_layers": ""},
    ),
    (
        "Mistral 7B v0.1: every layer windowed",
        {"model_type": "mistral", "num_hidden_layers": 32, "sliding_window": 4096},
        {"sliding_window": "4096", "global_layers": "0"},
    ),
    (
        "GPT-2: multi-head by its type",
        {"model_type": "gpt2", "n_layer": 12, "n_embd": 768, "n_head": 12, "n_positions": 1024},
        {"kv_heads": "12", "layers": "12", "hidden_size": "768", "context_tokens": "1024"},
    ),
    (
        "Falcon 7B: one key-value head",
        {"num_hidden_layers": 32, "num_attention_heads": 71, "multi_query": True},
        {"kv_heads": "1"},
    ),
    (
        "a type we do not know without key-value heads: not guessed",
        {"model_type": "novel", "num_hidden_layers": 10, "num_attention_heads": 8, "sliding_window": 512},
        {"kv_heads": "", "sliding_window": ""},
    ),
    (
        "nonsense values are no counts",
        {"num_hidden_layers": "many", "hidden_size": -1, "vocab_size": True},
        {"layers": ""},
    ),
]


@pytest.mark.parametrize(("config", "wanted"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES])
def test_shapes_are_read_as_published(config: dict[str, Any], wanted: dict[str, str]) -> None:
    """Latent attention, windows, hybrids and old names of fields each give the cells that memory sizing needs."""
    cells, _ = shape_cells(config)
    assert {name: cells.get(name, "") for name in wanted} == wanted


@pytest.mark.parametrize(
    ("config", "wanted"),
    [
        (DENSE, "decoder"),
        ({"num_experts": 8}, "mixture_of_experts"),
        ({"num_hidden_layers": 48, "full_attention_interval": 4}, "state_space_hybrid"),
        ({"is_encoder_decoder": True}, "encoder_decoder"),
        ({"architectures": ["BertModel"]}, "encoder"),
        ({}, "unknown"),
    ],
)
def test_the_architecture_class_is_told_from_the_configuration(config: dict[str, Any], wanted: str) -> None:
    """Each class of the catalog has its sign; nothing known is unknown."""
    assert architecture_of(config) == wanted
