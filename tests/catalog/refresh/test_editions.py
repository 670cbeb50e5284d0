"""Editions: whole or not there, one before the other, and never above the user's own rows."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from refresh_shapes import LATER, TODAY, cited_by, litellm, litellm_of

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.own.import_csv import draft_rows
from advisor.catalog.own.overlay import overlay_stamp
from advisor.catalog.own.store import OverlayStore
from advisor.catalog.refresh import editions
from advisor.catalog.refresh.accepted import accepted_rows
from advisor.catalog.refresh.gather import read_source
from advisor.catalog.refresh.records import AcceptedRows, Refusal
from advisor.catalog.refresh.sources.registry import BY_NAME
from advisor.catalog.tables.schema import Offer
from advisor.errors import CatalogError


def accepted(catalog: Catalog, offer: Offer, times: str, day: date = LATER) -> AcceptedRows:
    """The rows of another price of an offer."""
    source = BY_NAME["litellm"]
    value = source.parsed(litellm(litellm_of(offer, times=Decimal(times)))).value
    return accepted_rows(read_source(source, day, value, catalog)[0], catalog)


def price(catalog: Catalog, offer: Offer) -> Decimal | None:
    """What an offer's input costs in a catalog."""
    return next(o.input_usd_per_mtok for o in catalog.offers if o.offer_id == offer.offer_id)


def in_force(catalog: Catalog, overlay: Path) -> Catalog:
    """The shipped catalog with the edition in force, as reading it anew gives it."""
    return editions.with_edition(catalog, editions.read_edition(overlay))


@pytest.fixture
def offer(catalog: Catalog) -> Offer:
    """An offer that LiteLLM's table prices."""
    return cited_by(catalog, "litellm")


def test_an_edition_lies_over_the_shipped_tables(catalog: Catalog, offer: Offer, tmp_path: Path) -> None:
    """Price, source, day and history follow; the digest is another; the shipped files are untouched."""
    editions.write_edition(tmp_path, accepted(catalog, offer, "1.5"), today=TODAY)
    now = load_catalog(overlay=tmp_path)
    stood = offer.input_usd_per_mtok or Decimal(0)
    assert price(now, offer) == stood * Decimal("1.5")
    assert now.digest != catalog.digest
    assert now.own_problems == ()
    assert now.source[f"litellm-{LATER}"].dated == LATER
    assert {p.dated for p in now.price_history if p.source.startswith(f"litellm-{LATER}")} == {LATER}
    assert load_catalog().digest == catalog.digest


def test_an_edition_holds_what_the_one_before_held(catalog: Catalog, offer: Offer, tmp_path: Path) -> None:
    """Accepting again adds; nothing accepted before is lost."""
    other = cited_by(catalog, "litellm", number=1)
    editions.write_edition(tmp_path, accepted(catalog, offer, "1.5"), today=TODAY)
    between = in_force(catalog, tmp_path)
    editions.write_edition(tmp_path, accepted(between, other, "2"), today=TODAY)
    now = in_force(catalog, tmp_path)
    assert price(now, offer) == (offer.input_usd_per_mtok or 0) * Decimal("1.5")
    assert price(now, other) == (other.input_usd_per_mtok or 0) * 2


def test_undoing_puts_the_state_before_in_force(catalog: Catalog, offer: Offer, tmp_path: Path) -> None:
    """Back through the editions to the shipped tables, then no further."""
    first = editions.write_edition(tmp_path, accepted(catalog, offer, "1.5"), today=TODAY)
    second = editions.write_edition(tmp_path, accepted(in_force(catalog, tmp_path), offer, "2"), today=TODAY)
    assert editions.undo(tmp_path) == (second.name, first.name)
    assert price(in_force(catalog, tmp_path), offer) == (offer.input_usd_per_mtok or 0) * Decimal("1.5")
    assert editions.undo(tmp_path) == (first.name, "")
    assert in_force(catalog, tmp_path).digest == catalog.digest
    with pytest.raises(CatalogError, match="nothing to undo"):
        editions.undo(tmp_path)


