"""Pieces of work that look into documents, for the tests of the planner."""

from __future__ import annotations

from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.planner import plan_retrieval
from advisor.guidance.retrieval.retrieval_need import RetrievalNeed
from advisor.guidance.retrieval.retrieval_records import RetrievalPlan, RetrievalWishes
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers

OPENAI, AZURE = "openai:gpt-5-mini:unspecified", "azure-foundry:gpt-5-mini:eu"
GOOGLE = "google-vertex:gemini-3.8-flash:eu"


def answers_of(task: str = "rag", **given: Any) -> Answers:
    """Answers with one use case; ``case`` are its fields, the others those of the answers."""
    case = given.pop("case", {})
    return Answers.model_validate({"title": "Test", "use_cases": [{"task": task, **case}]} | given)


def api(catalog: Catalog, offer_id: str) -> tuple[str, Deployment]:
    """The model of an offer, called there."""
    offer = catalog.offer[offer_id]
    zone = None if offer.zone == "unspecified" else offer.zone
    where = Deployment(kind="provider_api", provider=offer.provider_id, zone=zone, offer_id=offer_id)
    return offer.model_id, where


def own(kind: str, gpu: str, precision: str = "fp8") -> Deployment:
    """One GPU of the house, of a cloud or of a device."""
    return Deployment.model_validate(
        {"kind": kind, "provider": "own", "gpu": gpu, "gpu_count": 1, "replicas": 1, "precision": precision}
    )


def need_of(
    answers: Answers,
    catalog: Catalog,
    option: tuple[str, Deployment] | None = None,
    *,
    ttft_ms: float | None = None,
    wishes: RetrievalWishes | None = None,
) -> RetrievalNeed:
    """The need of the first use case."""
    model_id, deployment = option or ("", None)
    return RetrievalNeed(
        answers=answers,
        use_case=answers.use_cases[0],
        catalog=catalog,
        model=catalog.model.get(model_id),
        deployment=deployment,
        ttft_ms=ttft_ms,
        monthly_usd=None,
        wishes=wishes or RetrievalWishes(),
    )


def plan_of(
    answers: Answers,
    catalog: Catalog,
    option: tuple[str, Deployment] | None = None,
    *,
    ttft_ms: float | None = None,
    wishes: RetrievalWishes | None = None,
) -> RetrievalPlan:
    """The plan of the first use case, which must look into documents."""
    model_id, deployment = option or (None, None)
    plan = plan_retrieval(
        answers,
        answers.use_cases[0],
        catalog,
        model_id=model_id,
        deployment=deployment,
        ttft_ms=ttft_ms,
        wishes=wishes,
    )
    assert plan is not None
    return plan
