"""Repositories of the kinds that neighbouring tools got wrong: each gives the right figure, or none and a word on it.

Configurations are those of the vendors, cut to the keys that matter; expected figures are the vendors' own or follow
from the keys by the arithmetic in the test's name.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.client import fetch_repository
from advisor.catalog.hub.experts import active_params
from advisor.catalog.hub.shapes import shape_cells
from advisor.catalog.hub.to_rows import HubRow, hub_row
from advisor.errors import CatalogError
from tests.catalog.hub.hub_server import Repository, hub


def packed(bits: int, kind: str) -> dict[str, Any]:
    """A quantisation as compressed-tensors writes it."""
    weights = {"num_bits": bits, "type": kind}
    return {"quant_method": "compressed-tensors", "config_groups": {"group_0": {"weights": weights}}}


LLAMA = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 8192,
    "num_hidden_layers": 80,
    "num_attention_heads": 64,
    "num_key_value_heads": 8,
    "vocab_size": 128_256,
    "max_position_embeddings": 131_072,
    "torch_dtype": "bfloat16",
}
DEEPSEEK = {
    "model_type": "deepseek_v3",
    "first_k_dense_replace": 3,
    "hidden_size": 7168,
    "intermediate_size": 18_432,
    "kv_lora_rank": 512,
    "moe_intermediate_size": 2048,
    "n_routed_experts": 256,
    "n_shared_experts": 1,
    "num_attention_heads": 128,
    "num_experts_per_tok": 8,
    "num_hidden_layers": 61,
    "num_nextn_predict_layers": 1,
    "q_lora_rank": 1536,
    "qk_nope_head_dim": 128,
    "qk_rope_head_dim": 64,
    "v_head_dim": 128,
    "vocab_size": 129_280,
}
GLM = DEEPSEEK | {
    "model_type": "glm_moe_dsa",
    "hidden_size": 6144,
    "intermediate_size": 12_288,
    "num_attention_heads": 64,
    "num_hidden_layers": 78,
    "q_lora_rank": 2048,
    "qk_nope_head_dim": 192,
    "v_head_dim": 256,
    "vocab_size": 154_880,
}
QWEN_NEXT = {
    "model_type": "qwen3_next",
    "head_dim": 256,
    "hidden_size": 2048,
    "moe_intermediate_size": 512,
    "num_attention_heads": 16,
    "num_experts": 512,
    "num_experts_per_tok": 10,
    "num_hidden_layers": 48,
    "num_key_value_heads": 2,
    "shared_expert_intermediate_size": 512,
    "full_attention_interval": 4,
    "vocab_size": 151_936,
}
MINIMAX_M2 = {
    "model_type": "minimax_m2",
    "head_dim": 128,
    "hidden_size": 3072,
    "intermediate_size": 1536,
    "num_attention_heads": 48,
    "num_experts_per_tok": 8,
    "num_hidden_layers": 62,
    "num_key_value_heads": 8,
    "num_local_experts": 256,
    "num_mtp_modules": 3,
    "vocab_size": 200_064,
}
NEMOTRON_SUPER = {
    "model_type": "nemotron_h",
    "hidden_size": 4096,
    "moe_latent_size": 1024,
    "moe_intermediate_size": 2688,
    "moe_shared_expert_intermediate_size": 5376,
    "mlp_hidden_act": "relu2",
    "n_routed_experts": 512,
    "n_shared_experts": 1,
    "num_experts_per_tok": 22,
    "num_attention_heads": 32,
    "num_key_value_heads": 2,
    "head_dim": 128,
    "hybrid_override_pattern": "MEMEMEM*" + "EMEMEMEM*" * 2 + "EMEMEMEMEM*" * 4 + "EMEMEMEM*EMEMEMEME",
    "num_hidden_layers": 87,
    "vocab_size": 131_072,
    "num_nextn_predict_layers": 1,
    "mtp_hybrid_override_pattern": "*E",
}


@pytest.mark.parametrize(
    ("config", "total", "served_b", "active_b"),
    [
        pytest.param(DEEPSEEK, 684_531_386_000, 671, 37.6, id="DeepSeek-V3: 671 in total, 37 active"),
        pytest.param(GLM, 753_864_000_000, 742, 40, id="GLM-5: 744 in total, 40 active"),
        pytest.param(QWEN_NEXT, 81_324_862_720, 79.7, 3.9, id="Qwen3-Next: a prediction layer that is not named"),
        pytest.param(MINIMAX_M2, 228_700_000_000, 228.7, 11, id="MiniMax-M2: named and not in the weights"),
        pytest.param(NEMOTRON_SUPER, 123_600_000_000, 119.6, 12, id="Nemotron 3 Super: latent experts, 120 and 12"),
    ],
)
def test_layers_that_predict_ahead_are_not_active(
    config: dict[str, Any], total: int, served_b: float, active_b: float
) -> None:
    """The prediction layers of a checkpoint are in neither count, and only where the checkpoint has them."""
    found = active_params(config, total)
    assert found.served / 1e9 == pytest.approx(served_b, rel=0.005)
    assert found.active is not None
    assert found.active / 1e9 == pytest.approx(active_b, rel=0.03)


@pytest.mark.parametrize(
    ("config", "total", "active_b"),
    [
        pytest.param(
            {
                "text_config": {
                    "model_type": "llama4_text",
                    "hidden_size": 5120,
                    "interleave_moe_layer_step": 2,
                    "intermediate_size": 8192,
                    "intermediate_size_mlp": 16_384,
                    "num_experts_per_tok": 1,
                    "num_hidden_layers": 48,
                    "num_local_experts": 128,
                },
                "vision_config": {"hidden_size": 1408, "num_hidden_layers": 34, "intermediate_size": 5632},
            },
            401_583_781_376,
            17,
            id="Llama 4 Maverick: every other layer, less the vision tower",
        ),
        pytest.param(
            {
                "model_type": "granitemoehybrid",
                "hidden_size": 4096,
                "intermediate_size": 768,
                "num_experts_per_tok": 10,
                "num_hidden_layers": 40,
                "num_local_experts": 72,
            },
            32_207_337_600,
            9,
            id="Granite 4.0 H Small: experts as wide as the layer",
        ),
        pytest.param(
            {
                "model_type": "jamba",
                "expert_layer_offset": 1,
                "expert_layer_period": 2,
                "hidden_size": 4096,
                "intermediate_size": 14_336,
                "num_experts": 16,
                "num_experts_per_tok": 2,
                "num_hidden_layers": 32,
            },
            51_570_323_328,
            12,
            id="Jamba 1.5 Mini: every second layer",
        ),
        pytest.param(
            {
                "model_type": "nemotron_h",
                "hidden_size": 2688,
                "hybrid_override_pattern": "MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME",
                "mlp_hidden_act": "relu2",
                "moe_intermediate_size": 1856,
                "n_routed_experts": 128,
                "num_experts_per_tok": 6,
                "num_hidden_layers": 52,
            },
            31_577_937_344,
            3.6,
            id="Nemotron 3 Nano: the pattern's E, two matrices",
        ),
        pytest.param(
            {
                "model_type": "dbrx",
                "d_model": 6144,
                "n_layers": 40,
                "ffn_config": {"ffn_hidden_size": 10_752, "moe_num_experts": 16, "moe_top_k": 4},
            },
            131_596_523_520,
            36,
            id="DBRX: parts of the configuration set apart",
        ),
        pytest.param(
            {
                "model_type": "hunyuan_v1_moe",
                "hidden_size": 4096,
                "num_experts": 64,
                "moe_topk": [8] * 32,
                "moe_intermediate_size": [3072] * 32,
                "num_hidden_layers": 32,
            },
            80_393_183_232,
            13,
            id="Hunyuan A13B: numbers written once for every layer",
        ),
        pytest.param(
            {
                "model_type": "lfm2_moe",
                "hidden_size": 2048,
                "moe_intermediate_size": 1792,
                "num_dense_layers": 2,
                "num_experts": 32,
                "num_experts_per_tok": 4,
                "num_hidden_layers": 24,
            },
            8_339_929_856,
            1.5,
            id="LFM2 8B A1B: two dense layers first",
        ),
    ],
)
def test_active_parameters_follow_from_what_is_stated(config: dict[str, Any], total: int, active_b: float) -> None:
    """Widths, periods and lists that vendors write differently come to the vendors' own figure."""
    active = active_params(config, total).active
    assert active is not None
    assert active / 1e9 == pytest.approx(active_b, rel=0.04)


