"""Tables that the first questions rest on: kinds of work with what is usual for them, and exchange rates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from advisor.catalog.tables.cells import Row, Slug, SourceRef, Texts

_Rate = Annotated[float, Field(gt=0)]


class Archetype(Row):
    """A kind of work that many want, as a start: its task, where it may run and how much of it is usual.

    Every number is a judgement with its ``reason``; ``requests_low`` and ``requests_high`` are the range of requests
    per person and day. A blank number is not asked about this kind of work.
    """

    archetype: Slug
    task: Literal[
        "chat_assistant",
        "rag",
        "document_processing",
        "code",
        "agents",
        "classification_extraction",
        "translation",
        "summarisation",
        "semantic_search",
        "transcription",
        "image_generation",
    ]
    allowed: Texts
    people: Annotated[int, Field(ge=1)] | None
    requests_per_person_per_day: _Rate | None
    requests_low: _Rate | None
    requests_high: _Rate | None
    documents_per_day: _Rate | None
    pages_per_document: _Rate | None
    documents_held: _Rate | None
    reason: str
    source: SourceRef

    @model_validator(mode="after")
    def _within_range(self) -> Self:
        usual = self.requests_per_person_per_day
        if usual is not None and not (self.requests_low or usual) <= usual <= (self.requests_high or usual):
            raise ValueError(f"requests_per_person_per_day {usual:g} (from requests_low to requests_high)")
        return self


class ExchangeRate(Row):
    """US dollars for one unit of a currency on a day."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    usd_per_unit: _Rate
    dated: date
    source: SourceRef


INTAKE_TABLES: dict[str, type[Row]] = {"archetypes": Archetype, "exchange_rates": ExchangeRate}
