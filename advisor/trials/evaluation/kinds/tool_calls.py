"""Whether a model asked for the right function with the right arguments; nothing is ever called."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from advisor.trials.evaluation.kinds.json_values import alike, parsed_json
from advisor.trials.tools import ToolCall

NAME_WORTH: Final = 0.5
"""Half of a call's score is its name; the other half the share of the expected arguments that are right."""


def written_down(calls: Sequence[ToolCall]) -> str:
    """Calls as the JSON that a metric reads; "" without any."""
    found = [
        {"name": call.name, "arguments": call.values if call.values is not None else call.arguments} for call in calls
    ]
    return json.dumps(found, ensure_ascii=False) if found else ""


def score_calls(answer: str, reference: str) -> float:
    """How well the calls of an answer are those of the reference, both JSON (one call or a list); 1 is all right.

    A call is ``{"name": ..., "arguments": {...}}``, also under ``function`` or as ``parameters``. Expected calls are
    taken in their order, each against the best of the answer's that is left. A call with another name is worth
    nothing; an argument that was not expected counts as a wrong one, and so does a call beyond those expected.
    """
    wanted, found = calls_in(reference), calls_in(answer)
    if wanted is None or found is None:
        return 0.0
    if not wanted:
        return float(not found)
    left, total = list(found), 0.0
    for call in wanted:
        scores = [_one(one, call) for one in left]
        best = max(scores, default=0.0)
        if best:
            left.pop(scores.index(best))
            total += best
    return total / max(len(wanted), len(found))


def calls_in(text: str) -> list[tuple[str, object]] | None:
    """The calls that a text of JSON holds, as name and arguments; none where it is prose, None where it is no call."""
    try:
        value = parsed_json(text)
    except ValueError:
        return []
    if isinstance(value, dict) and isinstance(value.get("tool_calls"), list):
        value = value["tool_calls"]
    listed = value if isinstance(value, list) else [value]
    found = [_call(one) for one in listed]
    return None if None in found else [one for one in found if one is not None]


def _call(one: object) -> tuple[str, object] | None:
    inner = one.get("function", one) if isinstance(one, dict) else None
    if isinstance(inner, str) and isinstance(one, dict):  # {"function": "name", "arguments": {...}}
        inner = {**one, "name": inner}
    if not isinstance(inner, dict) or not isinstance(inner.get("name"), str):
        return None
    given: object = next((inner[name] for name in ("arguments", "parameters", "args", "input") if name in inner), {})
    if isinstance(given, str):
        try:
            given = parsed_json(given or "{}")
        except ValueError:
            return inner["name"], None
    return inner["name"], given


def _one(found: tuple[str, object], wanted: tuple[str, object]) -> float:
    """The score of a call against the one that is expected."""
    if found[0] != wanted[0]:
        return 0.0
    mine, theirs = found[1], wanted[1]
    if not isinstance(theirs, dict) or not isinstance(mine, dict):
        return 1.0 if alike(mine, theirs) else NAME_WORTH
    names = mine.keys() | theirs.keys()
    right = sum(name in mine and name in theirs and alike(mine[name], theirs[name]) for name in names)
    return NAME_WORTH + (1 - NAME_WORTH) * (right / len(names) if names else 1.0)
