"""Small models that could be tuned instead of the choice."""

from __future__ import annotations

import pytest

from advisor.assessment import Assessment, assess, choice_of
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Recommendation
from advisor.guidance.adaptation.needs import Judged
from advisor.guidance.adaptation.small_ones import small_ones, tunable
from advisor.questionnaire.presets import load_sample


@pytest.fixture(scope="module")
def assessment(catalog: Catalog) -> Assessment:
    """Contracts: a provider's model is chosen, small open ones are ranked."""
    return assess(load_sample("contract-analyser"), catalog, samples=100)


def _found(assessment: Assessment, catalog: Catalog) -> tuple[Recommendation, ...]:
    choice = choice_of(assessment)
    assert choice is not None
    return small_ones(choice, assessment.recommendations, catalog, Judged(catalog))


def test_the_best_scored_comes_first_and_the_cheapest_after_it(assessment: Assessment, catalog: Catalog) -> None:
    """Three models, each once, none of them the choice and none larger than what is tuned."""
    best, *others = _found(assessment, catalog)
    choice = choice_of(assessment)
    assert len({one.model_id for one in (best, *others)}) == 3
    assert choice is not None
    assert choice.model_id not in {one.model_id for one in (best, *others)}
    assert best.score == max(one.score for one in (best, *others))
    usd = [one.monthly_cost_usd.p50 for one in others if one.monthly_cost_usd]
    assert usd == sorted(usd)
    judged = Judged(catalog)
    assert all(tunable(one, catalog, judged) for one in (best, *others))


def test_a_model_whose_size_nobody_states_cannot_be_called_small(assessment: Assessment, catalog: Catalog) -> None:
    """The choice here is proprietary; what is ranked and not tunable is never among the small ones."""
    choice = choice_of(assessment)
    assert choice is not None
    assert catalog.model[choice.model_id].total_params_b is None
    assert not tunable(choice, catalog, Judged(catalog))
    assert small_ones(choice, [choice], catalog, Judged(catalog)) == ()
