"""What names mean because rows of the catalog say so."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import (
    cited_offers,
    family_of,
    gpu_named,
    provider_names,
    zone_of_key,
    zone_of_region,
)


@pytest.mark.parametrize(
    ("edition", "family"),
    [
        ("litellm-1.109.1#gpt-5", "litellm"),
        ("litellm-2026-11-28", "litellm"),
        ("bfcl-v4-2026-04-12#x-2", "bfcl-v4"),
        ("gpu-pricing-8f09a68", "gpu-pricing"),
        ("openrouter-performance-2026-10", "openrouter-performance"),
        ("own-entry", "own-entry"),
    ],
)
def test_editions_of_one_list_are_one_family(edition: str, family: str) -> None:
    """By version, day or commit."""
    assert family_of(edition) == family


def test_a_name_means_the_provider_that_its_rows_mean(catalog: Catalog) -> None:
    """Learnt from the rows that cite the list; a name for several providers means none."""
    keys = [k for (family, k) in cited_offers(catalog).by_key if family == "litellm"]
    names = {key: key.partition("/")[0] for key in keys if "/" in key}
    learnt = provider_names(catalog, "litellm", names)
    assert (learnt["together_ai"], learnt["fireworks_ai"], learnt["dashscope"]) == (
        "together",
        "fireworks",
        "alibaba-cloud",
    )
    google = {f"google:{m.model_id.partition('/')[2]}": "google" for m in catalog.models if m.vendor == "google"}
    assert "google" not in provider_names(catalog, "genai-prices", google)


@pytest.mark.parametrize(
    ("region", "zone"),
    [("us-gov-west-1", "gov"), ("eu-west-2", "uk"), ("eu-central-2", "ch"), ("eu-north-1", "eu"), ("ap-south-2", "in")],
)
def test_regions_lie_in_zones(region: str, zone: str) -> None:
    """The longest beginning counts: London is not the European Union."""
    assert zone_of_region(region) == zone
    assert zone_of_key(f"bedrock/{region}/some.model") == zone


def test_a_region_that_is_none_has_no_zone() -> None:
    """A word that begins like a region is none."""
    assert zone_of_region("europe") is None


def test_gpus_go_by_their_aliases(catalog: Catalog) -> None:
    """The first spelling that is unambiguous counts."""
    assert gpu_named(catalog, ["no such card", "H100 SXM 80GB"]) == "h100-sxm-80gb"
