"""Stored records that can be read; those that cannot are said on the page and cost no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import streamlit as st
from pydantic import BaseModel, ValidationError

from advisor.ui.words import say_n

Kind = TypeVar("Kind", bound=BaseModel)


def readable(kind: type[Kind], payloads: Iterable[str]) -> tuple[Kind, ...]:
    """The records among texts of JSON, in their order."""
    found: list[Kind] = []
    unreadable = 0
    for payload in payloads:
        try:
            found.append(kind.model_validate_json(payload))
        except ValidationError:
            unreadable += 1
    if unreadable:
        st.warning(
            say_n(
                "{count} stored entry cannot be read and is left out: it is damaged, or was made by another version.",
                "{count} stored entries cannot be read and are left out: they are damaged, or were made by another "
                "version.",
                unreadable,
            ),
            icon=":material/broken_image:",
        )
    return tuple(found)
