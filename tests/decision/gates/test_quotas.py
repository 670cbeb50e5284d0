"""The peak of a load against what providers grant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_facts import ApiLimit
from advisor.decision.gates.quotas import quota_of
from advisor.hosting.workload import Workload, workload_of
from advisor.questionnaire.answers import UseCase


def limit(tier: str, requests: float | None, tokens: float | None, model_id: str | None = "v/m") -> ApiLimit:
    """A tier of a provider."""
    fields: dict[str, Any] = dict.fromkeys(ApiLimit.model_fields)
    fields |= {"provider_id": "p", "tier": tier, "applies_to": "m" if model_id else "all", "model_id": model_id}
    fields |= {"requests_per_minute": requests, "tokens_per_minute": tokens}
    return ApiLimit.model_validate(fields | {"dated": date(2026, 11, 1), "source": "made-up"})


def load(requests_per_minute: float) -> Workload:
    """A load of 1,000 tokens a request, steady over the day."""
    day = requests_per_minute * 60 * 24
    work = {"requests_per_day": day, "input_tokens": 900, "output_tokens": 100, "peak_factor": 1.0}
    return workload_of(UseCase.model_validate({"task": "rag", "workload": work}))


@pytest.mark.parametrize(
    ("peak", "enough", "unit"),
    [(10, None, None), (11, "2", "requests"), (40, "3", "requests"), (51, None, "requests")],
)
def test_the_first_tier_that_carries_the_peak_is_named(
    catalog: Catalog, peak: float, enough: str | None, unit: str | None
) -> None:
    """On the edge of a tier it fits; beyond the last one a limit must be agreed."""
    tiers = (limit("3", 50, None), limit("1", 10, None), limit("2", 20, 1e9))
    found = quota_of(replace(catalog, api_limits=tiers, digest="tiers"), "v/m", "p", load(peak))
    assert (found and found.enough, found and found.unit) == (enough, unit)


def test_tokens_may_run_out_first(catalog: Catalog) -> None:
    """Twenty requests of a thousand tokens exceed ten thousand tokens a minute."""
    tiers = replace(catalog, api_limits=(limit("1", 100, 10_000),), digest="tokens")
    found = quota_of(tiers, "v/m", "p", load(20))
    assert found is not None
    assert (found.unit, found.limit, round(found.peak)) == ("tokens", 10_000, 20_000)


def test_limits_of_another_model_say_nothing(catalog: Catalog) -> None:
    """What nobody states is no limit; what holds for all does."""
    other = replace(catalog, api_limits=(limit("1", 1, None, "v/other"),), digest="other")
    assert quota_of(other, "v/m", "p", load(20)) is None
    everybody = replace(catalog, api_limits=(limit("1", 1, None, None),), digest="all")
    assert quota_of(everybody, "v/m", "p", load(20)) is not None
