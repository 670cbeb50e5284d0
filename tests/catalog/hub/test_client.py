"""Asking the Hub: refusals and failures in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.client import fetch_repository
from advisor.errors import CatalogError
from tests.catalog.hub.hub_server import Repository, hub


@pytest.mark.parametrize(
    ("held", "hub_id", "said"),
    [
        ({}, "acme/none", "no such repository"),
        ({"acme/gated": Repository(gated=True)}, "acme/gated", "gated"),
        ({"acme/ill": Repository(status=500)}, "acme/ill", "status 500"),
        ({}, "not a repo!", "not the id"),
    ],
)
def test_refusals_are_said_in_plain_words(held: dict[str, Any], hub_id: str, said: str) -> None:
    """Missing, gated, failing and misspelt repositories each get their own sentence, with the id."""
    with hub(held) as endpoint, pytest.raises(CatalogError, match=said) as caught:
        fetch_repository(hub_id, endpoint=endpoint)
    assert hub_id in str(caught.value)


def test_a_hub_that_cannot_be_reached_is_said(catalog: Catalog) -> None:
    """No connection is a sentence that names the address, not a traceback."""
    with pytest.raises(CatalogError, match="cannot be reached"):
        fetch_repository("acme/house", endpoint="http://127.0.0.1:9")
