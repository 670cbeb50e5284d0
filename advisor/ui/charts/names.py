"""Names that fit an axis; the table beside a chart and the pointer have the whole ones."""

from __future__ import annotations

from textwrap import wrap

from advisor.decision.records import Recommendation
from advisor.ui.words import later, say

_WHERE = {
    "provider_api": later("API"),
    "cloud_gpu": later("rented GPUs"),
    "on_prem": later("own GPUs"),
    "edge": later("edge"),
}
MOST_LINES = 4


def wrapped(text: str, width: int = 34) -> str:
    """A long name on at most four lines, broken between words alone."""
    return "<br>".join(wrap(text, width, break_long_words=False, break_on_hyphens=False)[:MOST_LINES])


def plain_label(item: Recommendation) -> str:
    """The short name on one line: rank, model and way of hosting."""
    return f"{item.rank}. {item.model_name} ({say(_WHERE[item.deployment.kind])})"


def label(item: Recommendation) -> str:
    """The short name, broken into lines."""
    return wrapped(plain_label(item), 26)


def place_label(item: Recommendation) -> str:
    """Rank, model and place, for a chart in which one model stands several times."""
    return wrapped(f"{item.rank}. {item.name or item.model_name}", 32)
