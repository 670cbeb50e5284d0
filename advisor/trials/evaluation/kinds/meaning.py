"""Likeness in meaning, as an endpoint that embeds texts gave it."""

from __future__ import annotations

import json


def similarity_in(reply: str) -> float | None:
    """The score in the answer of an embedding client: the cosine, what is below 0 as 0; None where it is none."""
    try:
        found = json.loads(reply)
    except (ValueError, RecursionError):
        return None
    value = found.get("similarity") if isinstance(found, dict) else None
    return max(0.0, float(value)) if isinstance(value, int | float) and -1 <= value <= 1 else None
