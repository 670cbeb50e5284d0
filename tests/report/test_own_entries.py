"""Models of the house's own catalog are marked wherever they are named: in the record's sentences and in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from report.samples import INSURER, sample_assessment, shipped

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.report.compose import ANNEXES, compose
from advisor.report.document.typeset import as_data
from advisor.words.language import words_in
from advisor.words.written import in_language

RAG = "city-administration-rag"


@lru_cache(maxsize=2)
def of_own(name: str) -> tuple[Catalog, Assessment]:
    """A sample decision in a house whose own entries are the models of its shortlist."""
    own = frozenset(choice.model_id for choice in sample_assessment(name).shortlist)
    catalog = replace(shipped(), own_model_ids=own)
    return catalog, assess(load_sample(name), catalog, samples=60)


def sentences(value: Any, key: str = "") -> Iterator[str]:
    """Every text of JSON values, without what sentences are filled from."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            if name != "told":
                yield from sentences(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from sentences(item, key)


@pytest.mark.parametrize(("name", "language"), [(RAG, "en"), (INSURER, "de"), (RAG, "fr")])
def test_no_sentence_names_an_own_entry_without_its_mark(name: str, language: str) -> None:
    """The verdict, flips, risks, eliminations and names of the record, and every block of the report with annexes."""
    catalog, found = of_own(name)
    names = "|".join(re.escape(catalog.model[model_id].name) for model_id in catalog.own_model_ids)
    mark = words_in(language).say("{model} (own entry)", model="")
    record = in_language(found, language)
    bare = re.compile(rf"({names})(?![\w.-])(?!{re.escape(mark)})")
    document = compose(found, catalog, language=language, annexes=tuple(ANNEXES))
    texts = [*sentences(record.model_dump(mode="json")), *sentences(as_data(document))]
    assert [text for text in texts if bare.search(text)] == []
    assert mark in record.verdict_sentence
    assert sum(mark in text for text in texts) > 50


def test_a_decision_on_the_shipped_catalog_has_no_marks() -> None:
    """Nothing is an own entry that is not."""
    assert "own entry" not in sample_assessment(RAG).model_dump_json()
