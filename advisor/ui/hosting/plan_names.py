"""Plans in words: names, GPUs and figures."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.hosting.planning.planner import PlanTable
from advisor.ui.words import later, say, words
from advisor.words.names import Names

COMMITMENT_NAMES = {
    "on_demand": later("on demand"),
    "reserved_1y": later("reserved 1 year"),
    "reserved_3y": later("reserved 3 years"),
    "purchase": later("bought"),
    "owned": later("owned"),
}


def names_in(table: PlanTable, rows: Sequence[int]) -> Names:
    """The names of plans as the report has them, in the language of the session."""
    known = {
        alternative.alternative_id: (alternative.model_id, alternative.deployment)
        for alternative in (table.alternatives[row] for row in rows)
    }
    return Names(known, table.catalog, words())


def names_of(table: PlanTable, rows: Sequence[int]) -> list[str]:
    """Model, where and on what it runs."""
    names = names_in(table, rows)
    return [names.alternative(table.alternatives[row].alternative_id) for row in rows]


def name_of(table: PlanTable, row: int) -> str:
    """The name of one plan."""
    return names_of(table, [row])[0]


def gpus(table: PlanTable, row: int) -> str:
    """Replicas times GPUs per replica, and the commitment; nothing for a provider's API."""
    deployment = table.alternatives[row].deployment
    if deployment.gpu is None:
        return ""
    terms = say(COMMITMENT_NAMES[deployment.commitment]) if deployment.commitment in COMMITMENT_NAMES else ""
    return f"{deployment.replicas} × {deployment.gpu_count} {table.catalog.gpu[deployment.gpu].name} ({terms})"


def milliseconds(value: float) -> str:
    """Milliseconds, or unknown."""
    return say("unknown") if value != value else f"{words().number(value, 0 if value >= 10 else 1)} ms"  # noqa: PLR0124, PLR2004


def rate(value: float) -> str:
    """Output tokens per second, or unknown."""
    return say("unknown") if value != value else f"{words().number(value)} {say('tokens/s')}"  # noqa: PLR0124 - nan is unknown


def priced_on(table: PlanTable, row: int) -> str:
    """The day of the price."""
    if row < len(table.offer_rows):
        return table.offers.offers[int(table.offer_rows[row])].priced_on.isoformat()
    return table.candidates.deals[row - len(table.offer_rows)].dated
