"""The deployment kit: files that start the chosen alternative, as text.

Self-hosting: a compose file and Kubernetes manifests for vLLM, SGLang, llama.cpp or Ollama. API: a client. Nothing
is pinned to a registry that the user did not choose; image tags are named so that they can be checked before use.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any, Literal

import yaml

from advisor.catalog.tables.schema import Model
from advisor.errors import SizingError
from advisor.hosting.memory.memory import cache_value_bytes
from advisor.hosting.records import Alternative

Engine = Literal["vllm", "sglang", "llamacpp", "ollama"]
ENGINES: tuple[Engine, ...] = ("vllm", "sglang", "llamacpp", "ollama")
IMAGES: Mapping[Engine, str] = {
    "vllm": "vllm/vllm-openai:latest",
    "sglang": "lmsysorg/sglang:latest",
    "llamacpp": "ghcr.io/ggml-org/llama.cpp:server-cuda",
    "ollama": "ollama/ollama:latest",
}
PORTS: Mapping[Engine, int] = {"vllm": 8000, "sglang": 30000, "llamacpp": 8080, "ollama": 11434}
ENDPOINTS: Mapping[str, str] = {
    "openai": "https://api.openai.com/v1",
    "mistral": "https://api.mistral.ai/v1",
    "deepseek": "https://api.deepseek.com/v1",
    "groq": "https://api.groq.com/openai/v1",
    "together": "https://api.together.xyz/v1",
    "fireworks": "https://api.fireworks.ai/inference/v1",
    "openrouter": "https://openrouter.ai/api/v1",
    "nebius": "https://api.studio.nebius.com/v1",
    "deepinfra": "https://api.deepinfra.com/v1/openai",
}
"""Public OpenAI-compatible endpoints, as the providers document them; for others the user fills in the address."""


def deployment_kit(
    alternative: Alternative, model: Model, *, context_tokens: int, engine: Engine | None = None
) -> dict[str, str]:
    """File name -> text for one alternative; raises SizingError where there is nothing to start."""
    deployment = alternative.deployment
    if deployment.kind == "provider_api":
        return {"client.py": _client(model, deployment.provider or ""), "README.md": _api_readme(alternative)}
    if model.hub_id is None:
        raise SizingError(f"cannot write a deployment kit: the Hub id of {model.model_id} is unknown")
    chosen = engine or usual_engine(alternative, model)
    command = server_command(chosen, alternative, model, context_tokens)
    return {
        "compose.yaml": _dump(_compose(chosen, alternative, command)),
        "kubernetes.yaml": "---\n".join(_dump(item) for item in _kubernetes(chosen, alternative, model, command)),
        "client.py": _client(model, None, port=PORTS[chosen]),
        "README.md": _readme(alternative, model, chosen),
    }


def usual_engine(alternative: Alternative, model: Model) -> Engine:
    """llama.cpp for K-quants and devices without a server GPU, SGLang for latent attention, vLLM otherwise."""
    if (alternative.deployment.precision or "").startswith("q") or alternative.deployment.kind == "edge":
        return "llamacpp"
    return "sglang" if model.kv_lora_rank is not None else "vllm"


def server_command(engine: Engine, alternative: Alternative, model: Model, context_tokens: int) -> list[str]:
    """The arguments of the server; it counts for Prometheus where it must be told to."""
    deployment = alternative.deployment
    gpus, precision = str(deployment.gpu_count or 1), deployment.precision or "bf16"
    length = str(min(max(context_tokens, 2048), model.context_tokens or max(context_tokens, 2048)))
    quantised = precision == "fp8" and model.native_precision not in {"fp8", "fp4"}
    small_cache = cache_value_bytes(precision) == 1.0
    if engine == "vllm":
        command = ["--model", str(model.hub_id), "--tensor-parallel-size", gpus, "--max-model-len", length]
        command += ["--quantization", "fp8"] if quantised else []
        return command + (["--kv-cache-dtype", "fp8"] if small_cache else [])
    if engine == "sglang":
        command = ["python3", "-m", "sglang.launch_server", "--model-path", str(model.hub_id), "--host", "0.0.0.0"]  # noqa: S104 - inside a container
        command += ["--port", str(PORTS["sglang"]), "--tp", gpus, "--context-length", length, "--enable-metrics"]
        command += ["--quantization", "fp8"] if quantised else []
        return command + (["--kv-cache-dtype", "fp8_e4m3"] if small_cache else [])
    if engine == "llamacpp":
        quant = precision.upper() if precision.startswith("q") else "Q4_K_M"
        repository = f"{model.hub_id}-GGUF:{quant}"
        command = ["-hf", repository, "--ctx-size", length, "--n-gpu-layers", "999", "--metrics"]
        return [*command, "--host", "0.0.0.0", "--port", "8080"]  # noqa: S104 - inside a container
    return ["serve"]


def _compose(engine: Engine, alternative: Alternative, command: list[str]) -> dict[str, Any]:
    """One service with its GPUs, cache volume and health check."""
    gpus = alternative.deployment.gpu_count or 1
    port = PORTS[engine]
    service: dict[str, Any] = {
        "image": IMAGES[engine],
        "command": command,
        "ports": [f"127.0.0.1:{port}:{port}"],
        "ipc": "host",
        "restart": "unless-stopped",
        "environment": {"HF_TOKEN": "${HF_TOKEN:-}"},
        "volumes": ["model-cache:/root/.cache/huggingface"],
        "deploy": {
            "resources": {"reservations": {"devices": [{"driver": "nvidia", "count": gpus, "capabilities": ["gpu"]}]}}
        },
    }
    return {"name": "model-server", "services": {"server": service}, "volumes": {"model-cache": {}}}


def _kubernetes(engine: Engine, alternative: Alternative, model: Model, command: list[str]) -> list[dict[str, Any]]:
    """A deployment with as many replicas as planned, a service and a volume claim."""
    name = plain_name(model)
    labels = {"app.kubernetes.io/name": name}
    pod = {
        "containers": [_container(engine, alternative, command)],
        "volumes": [
            {"name": "cache", "emptyDir": {}},
            {"name": "shared-memory", "emptyDir": {"medium": "Memory", "sizeLimit": "16Gi"}},
        ],
    }
    return [
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": name, "labels": labels},
            "spec": {
                "replicas": alternative.deployment.replicas or 1,
                "selector": {"matchLabels": labels},
                "template": {"metadata": {"labels": labels}, "spec": pod},
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": name, "labels": labels},
            "spec": {"selector": labels, "ports": [{"name": "http", "port": 80, "targetPort": PORTS[engine]}]},
        },
    ]


def _container(engine: Engine, alternative: Alternative, command: list[str]) -> dict[str, Any]:
    """The server with its GPUs, ready when it answers."""
    port = PORTS[engine]
    container: dict[str, Any] = {
        "name": "server",
        "image": IMAGES[engine],
        "args" if engine in {"vllm", "llamacpp", "ollama"} else "command": command,
        "ports": [{"containerPort": port}],
        "env": [{"name": "HF_TOKEN", "valueFrom": {"secretKeyRef": {"name": "hub", "key": "token", "optional": True}}}],
        "resources": {"limits": {"nvidia.com/gpu": alternative.deployment.gpu_count or 1}},
        "readinessProbe": {"httpGet": {"path": "/health", "port": port}, "failureThreshold": 120, "periodSeconds": 10},
        "volumeMounts": [
            {"name": "cache", "mountPath": "/root/.cache/huggingface"},
            {"name": "shared-memory", "mountPath": "/dev/shm"},  # noqa: S108 - the container's own
        ],
    }
    if engine == "ollama":
        container["readinessProbe"]["httpGet"]["path"] = "/"
    return container


def plain_name(model: Model) -> str:
    """The name of a model as hosts and manifests may be called."""
    plain = "".join(letter if letter.isalnum() else "-" for letter in model.model_id.split("/")[1].lower())
    return plain.strip("-")[:50]


def _dump(data: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True)


def _client(model: Model, provider: str | None, *, port: int | None = None) -> str:
    """A client in Python for an OpenAI-compatible endpoint."""
    base = f"http://127.0.0.1:{port}/v1" if port else ENDPOINTS.get(provider or "", "")
    name = model.hub_id if port else model.model_id.split("/")[1]
    return _template("client.py" if base else "client_to_complete.py", base=repr(base), name=repr(name))


def _readme(alternative: Alternative, model: Model, engine: Engine) -> str:
    deployment = alternative.deployment
    return _template(
        "self_hosted.md",
        model=model.name,
        gpus=f"{deployment.gpu_count} x {deployment.gpu}",
        replicas=str(deployment.replicas),
        precision=str(deployment.precision),
        engine=engine,
    )


def _api_readme(alternative: Alternative) -> str:
    deployment = alternative.deployment
    return _template(
        "provider.md", model=alternative.model_id, provider=str(deployment.provider), zone=str(deployment.zone)
    )


def _template(name: str, /, **values: str) -> str:
    """A file of ``kit_templates`` with its placeholders filled."""
    text = files("advisor.hosting.exports").joinpath("kit_templates", f"{name}.txt").read_text(encoding="utf-8")
    return Template(text).substitute(values)
