"""What watches the kit: Prometheus with the limits of the decision as alerts, and a dashboard for Grafana."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from advisor.guidance.architecture.kit.kit_service import KitService
from advisor.guidance.architecture.kit.templates import template
from advisor.hosting.exports.deployment_kit import IMAGES
from advisor.questionnaire.answers import Answers, UseCase

ERROR_SHARE: Final = 0.02
"""Share of failed requests from which somebody is called: a usual objective of 98% within ten minutes (a judgement)."""
_DAYS: Final = 30.0
_DATASOURCE: Final = {"type": "prometheus", "uid": "prometheus"}
_WIDE, _HIGH, _ACROSS = 12, 8, 24


def limits_of(answers: Answers, use_case: UseCase) -> dict[str, float]:
    """The limits that the answers state, by name; what they leave open is no alert."""
    waits, budget = use_case.latency, answers.budget
    found: dict[str, float] = {"error_share": ERROR_SHARE}
    if waits.ttft_p95_ms is not None:
        found["ttft_s"] = round(waits.ttft_p95_ms / 1000, 3)
    if waits.total_s is not None:
        found["total_s"] = waits.total_s
    if budget.monthly_cap is not None:
        cap = float(budget.monthly_cap) * budget.usd_per_unit
        found |= {"month_usd": round(cap, 2), "day_usd": round(cap / _DAYS, 2)}
    return found


def measured_parts(services: Sequence[KitService], *, fallback: bool) -> frozenset[str]:
    """Whose figures there are: the gateway, its fallback, the server and the engine on it."""
    names = {service.name for service in services}
    parts = names & {"gateway", "server"}
    if "gateway" in names and fallback:
        parts.add("fallback")
    images = {service.image for service in services if service.name == "server"}
    parts |= {engine for engine, image in IMAGES.items() if image in images}
    return frozenset(parts)


def scrape_config(services: Sequence[KitService]) -> dict[str, Any]:
    """Whom Prometheus reads, and where the alerts stand."""
    ports = {service.name: service.port for service in services}
    jobs = [
        {"job_name": name, "static_configs": [{"targets": [f"{name}:{ports[name]}"]}]}
        for name in ("gateway", "server")
        if name in ports
    ]
    return {
        "global": {"scrape_interval": "15s", "evaluation_interval": "30s"},
        "rule_files": ["/etc/prometheus/alerts.yml"],
        "scrape_configs": jobs,
    }


def alert_rules(parts: frozenset[str], limits: Mapping[str, float]) -> dict[str, Any]:
    """The alerts whose part is started and whose limit is stated."""
    rules = []
    for row in yaml.safe_load(template("alerts.yaml")):
        if row["of"] not in parts or ("limit" in row and row["limit"] not in limits):
            continue
        limit = format(limits[row["limit"]], "g") if "limit" in row else ""
        rules.append(
            {
                "alert": row["alert"],
                "expr": row["expr"].replace("{limit}", limit),
                "for": row["for"],
                "labels": {"severity": row["severity"]},
                "annotations": {"summary": row["summary"].replace("{limit}", limit), "action": row["action"]},
            }
        )
    return {"groups": [{"name": "model-kit", "rules": rules}]}


def dashboard(parts: frozenset[str], limits: Mapping[str, float], title: str) -> dict[str, Any]:
    """A dashboard of Grafana: a panel for each figure, with the stated limit as a line."""
    rows = [row for row in yaml.safe_load(template("panels.yaml")) if row["of"] in parts]
    return {
        "uid": "model-kit",
        "title": title,
        "tags": ["model-kit"],
        "timezone": "browser",
        "editable": True,
        "schemaVersion": 39,
        "version": 1,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "panels": [_panel(place, row, limits.get(row.get("limit", ""))) for place, row in enumerate(rows)],
    }


def _panel(place: int, row: Mapping[str, str], limit: float | None) -> dict[str, Any]:
    steps: list[dict[str, Any]] = [{"value": None, "color": "green"}]
    if limit is not None:
        steps.append({"value": limit, "color": "red"})
    across = _ACROSS // _WIDE
    return {
        "id": place + 1,
        "type": "timeseries",
        "title": row["title"],
        "datasource": _DATASOURCE,
        "gridPos": {"x": place % across * _WIDE, "y": place // across * _HIGH, "w": _WIDE, "h": _HIGH},
        "targets": [{"refId": "A", "expr": row["expr"], "datasource": _DATASOURCE}],
        "fieldConfig": {
            "defaults": {
                "unit": row["unit"],
                "thresholds": {"mode": "absolute", "steps": steps},
                "custom": {"thresholdsStyle": {"mode": "off" if limit is None else "line"}},
            },
            "overrides": [],
        },
    }
