"""The model card says everything that is known, with its source, and what is not."""

from __future__ import annotations

import json
from dataclasses import replace

from advisor.catalog.browse.card import build_card, card_licence
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model

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
    assert json.loads(build_card(catalog, LLAMA).model_dump_json())["model_id"] == LLAMA


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
