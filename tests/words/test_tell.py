"""From a key and its values to a sentence, in a record and in a language."""

from __future__ import annotations

import string
from datetime import date

import pytest
from pydantic import TypeAdapter

from advisor.units import Told, told
from advisor.words.sentences import SENTENCES
from advisor.words.tell import recorded, tell


def test_a_number_knows_how_it_is_written() -> None:
    """Tokens are grouped as the language groups them."""
    fact = told("context.observed", held=("tokens", 32_000))
    assert [tell(fact, language) for language in ("en", "de", "fr")] == [
        "32,000 tokens",
        "32.000 Token",
        "32\u202f000 jetons",
    ]


def test_a_record_keeps_codes_and_people_read_names() -> None:
    """The same fact twice: in a record by its codes, to a reader by names in his language."""
    fact = told("languages", listed=("language", ("en", "zh")), missing=("language", ("de", "fr")))
    assert recorded(fact.part("observed")) == "en, zh listed"
    assert recorded(fact.part("out")) == "its documentation lists English, Chinese, and you need German, French too"
    assert tell(fact.part("required"), "en") == "German and French too"
    assert tell(fact.part("observed"), "de") == "genannt: Englisch und Chinesisch"


@pytest.mark.parametrize(
    ("language", "fact", "said"),
    [
        ("en", told("residency.observed", zone=("zone", "us")), "zone United States"),
        ("en", told("certifications.observed", held=("certificate", ("soc2", "iso27001"))), "SOC 2, ISO 27001 stated"),
        ("en", told("task.observed", kind=("kind", "speech_to_text")), "kind speech to text"),
        ("en", told("status.retired_on.observed", day=date(2026, 6, 15)), "retired on 15 Jun 2026"),
        (
            "fr",
            told("licence.excludes.required", places=("country", ("DE", "FR"))),
            "usage en\u00a0: Allemagne et France",
        ),
    ],
)
def test_codes_are_said_in_words(language: str, fact: Told, said: str) -> None:
    """Languages, countries, zones, certificates and dates are named, in English as well."""
    assert tell(fact, language) == said


def test_what_is_told_survives_json_and_equal_things_are_found() -> None:
    """A record keeps what was told as keys, values and units."""
    fact = told("budget", cost=("usd_per_month", 1234.5), parts=[told("price.observed"), told("preview.observed")])
    kept = TypeAdapter(Told)
    again = kept.validate_json(kept.dump_json(fact))
    assert again == fact
    assert hash(again) == hash(fact)


def test_every_template_can_be_read() -> None:
    """Braces are closed, and what is in them is a name."""
    for template in SENTENCES.values():
        for text in (template,) if isinstance(template, str) else (template.one, template.many):
            assert all(name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(text))