@pytest.mark.parametrize(
    "config",
    [
        {"model_type": "longcat_flash", "zero_expert_num": 256, "moe_topk": 12, "expert_ffn_hidden_size": 2048},
        {"model_type": "novel", "num_experts_per_tok": 2},
        {"model_type": "novel", "num_experts_per_tok": 2, "moe_intermediate_size": 64, "moe_layer_freq": [1, 1, 1]},
    ],
    ids=["experts that do nothing", "no width", "a list for other layers"],
)
def test_active_parameters_that_are_not_stated_stay_unknown(config: dict[str, Any]) -> None:
    """What nobody can compute is not computed, and the lack is named."""
    found = active_params(config | {"num_experts": 8, "num_hidden_layers": 4, "hidden_size": 128}, 10**9)
    assert found.active is None
    assert found.why_not


@pytest.mark.parametrize(
    ("quantised", "precision"),
    [
        (
            {
                "quant_method": "compressed-tensors",
                "config_groups": {"g": {"weights": {"num_bits": 8, "type": "float"}}},
            },
            "fp8",
        ),
        (
            packed(8, "int"),
            "int8",
        ),
        (
            packed(4, "int"),
            "int4",
        ),
        ({"quant_method": "modelopt", "quant_algo": "FP8", "kv_cache_scheme": {"num_bits": 8}}, "fp8"),
        ({"quant_method": "modelopt", "quant_algo": "NVFP4"}, "fp4"),
        ({"quant_method": "quark", "global_quant_config": {"weight": {"dtype": "fp8_e4m3"}}}, "fp8"),
        ({"quant_method": "fbgemm_fp8"}, "fp8"),
        ({"quant_method": "bitsandbytes", "load_in_4bit": True}, "int4"),
        ({"quant_method": "gptq", "bits": 8}, "int8"),
    ],
)
def test_every_tool_that_quantises_is_read(quantised: dict[str, Any], precision: str) -> None:
    """The precision of the weights is that of the tool's own words, never the type of the layers left alone."""
    assert shape_cells(LLAMA | {"quantization_config": quantised})[0]["native_precision"] == precision


