"""The shipped catalog and a plain decision, shared by the hosting tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from shipped import shipped_catalog

from advisor.catalog.catalog import Catalog
from advisor.hosting.exports.plan_sheet import SheetWords
from advisor.hosting.planning.planner import PlanTable, plan_alternatives
from advisor.questionnaire.answers import Answers
from advisor.words.tell import tell

LLAMA = "meta/llama-3.3-70b-instruct"
GPT_OSS = "openai/gpt-oss-120b"

ENGLISH = SheetWords(tell, str)
"""A workbook in English that names plans by their id."""
Planner = Callable[..., PlanTable]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped catalog."""
    return shipped_catalog()


def decision(**changes: Any) -> Answers:
    """Answers of a retrieval assistant with 20,000 requests a day; ``load`` changes its workload."""
    load = {"requests_per_day": 20_000} | changes.pop("load", {})
    use_case = {"task": changes.pop("task", "rag"), "workload": load} | changes.pop("use_case", {})
    hosting = {"country": "DE", "allowed": ["provider_api", "cloud_gpu", "on_prem", "edge"]}
    return Answers.model_validate(
        {"title": "Test", "use_cases": [use_case], "hosting": hosting | changes.pop("hosting", {})} | changes
    )


@pytest.fixture(scope="session")
def planner(catalog: Catalog) -> Planner:
    """Plan given models for given changes of the plain decision."""

    def plan(*models: str, assume: Any = None, **changes: Any) -> PlanTable:
        answers = decision(**changes)
        wanted = [catalog.model[name] for name in models or (LLAMA,)]
        return plan_alternatives(wanted, answers.use_cases[0], answers, catalog, assume=assume)

    return plan
