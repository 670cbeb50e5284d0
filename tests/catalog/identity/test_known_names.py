"""Every name that a catalog knows, arranged to be looked up."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.known_names import KnownNames, known_names


@pytest.fixture
def names(catalog: Catalog) -> KnownNames:
    """The names of the shipped catalog."""
    return known_names(catalog)


def first(names: KnownNames, name: str, *, hub: bool = False, whole: bool = True) -> tuple[str, frozenset[str]] | None:
    """The first way of looking that finds something."""
    return next(((by, found) for by, found in names.ways(name, hub=hub, whole=whole) if found), None)


def test_every_model_is_found_by_its_own_slug(catalog: Catalog, names: KnownNames) -> None:
    """By spelling, the surest way."""
    for model in catalog.models:
        found = first(names, model.model_id.partition("/")[2])
        assert found is not None
        assert found[0] == "spelling"
        assert model.model_id in found[1]


def test_the_order_of_words_does_not_matter(names: KnownNames) -> None:
    """Sources write the size first or last."""
    assert first(names, "llama-3.1-instruct-8b") == ("spelling", frozenset({"meta/llama-3.1-8b-instruct"}))


def test_a_repository_has_no_short_form(names: KnownNames) -> None:
    """There a base model and its instruct version are two things; a host means the one that answers."""
    assert first(names, "llama-3.1-8b", hub=True) != first(names, "llama-3.1-8b-instruct", hub=True)
    host = first(names, "llama-3.1-8b")
    assert host is not None
    assert host[1] == frozenset({"meta/llama-3.1-8b-instruct"})


def test_a_name_that_something_was_taken_off_is_not_shortened_further(names: KnownNames) -> None:
    """A thinking version was meant: the plain model is no answer."""
    ways = list(names.ways("llama-3.1-8b", hub=False, whole=False))
    assert "shorter" not in [by for by, _ in ways]


def test_owners_are_vendors_of_the_catalog(catalog: Catalog, names: KnownNames) -> None:
    """Their ids, the owners of their repositories and other words for them; the longest is tried first."""
    assert names.owners["meta-llama"] == "meta"
    assert {model.vendor for model in catalog.models} <= set(names.owners.values())
    lengths = [len(word) for word in names.owners_longest]
    assert lengths == sorted(lengths, reverse=True)
