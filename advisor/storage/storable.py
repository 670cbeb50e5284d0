"""Text and moments as both databases take and give them.

PostgreSQL keeps no NUL, and neither keeps half a character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Engine, event

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_IN_ITS_PLACE: Final = "\N{REPLACEMENT CHARACTER}"


def storable(text: str) -> str:
    """The text with the sign for an unreadable character where one cannot be stored."""
    return _UNSTORABLE.sub(_IN_ITS_PLACE, text)


def stored_moment(moment: datetime) -> datetime:
    """A stored moment in UTC: SQLite forgets its zone, and PostgreSQL gives it in the zone of its session."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


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
