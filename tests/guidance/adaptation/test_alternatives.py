"""Model x hosting x adaptation on the value functions and weights of the decision."""

from __future__ import annotations

import pytest

from advisor.assessment import Assessment, assess, choice_of
from advisor.catalog.catalog import Catalog
from advisor.guidance.adaptation.alternatives import AdaptedAlternative, adapted_alternatives
from advisor.questionnaire.presets import load_sample


@pytest.fixture(scope="module")
def assessment(catalog: Catalog) -> Assessment:
    """Contracts: a provider's model is chosen, small open ones are ranked."""
    return assess(load_sample("contract-analyser"), catalog, samples=200)


def rows(assessment: Assessment, catalog: Catalog, gain: float | None = None) -> tuple[AdaptedAlternative, ...]:
    """The alternatives of the first use case."""
    choice = choice_of(assessment)
    assert choice is not None
    use_case = assessment.answers.use_cases[0]
    return adapted_alternatives(
        assessment.answers,
        use_case,
        catalog,
        weights=assessment.weights,
        choice=choice,
        ranked=assessment.recommendations,
        gain_points=gain,
    )


def test_what_is_not_adapted_scores_as_it_is_ranked(assessment: Assessment, catalog: Catalog) -> None:
    """One score for one alternative, on both pages."""
    ranked = {one.alternative_id: one.score for one in assessment.recommendations}
    plain = [row for row in rows(assessment, catalog) if row.adaptation is None]
    assert plain
    assert all(row.score == pytest.approx(ranked[row.alternative_id]) for row in plain)
    assert [row.model_id for row in plain if row.is_choice] == [choice_of(assessment).model_id]  # type: ignore[union-attr] # there is one


def test_the_needed_gain_makes_a_tuned_model_equal_to_the_choice(assessment: Assessment, catalog: Catalog) -> None:
    """Put in as the gain, it gives the score of the plain choice, by the same functions."""
    found = rows(assessment, catalog)
    choice = next(row for row in found if row.is_choice)
    tuned = next(row for row in found if row.adaptation == "lora" and row.needed_gain_points)
    again = next(
        row
        for row in rows(assessment, catalog, gain=tuned.needed_gain_points)
        if (row.alternative_id, row.adaptation) == (tuned.alternative_id, "lora")
    )
    assert again.score == pytest.approx(choice.score, abs=1e-6)


def test_an_interval_holds_the_gain_and_the_cost(assessment: Assessment, catalog: Catalog) -> None:
    """Wider than that of the model alone: nobody measured the gain here."""
    found = {(row.alternative_id, row.adaptation): row for row in rows(assessment, catalog)}
    tuned = [row for (_, adaptation), row in found.items() if adaptation == "lora"]
    assert tuned
    for row in tuned:
        plain = found[row.alternative_id, None]
        assert row.score_low <= row.score <= row.score_high
        assert row.score_high - row.score_low > plain.score_high - plain.score_low
        assert row.monthly_usd > plain.monthly_usd


def test_the_volume_from_which_tuning_pays_is_where_the_two_cost_the_same(
    assessment: Assessment, catalog: Catalog
) -> None:
    """By hand: what the provider's price saves per request over what tuned servers cost a month."""
    found = rows(assessment, catalog)
    choice = next(row for row in found if row.is_choice)
    row = next(row for row in found if row.adaptation == "lora" and row.pays_from_requests_per_day)
    now = assessment.answers.use_cases[0].workload.requests_per_day
    api = next(one for one in assessment.recommendations if one.alternative_id == row.alternative_id)
    grows = api.deployment.kind == "provider_api"
    times = (row.pays_from_requests_per_day or 0) / now
    running = row.monthly_usd - row.adaptation_usd
    assert choice.monthly_usd * times == pytest.approx(row.adaptation_usd + running * (times if grows else 1))
