"""Import a model of the Hub into the user's own overlay."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from advisor.catalog.hub.client import fetch_repository
from advisor.catalog.hub.to_rows import hub_row, summary
from advisor.catalog.load import load_catalog
from advisor.catalog.own.import_csv import draft_rows
from advisor.catalog.own.store import OverlayStore
from advisor.errors import CatalogError
from advisor.settings import Settings


def import_from_hub(hub_id: str, *, kind: str | None = None) -> dict[str, Any]:
    """Read a repository of the Hub (of ``HF_ENDPOINT`` where set) and save it among the user's own models."""
    settings = Settings()
    today = datetime.now(UTC).date()
    catalog = load_catalog(settings.catalog_dir, overlay=settings.overlay_dir)
    facts = fetch_repository(hub_id, endpoint=os.environ.get("HF_ENDPOINT"))
    row = hub_row(facts, catalog, today=today, kind=kind)
    draft = draft_rows({"model_catalog": [row.cells]}, catalog, today=today)
    if draft.problems:
        raise CatalogError("The repository cannot be imported:", draft.problems)
    draft.save(OverlayStore(settings.overlay_dir))
    return summary(row, catalog, saved_to=str(settings.overlay_dir / "model_catalog.csv"))
