"""What sources call the hosts of models, and how hosts write zones."""

from __future__ import annotations

from collections import Counter

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.hosts import OWNER_WORDS, PROVIDER_WORDS, provider_of, zone_of_word

IDS = frozenset({"aws-bedrock", "google-vertex", "huggingface", "groq"})


@pytest.mark.parametrize(
    ("word", "provider"),
    [
        ("bedrock_converse", "aws-bedrock"),
        (" AWS ", "aws-bedrock"),
        ("groq", "groq"),
        ("vertex_ai-anthropic_models", "google-vertex"),
        ("huggingface_together", "huggingface"),
        ("azure", None),
        ("nobody", None),
        ("", None),
        (None, None),
    ],
)
def test_a_sources_word_means_our_provider(word: str | None, provider: str | None) -> None:
    """Its own id needs no entry; a provider that the catalog lacks is none."""
    assert provider_of(word, IDS) == provider


@pytest.mark.parametrize(
    ("word", "zone"),
    [("eu-west-2", "uk"), ("eu-west-1", "eu"), ("europe-west6", "ch"), ("us-gov-west-1", "gov"), ("US", "us")],
)
def test_a_region_lies_in_the_narrowest_zone(word: str, zone: str) -> None:
    """London is no part of the Union, Zurich neither."""
    assert zone_of_word(word) == zone


@pytest.mark.parametrize("word", ["gpt-4", "v2", "large", "llama-3"])
def test_parts_of_names_are_no_zones(word: str) -> None:
    """Letters, a dash and a number are also what models are called."""
    assert zone_of_word(word) is None


def test_no_word_means_two_things(catalog: Catalog) -> None:
    """Of two hosts or two vendors; and every entry is a provider that the catalog has, or had better have."""
    for table in (PROVIDER_WORDS, OWNER_WORDS):
        counted = Counter(word for words in table.values() for word in words)
        assert [word for word, count in counted.items() if count > 1] == []
    assert len(PROVIDER_WORDS.keys() & catalog.provider.keys()) > len(PROVIDER_WORDS) / 2


def test_a_reseller_that_sounds_like_a_host_is_not_that_host(catalog: Catalog) -> None:
    """clfaigateway.dev sells models of Workers AI at two fifths of Cloudflare's price and is another company."""
    known = frozenset(catalog.provider)
    assert provider_of("clf_ai_gateway", known) is None
    assert provider_of("cloudflare-workers-ai", known) == "cloudflare"
