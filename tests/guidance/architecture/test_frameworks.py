"""Which framework serves a model, by the stated rules over the table of facts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.catalog.catalog import Catalog
from advisor.guidance.architecture.frameworks import ServingTask, frameworks_for
from advisor.guidance.architecture.records import FrameworkVerdict
from advisor.hosting.records import Deployment
from tests.hosting.conftest import LLAMA


def task(catalog: Catalog, model_id: str = LLAMA, **changes: object) -> ServingTask:
    """A text model on two H100 for many people."""
    fields = {"kind": "on_prem", "provider": "own", "gpu": "h100-sxm-80gb", "gpu_count": 2, "replicas": 1}
    plan = {name: changes.pop(name) for name in ("kind", "gpu_count", "precision") if name in changes}
    deployment = Deployment.model_validate(fields | {"precision": "fp8"} | plan)
    model = catalog.model[model_id]
    supported = {row.engine: row.supported for row in catalog.serving_support if model_id in row.model_ids}
    asked = ServingTask(
        model,
        catalog.called(model_id),
        deployment,
        "nvidia",
        20.0,
        repeated=False,
        few_people=False,
        supported=supported,
    )
    return replace(asked, **changes)  # type: ignore[arg-type] # fields by their names


def chosen(found: tuple[FrameworkVerdict, ...]) -> str | None:
    """The id of the one that is chosen."""
    return next((one.framework_id for one in found if one.verdict == "chosen"), None)


@pytest.mark.parametrize(
    ("model_id", "changes", "expected"),
    [
        (LLAMA, {}, "vllm"),
        ("deepseek/deepseek-v3", {"gpu_count": 8}, "sglang"),
        (LLAMA, {"kind": "edge", "gpu_count": 1, "precision": "q4_k_m", "at_once": 1.0}, "llama-cpp"),
        (LLAMA, {"kind": "edge", "gpu_count": 1, "precision": "q4_k_m", "at_once": 1.0, "few_people": True}, "ollama"),
        (LLAMA, {"hardware": "apple", "kind": "edge", "gpu_count": 1, "precision": "q4_k_m"}, "llama-cpp"),
        (LLAMA, {"hardware": "amd"}, "vllm"),
    ],
)
def test_the_rules_choose(catalog: Catalog, model_id: str, changes: dict[str, object], expected: str) -> None:
    """VLLM for servers, SGLang for latent attention, llama.cpp for devices, Ollama where nobody runs servers."""
    assert chosen(frameworks_for(task(catalog, model_id, **changes), catalog)) == expected


def test_what_nobody_maintains_is_out_with_the_day(catalog: Catalog) -> None:
    """TGI and TorchServe are archived: they are never possible, and the reason tells since when."""
    found = {one.framework_id: one for one in frameworks_for(task(catalog), catalog)}
    for name in ("tgi", "torchserve"):
        reasons = found[name].told["reasons"]
        assert isinstance(reasons, tuple)
        assert (found[name].verdict, reasons[0].key) == ("out", "framework.archived")
        assert "day" in reasons[0].values


def test_ten_people_at_once_rule_out_what_does_not_batch(catalog: Catalog) -> None:
    """Ollama computes one request after the other: fine for one person, out for ten."""
    one = {"kind": "edge", "gpu_count": 1, "precision": "q4_k_m"}
    verdicts = [
        {each.framework_id: each.verdict for each in frameworks_for(task(catalog, at_once=at_once, **one), catalog)}
        for at_once in (1.0, 10.0)
    ]
    assert [found["ollama"] for found in verdicts] == ["possible", "out"]


def test_an_engine_that_is_known_not_to_run_the_model_is_out(catalog: Catalog) -> None:
    """What serving_support.csv denies rules an engine out; what it does not say only ranks it lower."""
    denied = task(catalog, supported={"vllm": False, "sglang": True})
    found = {one.framework_id: one.verdict for one in frameworks_for(denied, catalog)}
    assert (found["vllm"], found["sglang"], found["tensorrt-llm"]) == ("out", "chosen", "possible")


def test_every_framework_has_a_verdict_with_a_reason_and_a_source(catalog: Catalog) -> None:
    """All eleven are told, and each source is one of the catalog's."""
    found = frameworks_for(task(catalog), catalog)
    assert len(found) == len(catalog.serving_frameworks) == 11
    sources = {source.source_id for source in catalog.sources}
    assert all(one.told["reasons"] and one.source.partition("#")[0] in sources for one in found)
