"""A note's own sources are read as references of single cells."""

from __future__ import annotations

import pytest

from advisor.catalog.browse.card import build_card
from advisor.catalog.browse.note_sources import read_note
from advisor.catalog.catalog import Catalog


@pytest.mark.parametrize(
    ("note", "sources", "rest"),
    [
        (None, {}, None),
        ("No direct successor in the catalog.", {}, "No direct successor in the catalog."),
        ("retires_on: litellm-1.109.1#tts-1", {"retires_on": "litellm-1.109.1#tts-1"}, None),
        (
            "Beta. Languages: llmfit-1.1.17#Qwen/Qwen2.5-14B-Instruct. Two layers.",
            {"languages": "llmfit-1.1.17#Qwen/Qwen2.5-14B-Instruct"},
            "Beta. Two layers.",
        ),
        (
            "fine_tuning: aws-bedrock-fine-tuning (by name); max_output_tokens: litellm-1.109.1#m",
            {"fine_tuning": "aws-bedrock-fine-tuning", "max_output_tokens": "litellm-1.109.1#m"},
            None,
        ),
    ],
)
def test_references_leave_the_words(note: str | None, sources: dict[str, str], rest: str | None) -> None:
    """Each reference goes to its column, and only prose is left of the note."""
    found = read_note(note)
    assert (found.sources, found.rest) == (sources, rest)


def test_a_card_cites_the_source_of_the_single_cell(catalog: Catalog) -> None:
    """The retirement date of a model whose note names its source is cited from there, not from the row's identity."""
    card = build_card(catalog, "openai/tts-1")
    fact = next(fact for fact in card.facts if fact.name == "retires on")
    assert fact.source is not None
    assert (fact.source.source_id, fact.source.key) == ("litellm-1.109.1", "tts-1")
    assert "litellm" not in (card.note or "")


def test_intervals_of_estimates_stay_on_the_scale(catalog: Catalog) -> None:
    """Points go from 0 to 100; so do the ends of every interval on every card."""
    cards = [build_card(catalog, model_id) for model_id in ("openai/gpt-6.1-sol", "google/t5-11b")]
    ends = [end for card in cards for row in card.estimates for end in (row.low, row.estimate, row.high)]
    assert ends
    assert all(0 <= end <= 100 for end in ends)
