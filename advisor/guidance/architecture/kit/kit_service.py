"""What a kit starts: services with image, ports, environment and files, as compose and Kubernetes both need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import Field

from advisor.catalog.tables.schema import Model
from advisor.errors import SizingError
from advisor.guidance.architecture.records import Blueprint, FrameworkVerdict
from advisor.hosting.exports.deployment_kit import ENDPOINTS, ENGINES, IMAGES, PORTS, Engine, server_command
from advisor.units import Record

GATEWAY_PORT: Final = 4000
SECRETS: Final = "kit-secrets"
"""The secret of a cluster that holds what ``.env`` holds on one server."""
_FROM_THERE: Final = "os.environ/"
_REQUIRED: Final = frozenset({"LITELLM_MASTER_KEY"})
_KIT_ENGINES: Final[dict[str, Engine]] = {
    "vllm": "vllm",
    "sglang": "sglang",
    "llama-cpp": "llamacpp",
    "ollama": "ollama",
}


class KitSetting(Record):
    """A value of the environment: fixed, or taken from whoever starts the kit (``asked`` is its name there).

    What is asked and not ``required`` has ``value`` where nothing is said.
    """

    value: str = ""
    asked: str = ""
    required: bool = False


class KitService(Record):
    """One container: ``files`` are of the kit by the place where they are mounted, ``kept`` folders that outlive it.

    ``health`` is a path that answers 200 when it is ready; ``entrypoint`` says that ``command`` names the program too.
    """

    name: str
    image: str
    port: int
    command: tuple[str, ...] = ()
    entrypoint: bool = False
    published: bool = False
    environment: dict[str, KitSetting] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)
    kept: dict[str, str] = Field(default_factory=dict)
    health: str | None = None
    gpus: int = 0
    replicas: int = 1
    after: tuple[str, ...] = ()


def engine_of(frameworks: Sequence[FrameworkVerdict]) -> Engine:
    """The server of the kit for the frameworks that could serve: the best one that a kit knows to start."""
    could = [one.framework_id for one in frameworks if one.verdict != "out"]
    found = next((_KIT_ENGINES[one] for one in could if one in _KIT_ENGINES), None)
    if found is None:
        raise SizingError(
            f"cannot write a deployment kit: it starts {', '.join(ENGINES)}, and none of them serves this"
        )
    return found


def services_of(
    architecture: Blueprint, model: Model, gateway_settings: Mapping[str, Any], *, context_tokens: int
) -> tuple[KitService, ...]:
    """Everything that the architecture asks to be started, the model server (where the house runs it) first.

    ``gateway_settings`` is the gateway's configuration: what it takes from the environment, the container is given.
    """
    gateway, found = architecture.needs("gateway"), list[KitService]()
    if architecture.frameworks:
        found.append(_server(architecture, model, context_tokens, published=not gateway))
    if gateway:
        found.append(_gateway(architecture, gateway_settings))
        found.append(_postgres(architecture))
    elif architecture.needs("retrieval"):
        found.append(_postgres(architecture))
    if architecture.needs("cache") and gateway:
        found.append(KitService(name="cache", image="redis:8-alpine", port=6379, kept={"cache": "/data"}))
    if architecture.needs("guardrails") and gateway:
        found += _guardrails()
    if architecture.needs("retrieval") and _store(architecture) == "Qdrant":
        kept = {"vectors": "/qdrant/storage"}
        found.append(KitService(name="vectors", image="qdrant/qdrant:latest", port=6333, kept=kept, health="/readyz"))
    return (*found, *_watching())


def _server(architecture: Blueprint, model: Model, context_tokens: int, *, published: bool) -> KitService:
    """The server of the model, with its GPUs."""
    engine, alternative = engine_of(architecture.frameworks), architecture.alternative
    if model.hub_id is None:
        raise SizingError(f"cannot write a deployment kit: the Hub id of {model.model_id} is unknown")
    return KitService(
        name="server",
        image=IMAGES[engine],
        port=PORTS[engine],
        command=tuple(server_command(engine, alternative, model, context_tokens)),
        entrypoint=engine == "sglang",
        published=published,
        environment={"HF_TOKEN": KitSetting(asked="HF_TOKEN")},
        kept={"model-cache": "/root/.ollama" if engine == "ollama" else "/root/.cache/huggingface"},
        health="/" if engine == "ollama" else "/health",
        gpus=alternative.deployment.gpu_count or 1,
        replicas=alternative.deployment.replicas or 1,
    )


def _gateway(architecture: Blueprint, gateway_settings: Mapping[str, Any]) -> KitService:
    """The gateway, with the keys and addresses of everybody whom it asks."""
    environment = {
        name: KitSetting(asked=name, value=_usual_value(name, architecture), required=name in _REQUIRED)
        for name in asked_of_the_environment(gateway_settings)
    }
    environment["DATABASE_URL"] = KitSetting(asked="DATABASE_URL", required=True)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        if "AWS_REGION_NAME" in environment:
            environment[name] = KitSetting(asked=name)
    if architecture.needs("cache"):
        environment |= {"REDIS_HOST": KitSetting(value="cache"), "REDIS_PORT": KitSetting(value="6379")}
    if architecture.needs("guardrails"):
        environment["PRESIDIO_ANALYZER_API_BASE"] = KitSetting(value="http://analyzer:3000")
        environment["PRESIDIO_ANONYMIZER_API_BASE"] = KitSetting(value="http://anonymizer:3000")
    after = [name for name, there in (("server", bool(architecture.frameworks)), ("postgres", True)) if there]
    return KitService(
        name="gateway",
        image="ghcr.io/berriai/litellm:main-stable",
        port=GATEWAY_PORT,
        command=("--config", "/app/config.yaml", "--port", str(GATEWAY_PORT)),
        published=True,
        environment=environment,
        files={"/app/config.yaml": "gateway/config.yaml"},
        health="/health/liveliness",
        replicas=2 if architecture.fallback is not None else 1,
        after=tuple(after),
    )


def asked_of_the_environment(settings: object) -> tuple[str, ...]:
    """The names that a configuration of the gateway takes from the environment, in their order."""
    if isinstance(settings, str):
        return (settings.removeprefix(_FROM_THERE),) if settings.startswith(_FROM_THERE) else ()
    parts = settings.values() if isinstance(settings, Mapping) else settings if isinstance(settings, list) else ()
    return tuple(dict.fromkeys(name for part in parts for name in asked_of_the_environment(part)))


def _usual_value(name: str, architecture: Blueprint) -> str:
    """What a setting is where nobody says otherwise: the kit's own server, or a provider's documented address."""
    deployment = architecture.alternative.deployment
    if name == "MODEL_BASE_URL":
        if architecture.frameworks:
            return f"http://server:{PORTS[engine_of(architecture.frameworks)]}/v1"
        return ENDPOINTS.get(deployment.provider or "", "")
    if name == "FALLBACK_BASE_URL" and architecture.fallback is not None:
        return ENDPOINTS.get(architecture.fallback.deployment.provider or "", "")
    return "none" if name == "MODEL_API_KEY" and architecture.frameworks else ""


def _postgres(architecture: Blueprint) -> KitService:
    """One database: the gateway's log of what was spent, and the vectors where they are few."""
    searched = architecture.needs("retrieval") and _store(architecture) != "Qdrant"
    return KitService(
        name="postgres",
        image="pgvector/pgvector:pg17" if searched else "postgres:17-alpine",
        port=5432,
        environment={
            "POSTGRES_USER": KitSetting(value="kit"),
            "POSTGRES_DB": KitSetting(value="kit"),
            "POSTGRES_PASSWORD": KitSetting(asked="POSTGRES_PASSWORD", required=True),
            "PGDATA": KitSetting(value="/var/lib/postgresql/data/pgdata"),
        },
        kept={"database": "/var/lib/postgresql/data"},
    )


