"""Duties and risks: each only where its condition holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.guidance.risks import risks_of
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers
from advisor.words.written import written

TODAY = date(2026, 11, 21)


def _answers(task: str = "chat_assistant", **given: Any) -> Answers:
    case = given.pop("use_case", {})
    return Answers.model_validate({"title": "Test", "use_cases": [{"task": task, **case}]} | given)


@pytest.mark.parametrize(
    ("risk", "expected"),
    [
        ("high", "EU AI Act: duties of a deployer of high-risk AI"),
        ("limited", "EU AI Act: transparency"),
        ("unknown", "EU AI Act: class of risk"),
    ],
)
def test_the_class_of_risk_brings_its_duties_with_dates(catalog: Catalog, risk: str, expected: str) -> None:
    """In Europe each class of the AI Act has its note, with a source and something to do."""
    answers = _answers(governance={"eu_ai_act_risk": risk}, data={"jurisdictions": ["DE"]})
    notes = {note.topic: note for note in written(risks_of(answers, answers.use_cases[0], catalog, TODAY))}
    assert expected in notes
    assert notes[expected].action
    assert notes[expected].source
    assert "EU AI Act: AI literacy" in notes


def test_outside_europe_the_ai_act_is_not_mentioned(catalog: Catalog) -> None:
    """An American decision has no European duty; health data brings HIPAA."""
    answers = _answers(data={"jurisdictions": ["US"], "health_data": True, "personal_data": True})
    notes = written(risks_of(answers, answers.use_cases[0], catalog, TODAY))
    assert not any("AI Act" in note.topic for note in notes)
    assert any("HIPAA" in note.statement for note in notes)


def test_health_data_in_europe_asks_for_an_impact_assessment(catalog: Catalog) -> None:
    """Article 9 and Article 35 of the GDPR."""
    answers = _answers(data={"jurisdictions": ["FR"], "health_data": True, "personal_data": True})
    notes = {note.topic: note for note in written(risks_of(answers, answers.use_cases[0], catalog, TODAY))}
    assert "Article 9(2)" in notes["Health data"].statement
    assert "Personal data" in notes


def test_agents_are_warned_of_hidden_instructions(catalog: Catalog) -> None:
    """Tools turn injected text into deeds."""
    answers = _answers("agents", use_case={"tools": True})
    notes = {note.topic: note for note in written(risks_of(answers, answers.use_cases[0], catalog, TODAY))}
    assert notes["Instructions hidden in content"].severity == "high"


def test_a_proprietary_model_brings_lock_in_and_an_unknown_policy_training(catalog: Catalog) -> None:
    """The recommended alternative's own risks are named, the law first."""
    model = next(item for item in catalog.models if item.openness == "proprietary" and item.status == "current")
    silent = next(item for item in catalog.providers if item.training_default is None)
    answers = _answers(data={"jurisdictions": ["DE"], "personal_data": True})
    deployment = Deployment(kind="provider_api", provider=silent.provider_id)
    notes = risks_of(answers, answers.use_cases[0], catalog, TODAY, model_id=model.model_id, deployment=deployment)
    notes = written(notes)
    topics = [note.topic for note in notes]
    assert {"Bound to one vendor", "Training on your data", "Retention"} <= set(topics)
    severities = [note.severity for note in notes]
    assert severities == sorted(severities, key=["duty", "high", "medium", "low"].index)
    assert all(note.action for note in notes)


def test_own_weights_bring_the_duties_of_their_licence(catalog: Catalog) -> None:
    """Self-hosting names the licence and what it asks for."""
    model = next(
        item
        for item in catalog.models
        if item.openness == "open_weights"
        and item.licence_id in catalog.licence
        and catalog.licence[item.licence_id].obligations
    )
    answers = _answers()
    notes = risks_of(
        answers, answers.use_cases[0], catalog, TODAY, model_id=model.model_id, deployment=Deployment(kind="on_prem")
    )
    assert any(note.topic == "Licence duties" for note in written(notes))


@pytest.mark.parametrize("offered", [True, False], ids=["by a provider", "run by oneself"])
def test_another_embedding_model_means_the_corpus_again(catalog: Catalog, *, offered: bool) -> None:
    """What binds is the index: its tokens, and their price where somebody takes one; no layer helps against it."""
    offer = next(
        offer
        for model in catalog.models
        if model.kind == "embedding" and model.openness == "open_weights"
        for offer in catalog.offers_of.get(model.model_id, ())
        if offer.input_usd_per_mtok
    )
    answers = _answers("semantic_search", use_case={"workload": {"corpus_tokens": 11_200_000_000}})
    where = (
        Deployment(kind="provider_api", provider=offer.provider_id, offer_id=offer.offer_id)
        if offered
        else Deployment(kind="on_prem", provider="own")
    )
    found = risks_of(answers, answers.use_cases[0], catalog, TODAY, model_id=offer.model_id, deployment=where)
    notes = {note.topic: note for note in written(found)}
    assert "embedding all 11,200 million tokens again" in notes["Changing the model"].statement
    assert ("list price" in notes["Changing the model"].statement) == offered
    assert "Bound to one vendor" not in notes
