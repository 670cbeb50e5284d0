"""What providers limit: requests and tokens a minute by tier, held against the peak of the load."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_facts import ApiLimit
from advisor.hosting.workload import Workload

SECONDS_PER_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Quota:
    """That the peak does not fit a provider's first tier.

    ``enough`` is the first stated tier that carries it; None where all stated ones are too small. ``limit`` is what the
    first tier allows of the ``unit`` that it runs out of first, ``peak`` what the load needs of it, both a minute.
    """

    enough: str | None
    unit: str
    limit: float
    peak: float
    source: str


def quota_of(catalog: Catalog, model_id: str, provider_id: str, load: Workload) -> Quota | None:
    """What stands between the peak and a provider's limits; None where it fits, or where nobody states them.

    Limits on the model itself come before those that hold for all models of a provider.
    """
    rows = [
        row for row in catalog.api_limits_of.get(provider_id, ()) if row.requests_per_minute or row.tokens_per_minute
    ]
    own = [row for row in rows if row.model_id == model_id] or [row for row in rows if row.applies_to == "all"]
    if not own:
        return None
    requests = load.peak_requests_per_s * SECONDS_PER_MINUTE
    tokens = requests * (load.input_tokens + load.output_tokens)
    tiers = sorted(own, key=_size)
    if _carries(tiers[0], requests, tokens):
        return None
    enough = next((row.tier for row in tiers if _carries(row, requests, tokens)), None)
    shown = tiers[0] if enough else tiers[-1]
    if shown.tokens_per_minute is not None and shown.tokens_per_minute < tokens:
        return Quota(enough, "tokens", shown.tokens_per_minute, tokens, shown.source)
    return Quota(enough, "requests", shown.requests_per_minute or inf, requests, shown.source)


def _size(row: ApiLimit) -> tuple[float, float]:
    return row.requests_per_minute or inf, row.tokens_per_minute or inf


def _carries(row: ApiLimit, requests: float, tokens: float) -> bool:
    return requests <= (row.requests_per_minute or inf) and tokens <= (row.tokens_per_minute or inf)
