"""JSON schemas are checked in bounded time, and as the library checks them."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from advisor.trials.evaluation.json_schemas import check_schema, fits

SCHEMAS: dict[str, Any] = {
    "pattern": {"type": "string", "pattern": "^a+b?$"},
    "pattern properties": {
        "patternProperties": {"^x": {"type": "integer"}},
        "additionalProperties": {"type": "string"},
    },
    "closed": {"properties": {"a": {}}, "patternProperties": {"^x": {}}, "additionalProperties": False},
    "unique": {"type": "array", "uniqueItems": True},
    "not unique": {"uniqueItems": False},
    "reference": {"$defs": {"n": {"type": "number"}}, "items": {"$ref": "#/$defs/n"}},
}
VALUES: tuple[Any, ...] = (
    "aab",
    "b",
    3,
    {"a": 1},
    {"x1": 2, "other": "text"},
    {"x1": "two"},
    {"other": 4},
    [1, 1.0],
    [1, True],
    [{"a": [1]}, {"a": [1.0]}],
    [{}, []],
    [1, "a"],
)


@pytest.mark.parametrize("value", VALUES, ids=json.dumps)
@pytest.mark.parametrize("name", SCHEMAS)
def test_it_decides_as_the_library_does(name: str, value: object) -> None:
    """Own checks of patterns and of twins differ from the library's in time alone."""
    assert fits(SCHEMAS[name], value, timeout_s=5) == Draft202012Validator(SCHEMAS[name]).is_valid(value)


def _doubling(depth: int) -> dict[str, Any]:
    inner = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n - 1}"}] * 2} for n in range(1, depth)}
    return {"$defs": {"a0": {}} | inner, "$ref": f"#/$defs/a{depth - 1}"}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"pattern": "^(a|aa)+$"}, "a" * 90 + "b"),
        ({"patternProperties": {"^(a|aa)+$": {}}}, {"a" * 90 + "b": 1}),
        ({"patternProperties": {"^(a|aa)+$": {}}, "additionalProperties": False}, {"a" * 90 + "b": 1}),
        (_doubling(60), 1),
    ],
    ids=["pattern", "names", "other names", "references that double"],
)
def test_what_would_take_hours_is_given_up(schema: dict[str, Any], value: object) -> None:
    """The deadline holds for the whole check."""
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        fits(schema, value, timeout_s=0.3)
    assert time.monotonic() - started < 20


def test_many_items_are_told_apart_at_once() -> None:
    """Ten thousand lists, which cannot be sorted nor hashed, are not compared in pairs."""
    assert fits({"uniqueItems": True}, [[{"a": n}] for n in range(10_000)], timeout_s=20)


def test_what_cannot_be_bounded_is_refused() -> None:
    """The message names both keywords; a pattern that is none is an error of the schema."""
    with pytest.raises(ValueError, match="unevaluatedProperties and patternProperties"):
        check_schema({"allOf": [{"patternProperties": {"^a": {}}}], "unevaluatedProperties": False})
    with pytest.raises(SchemaError, match="no regular expression"):
        fits({"pattern": "(?P<"}, "a", timeout_s=1)
