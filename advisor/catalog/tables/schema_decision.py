"""Typed rows of the decision's tables: the judgements of the method, each changeable in one place."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from advisor.catalog.tables.schema import Row, Slug, SourceRef


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


DECISION_TABLES: dict[str, type[Row]] = {"judgements": Judgement}
