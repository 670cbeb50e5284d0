"""No English is left in a German or French report, whatever wrote the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pytest
from report.samples import BANK, INSURER, nothing_fits, sample_assessment, shipped

from advisor.assessment import Assessment
from advisor.report.compose import compose
from advisor.report.document.blocks import Text
from advisor.report.exports.decision_record import decision_record
from advisor.units import told
from advisor.words.language import words_in
from advisor.words.tell import tell
from advisor.words.update_locale import read_catalog

OTHERS = ("de", "fr")
ENGLISH = re.compile(
    r"(?<![\w-])(the|of|with|and|from|is|are|has|have|this|that|which|your|when|than|without|needs?|unknown|be|to|at"
    r"|it|for|by|not|stated|known|weight|points of|none|yes|year|month|would|could|must|may|can|its|their|every|each"
    r"|other|first|same|more|most|least|only|about|into|above|below|after|before|then|there|under|between|if|or"
    r"|speed|price|cost|retires|knowing|ask)(?![\w-])",
    re.IGNORECASE,
)
ALSO_GERMAN_OR_FRENCH = {"de": {"an"}, "fr": {"or", "on", "est"}}
MADR = re.compile(
    r"^(?:status|date|decision-makers|version): .*$|^(?:\[\^\d+\]:|\* \[\d+\]) .*$"
    r"|[„«]\s?Built with [^“»]*[“»]",
    re.MULTILINE,
)
CASES = ("bank", "insurer", "images", "nothing")


def case(name: str) -> Assessment:
    """Decisions that between them show every section and every kind of work."""
    if name == "nothing":
        return nothing_fits()
    return sample_assessment({"bank": BANK, "insurer": INSURER, "images": "marketing-images"}[name])


@lru_cache(maxsize=1)
def proper_names() -> re.Pattern[str]:
    """Names from the catalog: of models, providers, GPUs and licences."""
    catalog = shipped()
    rows = (*catalog.models, *catalog.providers, *catalog.gpus, *catalog.licences)
    names = sorted({row.name for row in rows if len(row.name) > 2}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def typed(assessment: Assessment) -> list[str]:
    """What the user typed, longest first."""
    answers = assessment.answers
    texts = [answers.title, answers.question, answers.notes, answers.owner]
    texts += [text for item in answers.use_cases for text in (item.name, item.description)]
    return sorted((" ".join(text.split()) for text in texts if text.strip()), key=len, reverse=True)


def bare(text: str, assessment: Assessment) -> str:
    """A sentence without proper names and without what the user typed."""
    for words in typed(assessment):
        text = text.replace(words, "·")
    return proper_names().sub("·", text)


def spoken(value: object) -> Iterator[str]:
    """Every string of blocks that is neither the user's, nor code, nor tagged as English."""
    if isinstance(value, Text):
        if value.style not in ("user", "mono") and value.lang != "en":
            yield value.text
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from spoken(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from spoken(item)
    else:
        for name in getattr(value, "__slots__", ()):
            if name not in ("look", "kind", "align", "tone"):
                yield from spoken(getattr(value, name))


def english_in(text: str, language: str) -> list[str]:
    """The English words of a sentence."""
    return [word for word in ENGLISH.findall(text) if word.lower() not in ALSO_GERMAN_OR_FRENCH[language]]


@lru_cache(maxsize=len(OTHERS))
def translated(language: str) -> frozenset[str]:
    """Messages without placeholders that read differently in the language."""
    found = set()
    for entry in read_catalog(language):
        ids = entry.id if isinstance(entry.id, (tuple, list)) else (entry.id,)
        strings = entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
        found |= {text for text, other in zip(ids, strings, strict=False) if text != other and "{" not in text}
    return frozenset(found - {""})


def test_the_check_itself_finds_english() -> None:
    """A sentence that was left, and a label that was left."""
    assert english_in("beginnt bei 15 Punkten: it must run bei small hardware", "de") == ["it", "must"]
    assert english_in("Ein Satz auf Deutsch, an dem nichts fehlt.", "de") == []
    assert "Owner" in translated("de")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", OTHERS)
def test_no_english_word_is_left_in_the_document(language: str, name: str) -> None:
    """Sentences, labels, captions, alternative texts and figures are all in the language of the report."""
    assessment = case(name)
    left = [
        (section.key, text)
        for section in compose(assessment, shipped(), language=language).sections
        for text in spoken((section.title, section.blocks))
        if english_in(bare(text, assessment), language) or text in translated(language)
    ]
    assert not left


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", OTHERS)
def test_no_english_word_is_left_in_the_record(language: str, name: str) -> None:
    """The Markdown record too, headings included; not front matter, sources and a notice that a licence words."""
    assessment = case(name)
    record = MADR.sub("", decision_record(assessment, shipped(), language=language).replace("\\", ""))
    left = [line for line in record.split("\n") if english_in(bare(line, assessment), language)]
    assert not left


@pytest.mark.parametrize("language", OTHERS)
def test_licences_for_business_are_told_in_the_language(language: str) -> None:
    """What a licence of the catalog allows and asks is translated for every licence that business may use."""
    licences = [licence for licence in shipped().licences if licence.commercial_use != "no"]
    wordings = {text for licence in licences for text in (licence.plain_words, licence.obligations) if text}
    left = {text for text in wordings - {"None."} if not words_in(language).knows(text)}
    assert not left


def test_french_sets_its_own_spaces_and_singulars() -> None:
    """No line breaks before a colon, and less than two points is one point."""
    words = words_in("fr")
    behind = "{rival} is the best other model, {gap} points behind."
    assert words.say_points(behind, 0.013, rival="X", gap=words.gap(0.013)).endswith("à 1,3 point.")
    assert words.say_points(behind, 0.0196, rival="X", gap=words.gap(0.0196)).endswith("à 2,0 points.")
    assert tell(told("behind", name="X", points=("points", 1.3), other="Y"), "fr") == "X est à 1,3 point de Y."
    assert "\u00a0:" in words.say("The work: {name}", name="x")


def test_a_gap_that_rounds_to_nought_is_less_than_a_tenth() -> None:
    """Nobody is nought points behind."""
    assert words_in("en").gap(0.0002) == "<0.1"
    assert words_in("en").gap(0.0) == "0.0"
    assert words_in("en").gap(0.02) == "2.0"


def test_anchors_show_no_trailing_noughts() -> None:
    """What was set is shown as it was set."""
    assert words_in("en").exact(0.1) == "0.1"
    assert words_in("de").exact(12000.0) == "12.000"
    assert words_in("en").exact(0.0125) == "0.0125"
