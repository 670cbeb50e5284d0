"""Which words explain a model."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.guidance.families import terms_of
from advisor.words.terms import TERMS


def test_every_model_is_explained_by_words_that_exist(catalog: Catalog) -> None:
    """And by its own kind first where that is known."""
    for model in catalog.models:
        assert set(terms_of(model)) <= TERMS.keys()
    mixture = next(model for model in catalog.models if model.architecture == "mixture_of_experts")
    assert terms_of(mixture)[0] == "mixture_of_experts"
    both = next(model for model in catalog.models if model.architecture == "encoder_decoder")
    assert terms_of(both)[0] == "encoder_decoder"