def _store(architecture: Blueprint) -> str:
    return next(part.product for part in architecture.parts if part.part == "retrieval")


def _guardrails() -> list[KitService]:
    return [
        KitService(
            name=name,
            image=f"mcr.microsoft.com/presidio-{name}:latest",
            port=3000,
            environment={"PORT": KitSetting(value="3000")},
            health="/health",
        )
        for name in ("analyzer", "anonymizer")
    ]


def _watching() -> list[KitService]:
    return [
        KitService(
            name="prometheus",
            image="prom/prometheus:latest",
            port=9090,
            published=True,
            files={
                "/etc/prometheus/prometheus.yml": "prometheus/prometheus.yml",
                "/etc/prometheus/alerts.yml": "prometheus/alerts.yml",
            },
            kept={"measurements": "/prometheus"},
            health="/-/ready",
        ),
        KitService(
            name="grafana",
            image="grafana/grafana:latest",
            port=3000,
            published=True,
            environment={
                "GF_SECURITY_ADMIN_PASSWORD": KitSetting(asked="GRAFANA_PASSWORD", required=True),
                "GF_ANALYTICS_REPORTING_ENABLED": KitSetting(value="false"),
            },
            files={
                "/etc/grafana/provisioning/datasources/prometheus.yaml": "grafana/datasource.yaml",
                "/etc/grafana/provisioning/dashboards/kit.yaml": "grafana/provider.yaml",
                "/var/lib/grafana/dashboards/model.json": "grafana/dashboard.json",
            },
            kept={"dashboards": "/var/lib/grafana"},
            health="/api/health",
            after=("prometheus",),
        ),
    ]
