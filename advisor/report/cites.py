"""Numbers for sources, in the order in which the text leans on them."""

from __future__ import annotations

from advisor.assessment import Assessment, SourceNote
from advisor.catalog.catalog import Catalog


class Cites:
    """Gives each source its number at first use; words such as "your answers" are no source and get none."""

    def __init__(self, assessment: Assessment, catalog: Catalog) -> None:
        self._known = {note.source_id: note for note in assessment.sources}
        for source in catalog.sources:
            self._known.setdefault(
                source.source_id,
                SourceNote(
                    source_id=source.source_id,
                    name=source.name,
                    version=source.version,
                    dated=source.dated.isoformat(),
                    licence=source.licence,
                    link=source.link,
                ),
            )
        self._numbers: dict[str, int] = {}

    def refs(self, *references: str | None) -> tuple[int, ...]:
        """The numbers of the sources behind references such as ``source_id#key``; unknown ones have none."""
        found: list[int] = []
        for reference in references:
            for part in (reference or "").split("|"):
                source_id = self._source_id(part.strip())
                if source_id in self._known:
                    number = self._numbers.setdefault(source_id, len(self._numbers) + 1)
                    if number not in found:
                        found.append(number)
        return tuple(sorted(found))

    def _source_id(self, reference: str) -> str:
        """The id of the source behind a reference; a bare address becomes a source of its own."""
        if not reference.startswith("https://"):
            return reference.partition("#")[0]
        name = reference.removeprefix("https://").rstrip("/")
        self._known.setdefault(
            reference,
            SourceNote(source_id=reference, name=name, version="", dated="", licence="", link=reference),
        )
        return reference

    def used(self) -> tuple[tuple[int, SourceNote], ...]:
        """Every source that was cited, by number."""
        return tuple((number, self._known[source_id]) for source_id, number in self._numbers.items())
