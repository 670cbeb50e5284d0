"""Numbers for sources, in the order in which the text leans on them."""

from __future__ import annotations

from datetime import date
from typing import Final

from advisor.assessment import Assessment, SourceNote
from advisor.catalog.catalog import Catalog

_PUBLISHED: Final = {
    "https://eur-lex.europa.eu/eli/reg/2024/1689/oj": (
        "Regulation (EU) 2024/1689 (Artificial Intelligence Act)",
        "2024-06-13",
        "official text",
    ),
    "https://eur-lex.europa.eu/eli/reg/2016/679/oj": (
        "Regulation (EU) 2016/679 (General Data Protection Regulation)",
        "2016-04-27",
        "official text",
    ),
    "https://eur-lex.europa.eu/eli/reg/2022/2554/oj": (
        "Regulation (EU) 2022/2554 (Digital Operational Resilience Act)",
        "2022-12-14",
        "official text",
    ),
    "https://eur-lex.europa.eu/eli/dir/2002/14/oj": (
        "Directive 2002/14/EC (informing and consulting employees)",
        "2002-03-11",
        "official text",
    ),
    "https://www.gesetze-im-internet.de/betrvg/": (
        "Betriebsverfassungsgesetz (Works Constitution Act, Germany), in its current edition",
        "",
        "official text",
    ),
    "https://www.legifrance.gouv.fr/codes/id/LEGITEXT000006072050/": (
        "Code du travail (Labour Code, France), in its current edition",
        "",
        "official text",
    ),
    "https://www.ecfr.gov/current/title-45/section-164.504": (
        "Code of Federal Regulations, title 45, section 164.504, in its current edition",
        "",
        "official text",
    ),
    "https://genai.owasp.org/llmrisk/llm01-prompt-injection/": (
        "OWASP Top 10 for LLM Applications 2025, LLM01: prompt injection",
        "2024-11-18",
        "CC BY-SA 4.0",
    ),
}
"""Public texts that the engine cites by their address: title, day of the text, licence."""


class Cites:
    """Gives each source its number at first use; words such as "your answers" are no source and get none."""

    def __init__(self, assessment: Assessment, catalog: Catalog) -> None:
        self._known = {note.source_id: note for note in assessment.sources}
        for source in catalog.sources:
            self._known.setdefault(source.source_id, SourceNote.of(source))
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

    def dated(self, reference: str | None) -> date | None:
        """The day of the source behind a reference; None where it is unknown."""
        note = self._known.get(self._source_id((reference or "").partition("|")[0].strip()))
        return date.fromisoformat(note.dated) if note is not None and note.dated else None

    def _source_id(self, reference: str) -> str:
        """The id of the source behind a reference; a bare address becomes a source of its own."""
        if not reference.startswith("https://"):
            return reference.partition("#")[0]
        name, dated, licence = _PUBLISHED.get(reference, (reference.removeprefix("https://").rstrip("/"), "", ""))
        self._known.setdefault(
            reference,
            SourceNote(source_id=reference, name=name, version="", dated=dated, licence=licence, link=reference),
        )
        return reference

    def used(self) -> tuple[tuple[int, SourceNote], ...]:
        """Every source that was cited, by number."""
        return tuple((number, self._known[source_id]) for source_id, number in self._numbers.items())