def test_the_users_own_row_stands_above_an_edition(catalog: Catalog, offer: Offer, tmp_path: Path) -> None:
    """A price that the user entered is not moved by a refresh."""
    own = {"offer_id": offer.offer_id, "model_id": offer.model_id, "provider_id": offer.provider_id}
    draft = draft_rows(
        {"offers": [own | {"input_usd_per_mtok": "7", "output_usd_per_mtok": "8"}]}, catalog, today=TODAY
    )
    draft.save(OverlayStore(tmp_path))
    editions.write_edition(tmp_path, accepted(catalog, offer, "1.5"), today=TODAY)
    assert price(load_catalog(overlay=tmp_path), offer) == 7


def test_a_shipped_row_that_is_newer_stands(catalog: Catalog, offer: Offer, tmp_path: Path) -> None:
    """After an upgrade the newer shipped row counts, not the edition of before."""
    source = BY_NAME["litellm"]
    value = source.parsed(litellm(litellm_of(offer, times=2))).value
    rows = accepted_rows(read_source(source, LATER, value, catalog)[0], catalog)
    old = rows.tables["offers"][0].model_copy(update={"priced_on": date(2026, 1, 1)})
    editions.write_edition(tmp_path, AcceptedRows({**rows.tables, "offers": (old,)}, {}, (), ()), today=TODAY)
    assert price(in_force(catalog, tmp_path), offer) == offer.input_usd_per_mtok


def test_a_page_sees_a_new_edition_at_once(catalog: Catalog, offer: Offer, tmp_path: Path) -> None:
    """What pages key their catalog by differs after an edition, and after undoing it."""
    before = overlay_stamp(tmp_path)
    editions.write_edition(tmp_path, accepted(catalog, offer, "1.5"), today=TODAY)
    written = overlay_stamp(tmp_path)
    editions.undo(tmp_path)
    assert len({before, written, overlay_stamp(tmp_path)}) == 3


@pytest.mark.parametrize("step", [f"{call} {nth}" for call in ("replace", "rename", "fsync") for nth in range(1, 6)])
def test_whoever_is_killed_leaves_the_old_edition_or_the_new(
    catalog: Catalog, offer: Offer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Stopped at any step of writing, what is read is one whole state, and the next run works."""
    call, _, nth = step.partition(" ")
    editions.write_edition(tmp_path, accepted(catalog, offer, "1.5"), today=TODAY)
    before = in_force(catalog, tmp_path)
    rows = accepted(before, offer, "2")
    home = os if call == "fsync" else Path
    real, done = getattr(home, call), []

    def killed(*args: object, **kwargs: object) -> object:
        done.append(1)
        if len(done) == int(nth):
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(home, call, killed)
    stopped = False
    try:
        editions.write_edition(tmp_path, rows, today=TODAY)
    except KeyboardInterrupt:
        stopped = True
    monkeypatch.undo()
    now = in_force(catalog, tmp_path)
    assert now.own_problems == ()
    assert price(now, offer) == price(before, offer) if stopped else price(now, offer) != price(before, offer)
    editions.write_edition(tmp_path, rows, today=TODAY)
    assert price(in_force(catalog, tmp_path), offer) == (offer.input_usd_per_mtok or 0) * 2


def test_a_damaged_edition_is_told_and_left_out(catalog: Catalog, offer: Offer, tmp_path: Path) -> None:
    """A bad cell is a problem with its place; the catalog is read all the same."""
    edition = editions.write_edition(tmp_path, accepted(catalog, offer, "1.5"), today=TODAY)
    path = tmp_path / editions.ROOM / "editions" / edition.name / "offers.csv"
    path.write_text(path.read_text().replace(offer.provider_id, "no-such-provider"))
    now = in_force(catalog, tmp_path)
    assert price(now, offer) == offer.input_usd_per_mtok
    assert any("no-such-provider" in problem.found for problem in now.own_problems)


def test_refusals_are_remembered_with_their_reasons(tmp_path: Path) -> None:
    """A later refusal of the same value takes the place of the earlier."""
    refusal = Refusal(
        table="offers", key="a", field="b", proposed="1", source="litellm", reason="ours is right", refused_on=TODAY
    )
    editions.remember_refusals(tmp_path, [refusal])
    editions.remember_refusals(tmp_path, [refusal.model_copy(update={"reason": "really"})])
    assert [r.reason for r in editions.refusals(tmp_path)] == ["really"]
