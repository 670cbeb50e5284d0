"""JSON values that models write: read strictly, also inside a code fence, and compared by type and value."""

from __future__ import annotations

import json
import math
from typing import Final

from advisor.trials.evaluation.folded_text import folded

_FENCE: Final = "```"


def parsed_json(text: str) -> object:
    """The JSON value of an answer, also inside one code fence; raises ``ValueError``."""
    try:
        return json.loads(_unfenced(text), parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _unfenced(text: str) -> str:
    """What stands between the first and the last line where those are one code fence.

    Without a pattern: one that looks for both ends at once takes minutes over thousands of line breaks.
    """
    first, _, rest = text.strip().partition("\n")
    inner, _, last = rest.rpartition("\n")
    language = first.removeprefix(_FENCE).strip()
    opened = first.startswith(_FENCE) and (not language or (language.isascii() and language.isalpha()))
    return inner if opened and last.strip() == _FENCE else text


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def alike(found: object, wanted: object) -> bool:
    """Whether two values of a field are the same; a number or a nesting beyond what can be compared is not."""
    try:
        return _same(found, wanted)
    except (OverflowError, RecursionError):
        return False


def _same(found: object, wanted: object) -> bool:
    """Whether two JSON values are the same: true is no number, and texts are compared folded."""
    if isinstance(wanted, bool) or isinstance(found, bool):
        return found is wanted
    if isinstance(wanted, str) and isinstance(found, str):
        return folded(found) == folded(wanted)
    if isinstance(wanted, int | float) and isinstance(found, int | float):
        return math.isclose(found, wanted, rel_tol=1e-9)
    if isinstance(wanted, list) and isinstance(found, list):
        return len(found) == len(wanted) and all(map(_same, found, wanted))
    if isinstance(wanted, dict) and isinstance(found, dict):
        return found.keys() == wanted.keys() and all(_same(found[name], value) for name, value in wanted.items())
    return found == wanted
