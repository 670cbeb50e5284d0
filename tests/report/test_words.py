"""German and French: nothing untranslated, placeholders kept, numbers and dates by locale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from report.samples import SAMPLES, nothing_fits, sample_assessment, shipped

from advisor.decision.gates.registry import GATES
from advisor.hosting.planning.plan_records import COMPONENTS
from advisor.questionnaire import labels
from advisor.report.compose import compose
from advisor.report.document.blocks import Text
from advisor.units import Figure
from advisor.words.language import words_in
from advisor.words.sentences import SENTENCES
from advisor.words.sentences.criteria import CRITERIA_TITLES
from advisor.words.update_locale import (
    RECORD,
    compiled,
    forms,
    licences,
    messages,
    po_path,
    read_catalog,
    sentences,
    updated,
)

OTHERS = ("de", "fr")
HOLES = re.compile(r"\{([a-z_0-9]+)(?::[^}]*)?\}")


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated(language: str) -> None:
    """Each sentence of the report and of the engine has a translation with the same placeholders."""
    catalog = read_catalog(language)
    records = tuple(dict.fromkeys((*sentences(), *forms(), *licences())))
    for wanted in (messages(), records):
        keys = [message[0] if isinstance(message, tuple) else message for message in wanted]
        assert len(keys) == len(set(keys)), "gettext knows a message by its singular"
    for message, context in [(item, None) for item in messages()] + [(item, RECORD) for item in records]:
        entry = catalog.get(message, context=context)
        assert entry is not None, message
        strings = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
        assert all(strings), message
        originals = message if isinstance(message, tuple) else (message,)
        for string in strings:
            assert set(HOLES.findall(string)) <= set(HOLES.findall(originals[-1])), message
            assert set(HOLES.findall(originals[0])) <= set(HOLES.findall(string)) | {"n"}, message


@pytest.mark.parametrize("language", OTHERS)
def test_the_catalogs_hold_nothing_stale_and_are_compiled(language: str) -> None:
    """``python -m advisor.words.update_locale`` would change nothing."""
    kept = {(entry.id, entry.context) for entry in read_catalog(language) if entry.id}
    assert kept == {(entry.id, entry.context) for entry in updated(language) if entry.id}
    assert po_path(language).with_suffix(".mo").read_bytes() == compiled(updated(language))


@pytest.mark.parametrize("language", OTHERS)
def test_words_of_the_questionnaire_gates_and_cost_lines_are_known(language: str) -> None:
    """Every label that a report may show can be said in the language."""
    tables = (labels.TASKS, labels.DEPLOYMENT_KINDS, labels.DATA_CLASSES, CRITERIA_TITLES, labels.ZONES)
    more = (labels.MODALITIES, labels.SKILLS, labels.FINE_TUNING, labels.AI_ACT, labels.CERTIFICATIONS)
    wanted = {text for table in (*tables, *more) for text in table.values()}
    wanted |= {str(SENTENCES[f"component.{name}"]) for name in COMPONENTS}
    assert not {text for text in wanted if not words_in(language).knows(text)}
    said = {SENTENCES[f"{part}.{gate}"] for gate in GATES for part in ("gate", "relax")}
    assert not {text for text in said if not words_in(language).message(text)}


@pytest.mark.parametrize("language", OTHERS)
def test_no_sample_shows_an_english_sentence_of_the_engine(language: str) -> None:
    """Only licence names and the licences' own wording stay in English, and are tagged so."""
    licences = {licence.name for licence in shipped().licences}
    for assessment in [*map(sample_assessment, SAMPLES), nothing_fits()]:
        for section in compose(assessment, shipped(), language=language).sections:
            if section.key == "sources":
                continue
            english = {item.text for item in texts_in(section.blocks) if item.lang == "en"}
            assert not english - licences, section.key


def texts_in(value: object) -> Iterator[Text]:
    """Every tagged text in blocks."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from texts_in(item)
    else:
        for name in getattr(value, "__slots__", ()):
            yield from texts_in(getattr(value, name))


@pytest.mark.parametrize(
    ("language", "number", "percent", "money", "day"),
    [
        ("en", "1,234,567.8", "23%", "5,500\u00a0USD", "20 November 2026"),
        ("de", "1.234.567,8", "23\u00a0%", "5.500\u00a0USD", "20. November 2026"),
        ("fr", "1\u202f234\u202f567,8", "23\u00a0%", "5\u202f500\u00a0USD", "20 novembre 2026"),
    ],
)
def test_numbers_and_dates_follow_the_locale(language: str, number: str, percent: str, money: str, day: str) -> None:
    """Grouping, decimal sign, per cent and dates are those of the language."""
    words = words_in(language)
    assert words.number(1_234_567.8, 1) == number
    assert words.percent(0.23) == percent
    assert words.usd(5503.82) == money
    assert words.long_date(date(2026, 11, 20)) == day


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (57.0, "57"), (0.123456, "0.123"), (5503.8, "5,500"), (99.96, "100"), (1.5, "1.50"), (None, "unknown")],
)
def test_estimates_show_three_significant_digits(value: float | None, shown: str) -> None:
    """No digit is shown that means nothing; a whole number stays whole; unknown is unknown."""
    assert words_in("en").sensible(value) == shown


def test_shares_too_small_to_round_are_not_nought() -> None:
    """0.2% is shown as less than one per cent, nought as nought."""
    assert words_in("en").percent(0.002) == "<1%"
    assert words_in("en").percent(0.0) == "0%"


def test_one_and_many_are_told_apart() -> None:
    """Singular and plural follow the number."""
    assert words_in("en").months(1) == "1 month"
    assert words_in("de").months(36) == "36 Monate"
    assert words_in("fr").months(1) == "1 mois"


def test_spans_are_shown_where_there_is_one() -> None:
    """An unknown figure is unknown."""
    words = words_in("en")
    assert words.figure(Figure.unknown("ms")) == "unknown"


def test_a_label_is_known_or_stays_as_it_is() -> None:
    """A cost line has its name in every language; nothing is half translated."""
    assert words_in("de").message("Output tokens") == "Ausgabe-Token"
    assert words_in("fr").message("a label nobody wrote") == "a label nobody wrote"
    assert words_in("de").knows("Output tokens")
    assert words_in("de").knows("Text"), "what reads alike in both languages is known too"
    assert not words_in("fr").knows("a label nobody wrote")
