"""The citation behind a source cell: source, version, date, licence and the key that the source lists the figure by."""

from __future__ import annotations

from datetime import date

from advisor.catalog.catalog import Catalog
from advisor.units import Record


class Citation(Record):
    """Where a figure comes from: the source, its date, and the key under which it lists the figure."""

    source_id: str
    name: str
    version: str
    dated: date
    key: str | None
    link: str
    licence: str

    def __str__(self) -> str:
        return f"{self.name} ({self.dated})" + (f", {self.key}" if self.key else "")


def cite(catalog: Catalog, reference: str) -> Citation:
    """The citation behind a source cell; an id that the sources lack is shown as it stands."""
    source_id, _, key = reference.partition("#")
    source = catalog.source.get(source_id)
    return Citation(
        source_id=source_id,
        name=source.name if source else source_id,
        version=source.version if source else "unknown",
        dated=source.dated if source else catalog.dated,
        key=key or None,
        link=source.link if source else "",
        licence=source.licence if source else "unknown",
    )
