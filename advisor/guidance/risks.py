"""Governance and risk: what the recommended alternative and the answers ask to be settled, each with an action."""

from __future__ import annotations

from datetime import date
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.lifecycle import end_of
from advisor.catalog.tables.schema import Model, Provider
from advisor.decision.gates.duties.facts import facts_of
from advisor.guidance.governance.rules import applying, note_of
from advisor.guidance.records import RiskNote, risk
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers, UseCase
from advisor.questionnaire.money_facts import about_money
from advisor.units import ToldValue

VECTORS_OF: Final = "semantic_search"
"""The task whose corpus a model turns into vectors."""
ORDER: Final = {"duty": 0, "high": 1, "medium": 2, "low": 3}
RUNNING_COSTS_TIME: Final = "hosting-cost-articles#staff"
"""What says that own and rented servers take people's time."""
UNKNOWN_PROVIDER: Final = "own-assumptions#governance"
"""Of a provider that is in no table nobody states anything."""


def risks_of(
    answers: Answers,
    use_case: UseCase,
    catalog: Catalog,
    as_of: date,
    *,
    model_id: str | None = None,
    deployment: Deployment | None = None,
) -> tuple[RiskNote, ...]:
    """Duties and risks, what the question names and the law first; those of the model and deployment where given."""
    facts = facts_of(answers, use_case, deployment)
    notes = [
        note_of(rule, facts, as_of) for rule in applying(catalog.governance_rules, facts) if rule.in_record == "yes"
    ]
    model = catalog.model.get(model_id or "")
    if model is not None and deployment is not None:
        provider, called = catalog.keeper(deployment.provider or "", model.model_id), catalog.called(model.model_id)
        notes += _data_notes(model, deployment, provider, answers)
        if use_case.task == VECTORS_OF and model.kind == "embedding":
            notes.append(_vectors_note(model, deployment, answers, use_case, catalog))
        else:
            notes += _lock_in_notes(model, called)
        notes += _retirement_notes(model, deployment, answers, as_of, catalog)
        notes += _licence_notes(model, deployment, catalog)
    return tuple(sorted(notes, key=lambda note: (not note.asked, ORDER.get(note.severity, 9))))


def _data_notes(model: Model, deployment: Deployment, provider: Provider | None, answers: Answers) -> list[RiskNote]:
    if deployment.kind != "provider_api":
        return []
    name = provider.name if provider else (deployment.provider or "The provider")
    source = provider.source if provider else UNKNOWN_PROVIDER
    notes = []
    if provider is None or provider.training_default is None:
        notes.append(risk("training", "high", source, provider=("provider", name)))
    elif provider.training_default != "does_not_train":
        notes.append(risk("may_train", "high", source, provider=("provider", name)))
    if provider is None or (provider.retention_default is None and provider.retention_days is None):
        notes.append(risk("retention", "medium", source, provider=("provider", name)))
    elif provider.retention_default == "abuse_monitoring":
        notes.append(risk("abuse_monitoring", "medium", source, provider=("provider", name)))
    if answers.governance.indemnification_required is False and model.openness == "proprietary":
        notes.append(risk("copyright", "low", source))
    return notes


def _vectors_note(
    model: Model, deployment: Deployment, answers: Answers, use_case: UseCase, catalog: Catalog
) -> RiskNote:
    """What binds to an embedding model: no other reads its vectors, so any change embeds the whole corpus again."""
    tokens = use_case.workload.corpus_tokens
    offers = (offer for offer in catalog.offers_of.get(model.model_id, ()) if offer.offer_id == deployment.offer_id)
    prices = (offer.input_usd_per_mtok for offer in offers if deployment.kind == "provider_api")
    price = next((float(each) for each in prices if each is not None), None)
    values: dict[str, ToldValue] = {"model": catalog.called(model.model_id), "tokens": ("number", tokens / 1e6)}
    if not tokens:
        return risk("vectors", "medium", model.identity_source, model=values["model"])
    if price is None:
        return risk("vectors_own", "medium", model.identity_source, **values)
    money = about_money(price * tokens / 1e6, answers.budget)
    return risk("vectors_priced", "medium", model.identity_source, money=money, **values)


def _lock_in_notes(model: Model, called: ToldValue) -> list[RiskNote]:
    """A vendor that alone offers a model."""
    known = model.openness == "proprietary"
    return [risk("lock_in", "medium", model.identity_source, model=called)] if known else []


def _retirement_notes(
    model: Model, deployment: Deployment, answers: Answers, as_of: date, catalog: Catalog
) -> list[RiskNote]:
    """When a provider ends a model, or that nobody says when; and who runs one's own servers."""
    notes = []
    horizon, called = answers.budget.horizon_months, catalog.called(model.model_id)
    offers = catalog.offers_of.get(model.model_id, ())
    offer = next((one for one in offers if one.offer_id == deployment.offer_id), None)
    end = end_of(model, offer)
    if end is not None and deployment.kind == "provider_api":
        months = max(int((end - as_of).days / 30.4375), 0)
        notes.append(
            risk(
                "retirement_vectors" if model.kind == "embedding" else "retirement",
                "high" if months < horizon else "low",
                offer.source if offer and offer.retires_on else model.identity_source,
                model=called,
                day=end,
                months=("months", min(max(months - 6, 0), 12)),
            )
        )
    elif deployment.kind == "provider_api":
        key = "no_retirement_vectors" if model.kind == "embedding" else "no_retirement"
        notes.append(risk(key, "medium", model.identity_source, model=called))
    if deployment.kind in ("on_prem", "cloud_gpu") and answers.hosting.operations_skills != "strong":
        notes.append(risk("run_it", "medium", RUNNING_COSTS_TIME))
    return notes


def _licence_notes(model: Model, deployment: Deployment, catalog: Catalog) -> list[RiskNote]:
    licence = catalog.licence.get(model.licence_id or "")
    if deployment.kind == "provider_api":
        return []
    if licence is None:
        called = catalog.called(model.model_id)
        return [risk("licence_unknown", "high", model.licence_source or model.identity_source, model=called)]
    if not licence.obligations:
        return []
    return [
        risk(
            "licence",
            "low" if licence.open_source else "medium",
            licence.source,
            licence=licence.name,
            terms=("licence", licence.plain_words),
            duties=("licence", licence.obligations),
        )
    ]
