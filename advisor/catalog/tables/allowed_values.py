"""What a cell may hold, in plain words, from pydantic's account of what was wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from advisor.catalog.tables.cells import MODEL_ID, SLUG, SOURCE_REF

_A_DATE: Final = "a date such as 2026-11-21"
_WORDS: Final = {
    "missing": "a value",
    "string_type": "a value",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number",
    "int_from_float": "a whole number",
    "int_type": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "decimal_parsing": "a number",
    "decimal_type": "a number",
    "date_parsing": _A_DATE,
    "date_from_datetime_parsing": _A_DATE,
    "date_from_datetime_inexact": _A_DATE,
    "date_type": _A_DATE,
    "extra_forbidden": "no such column",
}
_BOUNDS: Final = {
    "greater_than": "more than {gt:,.15g}",
    "greater_than_equal": "{ge:,.15g} or more",
    "less_than": "less than {lt:,.15g}",
    "less_than_equal": "{le:,.15g} or less",
}
_PATTERNS: Final = {
    MODEL_ID: "vendor/name in lower case letters, digits, dots, dashes and underscores",
    SLUG: "lower case letters, digits, dots, dashes and underscores",
    SOURCE_REF: "an id of the sources, with #key where the source lists many things",
    r"^[A-Z]{2}$": "a country code of two capital letters",
}


def allowed(error: Mapping[str, Any]) -> str:
    """What the cell of one of pydantic's errors may hold; pydantic's own sentence where this has no words for it."""
    kind, limits = str(error["type"]), error.get("ctx") or {}
    if kind in _WORDS:
        return _WORDS[kind]
    if kind in _BOUNDS:
        return _BOUNDS[kind].format(**{name: float(value) for name, value in limits.items()})
    if kind == "string_pattern_mismatch":
        pattern = str(limits.get("pattern"))
        return _PATTERNS.get(pattern, f"text like {pattern}")
    if kind == "literal_error":
        choices = re.sub(r"'", "", str(limits["expected"]))
        return {"True or False": "yes or no"}.get(choices, f"one of {choices}" if ", " in choices else choices)
    return str(error["msg"])
