"""Units and the records that carry a figure: ``Figure`` (one value and how sure it is) and ``Band`` (percentiles).

GB is 10^9 bytes and GiB 2^30 bytes; tokens are counted, never estimated from characters without saying so; money is
US dollars unless a name says otherwise; a month is 365.25 / 12 days.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

BYTES_PER_GB = 1e9
BYTES_PER_GIB = 2**30
DAYS_PER_MONTH = 365.25 / 12
HOURS_PER_MONTH = DAYS_PER_MONTH * 24
SECONDS_PER_DAY = 86_400
TOKENS_PER_MTOK = 1e6

Basis = Literal["measured", "published", "estimated", "inferred", "stated", "unknown"]


def three_digits(number: float) -> str:
    """A number for people: about three significant digits, thousands apart, never an exponent ("13,600", "0.078")."""
    if number == 0 or not math.isfinite(number):
        return f"{number:g}"
    places = 2 - math.floor(math.log10(abs(number)))
    if places <= 0:
        return f"{round(number, places):,.0f}"
    text = f"{number:,.{places}f}"
    return text.rstrip("0").rstrip(".")


class Record(BaseModel):
    """Base of every record that crosses a border: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")

    @classmethod
    def trusted(cls, rows: Iterable[dict[str, Any]]) -> list[Self]:
        """Build records from values that are right by construction, without validating them.

        For the thousands of rows of one assessment, every field given; each record keeps its dict. Whatever comes from
        outside is validated.
        """
        new, put, names = cls.__new__, object.__setattr__, set(cls.model_fields)
        records = []
        for values in rows:
            record = new(cls)
            put(record, "__dict__", values)
            put(record, "__pydantic_fields_set__", names)  # one set for all, which are frozen
            put(record, "__pydantic_extra__", None)
            put(record, "__pydantic_private__", None)
            records.append(record)
        return records


class Figure(Record):
    """A value with its interval and where it comes from; ``None`` values mean unknown.

    ``low`` and ``high`` span about 90% of what the truth may be. ``basis``: measured, published (source, date),
    estimated (method, error band), inferred (from a relative), stated (the user's own answer) or unknown.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    basis: Basis
    source: str | None = None
    note: str | None = None

    @classmethod
    def unknown(cls, unit: str, note: str | None = None) -> Self:
        """A figure nobody knows."""
        return cls(value=None, low=None, high=None, unit=unit, basis="unknown", note=note)

    @classmethod
    def exact(
        cls, value: float, unit: str, *, basis: Basis, source: str | None = None, note: str | None = None
    ) -> Self:
        """A figure without a spread."""
        return cls(value=value, low=value, high=value, unit=unit, basis=basis, source=source, note=note)


class Band(Record):
    """The 10th, 50th and 90th percentile of a distribution."""

    p10: float
    p50: float
    p90: float