@pytest.mark.parametrize(
    "quantised",
    [
        {"quant_method": "exl3", "bits": 3.5},
        {"quant_method": "modelopt", "quant_algo": "MIXED_PRECISION"},
        {
            "quant_method": "compressed-tensors",
            "config_groups": {
                "a": {"weights": {"num_bits": 8, "type": "float"}},
                "b": {"weights": {"num_bits": 4, "type": "float"}},
            },
        },
    ],
    ids=["a tool that is not known", "mixed by its name", "mixed by its groups"],
)
def test_a_precision_that_is_not_understood_is_said(quantised: dict[str, Any]) -> None:
    """An unknown or mixed quantisation leaves the cell blank and says so."""
    cells, notes = shape_cells(LLAMA | {"quantization_config": quantised})
    assert "native_precision" not in cells
    assert any("precision stays unknown" in note for note in notes)


GEMMA_4 = {
    "model_type": "gemma4_text",
    "global_head_dim": 512,
    "head_dim": 256,
    "layer_types": (["sliding_attention"] * 5 + ["full_attention"]) * 10,
    "num_global_key_value_heads": 4,
    "num_hidden_layers": 60,
    "num_key_value_heads": 16,
    "sliding_window": 1024,
}
MIMO = {
    "model_type": "mimo_v2_flash",
    "num_hidden_layers": 48,
    "num_key_value_heads": 4,
    "head_dim": 192,
    "v_head_dim": 128,
    "sliding_window": 128,
    "swa_num_key_value_heads": 8,
    "hybrid_layer_pattern": [0, 1, 1, 1, 1] + [0, 1, 1, 1, 1, 1] * 7 + [0],
}
ZAMBA = {
    "attention_head_dim": 224,
    "num_hidden_layers": 81,
    "num_key_value_heads": 32,
    "layers_block_type": (["mamba"] * 6 + ["hybrid"]) * 11 + ["mamba"] * 4,
}


