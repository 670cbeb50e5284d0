"""Typed rows of judgements: the numbers of the method and the limits of age, each changeable in one place."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from advisor.catalog.tables.cells import Count, Row, Slug, SourceRef, Texts


class Judgement(Row):
    """A number of the decision method that nobody has measured: with its range, its unit and the reason for it."""

    judgement: Slug
    value: float
    low: float
    high: float
    unit: str
    reason: str
    source: SourceRef

    @model_validator(mode="after")
    def _within_range(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"value {self.value:g} (from low {self.low:g} to high {self.high:g})")
        return self


class AgeLimit(Row):
    """How old the rows of a table may be before they are called stale; blank: they do not age.

    ``column`` is the day that counts, ``refreshed_by`` the sources of a refresh that bring newer ones. A row older than
    ``refused_days`` is no longer told as stale but found to be wrong; blank: age alone never is.
    """

    table: Slug
    column: Slug
    days: Count | None
    refused_days: Count | None = None
    refreshed_by: Texts
    reason: str
    source: SourceRef


DECISION_TABLES: dict[str, type[Row]] = {"judgements": Judgement, "age_limits": AgeLimit}
