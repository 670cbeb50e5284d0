"""Foreign files read whole, from bytes to what a page shows: calls for a process of their own (``aside``)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.own.import_csv import Draft, draft_rows, read_upload
from advisor.catalog.own.overlay import overlay_stamp
from advisor.questionnaire.intake.log_measures import LogAnswer, answers_from_log
from advisor.questionnaire.intake.log_rows import read_log


def ready() -> None:
    """Nothing: a worker that has done it has loaded what reads files, and the first file need not wait for that."""


def measured_log(content: bytes, *, name: str) -> tuple[LogAnswer, ...]:
    """The answers that the log of a pilot gives; raises InputError where it is none."""
    return answers_from_log(read_log(content, name=name))


def drafted_upload(
    content: bytes, name: str, table: str | None, *, folders: tuple[Path | None, Path], today: date
) -> Draft:
    """The rows of an uploaded table against the catalog in these folders (tables, overlay); raises CatalogError."""
    given = read_upload(content, name, table)
    return draft_rows(given, _catalog(*folders, overlay_stamp(folders[1])), today=today)


@lru_cache(maxsize=1)
def _catalog(tables: Path | None, overlay: Path, stamp: tuple[tuple[str, int, int], ...]) -> Catalog:
    """Kept by the worker from file to file, until the overlay changes."""
    del stamp
    return load_catalog(tables, overlay=overlay)
