"""Values of the database as JSON that means the same on SQLite and PostgreSQL, and back.

SQLite keeps moments as text without a zone (they are UTC), truth as 0 and 1, decimals as floats; PostgreSQL keeps each
as what it is. In a file both are one: a moment with its zone, ``true``, a decimal as text with all its digits. What
SQLite holds and is none of what its column says (a date that is none, bytes that are no text) is kept as it is stored,
marked, and can only go back to SQLite.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, Literal, get_args

from sqlalchemy import Boolean, Column, Date, DateTime, Float, Integer, LargeBinary, Numeric, String
from sqlalchemy.types import JSON

from advisor.errors import StorageError
from advisor.storage.storable import storable, stored_moment

Kind = Literal["boolean", "integer", "real", "decimal", "moment", "date", "bytes", "json", "text"]
KINDS: Final[tuple[str, ...]] = get_args(Kind)
_TYPES: Final[tuple[tuple[type, Kind], ...]] = (
    (Boolean, "boolean"),
    (Integer, "integer"),
    (Float, "real"),  # before Numeric, which it is one of
    (Numeric, "decimal"),
    (DateTime, "moment"),
    (Date, "date"),
    (LargeBinary, "bytes"),
    (JSON, "json"),
    (String, "text"),
)
_DIGITS: Final = 10
_AS_STORED: Final = "as_stored"


def kind_of(column: Column[Any]) -> Kind:
    """What a column holds, by its type; raises StorageError for a type that no file can have."""
    for type_, kind in _TYPES:
        if isinstance(column.type, type_):
            return kind
    raise StorageError(f"{column.table.name}.{column.name} is of the type {column.type}: no file can hold that")


def plain(value: Any, column: Column[Any]) -> Any:
    """A value as the driver gives it, as JSON; one that is not what its column holds is marked as stored."""
    if value is None:
        return None
    try:
        return _PLAIN[kind_of(column)](value, column)
    except (ValueError, TypeError, ArithmeticError):
        return {_AS_STORED: _as_stored(value)}


def is_as_stored(given: Any) -> bool:
    """Whether a JSON value is one of SQLite's that is none of what its column says."""
    return isinstance(given, dict) and [*given] == [_AS_STORED]


def placeholder(given: Any, name: str) -> str:
    """Where a value goes in a statement; text that is none comes as bytes, which SQLite is told to call text."""
    return f"CAST(:{name} AS TEXT)" if is_as_stored(given) and given[_AS_STORED][:1] == ["text"] else f":{name}"


def stored(given: Any, kind: Kind, dialect: str) -> Any:
    """A JSON value of a file as a driver takes it; raises ValueError where it is none of this kind."""
    if given is None:
        return None
    if is_as_stored(given):
        if dialect != "sqlite":
            raise ValueError("it is none of what its column holds, and only SQLite keeps such")
        return _stored_as_it_was(given[_AS_STORED])
    value = _READ[kind](given)
    return value if dialect != "sqlite" else _FOR_SQLITE.get(kind, _same)(value)


def _same(value: Any) -> Any:
    return value


def _whole(value: Any, *_: Any) -> int:
    if type(value) is not int:
        raise TypeError("it is no whole number")
    return value


def _text(value: Any, *_: Any) -> str:
    if not isinstance(value, str) or storable(value) != value:
        raise ValueError("it is no text")
    return value


def _truth(value: Any, *_: Any) -> bool:
    if value not in (0, 1):
        raise ValueError("it is neither true nor false")
    return bool(value)


def _is_truth(value: Any, *_: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("it is neither true nor false")
    return value


def _moment(value: Any, *_: Any) -> str:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return stored_moment(moment).isoformat(timespec="microseconds")


def _day(value: Any, *_: Any) -> str:
    return (value if isinstance(value, date) else date.fromisoformat(value)).isoformat()


def _decimal(value: Any, column: Column[Any]) -> str:
    if isinstance(value, str | bytes | bool):
        raise TypeError(value)
    scale = getattr(column.type, "scale", None)
    return f"{value:.{_DIGITS if scale is None else scale}f}"


def _real(value: Any, *_: Any) -> float:
    if not isinstance(value, float | int) or value - value != 0:
        raise ValueError("it is no finite number")
    return float(value)


def _json(value: Any, *_: Any) -> str:
    """One text for all that are the same: PostgreSQL keeps neither blanks nor order."""
    found = json.loads(value) if isinstance(value, str) else value
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _blob(value: Any, *_: Any) -> str:
    return base64.b64encode(memoryview(value)).decode()


_PLAIN: Final[Mapping[Kind, Callable[[Any, Column[Any]], Any]]] = {
    "boolean": _truth,
    "integer": _whole,
    "real": _real,
    "decimal": _decimal,
    "moment": _moment,
    "date": _day,
    "bytes": _blob,
    "json": _json,
    "text": _text,
}


def _read_moment(given: Any) -> datetime:
    moment = datetime.fromisoformat(given)
    if moment.tzinfo is None:
        raise ValueError("it has no zone")
    return moment.astimezone(UTC)


def _read_decimal(given: Any) -> Decimal:
    number = Decimal(_text(given)) if isinstance(given, str) else Decimal("NaN")
    if not number.is_finite():
        raise ValueError("it is no finite number")
    return number


_READ: Final[Mapping[Kind, Callable[[Any], Any]]] = {
    "boolean": _is_truth,
    "integer": _whole,
    "real": _real,
    "decimal": _read_decimal,
    "moment": _read_moment,
    "date": date.fromisoformat,
    "bytes": lambda given: base64.b64decode(given, validate=True),
    "json": _text,
    "text": _text,
}
_FOR_SQLITE: Final[Mapping[Kind, Callable[[Any], Any]]] = {
    "boolean": int,
    "decimal": float,
    "moment": lambda moment: moment.replace(tzinfo=None).isoformat(" ", timespec="microseconds"),
    "date": date.isoformat,
}


def _as_stored(value: Any) -> list[str]:
    if isinstance(value, str):
        return ["text", base64.b64encode(value.encode(errors="surrogateescape")).decode()]
    if isinstance(value, bytes):
        return ["blob", base64.b64encode(value).decode()]
    return ["number", repr(value)]


def _stored_as_it_was(given: Any) -> Any:
    match given:
        case ["text" | "blob", str(held)]:
            return base64.b64decode(held, validate=True)
        case ["number", str(held)]:
            return float(held) if any(mark in held for mark in ".einf") else int(held)
        case _:
            raise ValueError("it is not marked as anything that SQLite stores")
