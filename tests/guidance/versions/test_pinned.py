"""Which id to pin, from the offers, the ends and the policies of the catalog."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advisor.catalog.catalog import Catalog
from advisor.guidance.versions.pinned import pinned_version
from advisor.hosting.records import Alternative, Deployment

BANK = "aws-bedrock:claude-haiku-5.5:eu"


def served(model_id: str, provider: str, offer_id: str | None) -> Alternative:
    """A model at a provider."""
    deployment = Deployment(kind="provider_api", provider=provider, offer_id=offer_id)
    return Alternative(alternative_id=f"{model_id}@x", model_id=model_id, deployment=deployment)


def test_a_dated_id_is_a_snapshot_with_its_end(catalog: Catalog) -> None:
    """The end is that of the very id, where a source states it."""
    found = pinned_version(served("openai/gpt-4.1", "openai", None), catalog)
    assert found is not None
    assert (found.kind, found.pin, found.ends_on) == ("snapshot", "gpt-4.1-2025-04-14", date(2027, 1, 14))
    assert found.firm
    assert "retirement-pages-2026-11" in found.sources


def test_a_name_without_a_day_is_not_called_pinned(catalog: Catalog) -> None:
    """It says that no source does, with the notice that the provider gives."""
    found = pinned_version(served("anthropic/claude-haiku-5.5", "aws-bedrock", BANK), catalog)
    assert found is not None
    assert (found.kind, found.pin) == ("name_only", "eu.anthropic.claude-haiku-5-5")
    assert found.notice_days == 180


def test_who_says_that_nothing_is_pinned_is_believed(catalog: Catalog) -> None:
    """The policy of the provider decides."""
    rows = tuple(
        row.model_copy(update={"pinned_snapshots": False}) if row.provider_id == "aws-bedrock" else row
        for row in catalog.lifecycle_policies
    )
    found = pinned_version(
        served("anthropic/claude-haiku-5.5", "aws-bedrock", BANK), replace(catalog, lifecycle_policies=rows)
    )
    assert found is not None
    assert found.kind == "none_sold"


@pytest.mark.parametrize("kind", ["on_prem", "cloud_gpu", "edge"])
def test_own_weights_are_pinned_by_their_commit(catalog: Catalog, kind: str) -> None:
    """Nobody ends them, so there is no end and no provider."""
    deployment = Deployment.model_validate({"kind": kind, "provider": "own"})
    model_id = "google/gemma-4-31b-it"
    found = pinned_version(Alternative(alternative_id="x", model_id=model_id, deployment=deployment), catalog)
    assert found is not None
    assert (found.kind, found.pin, found.ends_on) == ("weights", "google/gemma-4-31B-it", None)
