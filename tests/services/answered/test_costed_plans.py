"""Costs are those of the assessment's own hosting view."""

from __future__ import annotations

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.answers import Answers, UseCase
from advisor.services.answered.costed_plans import plans_costed


def test_the_plans_are_those_of_the_assessment(catalog: Catalog) -> None:
    """Nothing is planned anew."""
    assessment = assess(Answers(title="x", use_cases=(UseCase(name="x", task="rag"),)), catalog, samples=10)
    report = plans_costed(assessment, catalog)
    plans = report["plans"]
    assert isinstance(plans, list)
    assert [plan["alternative"]["alternative_id"] for plan in plans] == [
        plan.alternative.alternative_id for plan in assessment.hosting.plans
    ]
    assert report["catalog_digest"] == catalog.digest
