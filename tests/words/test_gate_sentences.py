"""Why an alternative is out, in a sentence: units, names instead of codes, and the closed door of law and privacy."""

from __future__ import annotations

import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.decision.gates.registry import GATES
from advisor.questionnaire.presets import load_sample
from advisor.units import Told, told
from advisor.words.sentences import SENTENCES
from advisor.words.tell import recorded
from advisor.words.written import reason_of


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (
            told("context", held=("tokens", 4_096), needed=("tokens", 32_000)),
            "its context window holds 4,096 tokens, and you need 32,000 tokens",
        ),
        (
            told("latency.first_token", seen=("ms", 27_700), limit=("ms", 8_000)),
            "at the best of what is known it takes 27,700 ms to the first token, and you allow at most 8,000 ms",
        ),
        (
            told("languages", listed=("language", ("en", "zh")), missing=("language", ("de", "fr"))),
            "its documentation lists English, Chinese, and you need German, French too",
        ),
        (
            told("task", kind=("kind", "speech_to_text"), kinds=("kind", ("code", "text")), task=("task", "code")),
            "it is of the kind speech to text, and code assistant needs code or text",
        ),
        (
            told(
                "licence.excludes",
                licence="Some Licence",
                excluded=("country", ("eu", "uk")),
                places=("country", ("DE",)),
            ),
            "Some Licence excludes the EU, the UK, and you need use in DE",
        ),
        (told("price"), "its price is unknown, so that its cost cannot be compared"),
        (
            told(
                "certifications",
                held=("certificate", ("iso27001", "soc2")),
                missing=("certificate", ("iso42001",)),
            ),
            "its provider states only ISO 27001, SOC 2, and you need ISO 42001 (AI management)",
        ),
        (
            told("sizing", problem=told("unsized.weights", what="weights", model="B 1.5", model_id="a/b-1.5")),
            "it cannot be sized: the weights of this model are not published",
        ),
        (
            told("residency.global", zone=("zone", "global"), asked=("zone", ("eu",))),
            "it is processed anywhere (it is routed globally), and you need processing in European Union",
        ),
    ],
)
def test_a_reason_reads_as_a_sentence(fact: Told, text: str) -> None:
    """Each gate has its own words; codes are names, ids of models are left out."""
    assert recorded(fact.part("out")) == text


def test_a_record_of_a_problem_names_the_model_by_its_id() -> None:
    """Records keep the id, so that they can be joined; people read the name."""
    problem = told("unsized.weights", what="weights", model=("model", "B 1.5"), model_id="a/b-1.5")
    assert recorded(told("sizing", problem=problem).part("observed")) == (
        "cannot size: the weights of a/b-1.5 are not published"
    )


@pytest.mark.parametrize("gate", sorted(GATES))
def test_every_gate_has_a_name_and_something_to_do_about_it(gate: str) -> None:
    """What a gate is called and how it is relaxed stand in the table."""
    assert {f"gate.{gate}", f"relax.{gate}"} <= set(SENTENCES)


@pytest.mark.parametrize("sample", ["eu-bank-customer-service", "factory-edge-device", "call-centre-transcription"])
def test_no_sentence_has_an_exponent_or_a_missing_number(sample: str, catalog: Catalog) -> None:
    """Over whole samples: every elimination keeps its fact, and every sentence is written and ends as one."""
    found = assess(load_sample(sample), catalog, samples=100).eliminations
    assert len(found) > 100
    for item in found:
        assert " is out: " in item.sentence
        assert item.sentence.endswith(".")
        assert "e+" not in item.sentence
        assert " nan " not in item.sentence
        fact = reason_of(item)
        assert fact is not None
        assert item.observed == recorded(fact.part("observed"))
