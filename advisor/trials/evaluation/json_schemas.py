"""Whether a value fits a JSON schema, in bounded time: both the schema and the value come from outside.

``jsonschema`` looks for patterns with Python's own engine, which has no time limit: ``^(a+)+$`` against forty letters
holds the whole program for hours. Here every step that can take long watches one deadline.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import regex
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, ValidationError
from jsonschema.validators import extend
from referencing import Registry

_TOGETHER: Final = ("unevaluatedProperties", "patternProperties")
Check = Callable[[Any, Any, Any, Any], Iterator[ValidationError] | None]


def check_schema(schema: Any) -> None:
    """Raise ``SchemaError`` or ``ValueError`` for what is no usable JSON schema of draft 2020-12."""
    Draft202012Validator.check_schema(schema)
    if all(_has(schema, keyword) for keyword in _TOGETHER):
        raise ValueError(f"{' and '.join(_TOGETHER)} in one schema are not supported")


def fits(schema: Any, value: object, *, timeout_s: float) -> bool:
    """Whether ``value`` fits; references to other documents are never fetched.

    Raises ``TimeoutError`` after ``timeout_s``, ``SchemaError`` for a pattern that is no regular expression.
    """
    bounded = extend(Draft202012Validator, _Bounded(timeout_s).checks())  # type: ignore[no-untyped-call] # of the stubs
    return bool(bounded(schema, registry=Registry()).is_valid(value))


def first_misfit(schema: Any, value: object, *, timeout_s: float) -> str | None:
    """Where and why ``value`` does not fit, in the words of the check; None where it fits; raises as ``fits`` does."""
    bounded = extend(Draft202012Validator, _Bounded(timeout_s).checks())  # type: ignore[no-untyped-call] # of the stubs
    error = next(iter(bounded(schema, registry=Registry()).iter_errors(value)), None)
    return None if error is None else f"{error.json_path}: {error.message}"[:300]


class _Bounded:
    """The checks of one validation, which all watch its deadline."""

    def __init__(self, timeout_s: float) -> None:
        self._until = time.monotonic() + timeout_s

    def checks(self) -> dict[str, Check]:
        """Every check of the draft, with own ones where the library's could take long."""
        own: dict[str, Check] = {
            "pattern": self._pattern,
            "patternProperties": self._pattern_properties,
            "additionalProperties": self._additional_properties,
            "uniqueItems": self._unique_items,
        }
        known: Mapping[str, Check] = Draft202012Validator.VALIDATORS
        return {name: self._watched(own.get(name, check)) for name, check in known.items()}

    def _left_s(self) -> float:
        seconds = self._until - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def _watched(self, check: Check) -> Check:
        def checked(validator: Any, wanted: Any, found: Any, schema: Any) -> Iterator[ValidationError] | None:
            self._left_s()
            return check(validator, wanted, found, schema)

        return checked

    def _search(self, pattern: str, text: str) -> bool:
        try:
            return regex.search(pattern, text, timeout=self._left_s()) is not None
        except regex.error as error:
            raise SchemaError(f"{pattern[:80]!r} is no regular expression: {error}") from None

    def _pattern(self, validator: Any, wanted: str, found: Any, _: Any) -> Iterator[ValidationError]:
        if validator.is_type(found, "string") and not self._search(wanted, found):
            yield ValidationError("does not match the pattern")

    def _pattern_properties(self, validator: Any, wanted: Any, found: Any, _: Any) -> Iterator[ValidationError]:
        if validator.is_type(found, "object"):
            for pattern, inner in wanted.items():
                for name in (name for name in found if self._search(pattern, name)):
                    yield from validator.descend(found[name], inner, path=name, schema_path=pattern)

    def _additional_properties(self, validator: Any, wanted: Any, found: Any, schema: Any) -> Iterator[ValidationError]:
        if validator.is_type(found, "object"):
            patterns = schema.get("patternProperties", {})
            more = [name for name in found if name not in schema.get("properties", {})]
            for name in more:
                if not any(self._search(pattern, name) for pattern in patterns):
                    yield from validator.descend(found[name], wanted, path=name)

    @staticmethod
    def _unique_items(validator: Any, wanted: Any, found: Any, _: Any) -> Iterator[ValidationError]:
        if wanted and validator.is_type(found, "array") and len({_written(item) for item in found}) < len(found):
            yield ValidationError("has items twice")


def _has(schema: object, keyword: str) -> bool:
    if isinstance(schema, dict):
        return keyword in schema or any(_has(inner, keyword) for inner in schema.values())
    return isinstance(schema, list) and any(_has(inner, keyword) for inner in schema)


def _written(item: object) -> str:
    """Equal JSON values are written the same: 1 and 1.0 are, 1 and true are not."""
    return json.dumps(_plain(item), sort_keys=True)


def _plain(item: object) -> object:
    if isinstance(item, dict):
        return {name: _plain(inner) for name, inner in item.items()}
    if isinstance(item, list):
        return [_plain(inner) for inner in item]
    return int(item) if isinstance(item, float) and item.is_integer() else item
