"""Fitness: abilities in their proportions, and languages by the ability in each of them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.criteria.fitness import ANY, fitness_of, fitness_table, language_gaps, multilingual_vendors
from advisor.questionnaire.answers import UseCase
from advisor.words.tell import tell


def test_a_model_that_is_weak_in_german_loses_where_german_is_asked(catalog: Catalog) -> None:
    """Of two models that are alike in English the one that does German better leads in German alone."""
    rows = [one for one in catalog.capabilities if one.capability == "language_de" and one.basis == "fitted"]
    general = {one.model_id: catalog.capability[one.model_id, "multilingual"].estimate for one in rows}
    weak = min(rows, key=lambda one: one.estimate - general[one.model_id]).model_id
    english, german = (UseCase(task="chat_assistant", languages=(code,)) for code in ("en", "de"))
    inputs = [weak]
    before, after = (fitness_table(inputs, case, catalog)[weak].points for case in (english, german))
    expected = 0.85 * before + 0.15 * catalog.capability[weak, "language_de"].estimate
    assert after == pytest.approx(expected)
    assert after < before


def test_a_language_without_a_score_takes_languages_in_general_with_an_honest_width(catalog: Catalog) -> None:
    """The estimate moves by the usual gap, the error grows by its spread, and the reasons say it."""
    model = next(
        one.model_id
        for one in catalog.capabilities
        if one.capability == "multilingual" and (one.model_id, "language_pl") not in catalog.capability
    )
    general, (gap, spread) = catalog.capability[model, "multilingual"], language_gaps(catalog)["pl"]
    found = fitness_of(model, {"multilingual": 1.0}, catalog, ("pl",))
    assert found.points == pytest.approx(general.estimate + gap)
    assert found.standard_error == pytest.approx(math.hypot(general.standard_error, spread))
    assert found.inferred_share == 1.0
    assert found.note is not None
    assert "no score in it" in tell(found.note, "en")


def test_a_language_that_nobody_tests_is_as_unsure_as_all_of_them(catalog: Catalog) -> None:
    """Swahili is on no board: its width is that over all languages, not none."""
    gaps = language_gaps(catalog)
    assert "sw" not in gaps
    model = next(one.model_id for one in catalog.capabilities if one.capability == "multilingual")
    found = fitness_of(model, {"multilingual": 1.0}, catalog, ("sw",))
    assert found.standard_error > gaps[ANY][1] > 0


def test_what_no_source_says_of_a_vendor_counts_half_and_may_be_anything(catalog: Catalog) -> None:
    """A coding model of a vendor of whom no language is known is no German speaker, until its vendor lists some."""
    silent = [one for one in catalog.models if one.vendor not in multilingual_vendors(catalog) and one.kind == "code"]
    model = next(one for one in silent if (one.model_id, "multilingual") in catalog.capability)
    general, (gap, _) = catalog.capability[model.model_id, "multilingual"], language_gaps(catalog)["de"]
    found = fitness_of(model.model_id, {"multilingual": 1.0}, catalog, ("de",))
    assert found.points == pytest.approx((general.estimate + gap) / 2)
    assert found.high > general.estimate
    assert found.note is not None
    for language, words in {"en": "nobody says", "de": "niemand sagt", "fr": "personne ne dit"}.items():
        assert words in tell(found.note, language)
    listing = model.model_copy(update={"model_id": "x/other", "languages": ("de", "en")})
    known = replace(catalog, models=(*catalog.models, listing), digest="lists")
    assert fitness_of(model.model_id, {"multilingual": 1.0}, known, ("de",)).points > 1.5 * found.points


def test_several_languages_count_alike(catalog: Catalog) -> None:
    """Each has an equal part of the share for languages."""
    model = next(one.model_id for one in catalog.capabilities if one.capability == "language_de")
    each = [fitness_of(model, {"multilingual": 1.0}, catalog, (code,)).points for code in ("de", "fr")]
    assert fitness_of(model, {"multilingual": 1.0}, catalog, ("de", "fr")).points == pytest.approx(sum(each) / 2)


def test_english_alone_asks_for_no_language(catalog: Catalog) -> None:
    """Its share goes to the other abilities, whatever the task."""
    for task in ("rag", "summarisation", "classification_extraction", "document_processing"):
        asked = UseCase(task=task, languages=("en",))  # type: ignore[arg-type]
        model = catalog.capabilities[0].model_id
        assert "German" not in tell(fitness_table([model], asked, catalog)[model].note, "en")  # type: ignore[arg-type]


def test_speech_tested_in_another_language_alone_counts_half_for_what_nobody_documents(catalog: Catalog) -> None:
    """English tests alone: Spanish, which its list holds, counts whole, Catalan half; and it may be anything."""
    model = catalog.model["ibm/granite-speech-3.3-2b"]
    tested = catalog.capability[model.model_id, "speech"]
    spanish, both, catalan = (
        fitness_of(model.model_id, {"speech": 1.0}, catalog, codes) for codes in (("es",), ("ca", "es"), ("ca",))
    )
    assert spanish.points == pytest.approx(tested.estimate)
    assert both.points == pytest.approx(0.75 * tested.estimate)
    assert catalan.points == pytest.approx(0.5 * tested.estimate)
    assert spanish.standard_error < both.standard_error < catalan.standard_error
    for language, words in {"en": "nobody says", "de": "niemand", "fr": "personne"}.items():
        assert words in tell(catalan.note, language)  # type: ignore[arg-type]
