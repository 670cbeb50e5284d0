"""What the card says of adopting a model: origin, class of speed, ends, engines and copies, each with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shipped import shipped_catalog

from advisor.catalog.browse.adoption import adoption_of, origin_of, speed_class_of
from advisor.catalog.browse.card import build_card
from advisor.catalog.catalog import Catalog


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    """The shipped catalog."""
    return shipped_catalog()


@pytest.mark.parametrize(
    ("vendor", "country", "parent_country"),
    [
        ("mistral", "FR", None),
        ("deepseek", "CN", "CN"),
        ("voyage", "US", "US"),
        ("jina", "DE", "NL"),
        ("aleph-alpha", "DE", "CA"),
        ("hexgrad", None, None),
    ],
)
def test_the_origin_names_the_seat_and_that_of_the_parent(
    shipped: Catalog, vendor: str, country: str | None, parent_country: str | None
) -> None:
    """Country of the vendor and of the company above it, blank where nobody says."""
    origin = origin_of(shipped, vendor)
    assert origin is not None
    assert (origin.country, origin.parent_country) == (country, parent_country)


def test_the_weights_of_others_that_a_model_stands_on_are_named_with_their_country(shipped: Catalog) -> None:
    """Each with whose they are and its source; a model on its vendor's own weights names none."""
    (base,) = adoption_of(shipped, shipped.model["perplexity/pplx-embed-v1-4b"]).bases
    assert (base.base, base.countries, base.source.source_id) == ("Qwen/Qwen3-4B", ("CN",), "mteb-2.26.24")
    assert adoption_of(shipped, shipped.model["alibaba/qwen3-4b"]).bases == ()


def test_a_vendor_that_no_table_has_is_unknown(shipped: Catalog) -> None:
    """Nothing is guessed from a name."""
    assert origin_of(shipped, "somebody") is None


@pytest.mark.parametrize(
    ("model_id", "expected"),
    [
        ("openai/gpt-6.2-sol", "closed_large"),
        ("anthropic/claude-haiku-5.5", "closed_small"),
        ("openai/gpt-oss-120b", "open_large"),
        ("openai/gpt-oss-20b", "open_small"),
    ],
)
def test_a_model_is_classed_for_speed_by_its_line_or_its_size(shipped: Catalog, model_id: str, expected: str) -> None:
    """Closed models by the table of classes, open weights by their parameters."""
    assert speed_class_of(shipped, shipped.model[model_id]) == expected


def test_open_weights_of_unknown_size_have_no_class(shipped: Catalog) -> None:
    """Without a size there is no class: the speed stays unknown."""
    model = shipped.model["openai/gpt-oss-20b"].model_copy(update={"total_params_b": None})
    assert speed_class_of(shipped, model) is None


def test_every_fact_of_the_card_names_its_source(shipped: Catalog) -> None:
    """No row of the part on adoption stands without a source that the catalog has."""
    adoption = build_card(shipped, "openai/gpt-oss-120b").adoption
    rows = (*adoption.disclosures, *adoption.ends, *adoption.speeds, *adoption.engines, *adoption.checkpoints)
    assert {type(row).__name__ for row in rows} >= {"CardDisclosure", "CardSpeed", "CardEngine", "CardCheckpoint"}
    assert all(row.source.source_id in shipped.source for row in rows)


def test_an_end_says_whether_the_offer_goes_with_it(shipped: Catalog) -> None:
    """The end of a snapshot is not the end of the model's offer where another snapshot lives on."""
    ends = adoption_of(shipped, shipped.model["alibaba/qwen-plus"]).ends
    assert [end.ends_offer for end in ends if end.version == "qwen-plus-2024-11-27"] == [False]


def test_the_card_of_an_older_edition_has_no_facts_of_adoption(shipped: Catalog) -> None:
    """Without the tables the card stands, and says nothing."""
    older = replace(shipped, vendors=(), vendor_disclosures=(), api_speeds=(), serving_support=(), retirements=())
    adoption = adoption_of(older, older.model["openai/gpt-oss-120b"])
    assert (adoption.origin, adoption.disclosures, adoption.speeds, adoption.engines) == (None, (), (), ())
