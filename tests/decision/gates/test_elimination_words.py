"""Why an alternative is out, in a sentence: units, names instead of codes, and the closed door of law and privacy."""

from __future__ import annotations

import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.decision.gates.elimination_words import CLOSED, reason
from advisor.decision.gates.registry import GATES, Failure
from advisor.questionnaire.presets import load_sample


@pytest.mark.parametrize(
    ("failure", "text"),
    [
        (
            Failure("context", "4,096 tokens", "32,000 tokens", "s"),
            "its context window holds 4,096 tokens, and you need 32,000 tokens",
        ),
        (
            Failure("latency", "27,700 ms to the first token", "at most 8,000 ms to the first token", "s"),
            "it takes 27,700 ms to the first token, and you allow at most 8,000 ms",
        ),
        (
            Failure("languages", "en, zh listed", "de, fr too", "s"),
            "its documentation lists English, Chinese, and you need German, French too",
        ),
        (
            Failure("task", "kind speech_to_text", "code, text for Code assistant", "s"),
            "it is of the kind speech to text, and code assistant needs code or text",
        ),
        (
            Failure("licence", "Some Licence excludes eu, uk", "use in DE", "s"),
            "Some Licence excludes the EU, the UK, and you need use in DE",
        ),
        (
            Failure("price", "price unknown", "a known price", "s", unknown=True),
            "its price is unknown, so that its cost cannot be compared",
        ),
        (
            Failure("certifications", "iso27001, soc2 stated", "ISO 42001 (AI management)", "s"),
            "its provider states only ISO 27001, SOC 2, and you need ISO 42001 (AI management)",
        ),
        (
            Failure("sizing", "cannot size: the weights of a/b-1.5 are not published", "a deployment", "s"),
            "it cannot be sized: the weights of this model are not published",
        ),
        (
            Failure("residency", "zone global", "processing in European Union", "s"),
            "it is processed anywhere (it is routed globally), and you need processing in European Union",
        ),
    ],
)
def test_a_reason_reads_as_a_sentence(failure: Failure, text: str) -> None:
    """Each gate has its own words; codes are names, ids of models are left out."""
    assert reason(failure) == text


@pytest.mark.parametrize("gate", sorted(GATES))
def test_only_law_and_privacy_fail_on_what_nobody_states(gate: str) -> None:
    """The closing words stand with an unknown fact of law or privacy, and nowhere else."""
    words = "because law or privacy depends on it"
    assert (words in reason(Failure(gate, "policy unknown", "something", "s", unknown=True))) == (gate in CLOSED)
    assert words not in reason(Failure(gate, "policy unknown", "something", "s"))


@pytest.mark.parametrize("sample", ["eu-bank-customer-service", "factory-edge-device", "call-centre-transcription"])
def test_no_sentence_has_an_exponent_or_a_missing_number(sample: str, catalog: Catalog) -> None:
    """Over whole samples: no "1.36e+04", no "nan", no code of a kind, and every sentence ends as one."""
    found = assess(load_sample(sample), catalog, samples=100).eliminations
    assert len(found) > 100
    for item in found:
        assert " is out: " in item.sentence
        assert item.sentence.endswith(".")
        for bad in ("e+0", "nan", "speech_to_text", "None", " inf "):
            assert bad not in item.sentence.partition(" is out: ")[2], item.sentence
