"""One line of usage: what a request or a line of a bill says of tokens, money, waits and quality."""

from __future__ import annotations

import math
import re
from datetime import datetime
from typing import Final, Literal, NamedTuple

MOST_MONEY: Final = 1e9
_MOST_NAME: Final = 120
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+")
EARLIEST_YEAR: Final = 2019
LATEST_YEAR: Final = 2100


class UsageRow(NamedTuple):
    """A request of a log, or a line of a bill.

    ``input_tokens`` are all that went in, ``cached_tokens`` those of them that a cache gave; ``cost`` is in
    ``currency``, None where nothing is stated. A line of a bill without tokens is a cost beside them. ``first_s`` and
    ``whole_s`` are the waits for the first token and for the whole answer, in seconds; ``score`` in [0, 1]. ``failed``
    requests and those that a gateway answered ``from_gateway``'s own cache are counted, and nothing else of them.
    """

    at: datetime
    source: Literal["log", "bill"]
    model: str = ""
    requests: float = 0.0
    input_tokens: float = 0.0
    cached_tokens: float = 0.0
    output_tokens: float = 0.0
    cost: float | None = None
    currency: str = "USD"
    first_s: float | None = None
    whole_s: float | None = None
    score: float | None = None
    failed: bool = False
    from_gateway: bool = False


def clean_name(value: object) -> str:
    """A name out of a foreign file, short and on one line."""
    return _CONTROL.sub(" ", str(value or "")).strip()[:_MOST_NAME]


def number_in(value: object, *, most: float) -> float | None:
    """A finite number up to ``most`` to either side, out of a cell ("1,234.5", "$3.20"); None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value.strip().lstrip("$€£").replace(",", "")) if isinstance(value, str) else float(value)
    except ValueError:
        return None
    return found if math.isfinite(found) and abs(found) <= most else None


def plausible(at: datetime | None) -> datetime | None:
    """A moment within the years in which there was and may be usage; None for others."""
    return at if at is not None and EARLIEST_YEAR <= at.year < LATEST_YEAR else None
