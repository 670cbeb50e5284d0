"""Rules on models: contradictions, families, and models that nobody can run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from advisor.catalog.audit.check_models import model_findings
from advisor.catalog.audit.finding import Finding
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model

LLAMA = "meta/llama-3.3-70b-instruct"
DAY = date(2026, 11, 28)


def found(catalog: Catalog, **cells: Any) -> set[str]:
    """The columns of Llama 3.3 that are found wrong with these cells in it."""
    return {one.column for one in findings(catalog, catalog.model[LLAMA].model_copy(update=cells))}


def findings(catalog: Catalog, *models: Model, **tables: Any) -> list[Finding]:
    """What is found in the shipped catalog with these models instead of those of their ids."""
    given = {model.model_id: model for model in models}
    changed = replace(catalog, models=tuple(given.get(one.model_id, one) for one in catalog.models), **tables)
    return [one for one in model_findings(changed, as_of=DAY) if one.row in given]


def test_a_sound_model_is_found_nothing_wrong_with(catalog: Catalog) -> None:
    """The shipped row."""
    assert found(catalog) == set()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"active_params_b": 71.0}, "active_params_b"),
        ({"max_output_tokens": 10_000_000}, "max_output_tokens"),
        ({"kv_heads": 65}, "kv_heads"),
        ({"retires_on": date(2020, 1, 1)}, "retires_on"),
        ({"knowledge_cutoff": date(2026, 1, 1)}, "knowledge_cutoff"),
        ({"release_date": date(2014, 12, 31)}, "release_date"),
        ({"licence_id": None, "note": None}, "licence_id"),
        ({"modalities_out": ("image",)}, "modalities_out"),
        ({"modalities_in": ()}, "modalities_in"),
        ({"total_params_b": 7.0}, "total_params_b"),
        ({"context_tokens": 63}, "context_tokens"),
        ({"checked_on": date(2026, 11, 29)}, "checked_on"),
        ({"successor_id": LLAMA}, "successor_id"),
    ],
)
def test_a_contradiction_is_found_in_its_column(catalog: Catalog, cells: dict[str, Any], column: str) -> None:
    """Each cell alone."""
    assert column in found(catalog, **cells)


def test_a_note_may_say_that_a_fact_was_looked_for(catalog: Catalog) -> None:
    """Then its absence is no finding."""
    assert found(catalog, licence_id=None, note="licence unknown") == set()
    assert "retires_on" in found(catalog, status="retired", retires_on=None, note=None)
    assert found(catalog, status="retired", retires_on=None, note="Retirement date unknown") == set()


def test_a_chain_of_successors_ends(catalog: Catalog) -> None:
    """Two that follow each other are both named."""
    one = catalog.model[LLAMA].model_copy(update={"successor_id": "meta/llama-3.1-70b-instruct"})
    other = catalog.model["meta/llama-3.1-70b-instruct"].model_copy(update={"successor_id": LLAMA})
    rows = [finding.row for finding in findings(catalog, one, other) if finding.allowed == "a chain that ends"]
    assert sorted(rows) == sorted([one.model_id, other.model_id])


def test_a_current_model_can_be_run_or_says_why_not(catalog: Catalog) -> None:
    """Without an offer and without weights of a known size it needs a word."""
    offers = tuple(offer for offer in catalog.offers if offer.model_id != LLAMA)
    closed = catalog.model[LLAMA].model_copy(update={"openness": "proprietary", "note": None, "status": "current"})
    assert "unreachable" in {one.rule for one in findings(catalog, closed, offers=offers)}
    said = closed.model_copy(update={"note": "no public offer"})
    assert "unreachable" not in {one.rule for one in findings(catalog, said, offers=offers)}


def test_lists_of_one_source_that_all_end_at_one_length_were_cut(catalog: Catalog) -> None:
    """Six different lists of forty languages are six cut lists; the shipped ones end where their sources do."""
    codes = [f"{one}{other}" for one in "abcdefgh" for other in "abcdefghijkl"]
    cut = [
        catalog.models[row].model_copy(
            update={"languages": tuple(codes[8 * row : 8 * row + 40 - row % 3]), "features_source": "list-1#m"}
        )
        for row in range(6)
    ]
    found = [one for one in findings(catalog, *cut) if one.rule == "cut"]
    assert {one.column for one in found} == {"languages"}
    assert len(found) == len(cut)
    whole = [one.model_copy(update={"languages": one.languages[: 20 + 4 * row]}) for row, one in enumerate(cut)]
    assert not [one for one in findings(catalog, *whole) if one.rule == "cut"]
    assert not [one for one in findings(catalog, *catalog.models) if one.rule == "cut"]


@pytest.mark.parametrize(
    ("model_id", "languages"),
    [
        ("openai/whisper-large-v3", {"eu", "lv", "cy"}),
        ("cohere/embed-multilingual-v3.0", {"ja", "mr", "th"}),
        ("alibaba/qwen3-embedding-8b", {"pt", "lv", "zh"}),
        ("deepgram/nova-3-medical", {"de", "pt"}),
    ],
)
def test_long_lists_of_languages_are_whole(catalog: Catalog, model_id: str, languages: set[str]) -> None:
    """Also the second half of the alphabet, and languages that few models know."""
    assert languages <= {*catalog.model[model_id].languages}
