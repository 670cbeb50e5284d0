"""The catalog refreshed from its page: files in, proposals shown, accepted, undone; foreign text stays text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from refresh_shapes import cited_by, litellm, litellm_of
from streamlit.testing.v1 import AppTest

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema import Offer
from advisor.services.refresh.process import ROOM
from advisor.settings import Settings
from advisor.ui.catalog import page as view
from advisor.ui.catalog import refresh

PAGE = "pages/catalog.py"
HOSTILE = "evil/<script>alert(1)</script>![x](http://evil)"


@pytest.fixture
def offer(catalog: Catalog) -> Offer:
    """An offer that LiteLLM's table prices."""
    return cited_by(catalog, "litellm")


@pytest.fixture
def page(app: AppTest) -> AppTest:
    """The catalog's page with the tab of the refresh open."""
    app.default_timeout = 120
    page = app.switch_page(PAGE).run()
    page.session_state[view.TAB] = view.REFRESH
    return healthy(page.run())


def healthy(page: AppTest) -> AppTest:
    """The page after a run, which must not have failed."""
    assert not page.exception, page.exception
    return page


def looked(page: AppTest, content: bytes) -> AppTest:
    """The page after a file was given and looked through."""
    page.get("file_uploader")[0].set_value(("litellm-2026-12-02.json", content, "application/json"))
    page.button(key="catalog.refresh.look").click()
    return healthy(page.run())


def price(offer: Offer) -> Decimal | None:
    """What the offer costs in the installation's catalog."""
    now = load_catalog(overlay=Settings().overlay_dir)
    return next(o.input_usd_per_mtok for o in now.offers if o.offer_id == offer.offer_id)


def test_the_files_of_a_look_go_with_the_next(page: AppTest, offer: Offer) -> None:
    """One folder per session at most, for as long as its proposals are on the page."""
    for times in ("1.5", "2"):
        looked(page, litellm(litellm_of(offer, times=Decimal(times))))
    room = Settings().home / ROOM
    assert list(room.iterdir()) == [page.session_state[refresh.KEPT].folder]


def test_a_file_is_proposed_accepted_and_undone(page: AppTest, offer: Offer) -> None:
    """From the upload to a new edition in force, and back."""
    looked(page, litellm(litellm_of(offer, times=Decimal("1.5"))))
    shown = next(frame.value for frame in page.dataframe if "Proposed" in frame.value.columns)
    assert set(shown["Row"]) == {offer.offer_id}
    assert price(offer) == offer.input_usd_per_mtok
    page.button(key="catalog.refresh.accept_all").click()
    healthy(page.run())
    assert price(offer) == (offer.input_usd_per_mtok or 0) * Decimal("1.5")
    assert any("in force" in element.value for element in page.success)
    page.button(key="catalog.refresh.undo").click()
    healthy(page.run())
    assert price(offer) == offer.input_usd_per_mtok


def test_a_row_is_refused_with_its_reason(page: AppTest, offer: Offer) -> None:
    """It is kept in the home, and not proposed again."""
    looked(page, litellm(litellm_of(offer, times=Decimal("1.5"))))
    ids = [p["proposal_id"] for p in page.session_state[refresh.FOUND]["proposals"]]
    page.multiselect(key="catalog.refresh.rows").set_value(ids)
    page.text_input(key="catalog.refresh.reason").set_value("a promotion")
    page.button(key="catalog.refresh.refuse_rows").click()
    healthy(page.run())
    kept = (Settings().overlay_dir / "refreshed" / "refusals.json").read_text()
    assert kept.count("a promotion") == len(ids)


def test_names_from_outside_stay_text(page: AppTest) -> None:
    """A hostile name is no markup, and an unusable file is one sentence."""
    looked(page, litellm({HOSTILE: {"input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6}}))
    assert not any("<script>" in element.value for element in page.markdown)
    looked(page, b'{"gpt-5": ')
    assert any("cut off" in element.value for element in page.warning)


def test_without_a_file_nothing_is_started(page: AppTest) -> None:
    """The page says what is missing; asking the sources themselves is not offered unless the installation allows it."""
    page.button(key="catalog.refresh.look").click()
    healthy(page.run())
    assert any("at least one file" in element.value for element in page.info)
    assert not [box for box in page.checkbox if box.key == "catalog.refresh.online"]
