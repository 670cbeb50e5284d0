"""The deployment kit: files that parse and start what was planned."""

from __future__ import annotations

import ast

import pytest
import yaml

from advisor.catalog.catalog import Catalog
from advisor.errors import SizingError
from advisor.hosting.exports.deployment_kit import ENGINES, Engine, deployment_kit, usual_engine
from advisor.hosting.records import Alternative, Deployment
from tests.hosting.conftest import LLAMA


def planned(kind: str = "on_prem", **changes: object) -> Alternative:
    """Llama on two replicas of four H100."""
    fields = {
        "kind": kind,
        "provider": "own",
        "gpu": "h100-sxm-80gb",
        "gpu_count": 4,
        "replicas": 2,
        "precision": "fp8",
    }
    return Alternative(alternative_id="x", model_id=LLAMA, deployment=Deployment.model_validate(fields | changes))


@pytest.mark.parametrize("engine", ENGINES)
def test_every_file_parses(catalog: Catalog, engine: Engine) -> None:
    """YAML is YAML, Python is Python, and the GPUs and replicas are those of the plan."""
    files = deployment_kit(planned(), catalog.model[LLAMA], context_tokens=8192, engine=engine)
    compose = yaml.safe_load(files["compose.yaml"])
    devices = compose["services"]["server"]["deploy"]["resources"]["reservations"]["devices"]
    assert devices[0]["count"] == 4
    deployment, service = yaml.safe_load_all(files["kubernetes.yaml"])
    assert deployment["spec"]["replicas"] == 2
    assert service["spec"]["selector"] == deployment["spec"]["selector"]["matchLabels"]
    limits = deployment["spec"]["template"]["spec"]["containers"][0]["resources"]["limits"]
    assert limits["nvidia.com/gpu"] == 4
    ast.parse(files["client.py"])


def test_the_server_is_told_model_gpus_context_and_cache(catalog: Catalog) -> None:
    """VLLM gets the Hub id, the tensor-parallel size, the length and the 8-bit cache that was planned with."""
    files = deployment_kit(planned(), catalog.model[LLAMA], context_tokens=8192, engine="vllm")
    command = yaml.safe_load(files["compose.yaml"])["services"]["server"]["command"]
    for flag, value in {
        "--model": catalog.model[LLAMA].hub_id,
        "--tensor-parallel-size": "4",
        "--kv-cache-dtype": "fp8",
    }.items():
        assert command[command.index(flag) + 1] == value


def test_the_port_is_on_the_loopback_address(catalog: Catalog) -> None:
    """Nothing is opened to the network by the files as they are."""
    files = deployment_kit(planned(), catalog.model[LLAMA], context_tokens=8192)
    assert yaml.safe_load(files["compose.yaml"])["services"]["server"]["ports"][0].startswith("127.0.0.1:")


def test_an_api_gets_a_client(catalog: Catalog) -> None:
    """A provider's API needs a snippet, not a server."""
    files = deployment_kit(planned("provider_api", gpu=None, provider="openai"), catalog.model[LLAMA], context_tokens=1)
    assert set(files) == {"client.py", "README.md"}
    ast.parse(files["client.py"])


def test_the_usual_engine_follows_the_plan(catalog: Catalog) -> None:
    """Edge devices take llama.cpp, latent attention SGLang, the rest vLLM."""
    assert usual_engine(planned(), catalog.model[LLAMA]) == "vllm"
    assert usual_engine(planned(), catalog.model["deepseek/deepseek-v3"]) == "sglang"
    assert usual_engine(planned("edge", precision="q4_k_m"), catalog.model[LLAMA]) == "llamacpp"


def test_without_a_hub_id_there_is_nothing_to_start(catalog: Catalog) -> None:
    """The message names what is unknown."""
    nameless = catalog.model[LLAMA].model_copy(update={"hub_id": None})
    with pytest.raises(SizingError, match="Hub id"):
        deployment_kit(planned(), nameless, context_tokens=8192)
