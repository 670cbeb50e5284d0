"""Plans in words: names, GPUs and figures."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.hosting.planning.planner import PlanTable
from advisor.questionnaire.labels import ZONES
from advisor.ui.charts.hosting import HOSTING_WORDS

UNKNOWN = "unknown"
COMMITMENT_NAMES = {
    "on_demand": "on demand",
    "reserved_1y": "reserved 1 year",
    "reserved_3y": "reserved 3 years",
    "purchase": "bought",
    "owned": "owned",
}


def names_of(table: PlanTable, rows: Sequence[int]) -> list[str]:
    """Short names: model, way of hosting, and where."""
    return [name_of(table, row) for row in rows]


def name_of(table: PlanTable, row: int) -> str:
    """The short name of one plan."""
    alternative = table.alternatives[row]
    deployment = alternative.deployment
    model = table.catalog.model[alternative.model_id].name
    provider = table.catalog.provider.get(deployment.provider or "")
    where = provider.name if provider else (deployment.provider or "")
    if deployment.kind == "provider_api":
        zone = ZONES.get(deployment.zone or "", deployment.zone)
        return f"{model}, {where}" if deployment.zone in {None, "unspecified"} else f"{model}, {where} ({zone})"
    gpu = table.catalog.gpu[deployment.gpu or ""].name
    place = "" if deployment.provider == "own" else f" at {where}"
    return f"{model}, {HOSTING_WORDS[deployment.kind]}: {deployment.gpu_count} x {gpu}{place}"


def gpus(table: PlanTable, row: int) -> str:
    """Replicas times GPUs per replica, and the commitment; nothing for a provider's API."""
    deployment = table.alternatives[row].deployment
    if deployment.gpu is None:
        return ""
    terms = COMMITMENT_NAMES.get(deployment.commitment or "", "")
    return f"{deployment.replicas} x {deployment.gpu_count} {table.catalog.gpu[deployment.gpu].name} ({terms})"


def milliseconds(value: float) -> str:
    """Milliseconds, or unknown."""
    return UNKNOWN if value != value else f"{value:,.0f} ms" if value >= 10 else f"{value:.1f} ms"  # noqa: PLR0124, PLR2004


def rate(value: float) -> str:
    """Output tokens per second, or unknown."""
    return UNKNOWN if value != value else f"{value:,.0f} tokens/s"  # noqa: PLR0124 - nan is unknown


def priced_on(table: PlanTable, row: int) -> str:
    """The day of the price."""
    if row < len(table.offer_rows):
        return table.offers.offers[int(table.offer_rows[row])].priced_on.isoformat()
    return table.candidates.deals[row - len(table.offer_rows)].dated
