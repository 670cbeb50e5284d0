"""The retrieval that a decision asks for, worked out from its record when somebody asks."""

from __future__ import annotations

from advisor.assessment import Assessment, choice_of
from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.planner import plan_for_choice
from advisor.guidance.retrieval.retrieval_need import retrieves
from advisor.guidance.retrieval.retrieval_records import RetrievalPlan, RetrievalWishes
from advisor.words.written import written


def retrieval_of(
    assessment: Assessment, catalog: Catalog, wishes: RetrievalWishes | None = None
) -> RetrievalPlan | None:
    """The plan for the first use case with the option that its verdict chooses; None where nothing is looked up."""
    plan = plan_for_choice(assessment.answers, catalog, choice_of(assessment), wishes)
    return None if plan is None else written(plan)


def asks_for_retrieval(assessment: Assessment) -> bool:
    """Whether the first use case looks into documents that are held."""
    return retrieves(assessment.answers.use_cases[0])
