"""The model card says everything that is known, with its source, and what is not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from advisor.catalog.browse.card import build_card, card_licence, model_card
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.hosting.sizing.memory_by_precision import memory_needs
from advisor.hosting.sizing.model_sheet import model_sheet
from advisor.words.written import written

LLAMA = "meta/llama-3.3-70b-instruct"


def test_every_card_can_be_built(catalog: Catalog) -> None:
    """No model of the catalog breaks its card; every known fact is cited."""
    uncited = []
    for model in catalog.models:
        card = build_card(catalog, model.model_id)
        uncited += [(model.model_id, f.name) for f in card.facts if f.value is not None and f.source is None]
    assert uncited == []


def test_unknown_facts_are_listed_and_have_no_value(catalog: Catalog) -> None:
    """GPT-4o's size is nowhere published: the card says so."""
    card = build_card(catalog, "gpt-4o")
    assert "parameters" in card.unknown
    assert all(fact.value is None for fact in card.facts if fact.name in card.unknown)


def test_the_card_is_json(catalog: Catalog) -> None:
    """What the command line prints can be read back."""
    assert json.loads(json.dumps(model_card(catalog, LLAMA)))["model_id"] == LLAMA


def test_the_line_of_succession_runs_both_ways(catalog: Catalog) -> None:
    """Nearest first: GPT-3.5 leads to GPT-4o mini and on; its successors lead back."""
    card = build_card(catalog, "openai/gpt-3.5-turbo")
    assert card.successors[0] == "openai/gpt-4o-mini"
    assert len(card.successors) >= 2


def test_a_circle_of_successors_ends(catalog: Catalog) -> None:
    """Two models that name each other do not hang the card."""
    one, two = catalog.models[0], catalog.models[1]
    pair = (
        one.model_copy(update={"successor_id": two.model_id}),
        two.model_copy(update={"successor_id": one.model_id}),
    )
    circled = replace(catalog, models=(*pair, *catalog.models[2:]))
    assert build_card(circled, one.model_id).successors == (two.model_id,)


def test_an_unknown_licence_is_no_permission(catalog: Catalog) -> None:
    """Plain words tell the reader to treat it as not permitted."""
    model: Model = catalog.model[LLAMA].model_copy(update={"licence_id": None, "licence_source": None})
    licence = card_licence(catalog, model)
    assert licence.commercial_use == "unknown"
    assert "not permitted" in licence.plain_words


def test_a_proprietary_model_is_never_linked_to_another_vendors_terms(catalog: Catalog) -> None:
    """The link leads to the vendor's own page, or nowhere."""
    closed = [model for model in catalog.models if model.openness == "proprietary"]
    assert closed
    for model in closed:
        link = card_licence(catalog, model).link
        assert link is None or link == catalog.provider[model.vendor].policy_url


def test_conditions_are_said_in_words(catalog: Catalog) -> None:
    """The threshold of the Llama licence is a sentence with its number."""
    assert any("700,000,000 monthly users" in c for c in build_card(catalog, LLAMA).licence.conditions)


def test_the_card_carries_history_scores_and_estimates(catalog: Catalog) -> None:
    """A model of 2024 has past prices, many public scores and fitted estimates with ordered intervals."""
    card = build_card(catalog, "openai/gpt-4o")
    assert len(card.price_history) >= 2
    assert len(card.scores) >= 20
    assert card.estimates
    assert all(row.low < row.estimate < row.high for row in card.estimates)


def test_memory_of_llama_70b_is_that_of_its_weights(catalog: Catalog) -> None:
    """70.55 x 10^9 parameters at two bytes are 141 GB; 8 and 4 bits take about half and a quarter of it."""
    sixteen, eight, four = memory_needs(catalog, catalog.model[LLAMA])
    assert sixteen.weights_gb == pytest.approx(141.1, abs=0.1)
    assert 0.5 <= eight.weights_gb / sixteen.weights_gb <= 0.55
    assert 0.25 <= four.weights_gb / sixteen.weights_gb <= 0.32
    assert sixteen.cache_gb == pytest.approx(2 * 80 * 8 * 128 * 2 * 8192 / 1e9)
    assert sixteen.gpus["h100-sxm-80gb"] == 2
    assert four.gpus["h100-sxm-80gb"] == 1


def test_a_proprietary_model_needs_no_memory_of_ours(catalog: Catalog) -> None:
    """Where the weights are not published there is nothing to size."""
    assert memory_needs(catalog, catalog.model["openai/gpt-4o"]) == ()


def test_an_embedding_model_has_its_weights_and_says_what_is_missing(catalog: Catalog) -> None:
    """No cache is claimed where none can be computed."""
    need = memory_needs(catalog, catalog.model["baai/bge-m3"])[0]
    assert need.weights_gb == pytest.approx(1.136, abs=0.1)
    assert need.cache_gb is None
    assert written(need).note


def test_the_sheet_in_words_names_sources_and_doubts(catalog: Catalog) -> None:
    """Facts carry their source in brackets; a conflict of sources is told."""
    disputed = next(offer for offer in catalog.offers if offer.agreement == "conflict")
    text = model_sheet(catalog, disputed.model_id).to_text()
    assert "[" in text
    assert f"conflict: {disputed.conflict}" in text
