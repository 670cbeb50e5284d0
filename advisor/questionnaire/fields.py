"""Every field of a file of answers: its place, what it holds and what is usual, as the schema of the answers says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from advisor.questionnaire.answers import Answers


class AnswerField(NamedTuple):
    """A field of a file of answers: its place, what it holds in words, its usual value, and whether it is a list."""

    place: str
    holds: str
    usual: str
    listed: bool


def every_field() -> Iterator[AnswerField]:
    """Every field of a file of answers, as their schema says."""
    schema = Answers.model_json_schema(by_alias=True)
    return _fields(schema, schema["$defs"], "")


def _fields(schema: dict[str, Any], known: dict[str, Any], within: str) -> Iterator[AnswerField]:
    for name, field in schema["properties"].items():
        inner = _resolved(field, known)
        item = _resolved(inner.get("items", {}), known)
        if "properties" in inner:
            yield from _fields(inner, known, f"{within}{name}.")
        elif "properties" in item:
            yield from _fields(item, known, f"{within}{name}[].")
        else:
            usual = field.get("default")
            shown = "" if usual is None else f"`{json.dumps(usual)}`"
            yield AnswerField(f"{within}{name}", _holds(inner, known), shown, inner.get("type") == "array")


def _resolved(field: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """What a field holds where it holds something: references followed, the empty choice left out."""
    choices = [one for one in field.get("anyOf", ()) if one.get("type") != "null"]
    found = choices[0] if choices else field
    return known[found["$ref"].rpartition("/")[2]] if "$ref" in found else found


def _holds(field: dict[str, Any], known: dict[str, Any]) -> str:
    """The values that a field takes, in words."""
    if field.get("type") == "array":
        return f"list of {_holds(_resolved(field.get('items', {}), known), known)}"
    if field.get("type") == "object":
        return f"{_holds(_resolved(field.get('additionalProperties', {}), known), known)} per key"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    limits = [f"{word} {field[key]:,}" for key, word in _LIMITS.items() if key in field]
    return " ".join([str(field.get("format", field.get("type", "any value"))), *limits])


_LIMITS: Final = {"exclusiveMinimum": "above", "minimum": "from", "maximum": "to", "maxLength": "of at most"}
