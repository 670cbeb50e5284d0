"""Whose the end of service is that stands: a list moves its own day, and never takes another list's unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from refresh_shapes import LATER, cited_by, litellm, litellm_of, notices

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.accepted import accepted_rows, catalog_with
from advisor.catalog.refresh.ends import others_who_state, stated_by
from advisor.catalog.refresh.gather import SourceFile, gathered, recognised_files
from advisor.catalog.refresh.records import Proposal
from advisor.catalog.refresh.sources.registry import BY_NAME
from advisor.catalog.refresh.sources.source import Edition
from advisor.catalog.refresh.standing import standing
from advisor.catalog.tables.schema import Offer

FIRST, SECOND = "2027-06-30", "2027-09-30"


def proposals(catalog: Catalog, content: bytes, day: date = LATER) -> list[Proposal]:
    """What one file proposes alone."""
    return list(gathered(recognised_files([SourceFile("file.json", content, day)]), catalog).proposals)


def ends_of(found: list[Proposal], offer: Offer) -> list[Proposal]:
    """The proposals about the end of an offer."""
    return [p for p in found if (p.table, p.key, p.field) == ("offers", offer.offer_id, "retires_on")]


def taken(catalog: Catalog, found: list[Proposal]) -> Catalog:
    """The catalog after everything was accepted that waits for nobody."""
    return catalog_with(catalog, accepted_rows([p for p in found if not p.blocked], catalog))


def test_two_lists_do_not_move_one_end_back_and_forth(catalog: Catalog) -> None:
    """A notice ends an offer; the price list with another day is a conflict to decide, today and a week later."""
    offer = cited_by(catalog, "litellm", provider="openai", retires_on=None, second_source=None)
    notice = notices({"model_id": offer.provider_model_key, "shutdown_date": FIRST})
    noticed = taken(catalog, proposals(catalog, notice))
    assert noticed.offer[offer.offer_id].retires_on == date.fromisoformat(FIRST)
    listed = litellm(litellm_of(offer, deprecation_date=SECOND))
    for days in (0, 7):
        (about,) = ends_of(proposals(noticed, listed, LATER + timedelta(days=days)), offer)
        assert (about.blocked, about.proposed, about.stands) == ("conflict", SECOND, FIRST)
        assert "deprecations-info" in about.against[0]
    kept = taken(noticed, proposals(noticed, listed))
    assert kept.offer[offer.offer_id].retires_on == date.fromisoformat(FIRST)
    assert ends_of(proposals(kept, notice, LATER + timedelta(days=14)), offer) == []


def test_a_list_moves_its_own_end(catalog: Catalog) -> None:
    """A notice that was put off moves the row that it made, and the offer with it."""
    offer = cited_by(catalog, "litellm", provider="openai", retires_on=None, second_source=None)
    key = offer.provider_model_key
    noticed = taken(catalog, proposals(catalog, notices({"model_id": key, "shutdown_date": FIRST})))
    later = notices({"model_id": key, "shutdown_date": SECOND})
    moved = taken(noticed, proposals(noticed, later, LATER + timedelta(days=7)))
    assert moved.offer[offer.offer_id].retires_on == date.fromisoformat(SECOND)


def test_a_notice_does_not_move_the_end_of_a_price_list(catalog: Catalog) -> None:
    """The other way round as well: what the cited price list states is not the notices' to change."""
    offer = cited_by(catalog, "litellm", provider="openai", retires_on=None, second_source=None)
    listed = taken(catalog, proposals(catalog, litellm(litellm_of(offer, deprecation_date=FIRST))))
    assert listed.offer[offer.offer_id].retires_on == date.fromisoformat(FIRST)
    notice = notices({"model_id": offer.provider_model_key, "shutdown_date": SECOND})
    (about,) = ends_of(proposals(listed, notice, LATER + timedelta(days=7)), offer)
    assert (about.blocked, about.against[0].startswith(FIRST)) == ("conflict", True)


def test_an_end_of_nobody_is_nobodys_to_move(catalog: Catalog) -> None:
    """Where no cited list states ends and no notice stands, who stated the day is unknown: somebody decides."""
    offer = cited_by(catalog, "genai-prices", retires_on=None, second_source=None)
    row = standing(offer, "offers")
    row = replace(row, cells={**row.cells, "retires_on": "2030-01-31"})
    assert stated_by(row, catalog) == ()
    assert others_who_state(row, Edition(BY_NAME["litellm"], LATER), catalog) == ()