@pytest.mark.parametrize(
    ("config", "wanted"),
    [
        pytest.param(
            GEMMA_4,
            {"kv_bytes_per_token": "81920", "global_layers": "10"},
            id="Gemma 4 31B: 10 layers x 4 heads x 2 x 512 x 2 bytes",
        ),
        pytest.param(
            {
                "global_head_dim": 512,
                "head_dim": 256,
                "layer_types": (["sliding_attention"] * 4 + ["full_attention"]) * 7,
                "num_hidden_layers": 35,
                "num_key_value_heads": 1,
                "num_kv_shared_layers": 20,
                "sliding_window": 512,
            },
            {"kv_bytes_per_token": "6144", "attention_layers": "15", "global_layers": "3"},
            id="Gemma 4 E2B: the last twenty layers share",
        ),
        pytest.param(ZAMBA, {"head_dim": "224", "attention_layers": "11"}, id="Zamba2: its own word for it"),
        pytest.param(
            MIMO,
            {"kv_bytes_per_token": "23040", "global_layers": "9", "sliding_window": "128"},
            id="MiMo-V2-Flash: 9 layers x 4 heads x (192 + 128) x 2 bytes",
        ),
        pytest.param(
            {"attn_type_list": [0, 0, 0, 0, 0, 0, 0, 1] * 10, "num_hidden_layers": 80, "num_key_value_heads": 8},
            {"attention_layers": "10"},
            id="MiniMax-M1: seventy linear layers",
        ),
        pytest.param(
            {
                "sliding_window": 4096,
                "sliding_window_pattern": "LLLG",
                "num_hidden_layers": 64,
                "num_key_value_heads": 8,
            },
            {"global_layers": "16", "sliding_window": "4096"},
            id="EXAONE 4: letters",
        ),
        pytest.param(
            {
                "use_sliding_window": True,
                "max_window_layers": 14,
                "sliding_window": 4096,
                "num_hidden_layers": 28,
                "num_key_value_heads": 4,
            },
            {"global_layers": "14"},
            id="Qwen2 with its window switched on",
        ),
        pytest.param(
            {"use_cla": True, "cla_share_factor": 2, "num_hidden_layers": 64, "num_key_value_heads": 8},
            {"attention_layers": "32"},
            id="Hunyuan Large: two layers share a cache",
        ),
        pytest.param(
            {"model_type": "longcat_flash", "num_layers": 28, "kv_lora_rank": 512, "qk_rope_head_dim": 64},
            {"kv_bytes_per_token": "64512"},
            id="LongCat: two caches in each layer",
        ),
    ],
)
def test_the_cache_of_unusual_layers_is_read(config: dict[str, Any], wanted: dict[str, str]) -> None:
    """Wide global heads, patterns of layers and shared caches give the bytes that a token really takes."""
    cells, _ = shape_cells(config)
    assert {name: cells.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    "extra",
    [
        {"compress_ratios": [0, 0, 4, 128]},
        {"layer_group_size": 8},
        {"attention_types": [[["global", "local"], 16]]},
        {"global_attn_idx": [0, 15, 31], "kv_reuse_group": [[1, 2]]},
        {"layer_types": ["full_attention", "dream_attention"] * 40},
        {"layer_types": ["full_attention"] * 7},
        {"block_types": ["recurrent", "recurrent", "attention"]},
        {"swa_kv_compression": 4},
    ],
)
def test_a_cache_that_is_not_understood_is_left_open(extra: dict[str, Any]) -> None:
    """A key that would change the cache and that nobody interprets leaves it unknown, named in a note."""
    cells, notes = shape_cells(LLAMA | extra)
    assert not {"kv_heads", "kv_lora_rank", "kv_bytes_per_token", "attention_layers"} & cells.keys()
    assert any("cannot be sized" in note for note in notes)


