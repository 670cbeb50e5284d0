"""The gist of an assessment: what a register and a watch ask, as the whole record has it."""

from __future__ import annotations

import pytest

from advisor.assessment import Assessment, assess, choice_of
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.report.document.dates import review_date
from advisor.report.replay.gist import AssessmentGist, gist_of
from advisor.report.replay.replay import place_of


@pytest.fixture(scope="module")
def assessment(catalog: Catalog) -> Assessment:
    """A small assessment, made once."""
    return assess(load_sample("marketing-images"), catalog, samples=50)


def test_it_says_of_the_choice_what_the_record_says(assessment: Assessment) -> None:
    """And comes back from JSON as it was, in a thousandth of the size."""
    choice, gist = choice_of(assessment), gist_of(assessment)
    assert choice is not None
    assert choice.monthly_cost_usd is not None
    assert (gist.chosen_id, gist.model_id, gist.choice_model) == (
        choice.alternative_id,
        choice.model_id,
        choice.model_id,
    )
    assert (gist.cost_usd, gist.place, gist.review_on) == (
        choice.monthly_cost_usd.p50,
        choice.place,
        review_date(assessment),
    )
    written = gist.model_dump_json()
    assert AssessmentGist.model_validate_json(written) == gist
    assert len(written) * 200 < len(assessment.model_dump_json())


def test_another_alternative_that_was_chosen_stands_where_it_stands(assessment: Assessment) -> None:
    """One that is out has its gate, which comes back from JSON too."""
    out = assessment.eliminations[0].alternative_id
    gist = gist_of(assessment, out)
    assert gist.gate == place_of(assessment, out).gate
    assert gist.gate is not None
    assert AssessmentGist.model_validate_json(gist.model_dump_json()).gate == gist.gate


def test_a_choice_that_an_earlier_record_did_not_know_is_new(assessment: Assessment) -> None:
    """And one that it knew is not."""
    nothing = assessment.model_copy(update={"recommendations": (), "also_ranked": (), "eliminations": ()})
    assert gist_of(assessment, before=nothing).choice_is_new
    assert not gist_of(assessment, before=assessment).choice_is_new
