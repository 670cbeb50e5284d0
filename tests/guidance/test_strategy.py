"""How to adapt a model: the fit of each strategy."""

from __future__ import annotations

from typing import Any

from advisor.guidance.strategy import strategies_of
from advisor.questionnaire.answers import Answers
from advisor.words.written import written


def _answers(task: str = "chat_assistant", **given: Any) -> Answers:
    case = given.pop("use_case", {})
    return Answers.model_validate({"title": "Test", "use_cases": [{"task": task, **case}]} | given)


def _fits(answers: Answers) -> dict[str, float]:
    return {note.strategy: note.fit for note in written(strategies_of(answers, answers.use_cases[0]))}


def test_answering_from_documents_asks_for_retrieval() -> None:
    """Retrieval fits the task that is named after it best, and its reason says so."""
    answers = _answers("rag", use_case={"workload": {"corpus_tokens": 1e8}})
    best = written(strategies_of(answers, answers.use_cases[0]))[0]
    assert best.strategy == "Retrieval (RAG)"
    assert best.verdict == "start here"
    assert "answering from documents" in best.reason


def test_required_fine_tuning_lifts_fine_tuning_above_prompting() -> None:
    """A stated requirement decides."""
    fits = _fits(_answers("classification_extraction", customisation={"fine_tuning": "required"}))
    assert fits["Fine-tuning a model"] > fits["Prompting and examples"]


def test_training_from_scratch_is_never_recommended_on_a_capped_budget() -> None:
    """It stays the last of all."""
    fits = _fits(_answers(budget={"monthly_cap": 10_000}))
    assert min(fits, key=lambda name: fits[name]) == "Training from scratch"
    assert all(0 <= fit <= 1 for fit in fits.values())
