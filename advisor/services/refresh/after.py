"""What follows from a refresh: abilities and speeds fitted again where rows came, saved decisions that it touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from advisor.capability.build import build
from advisor.catalog.audit.check_references import key_of
from advisor.catalog.browse.diff import diff_catalogs
from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.accepted import with_whole_tables
from advisor.catalog.refresh.gather import OnProgress
from advisor.catalog.refresh.records import AcceptedRows
from advisor.catalog.tables.cells import Row
from advisor.hosting.speed.calibrate import calibrate
from advisor.services.kept_decisions import watch_decisions
from advisor.settings import Settings
from advisor.storage.database import is_made, open_database
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle

_SCORES: Final = frozenset({"benchmarks", "boards"})
"""Tables whose rows the abilities are fitted on; prices move the inferred ones too little to wait for."""
_SPEEDS: Final = "measured_speeds"


@dataclass(frozen=True, slots=True)
class After:
    """Tables that were fitted again, whole; what changed between the catalogs, and the notes on saved decisions."""

    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    refitted: tuple[str, ...] = ()
    changes: str = ""
    decisions: tuple[str, ...] = ()
    watched: int = 0


def after_refresh(
    before: Catalog,
    catalog: Catalog,
    rows: AcceptedRows,
    *,
    today: date,
    refit: bool,
    progress: OnProgress,
    language: str = "en",
) -> After:
    """Fit again what the accepted rows move, and look through the saved decisions on the new catalog."""
    tables: dict[str, tuple[Row, ...]] = {}
    new_models = {key_of(row, "model_catalog") for row in rows.tables.get("model_catalog", ())} - set(before.model)
    if refit and (new_models or _SCORES & set(rows.tables)):
        progress("refit", "abilities are fitted again (about a quarter of a minute of one core)")
        tables["capabilities"] = _abilities(catalog)
    if refit and _SPEEDS in rows.tables:
        progress("refit", "speeds are fitted again")
        tables["speed_constants"] = _speeds(catalog)
    now = with_whole_tables(catalog, tables)
    progress("watch", "saved decisions are looked at again")
    notes, watched = _watched(now, today, language)
    return After(tables, tuple(tables), diff_catalogs(before, now).to_text(), notes, watched)


def _abilities(catalog: Catalog) -> tuple[Row, ...]:
    tables = (catalog.models, catalog.boards, catalog.benchmarks, catalog.offers, catalog.price_history)
    found, _report = build(*tables, look_back=False)
    return found


def _speeds(catalog: Catalog) -> tuple[Row, ...]:
    return tuple(calibrate(catalog)[0])


def _watched(catalog: Catalog, today: date, language: str) -> tuple[tuple[str, ...], int]:
    """What the watch says of each saved decision on the new catalog; where there is no database, none is made."""
    url = Settings().resolved_database_url()
    if not is_made(url):
        return (), 0
    engine = open_database(url)
    notes, count = watch_decisions(Lifecycle(engine), catalog, today, language=language, entries=Entries(engine))
    return tuple(f"{note.name} ({note.decision_id}): {note.sentence}" for note in notes), count
