"""Catalog and database are opened once, and the catalog again when the overlay changes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from advisor.catalog.load import SHIPPED
from advisor.errors import StorageError
from advisor.questionnaire.answers import Answers, UseCase
from advisor.services.installed import Installed
from advisor.settings import Settings

ANSWERS = Answers(title="x", use_cases=(UseCase(name="x", task="rag"),))


def test_both_are_opened_once(tmp_path: Path) -> None:
    """Every thread gets the same."""
    found = Installed(Settings(home=tmp_path, catalog_dir=SHIPPED))
    assert found.database() is found.database()
    before = found.catalog()
    assert found.catalog() is before
    (tmp_path / "overlay").mkdir()
    (tmp_path / "overlay" / "model_catalog.csv").write_text("", encoding="utf-8")
    assert found.catalog() is not before
    work = found.work_of(ANSWERS, seed=3, samples=7)
    assert (work.digest, work.seed, work.samples) == (found.catalog().digest, 3, 7)
    found.database().dispose()


def test_a_database_that_cannot_be_opened_is_tried_again(tmp_path: Path) -> None:
    """A fault is not kept."""
    home = tmp_path / "home"
    home.write_text("a file", encoding="utf-8")
    found = Installed(Settings(home=home))
    with pytest.raises(StorageError):
        found.database()
    home.unlink()
    found.database().dispose()


def test_heavy_work_is_done_by_another_process(tmp_path: Path) -> None:
    """And comes back with what it gives."""
    assert Installed(Settings(home=tmp_path)).aside(partial(pow, 2, 10), what="x") == 1024
