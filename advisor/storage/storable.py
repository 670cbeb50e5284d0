"""Text and moments as both databases take and give them.

PostgreSQL keeps no NUL, and neither keeps half a character. SQLite keeps whatever it is given as a moment or a day:
what is none is read as one that no clock ever showed, so that one damaged row stops no list that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import Date, DateTime, Engine, event
from sqlalchemy.dialects import sqlite

from advisor.units import UNREADABLE_DAY

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_IN_ITS_PLACE: Final = "\N{REPLACEMENT CHARACTER}"
UNREADABLE_MOMENT: Final = datetime(UNREADABLE_DAY.year, UNREADABLE_DAY.month, UNREADABLE_DAY.day)  # noqa: DTZ001 - as read


def storable(text: str) -> str:
    """The text with the sign for an unreadable character where one cannot be stored."""
    return _UNSTORABLE.sub(_IN_ITS_PLACE, text)


def stored_text(stored: object) -> str:
    """A stored text to be shown: SQLite gives bytes where somebody put some."""
    return stored.decode(errors="replace") if isinstance(stored, bytes) else str(stored)


def stored_moment(moment: datetime) -> datetime:
    """A stored moment in UTC: SQLite forgets its zone, and PostgreSQL gives it in the zone of its session."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


class _Moment(sqlite.DATETIME):
    """A moment, or ``UNREADABLE_MOMENT`` for what is none."""

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], Any]:
        return partial(_read, super().result_processor(dialect, coltype), UNREADABLE_MOMENT)


class _Day(sqlite.DATE):
    """A day, or ``UNREADABLE_DAY`` for what is none."""

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], Any]:
        return partial(_read, super().result_processor(dialect, coltype), UNREADABLE_DAY)


def _read(reader: Callable[[Any], Any] | None, instead: date, value: Any) -> Any:
    try:
        return value if reader is None else reader(value)
    except (TypeError, ValueError):
        return instead


def read_any_moment(engine: Engine) -> None:
    """Have an SQLite database give a moment or a day for whatever stands where there should be one."""
    engine.dialect.colspecs = {**engine.dialect.colspecs, DateTime: _Moment, Date: _Day}


def keep_storable(engine: Engine) -> None:
    """Have every text that goes to the database, in rows and in searches alike, be one that it takes."""

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def clean(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> tuple[str, Any]:
        return statement, _cleaned(parameters)


def _cleaned(given: Any) -> Any:
    if isinstance(given, str):
        return storable(given) if _UNSTORABLE.search(given) else given
    if isinstance(given, Mapping):
        return {name: _cleaned(value) for name, value in given.items()}
    if isinstance(given, list):
        return [_cleaned(value) for value in given]
    if isinstance(given, tuple):  # bytes and views of them are sequences too, and stay as they are
        return tuple(_cleaned(value) for value in given)
    return given