@pytest.mark.parametrize(
    ("config", "tokens"),
    [
        ({"model_type": "xlm-roberta", "max_position_embeddings": 8194, "pad_token_id": 1}, "8192"),
        ({"model_type": "xlm-roberta", "max_position_embeddings": 514, "pad_token_id": 1}, "512"),
        ({"model_type": "mpnet", "max_position_embeddings": 514, "pad_token_id": 1}, "512"),
        ({"model_type": "camembert", "max_position_embeddings": 514}, "512"),
        ({"model_type": "bert", "max_position_embeddings": 512, "pad_token_id": 0}, "512"),
        ({"max_position_embeddings": 4096, "rope_scaling": {"factor": 4.0, "type": "linear"}}, "16384"),
        ({"max_position_embeddings": 2048, "rope_scaling": {"factor": 8.0, "type": "linear"}}, "16384"),
        ({"max_position_embeddings": 32_768, "rope_scaling": {"factor": 8.0, "type": "linear"}}, "32768"),
        (
            {
                "max_position_embeddings": 40_960,
                "rope_scaling": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 32_768},
            },
            "131072",
        ),
        (
            {
                "max_position_embeddings": 131_072,
                "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "original_max_position_embeddings": 8192},
            },
            "131072",
        ),
        (
            {
                "max_position_embeddings": 262_144,
                "rope_parameters": {"rope_type": "yarn", "factor": 16, "original_max_position_embeddings": 16_384},
            },
            "262144",
        ),
        ({"max_position_embeddings": 32_768, "rope_scaling": {"type": "dynamic", "factor": 2.0}}, "32768"),
    ],
)
def test_the_context_is_what_the_model_takes(config: dict[str, Any], tokens: str) -> None:
    """Padding takes positions, scaling adds them, and what is already counted is not counted twice."""
    assert shape_cells(config)[0]["context_tokens"] == tokens


def imported(repository: Repository, catalog: Catalog, hub_id: str = "acme/one") -> HubRow:
    """The row that an import of one repository gives."""
    with hub({hub_id: repository}) as endpoint:
        return hub_row(fetch_repository(hub_id, endpoint=endpoint), catalog, today=date(2026, 11, 28))


@pytest.mark.parametrize(
    ("info", "files"),
    [
        ({"library_name": "peft"}, {"adapter_model.safetensors": b"", "adapter_config.json": b"{}"}),
        ({}, {"adapter_model.safetensors": b"", "adapter_config.json": b'{"base_model_name_or_path": "acme/base"}'}),
        ({"tags": ["base_model:adapter:acme/base"]}, {"pytorch_lora_weights.safetensors": b""}),
        ({}, {"adapter_model.safetensors": b"", "config.json": json.dumps(LLAMA).encode()}),
    ],
    ids=["peft", "an adapter's own files", "an adapter of an image model", "with a copied configuration"],
)
def test_an_adapter_is_no_model(catalog: Catalog, info: dict[str, Any], files: dict[str, bytes]) -> None:
    """A repository without weights of its own is refused, with the model to import instead."""
    card = {"license": "apache-2.0", "base_model": "acme/base"}
    weights = {"parameters": {"F32": 41_943_040}, "total": 41_943_040}
    held = Repository({"pipeline_tag": "text-generation", "cardData": card, "safetensors": weights, **info}, files)
    with pytest.raises(CatalogError, match="an adapter") as caught:
        imported(held, catalog)
    assert "acme/base" in str(caught.value)


