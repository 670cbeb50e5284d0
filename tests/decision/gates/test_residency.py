"""Where data may be processed: what nobody states about a model in a zone fails closed."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.gates.of_deployments import residency_gate
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers, DataAnswers, UseCase

EU_ONLY = Answers(title="t", use_cases=(UseCase(task="rag"),), data=DataAnswers(residency=("eu",)))


@pytest.mark.parametrize(
    ("kind", "zone", "passes"),
    [
        ("hyperscaler", "eu", True),
        ("hyperscaler", "us", False),
        ("hyperscaler", "global", False),
        ("hyperscaler", "unspecified", False),
        ("model_vendor", "unspecified", True),
        ("model_vendor", "us", False),
    ],
)
def test_an_offer_passes_only_where_its_place_is_known(catalog: Catalog, kind: str, zone: str, *, passes: bool) -> None:
    """A hyperscaler that can pin some models to the EU says nothing of a model whose offer names no zone."""
    provider = catalog.provider["aws-bedrock"].model_copy(update={"kind": kind, "residency_zones": ("eu",)})
    deployment = Deployment(kind="provider_api", provider="aws-bedrock", zone=zone)
    assert (not residency_gate(deployment, None, provider, EU_ONLY).failures) is passes
