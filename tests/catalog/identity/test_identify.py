"""A name as a source writes it leads to one model, or to the reason why not; rules alone, then with reviewed names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import identify

HERE = Path(__file__).parent


def rows(name: str) -> list[list[str]]:
    """The cells of each line of a file beside this one, without its comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


CASES = rows("mapped_names.txt")
REFUSED = rows("unmapped_names.txt")


def dashed(value: str | None) -> str:
    """A dash for nothing."""
    return value or "-"


@pytest.fixture(scope="module")
def unreviewed(catalog: Catalog) -> Catalog:
    """The catalog without a single reviewed name, so that nothing but the rules can lead to a model."""
    return replace(catalog, aliases=(), digest="without reviewed names")


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0]}-{case[2]}" for case in CASES])
def test_rules_read_names_as_sources_write_them(unreviewed: Catalog, case: list[str]) -> None:
    """Model, variant, host, zone, tier and precision come out of the name alone."""
    scheme, host, name, *expected = case
    found = identify(unreviewed, name, scheme=scheme, provider=None if host == "-" else host)
    told = (found.model_id, found.variant, found.provider_id, found.zone, found.tier, found.precision)
    assert [dashed(part) for part in told] == expected
    assert found.reason is None


@pytest.mark.parametrize(("scheme", "host", "name", "reason"), REFUSED, ids=[case[2] for case in REFUSED])
def test_rules_do_not_guess(unreviewed: Catalog, scheme: str, host: str, name: str, reason: str) -> None:
    """A sibling, a base model, somebody's remake, a router and a name that moves are none of our models."""
    found = identify(unreviewed, name, scheme=scheme, provider=None if host == "-" else host)
    assert (found.model_id, found.reason) == (None, reason)


def test_a_reviewed_name_wins_over_the_rules(catalog: Catalog, unreviewed: Catalog) -> None:
    """The previews of GPT-4 Turbo are called GPT-4 by their dates; somebody looked, so they are not GPT-4."""
    assert identify(unreviewed, "gpt-4-1106-preview", scheme="epoch").model_id == "openai/gpt-4"
    found = identify(catalog, "gpt-4-1106-preview", scheme="epoch")
    assert (found.model_id, found.by) == ("openai/gpt-4-turbo", "reviewed")


def test_a_name_reviewed_for_one_host_holds_at_the_next(catalog: Catalog) -> None:
    """A host nobody has met sells it under the name that was reviewed elsewhere, with the same variant."""
    found = identify(catalog, "newhost/gpt-4-1106-preview", scheme="modelsdev", provider="newhost")
    assert (found.model_id, found.by, found.variant) == ("openai/gpt-4-turbo", "reviewed", "1106-preview")


def test_several_models_of_a_name_are_named(unreviewed: Catalog) -> None:
    """Two candidates are no answer; they are said."""
    found = identify(unreviewed, "mistral-7b-instruct", scheme="modelsdev")
    assert found.reason == "several"
    assert "mistral/mistral-7b-instruct-v0.3" in found.near


def test_nothing_is_no_name(catalog: Catalog) -> None:
    """Blanks are refused as such."""
    assert identify(catalog, "  ", scheme="litellm").reason == "blank"


@pytest.mark.parametrize("name", ["gpt-5-mini-2025-08-07", "us.anthropic.claude-haiku-4-5-20251001-v1:0", "glm-5p3-us"])
def test_dates_zones_and_wrappings_leave_a_model_plain(unreviewed: Catalog, name: str) -> None:
    """A dated snapshot, a zone and a host's own marks are the model itself."""
    assert identify(unreviewed, name, scheme="modelsdev").plain


@pytest.mark.parametrize(
    "name",
    [
        "gemini-2.5-flash-lite-preview-06-17",
        "Qwen/Qwen3.5-35B-A3B-FP8",
        "x-ai/grok-4.6:batch",
        "qwen3.8-max-0902",
        "o3-high",
    ],
)
def test_previews_copies_batches_and_checkpoints_are_not_plain(unreviewed: Catalog, name: str) -> None:
    """They have a model, but cost or answer otherwise than it does."""
    found = identify(unreviewed, name, scheme="modelsdev")
    assert found.model_id is not None
    assert not found.plain


def test_the_rules_agree_with_what_people_reviewed(catalog: Catalog, unreviewed: Catalog) -> None:
    """Without the reviewed names, the rules find 93% of them again and contradict fewer than 4 in 1,000."""
    right = wrong = 0
    for row in catalog.aliases:
        host, colon, name = row.alias.partition(":")
        split = row.scheme == "genai-prices" and bool(colon)
        found = identify(
            unreviewed, name if split else row.alias, scheme=row.scheme, provider=host if split else None
        ).model_id
        right += found == row.model_id
        wrong += found is not None and found != row.model_id
    assert right / len(catalog.aliases) > 0.93
    assert wrong / len(catalog.aliases) < 0.004
