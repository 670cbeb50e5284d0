"""The reference architecture of the first choice: which parts the answers need, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.decision.gates.duties.facts import FACTUAL_TASKS
from advisor.decision.records import Choice
from advisor.guidance.architecture.fallback import COMPARED, Fallback, alternative_of, fallback_of
from advisor.guidance.architecture.frameworks import REPEATED_FROM, frameworks_for, serving_task
from advisor.guidance.architecture.records import (
    Blueprint,
    BlueprintLink,
    BlueprintPart,
    FrameworkVerdict,
    Need,
    PartId,
)
from advisor.hosting.records import SELF_HOSTED, Deployment
from advisor.questionnaire.answers import WITHOUT_TOKENS, Answers, UseCase
from advisor.units import Told, told

VECTORS_IN_POSTGRES: Final = 5_000_000
"""Vectors up to which PostgreSQL's own index keeps a search simple: beyond it a store of their own (a judgement)."""
TOKENS_PER_CHUNK: Final = 500.0
"""Size of the pieces that documents are searched in (a judgement)."""
SEARCH_TASKS: Final = frozenset({"rag", "semantic_search"})
_Rule = tuple[bool, Need, Told]
_ORDER: Final[dict[Need, int]] = {"needed": 0, "advised": 1, "not_needed": 2}


@dataclass(frozen=True)
class BlueprintCase:
    """What the parts are judged by."""

    answers: Answers
    use_case: UseCase
    model: Model
    deployment: Deployment
    several: bool
    fallback: Fallback | None
    untested: bool


def architecture_of(
    answers: Answers,
    use_case: UseCase,
    shortlist: Sequence[Choice],
    catalog: Catalog,
    *,
    second_source: Fallback | None = None,
) -> Blueprint | None:
    """The architecture of the chosen option of a shortlist; None where nothing was chosen or its model is unknown.

    ``second_source`` is what a portfolio named already: it is the fallback then, so that one decision names one.
    """
    choice = next((one for one in shortlist if one.chosen), None)
    model = catalog.model.get(choice.model_id) if choice else None
    if choice is None or model is None:
        return None
    fallback = second_source or fallback_of(shortlist)
    if fallback is not None and model.kind in COMPARED and fallback.alternative.model_id != model.model_id:
        fallback = None
    several = len(answers.use_cases) > 1
    untested = choice.evidence == "inferred"
    case = BlueprintCase(answers, use_case, model, choice.deployment, several, fallback, untested)
    frameworks: tuple[FrameworkVerdict, ...] = ()
    if choice.deployment.kind in SELF_HOSTED:
        frameworks = frameworks_for(serving_task(answers, use_case, model, choice.deployment, catalog), catalog)
    parts = tuple(_part(part, rules(case), case, frameworks) for part, rules in PARTS.items())
    return Blueprint(
        use_case=use_case.name,
        alternative=alternative_of(choice),
        model_name=model.name,
        parts=parts,
        links=_links({part.part for part in parts if part.need != "not_needed"}),
        frameworks=frameworks,
        fallback=None if fallback is None else fallback.alternative,
        fallback_name="" if fallback is None else fallback.name,
    )


def _part(
    part: PartId, rules: Sequence[_Rule], case: BlueprintCase, frameworks: Sequence[FrameworkVerdict]
) -> BlueprintPart:
    """The strongest need that holds, with every reason of that strength."""
    holding = [(need, reason) for holds, need, reason in rules if holds]
    need = min((one for one, _ in holding), key=_ORDER.__getitem__)
    return BlueprintPart(
        part=part,
        need=need,
        product="" if need == "not_needed" else _product(part, case, frameworks),
        told={"name": told(f"part.{part}"), "reasons": tuple(reason for one, reason in holding if one == need)},
    )


def _product(part: PartId, case: BlueprintCase, frameworks: Sequence[FrameworkVerdict]) -> str:
    """What could fill a part: what the kit starts, or the name of a model."""
    if part == "model":
        chosen = next((one.name for one in frameworks if one.verdict == "chosen"), None)
        return f"{case.model.name} ({chosen})" if chosen else case.model.name
    if part == "retrieval":
        return "Qdrant" if vectors_of(case.use_case) > VECTORS_IN_POSTGRES else "PostgreSQL (pgvector)"
    if part == "fallback":
        return case.fallback.name if case.fallback else ""
    return _PRODUCTS.get(part, "")


_PRODUCTS: Final[dict[PartId, str]] = {
    "gateway": "LiteLLM",
    "guardrails": "Presidio",
    "cache": "Redis",
    "observability": "Prometheus, Grafana",
}


def vectors_of(use_case: UseCase) -> float:
    """Pieces of text that are searched."""
    return use_case.workload.corpus_tokens / TOKENS_PER_CHUNK


def _application(_case: BlueprintCase) -> list[_Rule]:
    return [(True, "needed", told("part.application.own"))]


