"""The whole kit of an architecture: every file by its name, ready to be packed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from advisor.catalog.catalog import Catalog
from advisor.guidance.architecture.kit.compose import compose_file
from advisor.guidance.architecture.kit.gateway import CALLED, gateway_config, mode_of
from advisor.guidance.architecture.kit.kit_service import SECRETS, KitService, services_of
from advisor.guidance.architecture.kit.kubernetes import manifests
from advisor.guidance.architecture.kit.monitoring import (
    alert_rules,
    dashboard,
    limits_of,
    measured_parts,
    scrape_config,
)
from advisor.guidance.architecture.kit.templates import template
from advisor.guidance.architecture.records import Blueprint
from advisor.hosting.workload import workload_of
from advisor.questionnaire.answers import Answers, UseCase

_ASKS = {
    "chat": "chat",
    "embedding": "embedding",
    "image_generation": "image",
    "audio_transcription": "transcription",
    "audio_speech": "speech",
}
_WAIT_S = 120


def architecture_kit(
    architecture: Blueprint, answers: Answers, use_case: UseCase, catalog: Catalog, *, pinned: str = ""
) -> dict[str, str]:
    """File name -> text of everything that the architecture starts; raises SizingError where no server can be named.

    ``pinned`` is the id of the version that is pinned, as the README names it.
    """
    model = catalog.model[architecture.alternative.model_id]
    config = gateway_config(architecture, answers, use_case, catalog) if architecture.needs("gateway") else {}
    services = services_of(architecture, model, config, context_tokens=workload_of(use_case).context_tokens)
    limits = limits_of(answers, use_case)
    parts = measured_parts(services, fallback=architecture.fallback is not None)
    files = {"gateway/config.yaml": _yaml(config)} if config else {}
    files |= {
        "prometheus/prometheus.yml": _yaml(scrape_config(services)),
        "prometheus/alerts.yml": _yaml(alert_rules(parts, limits)),
        "grafana/dashboard.json": json.dumps(dashboard(parts, limits, model.name), indent=2) + "\n",
        "grafana/datasource.yaml": template("datasource.yaml"),
        "grafana/provider.yaml": template("provider.yaml"),
    }
    files["kubernetes.yaml"] = "---\n".join(_yaml(one) for one in manifests(services, files))
    files["compose.yaml"] = _yaml(compose_file(services))
    files[".env.example"] = _environment(services)
    files["smoke_test.py"] = _smoke_test(architecture, use_case, services, model.hub_id or model.name)
    files["README.md"] = template(
        "README.md",
        model=model.name,
        title=answers.title,
        services=", ".join(service.name for service in services),
        pinned=pinned or architecture.alternative.model_id,
        secrets=SECRETS,
    )
    return files


def _smoke_test(architecture: Blueprint, use_case: UseCase, services: Sequence[KitService], served: str) -> str:
    """A script that asks what people ask: the gateway by the name it gives, else the server by the model's own."""
    open_to_people = next(one for one in services if one.published)
    through = architecture.needs("gateway")
    return template(
        "smoke_test.py",
        base=repr(f"http://127.0.0.1:{open_to_people.port}/v1"),
        model=repr(CALLED if through else served),
        asks=_ASKS[mode_of(use_case.task)],
        timeout=format(use_case.latency.total_s or _WAIT_S, "g"),
    )


def _environment(services: Sequence[KitService]) -> str:
    """What ``.env`` must and may say."""
    asked = {
        setting.asked: setting for service in services for setting in service.environment.values() if setting.asked
    }
    lines = []
    for name, setting in asked.items():
        if name == "DATABASE_URL":
            lines.append("# postgresql://kit:POSTGRES_PASSWORD@postgres:5432/kit")
        lines.append(f"{name}={setting.value}" if setting.required or setting.value else f"# {name}=")
    return "\n".join(lines) + "\n"


def _yaml(data: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(data), sort_keys=False, allow_unicode=True, width=1000)
