"""What a plan says of usage."""

from __future__ import annotations

import pytest
from shipped import shipped_catalog

from advisor.assessment import assess
from advisor.guidance.after_go_live.planned import planned_usage
from advisor.questionnaire.presets import load_sample


def test_prices_of_the_plan_are_those_of_its_offer() -> None:
    """The plan's money over its tokens gives back what the catalog's offer asks, and times the load the money."""
    catalog, answers = shipped_catalog(), load_sample("eu-bank-customer-service")
    found = assess(answers, catalog, samples=200)
    plan = next(one for one in found.hosting.plans if one.alternative.deployment.kind == "provider_api")
    offer = next(one for one in catalog.offers if one.offer_id == plan.alternative.deployment.offer_id)
    usage = planned_usage(answers.use_cases[0], plan, retries=0.02)
    assert usage is not None
    assert usage.prices is not None
    assert offer.input_usd_per_mtok is not None
    assert offer.output_usd_per_mtok is not None
    assert usage.prices.input * 1e6 == pytest.approx(float(offer.input_usd_per_mtok), rel=0.12)
    assert usage.prices.output * 1e6 == pytest.approx(float(offer.output_usd_per_mtok), rel=0.12)
    each = usage.prices.per_request(usage.input_tokens, usage.cached_share, usage.output_tokens)
    assert each * usage.requests_in(5) == pytest.approx(usage.usd_per_month, rel=0.02)
    assert usage.low < 1 < usage.high