def _gateway(case: BlueprintCase) -> list[_Rule]:
    budget, edge = case.answers.budget, case.deployment.kind == "edge"
    cap = "" if budget.monthly_cap is None else f"{budget.monthly_cap:,.0f} {budget.currency}"
    return [
        (edge, "not_needed", told("part.gateway.one_device")),
        (not edge and budget.monthly_cap is not None, "needed", told("part.gateway.cap", cap=cap)),
        (not edge and case.several, "needed", told("part.gateway.several", count=len(case.answers.use_cases))),
        (not edge and case.fallback is not None, "needed", told("part.gateway.fallback")),
        (not edge, "advised", told("part.gateway.change")),
    ]


def _guardrails(case: BlueprintCase) -> list[_Rule]:
    data, leaves = case.answers.data, case.deployment.kind == "provider_api"
    text = case.use_case.task not in WITHOUT_TOKENS and case.use_case.task != "semantic_search"
    personal = data.personal_data or data.health_data
    return [
        (True, "not_needed", told("part.guardrails.none")),
        (text and personal and leaves, "needed", told("part.guardrails.masked")),
        (text and personal and not leaves, "advised", told("part.guardrails.logs")),
        (text and case.use_case.task == "agents", "needed", told("part.guardrails.acts")),
        (text and case.use_case.tools, "advised", told("part.guardrails.tools")),
        (text and case.use_case.task in ("chat_assistant", "rag"), "advised", told("part.guardrails.strangers")),
    ]


def _cache(case: BlueprintCase) -> list[_Rule]:
    load, share = case.use_case.workload, case.use_case.workload.cached_input_share
    tokens = case.use_case.task not in WITHOUT_TOKENS and case.deployment.kind != "edge"
    return [
        (True, "not_needed", told("part.cache.none")),
        (tokens and share >= REPEATED_FROM, "advised", told("part.cache.repeated", share=("share", share))),
        (
            tokens and case.use_case.task == "semantic_search",
            "advised",
            told("part.cache.queries", requests=("count", load.requests_per_day)),
        ),
    ]


def _retrieval(case: BlueprintCase) -> list[_Rule]:
    searched, vectors = case.use_case.workload.corpus_tokens > 0, vectors_of(case.use_case)
    return [
        (True, "not_needed", told("part.retrieval.none")),
        (case.use_case.task in SEARCH_TASKS, "needed", told("part.retrieval.task", task=("task", case.use_case.task))),
        (searched, "needed", told("part.retrieval.corpus", vectors=("count", vectors))),
    ]


def _model(_case: BlueprintCase) -> list[_Rule]:
    return [(True, "needed", told("part.model.choice"))]


def _fallback(case: BlueprintCase) -> list[_Rule]:
    hosting, found = case.answers.hosting, case.fallback is not None
    around = hosting.service_hours == "around_the_clock"
    return [
        (not found, "not_needed", told("part.fallback.none")),
        (not found and case.model.kind in COMPARED, "not_needed", told("part.fallback.vectors")),
        (found, "advised", told("part.fallback.leave")),
        (found and hosting.high_availability, "needed", told("part.fallback.available")),
        (found and around, "needed", told("part.fallback.around")),
    ]


def _review(case: BlueprintCase) -> list[_Rule]:
    governance, task = case.answers.governance, case.use_case.task
    return [
        (True, "not_needed", told("part.review.none")),
        (governance.eu_ai_act_risk == "high", "needed", told("part.review.high_risk")),
        (task == "agents", "needed", told("part.review.acts")),
        (case.answers.data.health_data, "needed", told("part.review.health")),
        (case.untested, "needed", told("part.review.untested")),
        (task in FACTUAL_TASKS, "advised", told("part.review.facts")),
    ]


def _observability(case: BlueprintCase) -> list[_Rule]:
    waits = case.use_case.latency
    limited = any(limit is not None for limit in (waits.ttft_p95_ms, waits.itl_ms, waits.total_s))
    return [
        (True, "needed", told("part.observability.plan")),
        (limited, "needed", told("part.observability.limit")),
    ]


PARTS: Final[dict[PartId, Callable[[BlueprintCase], list[_Rule]]]] = {
    "application": _application,
    "gateway": _gateway,
    "guardrails": _guardrails,
    "cache": _cache,
    "retrieval": _retrieval,
    "model": _model,
    "fallback": _fallback,
    "review": _review,
    "observability": _observability,
}
"""Every part with its rules: whether one holds, how strong it is, and what it says."""


def _links(there: set[PartId]) -> tuple[BlueprintLink, ...]:
    """How the parts that are there are joined; without a gateway the application asks the model itself."""
    asks: PartId = "gateway" if "gateway" in there else "application"
    every: list[tuple[PartId, PartId, str]] = [
        ("application", "gateway", "requests"),
        ("application", "retrieval", "documents"),
        (asks, "guardrails", "requests"),
        (asks, "cache", "requests"),
        (asks, "model", "requests"),
        (asks, "fallback", "when_it_fails"),
        ("application", "review", "answers"),
        (asks, "observability", "measures"),
        ("model", "observability", "measures"),
    ]
    return tuple(
        BlueprintLink.model_validate({"start": start, "end": end, "carries": carries})
        for start, end, carries in every
        if start in there and end in there and start != end
    )
