"""Governance and risk: what the recommended alternative and the answers ask to be settled, each with an action."""

from __future__ import annotations

from datetime import date
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, Provider
from advisor.guidance.law import ai_act_notes, gdpr_notes
from advisor.guidance.records import RiskNote
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers, UseCase

ORDER: Final = {"duty": 0, "high": 1, "medium": 2, "low": 3}
FACTUAL_TASKS: Final = frozenset(
    {
        "chat_assistant",
        "rag",
        "long_document_analysis",
        "summarisation",
        "document_processing",
        "classification_extraction",
    }
)


def risks_of(
    answers: Answers,
    use_case: UseCase,
    catalog: Catalog,
    as_of: date,
    *,
    model_id: str | None = None,
    deployment: Deployment | None = None,
) -> tuple[RiskNote, ...]:
    """Duties and risks, the law first; those of the recommended model and deployment when they are given."""
    notes = [*ai_act_notes(answers, use_case, as_of), *gdpr_notes(answers), *_task_notes(use_case)]
    model = catalog.model.get(model_id or "")
    if model is not None and deployment is not None:
        provider = catalog.provider.get(deployment.provider or "")
        notes += _data_notes(model, deployment, provider, answers)
        notes += _lock_in_notes(model, deployment, answers, as_of)
        notes += _licence_notes(model, deployment, catalog)
    return tuple(sorted(notes, key=lambda note: ORDER.get(note.severity, 9)))


def _task_notes(use_case: UseCase) -> list[RiskNote]:
    notes = []
    if use_case.task in FACTUAL_TASKS:
        notes.append(
            RiskNote(
                topic="Wrong answers that sound right",
                severity="medium",
                statement="Every language model states falsehoods fluently; public hallucination rates are not "
                "zero for any.",
                action="Ask for sources in the answer, evaluate on your own documents, and let a person check "
                "what has consequences.",
                source=None,
            )
        )
    if use_case.task in ("agents", "rag", "code") or use_case.tools:
        notes.append(
            RiskNote(
                topic="Instructions hidden in content",
                severity="high" if use_case.task == "agents" or use_case.tools else "medium",
                statement="Text that the model reads can carry instructions (prompt injection), and tools turn "
                "them into deeds.",
                action="Give tools the least rights, ask a person before anything irreversible, and log every call.",
                source="https://genai.owasp.org/llmrisk/llm01-prompt-injection/",
            )
        )
    return notes


def _data_notes(model: Model, deployment: Deployment, provider: Provider | None, answers: Answers) -> list[RiskNote]:
    if deployment.kind != "provider_api":
        return []
    name = provider.name if provider else (deployment.provider or "The provider")
    source = provider.source if provider else None
    notes = []
    if provider is None or provider.training_default is None:
        notes.append(
            _note(
                "Training on your data",
                "high",
                f"No source states whether {name} trains on customers' data.",
                "Get it excluded in the contract before any data is sent.",
                source,
            )
        )
    elif provider.training_default != "does_not_train":
        notes.append(
            _note(
                "Training on your data",
                "high",
                f"{name} may train on customers' data by default.",
                "Opt out, and have the exclusion confirmed in writing.",
                source,
            )
        )
    if provider is None or (provider.retention_default is None and provider.retention_days is None):
        notes.append(
            _note(
                "Retention",
                "medium",
                f"No source states how long {name} keeps prompts.",
                "Ask for the period, and for zero retention if the data is sensitive.",
                source,
            )
        )
    elif provider.retention_default == "abuse_monitoring":
        notes.append(
            _note(
                "Retention",
                "medium",
                f"{name} keeps prompts for a while to detect abuse; people may read them.",
                "Ask for zero retention or the exemption from human review if the data is sensitive.",
                source,
            )
        )
    if answers.governance.indemnification_required is False and model.openness == "proprietary":
        notes.append(
            _note(
                "Copyright claims",
                "low",
                "Who pays when an output infringes a copyright depends on the contract.",
                "Read the indemnification clause and its conditions (filters on, no known infringement).",
                source,
            )
        )
    return notes


def _lock_in_notes(model: Model, deployment: Deployment, answers: Answers, as_of: date) -> list[RiskNote]:
    notes = []
    if model.openness == "proprietary":
        notes.append(
            _note(
                "Lock-in",
                "medium",
                f"{model.name} is offered only by its vendor and the vendor's partners.",
                "Keep prompts, tests and evaluation data yours, call it through an OpenAI-compatible layer, and keep a "
                "tested second source.",
                model.identity_source,
            )
        )
    horizon = answers.budget.horizon_months
    if model.retires_on is not None and deployment.kind == "provider_api":
        months = max(int((model.retires_on - as_of).days / 30.4375), 0)
        notes.append(
            _note(
                "Retirement",
                "high" if months < horizon else "low",
                f"{model.name} retires on {model.retires_on}.",
                f"Plan the move {min(max(months - 6, 0), 12)} months ahead, with the evaluation set as "
                "acceptance test.",
                model.identity_source,
            )
        )
    elif deployment.kind == "provider_api":
        notes.append(
            _note(
                "Retirement",
                "medium",
                f"No retirement date of {model.name} is stated; hosted models are replaced every one to two years.",
                "Ask for the notice period, and run the evaluation set on the successor when it appears.",
                model.identity_source,
            )
        )
    if deployment.kind in ("on_prem", "cloud_gpu") and answers.hosting.operations_skills != "strong":
        notes.append(
            _note(
                "Running it yourselves",
                "medium",
                "GPU servers need patching, monitoring, on-call duty and capacity planning.",
                "Name the team and its hours before the purchase, or take a managed service.",
                None,
            )
        )
    return notes


def _licence_notes(model: Model, deployment: Deployment, catalog: Catalog) -> list[RiskNote]:
    licence = catalog.licence.get(model.licence_id or "")
    if deployment.kind == "provider_api":
        return []
    if licence is None:
        return [
            _note(
                "Licence",
                "high",
                f"The licence of {model.name} is unknown to the catalog.",
                "Read the licence with the legal department before use.",
                model.licence_source or model.identity_source,
            )
        ]
    if not licence.obligations:
        return []
    return [
        _note(
            "Licence duties",
            "low" if licence.open_source else "medium",
            f"{licence.name}: {licence.plain_words}",
            f"Fulfil its duties: {licence.obligations}",
            licence.source,
        )
    ]


def _note(topic: str, severity: str, statement: str, action: str, source: str | None) -> RiskNote:
    return RiskNote(topic=topic, severity=severity, statement=statement, action=action, source=source)
