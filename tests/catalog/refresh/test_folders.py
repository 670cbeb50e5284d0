"""A new edition as a folder of whole tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED
from advisor.catalog.refresh.folders import JOURNAL, finish_interrupted, in_order, write_folder
from advisor.errors import CatalogError


def test_an_unchanged_table_is_written_as_it_was(catalog: Catalog, tmp_path: Path) -> None:
    """Reading and writing a table gives the same bytes: a difference shows what was accepted, and no more."""
    folder = tmp_path / "data"
    tables = {"offers": catalog.offers, "gpu_offers": catalog.gpu_offers, "retirements": catalog.retirements}
    write_folder(folder, SHIPPED, catalog, tables, kept=tmp_path / "kept")
    for table in tables:
        before = sorted((SHIPPED / f"{table}.csv").read_text().splitlines())
        assert sorted((folder / f"{table}.csv").read_text().splitlines()) == before


def test_what_is_replaced_is_kept(catalog: Catalog, tmp_path: Path) -> None:
    """The table as it was lies beside the editions."""
    folder = tmp_path / "data"
    write_folder(folder, SHIPPED, catalog, {}, kept=tmp_path / "kept")
    (folder / "grids.csv").write_text("country\n")
    assert write_folder(folder, SHIPPED, catalog, {"grids": catalog.grids}, kept=tmp_path / "kept") == ("grids.csv",)
    assert (tmp_path / "kept" / "grids.csv").read_text() == "country\n"


def test_a_journal_is_worked_off_and_a_draft_without_one_thrown_away(tmp_path: Path) -> None:
    """What was decided is finished; what was only begun never counts."""
    stage = tmp_path / ".refresh-new"
    stage.mkdir()
    (stage / "a.csv").write_text("new")
    assert finish_interrupted(tmp_path) is False
    assert not (tmp_path / "a.csv").exists()
    stage.mkdir()
    (stage / "a.csv").write_text("new")
    (tmp_path / JOURNAL).write_text(json.dumps(["a.csv", "../outside.csv"]))
    assert finish_interrupted(tmp_path) is True
    assert (tmp_path / "a.csv").read_text() == "new"
    assert not (tmp_path.parent / "outside.csv").exists()


def test_new_rows_of_a_sorted_table_come_where_they_belong(catalog: Catalog) -> None:
    """A difference between two editions reads as it should."""
    rows = [*catalog.vendors[1:], catalog.vendors[0]]
    assert in_order(rows, "vendors") == list(catalog.vendors)


def test_a_folder_that_cannot_be_written_is_one_plain_error(catalog: Catalog, tmp_path: Path) -> None:
    """A file in place of the folder."""
    (tmp_path / "data").write_text("x")
    with pytest.raises(CatalogError, match="cannot be written"):
        write_folder(tmp_path / "data", SHIPPED, catalog, {"grids": catalog.grids}, kept=tmp_path / "kept")
