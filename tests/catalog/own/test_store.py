"""The user's own tables on disk: nothing that was there is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.own.import_csv import draft_rows
from advisor.catalog.own.overlay import overlay_stamp
from advisor.catalog.own.store import REPLACED, OverlayStore
from advisor.errors import CatalogError
from tests.catalog.own.conftest import MODEL, OFFER, TODAY


def test_a_damaged_row_is_left_out_and_survives_the_next_save(own: Catalog, folder: Path) -> None:
    """A row that can no longer be read is told, not used, and stays in the file when another is saved."""
    path = folder / "model_catalog.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("House 8B,acme", "House 8B,ACME!"), encoding="utf-8")
    broken = load_catalog(overlay=folder)
    assert "acme/house-8b" not in broken.model
    assert "ACME!" in str(broken.own_problems[0])
    assert any("acme/house-8b" in str(problem) for problem in broken.own_problems if "offers.csv" in problem.place)
    second = MODEL | {"model_id": "acme/second", "name": "Second"}
    draft_rows({"model_catalog": [second]}, broken, today=TODAY).save(OverlayStore(folder))
    assert "ACME!" in path.read_text(encoding="utf-8")
    assert load_catalog(overlay=folder).own_model_ids == {"acme/second"}


def test_a_file_that_is_no_table_is_never_overwritten(own: Catalog, folder: Path) -> None:
    """Saving into a damaged file is refused and leaves its bytes alone."""
    path = folder / "offers.csv"
    path.write_bytes(b'offer_id,model_id\n"open')
    with pytest.raises(CatalogError, match="nothing was changed"):
        draft_rows({"offers": [OFFER]}, own, today=TODAY).save(OverlayStore(folder))
    assert path.read_bytes() == b'offer_id,model_id\n"open'


def test_columns_of_another_version_are_kept(own: Catalog, folder: Path) -> None:
    """A table with a column this version does not know is told and keeps that column through a save."""
    path = folder / "aliases.csv"
    path.write_text("alias,scheme,model_id,variant,reviewed_on,mood\nhouse,own,acme/house-8b,,2026-11-21,good\n")
    assert "mood" in str(load_catalog(overlay=folder).own_problems[0])
    OverlayStore(folder).put("aliases", [{"alias": "home", "scheme": "own", "model_id": "acme/house-8b"}])
    assert "good" in path.read_text(encoding="utf-8")


def test_what_was_replaced_or_removed_is_kept(own: Catalog, folder: Path) -> None:
    """Every earlier state of a row stands in the folder of replaced rows."""
    store = OverlayStore(folder)
    draft_rows({"offers": [OFFER | {"input_usd_per_mtok": "0.3"}]}, own, today=TODAY).save(store)
    assert store.remove("offers", "own:together:acme/house-8b:unspecified")
    assert not store.remove("offers", "own:together:acme/house-8b:unspecified")
    past = (folder / REPLACED / "offers.csv").read_text(encoding="utf-8").splitlines()
    assert len(past) == 3
    assert store.rows("offers") == []


def test_the_stamp_changes_with_every_write(own: Catalog, folder: Path) -> None:
    """A cache keyed by the stamp sees what another session saved."""
    before = overlay_stamp(folder)
    OverlayStore(folder).remove("offers", "own:together:acme/house-8b:unspecified")
    assert overlay_stamp(folder) != before


@pytest.mark.parametrize("name", ["offers.csv", ".lock", REPLACED])
def test_a_link_out_of_the_folder_is_refused_in_one_sentence(
    own: Catalog, folder: Path, tmp_path: Path, name: str
) -> None:
    """Nothing is written through it, whichever file it stands for; a saved row comes first, so that one is replaced."""
    draft_rows({"offers": [OFFER | {"input_usd_per_mtok": "0.3"}]}, own, today=TODAY).save(OverlayStore(folder))
    outside = tmp_path / "somebody's"
    moved = folder / name
    moved.rename(outside)
    before = outside.read_bytes() if outside.is_file() else sorted(outside.iterdir())
    moved.symlink_to(outside)
    with pytest.raises(CatalogError) as raised:
        draft_rows({"offers": [OFFER | {"input_usd_per_mtok": "0.4"}]}, own, today=TODAY).save(OverlayStore(folder))
    assert "leads out of" in raised.value.problems[0].found
    assert "links stay in it" in raised.value.problems[0].allowed
    assert (outside.read_bytes() if outside.is_file() else sorted(outside.iterdir())) == before
