"""The filter in the address bar: what was asked can be sent, kept as a bookmark, and opens as it was."""

from __future__ import annotations

from typing import Any, Final, cast

import streamlit as st

from advisor.ui import state

MANY: Final = (
    *("kinds", "vendors", "openness", "statuses", "licences", "commercial", "modalities", "zones"),
    *("languages", "countries", "engines"),
)
NUMBERS: Final = (
    *("size_from", "size_to", "context_from", "context_to", "price_from", "price", "score_from", "score_to"),
    *("run_gpus", "run_context", "run_requests"),
)
WHOLE: Final = frozenset({"context_from", "context_to", "run_gpus", "run_context", "run_requests"})
TEXTS: Final = ("search", "sort", "capability", "run_gpu")
FLAGS: Final = ("own_only", "keep_unknown", "languages_measured")
ORDINARY: Final[dict[str, Any]] = {
    "sort": "newest",
    "capability": "general",
    "run_gpus": 1,
    "run_context": 8192,
    "run_requests": 1,
}
"""Values that a filter starts with, which an address need not say."""
_READ: Final = "catalog.address_read"
_OPENED: Final = "catalog.opened"
_ALWAYS_SEEN: Final = frozenset({"search", "kinds", "sort"})
"""Widgets that stand outside every fold."""


def take_from_address(allowed: dict[str, tuple[Any, ...]]) -> None:
    """Set the filter's widgets from the address, once per address; words that the filter does not have are left out.

    ``allowed`` are the options of the widgets that choose among some.
    """
    asked = {name: st.query_params.get_all(name) for name in st.query_params if name in _names()}
    if not asked or asked == state.recall(_READ, None):
        return
    state.remember(_READ, asked)
    folded = asked.keys() - _ALWAYS_SEEN
    state.remember(_OPENED, tuple({"runs" if name.startswith("run_") else "more" for name in folded}))
    for name, values in asked.items():
        value = _value(name, values, allowed.get(name))
        if value is not None:
            state.remember(f"catalog.{name}", value)


def opened(fold: str) -> bool:
    """Whether a fold of the filter (``more`` or ``runs``) begins open, since the address asks something within it."""
    return fold in state.recall(_OPENED, ())


def put_into_address() -> None:
    """Write what the filter asks beyond its beginning into the address."""
    wanted: dict[str, list[str]] = {}
    for name in _names():
        value: Any = state.recall(f"catalog.{name}", cast("Any", None))
        if value in (None, "", (), [], False) or value == ORDINARY.get(name):
            continue
        wanted[name] = [str(one) for one in value] if name in MANY else ["yes" if value is True else f"{value}"]
    present = {name: st.query_params.get_all(name) for name in st.query_params if name in _names()}
    if present == wanted:
        return
    for name in present.keys() - wanted.keys():
        del st.query_params[name]
    for name, values in wanted.items():
        st.query_params[name] = values
    state.remember(_READ, wanted)


def _names() -> tuple[str, ...]:
    return (*TEXTS, *MANY, *NUMBERS, *FLAGS)


def _value(name: str, values: list[str], options: tuple[Any, ...] | None) -> Any:
    if name in MANY:
        return [one for one in values if options is None or one in options] or None
    if name in FLAGS:
        return values[0] == "yes"
    if name in NUMBERS:
        try:
            number = float(values[0])
        except ValueError:
            return None
        return int(number) if name in WHOLE else number
    return values[0] if options is None or values[0] in options else None
