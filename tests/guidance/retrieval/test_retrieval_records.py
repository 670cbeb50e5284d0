"""Records of a plan: what the border refuses, and that a plan survives its JSON."""

from __future__ import annotations

import pytest
from guidance.retrieval.retrieval_cases import answers_of, plan_of
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.retrieval_records import RetrievalPlan, RetrievalWishes


def test_a_share_below_nothing_is_refused() -> None:
    """Nothing changes less than never; several times a month may be."""
    with pytest.raises(ValidationError):
        RetrievalWishes(changing_share=-0.1)
    assert RetrievalWishes(changing_share=3).changing_share == 3


def test_a_plan_survives_its_json(catalog: Catalog) -> None:
    """Amounts to the cent included."""
    plan = plan_of(answers_of(), catalog)
    assert RetrievalPlan.model_validate_json(plan.model_dump_json(exclude={"told"})).costs[-1].usd_per_month == (
        plan.costs[-1].usd_per_month
    )
