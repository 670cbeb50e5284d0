"""Reading a folder of tables: every bad cell of every table at once, and a digest of the bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.catalog.load import SHIPPED, digest_of, load_catalog, shipped_energy_sizes, shipped_judgements
from advisor.errors import CatalogError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped tables."""
    copy = tmp_path / "data"
    shutil.copytree(SHIPPED, copy, ignore=shutil.ignore_patterns("samples"))
    return copy


def test_a_copy_has_the_same_digest_and_another_word_another(folder: Path) -> None:
    """Of any table."""
    digest = load_catalog(folder).digest
    assert digest == load_catalog(SHIPPED).digest
    path = folder / "grids.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Germany", "Germania", 1), encoding="utf-8")
    assert load_catalog(folder).digest != digest
    assert digest_of(folder) == load_catalog(folder).digest


def test_bad_cells_of_several_tables_are_named_together(folder: Path) -> None:
    """Nobody mends one to learn of the next."""
    for table, before, after in (("providers", "does_not_train", "perhaps"), ("grids", "0.4", "much")):
        path = folder / f"{table}.csv"
        path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CatalogError) as raised:
        load_catalog(folder)
    assert {problem.place.partition(" ")[0] for problem in raised.value.problems} == {"providers.csv", "grids.csv"}


@pytest.mark.parametrize("table", ["model_catalog", "sources"])
def test_a_catalog_needs_models_and_sources(folder: Path, table: str) -> None:
    """An empty file is as good as none."""
    (folder / f"{table}.csv").write_text("", encoding="utf-8")
    with pytest.raises(CatalogError, match=f"{table}.csv"):
        load_catalog(folder)


def test_other_tables_may_be_missing_and_judgements_are_the_methods(folder: Path) -> None:
    """A folder of facts need not repeat them."""
    for table in ("judgements", "api_limits"):
        (folder / f"{table}.csv").unlink()
    found = load_catalog(folder)
    assert found.api_limits == ()
    assert found.judgements == shipped_judgements()


def test_what_is_shipped_for_old_catalogs_is_what_the_catalog_has() -> None:
    """The same rows."""
    assert shipped_energy_sizes() == load_catalog().energy_model_sizes
