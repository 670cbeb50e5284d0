"""The plans that the hosting view shows first."""

from __future__ import annotations

import pytest
from shipped import shipped_catalog

from advisor.assessment import Assessment, assess
from advisor.decision.results import hosting_plans
from advisor.questionnaire.presets import load_sample

SAMPLES = ("eu-bank-customer-service", "semantic-search-20m", "factory-edge-device")


@pytest.fixture(scope="module", params=SAMPLES)
def decided(request: pytest.FixtureRequest) -> Assessment:
    """A sample, assessed."""
    return assess(load_sample(request.param), shipped_catalog(), samples=256)


def test_the_choice_of_the_verdict_comes_first(decided: Assessment) -> None:
    """Then what else is worth comparing; every plan once."""
    view = decided.hosting
    ids = [plan.alternative.alternative_id for plan in view.plans]
    assert view.chosen_id == decided.choice_id == ids[0]
    assert len(set(ids)) == len(ids)


def test_the_chosen_model_is_shown_in_every_way_or_its_lack_is_explained(decided: Assessment) -> None:
    """A plan of the same model, or a reason; the choice stands for its own way."""
    view = decided.hosting
    chosen = view.plans[0].alternative
    assert [way.kind for way in view.same_model] == list(hosting_plans.WAYS_TO_HOST)
    for way in view.same_model:
        plan = view.plan(way.alternative_id)
        assert (plan is None) == bool(way.reason)
        if plan is not None:
            assert plan.alternative.model_id == chosen.model_id
            assert plan.alternative.deployment.kind == way.kind
    assert any(way.alternative_id == view.chosen_id for way in view.same_model)


def test_what_fails_a_gate_is_never_shown(decided: Assessment) -> None:
    """Neither the choice nor its model elsewhere nor the cheapest of a way of hosting is eliminated."""
    out = {elimination.alternative_id for elimination in decided.eliminations}
    assert decided.hosting.cheapest
    assert not out & {plan.alternative.alternative_id for plan in decided.hosting.plans}
