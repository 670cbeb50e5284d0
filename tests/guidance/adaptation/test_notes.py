"""The strategies as the record keeps them."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.guidance.adaptation.notes import strategies_of
from advisor.questionnaire.answers import Answers
from advisor.words.tell import tell
from advisor.words.written import written


def test_the_first_is_where_to_start_and_what_is_ruled_out_says_why(catalog: Catalog) -> None:
    """With the number that is there and the number that it takes."""
    case = {"task": "rag", "adaptation": {"labelled_pairs": 40}, "workload": {"corpus_tokens": 1e8}}
    answers = Answers.model_validate({"title": "T", "use_cases": [case]})
    notes = written(strategies_of(answers, answers.use_cases[0], catalog, None))
    assert (notes[0].strategy, notes[0].verdict) == ("Retrieval (RAG)", "start here")
    assert "knowledge of your own" in notes[0].reason
    lora = next(note for note in notes if note.strategy_id == "lora")
    assert lora.ruled_out
    assert lora.reason.startswith("40 examples with their right answers are there, 200 are the least.")
    assert all(note.contributions and note.monthly_cost is not None for note in notes)


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_every_sentence_can_be_said_in_every_language(catalog: Catalog, language: str) -> None:
    """No value is missing from a template or from its translation."""
    answers = Answers.model_validate(
        {
            "title": "T",
            "use_cases": [{"task": "rag", "adaptation": {"labelled_pairs": 0, "domain_text_tokens": 0}}],
            "budget": {"monthly_cap": 1},
            "customisation": {"fine_tuning": "required"},
        }
    )
    notes = strategies_of(answers, answers.use_cases[0], catalog, None)
    assert all(tell(note.told[field], language) for note in notes for field in ("strategy", "verdict", "reason"))
