"""Figures that follow from a catalog are read from disk as they were made, and made anew where they cannot be."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.languages_tested import languages_tested
from advisor.catalog.load import load_catalog
from advisor.hosting.planning.gpu_configurations import grid_of
from advisor.lazy_rows import Rows
from advisor.services.kept_figures import FOLDER, KeptFigures, packed, unpacked


@pytest.fixture(scope="module")
def kept_home(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the shipped catalog's figures are kept."""
    home = tmp_path_factory.mktemp("kept")
    kept = KeptFigures(home)
    assert not kept.sound(catalog.digest)
    kept.take(catalog)
    return home


def test_a_catalog_is_read_with_fewer_rows_and_says_the_same(catalog: Catalog, kept_home: Path) -> None:
    """Public scores and aliases become rows when somebody reads them."""
    found = load_catalog(sound=KeptFigures(kept_home).sound)
    assert found.digest == catalog.digest
    assert isinstance(found.benchmarks, Rows)
    assert tuple(found.benchmarks) == tuple(catalog.benchmarks)
    assert tuple(found.aliases) == tuple(catalog.aliases)


def test_the_grid_is_given_as_it_was_built(kept_home: Path) -> None:
    """A catalog that is given the kept grid builds none."""
    kept = KeptFigures(kept_home)
    found = load_catalog(sound=kept.sound)
    grid_of.forget(found)
    kept.give(found)
    given = grid_of(found)
    grid_of.forget(found)
    built = grid_of(found)
    assert given is not built
    np.testing.assert_array_equal(given.cache_room_bytes, built.cache_room_bytes)


def test_languages_of_scores_are_given_without_reading_the_scores(kept_home: Path) -> None:
    """A catalog that is given them does not work them out of its public scores."""
    kept = KeptFigures(kept_home)
    found = load_catalog(sound=kept.sound)
    languages_tested.forget(found)
    kept.give(found)
    given = languages_tested(found)
    languages_tested.forget(found)
    built = languages_tested(found)
    assert given == built
    assert given is not built


def test_a_file_that_cannot_be_read_is_as_none(kept_home: Path, tmp_path: Path) -> None:
    """A torn grid is no grid, and no error either: the catalog builds its own."""
    (tmp_path / FOLDER).mkdir()
    for path in (kept_home / FOLDER).glob("configurations-*"):
        (tmp_path / FOLDER / path.name).write_bytes(path.read_bytes()[:1000])
    kept = KeptFigures(tmp_path)
    found = load_catalog(sound=kept.sound)
    kept.give(found)
    assert len(grid_of(found).count)


def test_a_home_that_cannot_be_written_to_is_no_error(catalog: Catalog, tmp_path: Path) -> None:
    """What cannot be kept is made anew the next time."""
    (tmp_path / "home").write_bytes(b"a file where the folder should be")
    kept = KeptFigures(tmp_path / "home")
    assert not kept.sound(catalog.digest)
    kept.take(catalog)


def test_what_was_packed_is_unpacked(catalog: Catalog) -> None:
    """Models, GPUs, reasons and every column, to the bit."""
    grid = grid_of(catalog)
    found = unpacked(packed(grid), catalog)
    assert found is not None
    assert (found.models, found.gpus, found.precisions) == (grid.models, grid.gpus, grid.precisions)
    assert found.problems == grid.problems
    columns = [field.name for field in fields(grid) if isinstance(getattr(grid, field.name), np.ndarray)]
    assert len(columns) > 10
    for name in columns:
        np.testing.assert_array_equal(getattr(found, name), getattr(grid, name))
    for field in fields(grid.terms):
        np.testing.assert_array_equal(getattr(found.terms, field.name), getattr(grid.terms, field.name))


def test_other_bytes_are_no_grid(catalog: Catalog) -> None:
    """Neither rubbish nor half a file nor an archive of something else."""
    whole = packed(grid_of(catalog))
    assert unpacked(b"", catalog) is None
    assert unpacked(b"rubbish", catalog) is None
    assert unpacked(whole[: len(whole) // 2], catalog) is None
