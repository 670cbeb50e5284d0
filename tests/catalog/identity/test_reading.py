"""A name is read from both ends, piece by piece."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.known_names import KnownNames, known_names
from advisor.catalog.identity.reading import Reading


@pytest.fixture
def names(catalog: Catalog) -> KnownNames:
    """The names of the shipped catalog."""
    return known_names(catalog)


def test_host_zone_and_owner_stand_before_the_name(names: KnownNames) -> None:
    """As LiteLLM writes a model of Bedrock's."""
    read = Reading("bedrock/us.anthropic.claude-sonnet-4-5")
    read.read_front(names)
    assert (read.provider_id, read.zone, read.owners, read.rest) == (
        "aws-bedrock",
        "us",
        ["anthropic"],
        "claude-sonnet-4-5",
    )


def test_a_router_does_not_name_the_host(names: KnownNames) -> None:
    """Where the source has a column for the host, a part of the name is the owner alone."""
    read = Reading("openai/gpt-4o", provider_id="openrouter", host_told=True)
    read.read_front(names)
    assert (read.provider_id, read.owners) == ("openrouter", ["openai"])


def test_an_unknown_part_of_a_path_is_kept_as_a_stranger(names: KnownNames) -> None:
    """Somebody else's remake must not pass for the original."""
    read = Reading("somebody/llama-3.1-8b")
    read.read_front(names)
    assert read.strangers == ["somebody"]


def test_endings_come_off_one_at_a_time_until_none_fits(names: KnownNames) -> None:
    """Each is remembered as what it is; the name itself is never taken for an ending."""
    read = Reading("llama-3.1-8b-instruct-fp8:free")
    read.read_front(names)
    while read.take_off_ending():
        pass
    assert read.precision == "fp8"
    assert [variation.kind for variation in read.variations][-1] == "route"
    assert read.rest.startswith("llama-3.1-8b")
    assert not Reading("turbo").take_off_ending()


def test_an_owner_before_the_name_is_a_front_word(names: KnownNames) -> None:
    """With more of a name behind it: "mistral" alone is a model's."""
    read = Reading("Meta Llama 3.1 8B")
    assert read.take_off_front_word(names)
    assert (read.owners, read.rest) == (["meta"], "Llama 3.1 8B")
    assert not Reading("mistral").take_off_front_word(names)
