"""The licence that a card names, as a row of the catalog's licences."""

from __future__ import annotations

import time

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.licences import LICENCE_TAGS, licence_cells
from tests.catalog.hub.test_facts import hub_facts


@pytest.mark.parametrize(
    ("tag", "name", "licence"),
    [
        ("apache-2.0", None, "apache-2.0"),
        ("llama3.1", None, "llama-3.1"),
        ("other", "nvidia-open-model-license", "nvidia-open-model"),
        ("other", "Qwen License Agreement", "qwen"),
    ],
)
def test_tags_and_names_of_the_hub_lead_to_rows(catalog: Catalog, tag: str, name: str | None, licence: str) -> None:
    """The tag first, a named licence where the tag is none; without "license" and "agreement" behind it."""
    notes: list[str] = []
    cells = licence_cells(hub_facts(licence_tag=tag, licence_name=name), catalog, notes)
    assert cells == {"licence_id": licence, "licence_source": "hub-import#acme/alpha@abc"}
    assert notes == []


def test_a_licence_that_nobody_knows_stays_blank_and_is_said(catalog: Catalog) -> None:
    """Gates then treat it as not permitted."""
    notes: list[str] = []
    assert licence_cells(hub_facts(licence_tag="other", licence_name="homemade"), catalog, notes) == {}
    assert "the card says other homemade" in notes[0]


def test_every_tag_that_is_spelt_otherwise_leads_to_a_row(catalog: Catalog) -> None:
    """A row that is renamed would leave its tag behind."""
    assert set(LICENCE_TAGS.values()) <= catalog.licence.keys()


def test_a_long_name_of_a_licence_is_read_at_once(catalog: Catalog) -> None:
    """A card says what it likes: 240 kB of endings took half a minute."""
    began = time.process_time()
    for said in ("license" * 30_000 + "x", "-licence" * 30_000, "agreement" * 20_000):
        licence_cells(hub_facts(licence_tag="other", licence_name=said), catalog, [])
    assert time.process_time() - began < 3
