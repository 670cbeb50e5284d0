"""Stored records that can be read; those that cannot are said on the page and cost no other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import streamlit as st
from pydantic import BaseModel

from advisor.ui.words import say, say_n
from advisor.units import parsed

Kind = TypeVar("Kind", bound=BaseModel)


def readable(kind: type[Kind], payloads: Iterable[str], *, key: str = "") -> tuple[Kind, ...]:
    """The records among texts of JSON, in their order; with a ``key``, what cannot be read can be downloaded."""
    read = [(payload, parsed(kind, payload)) for payload in payloads]
    unreadable = [payload for payload, record in read if record is None]
    if unreadable:
        st.warning(
            say_n(
                "{n} stored entry cannot be read and is left out: it is damaged, or was made by another version.",
                "{n} stored entries cannot be read and are left out: they are damaged, or were made by another "
                "version.",
                len(unreadable),
            ),
            icon=":material/broken_image:",
        )
        if key:
            show_stored("\n".join(unreadable), key)
    return tuple(record for _, record in read if record is not None)


def show_stored(text: str, key: str) -> None:
    """A button that gives what is stored as a file."""
    st.download_button(
        say("Download what is stored"),
        text,
        file_name="stored.txt",
        mime="text/plain",
        key=key,
        on_click="ignore",
        help=say("The stored text as it is, for whoever mends it."),
    )
