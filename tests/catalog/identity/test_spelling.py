"""Spellings of one name have one key, and no two names do."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.spelling import key, shorter, unordered, untuned


@pytest.mark.parametrize("name", ["Llama-3_1-8B", "llama3.1-8b", "llama-v3p1-8b", "LLAMA 3.1 8B"])
def test_capitals_separators_and_points_do_not_matter(name: str) -> None:
    """One key."""
    assert key(name) == ("llama", "3", "1", "8", "b")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("llama-3-11b", "llama-3.1-1b"),
        ("claude-fable-5-v1", "claude-fable-5.1"),
        ("qwen+", "qwen"),
        ("gpt-4o", "gpt-4"),
    ],
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    """A digit, a version of a host and a plus are part of the name."""
    assert key(one) != key(other)


def test_it_is_short_for_instruct() -> None:
    """As Google writes it."""
    assert key("gemma-3-27b-it") == key("gemma-3-27b-instruct")


def test_words_may_stand_in_another_order_but_numbers_not() -> None:
    """And a zero after a number says nothing."""
    assert unordered(key("claude-4-opus")) == unordered(key("claude-opus-4.0"))
    assert unordered(key("claude-3-opus-4")) != unordered(key("claude-4-opus-3"))


def test_price_lists_leave_away_that_a_model_answers() -> None:
    """Words of tuning alone."""
    assert untuned(key("llama-3-8b-instruct")) == key("llama-3-8b")


def test_a_name_is_shortened_from_its_end() -> None:
    """Dates, sizes and words of tuning, one after the other, never to nothing."""
    assert list(shorter("mistral-large-3-675b-instruct-2512"))[-1] == "mistral-large-3"
    assert list(shorter("gpt-4o")) == []


def test_no_two_current_models_of_the_catalog_have_one_key(catalog: Catalog) -> None:
    """Within a vendor: else a price could reach the wrong one."""
    seen: dict[tuple[str, object], str] = {}
    for model in catalog.models:
        spelt = (model.vendor, key(model.model_id.partition("/")[2]))
        assert seen.setdefault(spelt, model.model_id) == model.model_id