def test_whole_weights_beside_an_adapters_file_are_a_model(catalog: Catalog) -> None:
    """A merged model may still carry the configuration of the adapter that it came from."""
    files = {
        "adapter_config.json": b"{}",
        "model-00001-of-00002.safetensors": b"",
        "config.json": json.dumps(LLAMA).encode(),
    }
    weights = {"parameters": {"BF16": 70_553_706_496}, "total": 70_553_706_496}
    cells = imported(Repository({"pipeline_tag": "text-generation", "safetensors": weights}, files), catalog).cells
    assert cells["total_params_b"] == "70.5537"


@pytest.mark.parametrize(
    ("gguf", "wanted"),
    [
        (
            {"total": 8_030_261_248, "architecture": "llama", "context_length": 131_072},
            {"total_params_b": "8.03026", "active_params_b": "8.03026", "context_tokens": "131072", "kind": "text"},
        ),
        (
            {"total": 30_532_122_624, "architecture": "qwen3moe", "context_length": 40_960},
            {"total_params_b": "30.5321", "active_params_b": None, "context_tokens": "40960", "kind": "text"},
        ),
        (
            {"total": 137_000_000, "architecture": "nomic-bert", "context_length": 2048},
            {"total_params_b": "0.137", "context_tokens": "2048", "kind": "embedding", "layers": None},
        ),
    ],
)
def test_a_repository_of_gguf_files_gives_what_the_hub_read(
    catalog: Catalog, gguf: dict[str, Any], wanted: dict[str, str | None]
) -> None:
    """Parameters and context come from the file's header as the Hub read it; the shape stays unknown."""
    row = imported(Repository({"gguf": gguf}, {"model-Q4_K_M.gguf": b""}), catalog)
    assert {name: row.cells.get(name) for name in wanted} == wanted
    assert any("Only GGUF files" in note for note in row.notes)


def test_how_weights_are_quantised_is_also_read_from_beside_the_configuration(catalog: Catalog) -> None:
    """ModelOpt writes a file of its own."""
    beside = json.dumps({"quantization": {"quant_algo": "FP8"}}).encode()
    files = {"config.json": json.dumps(LLAMA).encode(), "hf_quant_config.json": beside, "model.safetensors": b""}
    weights = {"parameters": {"F8_E4M3": 68_451_000_000, "BF16": 2_102_000_000}, "total": 70_553_000_000}
    cells = imported(Repository({"pipeline_tag": "text-generation", "safetensors": weights}, files), catalog).cells
    assert cells["native_precision"] == "fp8"


def test_whole_numbers_of_eight_bits_are_parameters(catalog: Catalog) -> None:
    """INT8 weights stand one in a byte: their count is the number of parameters, unlike packed ones."""
    quantised = {
        "quant_method": "compressed-tensors",
        "config_groups": {"g": {"weights": {"num_bits": 8, "type": "int"}}},
    }
    files = {"config.json": json.dumps(LLAMA | {"quantization_config": quantised}).encode(), "model.safetensors": b""}
    weights = {"parameters": {"I8": 68_451_000_000, "BF16": 2_102_000_000}, "total": 70_553_000_000}
    cells = imported(Repository({"pipeline_tag": "text-generation", "safetensors": weights}, files), catalog).cells
    assert (cells["total_params_b"], cells["native_precision"]) == ("70.553", "int8")
