"""What an engine refuses never fits: heads, formats, contexts, and no room for one request."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import shipped_catalog

from advisor.hosting.memory.engine_limits import divides, refusals, served
from advisor.hosting.memory.memory import kv_bytes_of_context, memory_plan
from advisor.hosting.memory.shapes import shape_of, sizing_problem
from advisor.hosting.planning.gpu_configurations import grid_of
from advisor.hosting.sizing.size_report import size_report
from advisor.units import Told
from advisor.words.tell import tell

CATALOG = shipped_catalog()
LLAMA = "meta/llama-3.3-70b-instruct"
SIZED = sorted(model.model_id for model in CATALOG.models if sizing_problem(model) is None)
SERVERS = sorted(gpu.gpu_id for gpu in CATALOG.gpus if gpu.segment == "datacentre" and gpu.bf16_tflops)


def _report(model_id: str = LLAMA, **changes: Any) -> dict[str, Any]:
    load = {"gpu": "h100", "gpus": 4, "precision": "fp8", "input_tokens": 2000, "output_tokens": 300, "concurrency": 8}
    return size_report(CATALOG, model_id, **(load | changes))


def _key(report: dict[str, Any]) -> str:
    assert isinstance(report["problem"], Told)
    return report["problem"].key


@settings(deadline=None, max_examples=150)
@given(
    model_id=st.sampled_from(SIZED),
    gpu_id=st.sampled_from(SERVERS),
    gpus=st.integers(1, 8),
    precision=st.sampled_from(["bf16", "fp8", "fp4", "int4"]),
    context=st.integers(16, 2_000_000),
)
def test_what_an_engine_refuses_never_fits(model_id: str, gpu_id: str, gpus: int, precision: str, context: int) -> None:
    """Stated anew, as vLLM checks it at start: heads, units for the format, context, cache of one whole request."""
    model, gpu = CATALOG.model[model_id], CATALOG.gpu[gpu_id]
    shape = shape_of(model)
    plan = memory_plan(shape, gpu, gpu_count=gpus, precision=precision, context_tokens=context)
    kept_heads = 1 if model.kv_lora_rank else (model.kv_heads or model.attention_heads or 0)
    refused = (
        (model.attention_heads or 0) % gpus != 0
        or (not model.kv_lora_rank and kept_heads % gpus != 0 and gpus % kept_heads != 0)
        or (precision == "fp8" and gpu.fp8_tflops is None)
        or (precision == "fp4" and gpu.fp4_tflops is None)
        or (model.context_tokens is not None and context > model.context_tokens)
        or kv_bytes_of_context(shape, context, 1.0) > gpus * gpu.memory_gib * 2**30
    )
    assert not (refused and plan.fits)
    assert plan.fits == (plan.problem is None)
    assert plan.fits == (plan.max_concurrency > 0)


def test_three_gpus_do_not_divide_64_heads() -> None:
    """Llama 3.3 70B on three GPUs is refused, with the counts that would do."""
    report = _report(gpus=3)
    assert (report["fits"], report["max_concurrency"], report["output_tokens_per_s"]) == (False, 0, None)
    assert _key(report) == "engine.heads"
    assert [able.values["gpus"].value for able in report["problem"].values["able"]] == [1, 2, 4, 8]


def test_a_prompt_beyond_the_context_is_refused() -> None:
    """300,000 tokens for a model that holds fewer."""
    report = _report(input_tokens=300_000)
    assert (report["fits"], _key(report)) == (False, "engine.context")


@pytest.mark.parametrize(("gpu", "precision"), [("a100", "fp8"), ("h100", "fp4"), ("v100-sxm-32gb", "bf16")])
def test_a_format_that_the_gpu_does_not_compute_is_refused(gpu: str, precision: str) -> None:
    """fp8 needs Ada or Hopper, NVFP4 Blackwell, bfloat16 Ampere."""
    assert _key(_report(gpu=gpu, gpus=8, precision=precision)) == "engine.precision"


def test_a_context_that_leaves_no_room_for_one_request_is_refused() -> None:
    """Weights fit, and one long request does not: concurrency 1 is not served either."""
    report = _report(gpus=1, precision="int4", gpu="l40s", input_tokens=60_000, concurrency=1)
    assert (report["fits"], _key(report)) == (False, "memory.cache")


REFUSED = [
    (LLAMA, {"gpu": "h200", "gpus": 5}, "engine.heads"),
    ("alibaba/qwen3-32b", {"gpus": 6, "precision": "bf16"}, "engine.heads"),
    ("openai/gpt-oss-120b", {"gpus": 7, "precision": None}, "engine.heads"),
    ("alibaba/qwen3-30b-a3b", {"gpu": "l40s", "gpus": 3}, "engine.heads"),
    ("microsoft/phi-4", {"gpus": 4, "precision": "bf16"}, "engine.heads"),  # 40 heads, 10 of the cache
    ("deepseek/deepseek-v3.1", {"gpu": "h200", "gpus": 3}, "engine.heads"),  # latent: the queries' heads count
    ("deepseek/deepseek-r1", {"gpu": "b200", "gpus": 6, "precision": "fp4"}, "engine.heads"),
    ("alibaba/qwen2.5-0.5b-instruct", {"gpu": "l4", "gpus": 4, "precision": "bf16"}, "engine.heads"),
    ("alibaba/qwen2.5-7b-instruct", {"gpu": "a100", "gpus": 8, "precision": "bf16"}, "engine.heads"),
    ("alibaba/qwen3-8b", {"gpus": 3, "input_tokens": 500_000}, "engine.heads"),  # two reasons: the first is said
    ("alibaba/qwen3-8b", {"gpu": "a10", "gpus": 1}, "engine.precision"),
    ("google/gemma-4-31b-it", {"gpu": "l40s", "gpus": 2, "precision": "nvfp4"}, "engine.precision"),
    ("alibaba/qwen3-8b", {"gpu": "t4", "gpus": 1, "precision": "bf16"}, "engine.precision"),
    ("alibaba/qwen3-8b", {"gpu": "mi250x", "gpus": 1}, "engine.precision"),
    (LLAMA, {"gpu": "mi300x", "gpus": 2, "precision": "fp4"}, "engine.precision"),
    ("microsoft/phi-4", {"gpus": 1, "input_tokens": 16_000, "output_tokens": 2000}, "engine.context"),
    ("google/gemma-2-9b-it", {"gpus": 1, "input_tokens": 8000, "output_tokens": 1000}, "engine.context"),
    ("deepseek/deepseek-r1", {"gpu": "h200", "gpus": 8, "input_tokens": 1_000_000}, "engine.context"),
    ("minimax/minimax-m1-80k", {"gpu": "h200", "gpus": 8, "precision": "int8"}, "engine.architecture"),
    (
        "alibaba/qwen3-32b",
        {"gpu": "rtx-4090-24gb", "gpus": 1, "precision": "q4_k_m", "input_tokens": 30_000, "concurrency": 1},
        "memory.cache",
    ),
    (LLAMA, {"gpu": "l4", "gpus": 1, "precision": "bf16"}, "memory.weights"),
    ("moonshot/kimi-k2-instruct", {"gpus": 8}, "memory.weights"),
    ("meta/llama-3.1-405b-instruct", {"gpus": 8, "precision": "bf16"}, "memory.weights"),
]


@pytest.mark.parametrize(("model_id", "changes", "key"), REFUSED)
def test_what_is_refused_says_so_in_one_line(model_id: str, changes: dict[str, Any], key: str) -> None:
    """No speed, nothing at once, and one sentence that begins with what is wrong."""
    report = _report(model_id, **changes)
    assert (report["fits"], report["max_concurrency"], report["output_tokens_per_s"]) == (False, 0, None)
    assert _key(report) == key
    line = tell(report["problem"])
    assert line.startswith("does not fit: ")
    assert "\n" not in line


def test_a_context_of_just_the_models_length_is_served() -> None:
    """The limit is the last length that fits: 16,384 tokens of 16,384."""
    assert _report("microsoft/phi-4", gpus=1, input_tokens=16_000, output_tokens=384)["fits"] is True


def test_one_engine_that_runs_an_architecture_is_enough() -> None:
    """SGLang does not run Jamba, vLLM does; of whom nobody states anything, nothing is refused."""
    assert _report("ai21/jamba-mini-1.5", gpus=2)["fits"] is True
    shape, gpu = shape_of(CATALOG.model[LLAMA]), CATALOG.gpu["h100-sxm-80gb"]
    assert shape.support == ()
    assert served(shape, gpu, "fp8")


def test_planning_puts_nothing_on_servers_whose_engines_do_not_run_it() -> None:
    """MiniMax M1 runs on neither engine of which it is stated; nobody states whether its files run on small devices."""
    grid = grid_of(CATALOG)
    rows = [index for index, m in enumerate(grid.model_index) if grid.models[m].model_id == "minimax/minimax-m1-80k"]
    assert {grid.gpus[grid.gpu_index[row]].segment for row in rows} <= {"apple", "edge", "consumer"}


def test_where_all_is_well_there_is_no_problem() -> None:
    """Nothing stands in place of a problem."""
    report = _report()
    assert (report["fits"], report["problem"]) == (True, None)


def test_files_split_by_layers_need_not_divide() -> None:
    """llama.cpp puts whole layers on each of three cards."""
    gpu = CATALOG.gpu["rtx-4090-24gb"]
    assert refusals(shape_of(CATALOG.model[LLAMA]), gpu, gpu_count=3, precision="q4_k_m") == ()


def test_planning_has_no_row_that_an_engine_refuses() -> None:
    """Every configuration of the grid divides the heads and has the units of its format."""
    grid = grid_of(CATALOG)
    kinds = set(
        zip(
            grid.model_index.tolist(),
            grid.gpu_index.tolist(),
            grid.count.tolist(),
            grid.precision_index.tolist(),
            strict=True,
        )
    )
    refused = [
        (grid.models[m].model_id, grid.gpus[g].gpu_id, count, grid.precisions[p])
        for m, g, count, p in kinds
        if refusals(shape_of(grid.models[m]), grid.gpus[g], gpu_count=count, precision=grid.precisions[p])
    ]
    assert refused == []
    assert not divides(shape_of(CATALOG.model["microsoft/phi-4"]), CATALOG.gpu["h100-sxm-80gb"], 4, "fp8")
