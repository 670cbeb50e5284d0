"""Files that people hand over: each is read once, in a process of its own, and let go with the session."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Final, Generic, TypeVar, cast

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from advisor.errors import InputError
from advisor.services.aside.run import run_aside
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.words import say

Result = TypeVar("Result")
_READ: Final = "uploads.read"


@dataclass(frozen=True, slots=True)
class _Known(Generic[Result]):
    """A file that was read: what it gave, or what it was refused with."""

    identity: Hashable
    given: Result | None
    refused: InputError | None


def ask_file(label: str, *, types: Sequence[str], key: str, help: str) -> UploadedFile | None:  # noqa: A002 - as Streamlit
    """One file, with what is said of its size; None while there is none."""
    upload = st.file_uploader(label, type=list(types), key=key, help=help)
    say_limit()
    return upload


def say_limit() -> None:
    """What a file may have, below its field: the browser refuses a larger one, and says so in English alone."""
    limit = st.get_option("server.maxUploadSize")
    st.caption(
        say(
            "At most {limit} MB a file: a larger one is not taken. Shorten it, or hand it over in several parts.",
            limit=limit,
        )
    )


def read_once(upload: UploadedFile, call: Callable[[], Result], *, key: str, also: Hashable = None) -> Result:
    """What a reader (a function of a module, or a ``partial`` of one) gives of an upload, or refuses it with.

    The last file of each ``key`` is remembered with what came of it: a page is drawn anew at every click. ``also`` is
    whatever else the reader's answer hangs on.
    """
    identity = upload.file_id, also
    known: _Known[Result] | None = state.recall(f"{_READ}.{key}", None)
    if known is None or known.identity != identity:
        known = _Known(identity, *_read(upload.name, call))
        state.remember(f"{_READ}.{key}", known)
    if known.refused is not None:
        raise copy(known.refused)  # one that was raised holds the frames it passed, and with them the file
    return cast("Result", known.given)


def aside(call: Callable[[], Result], *, what: str) -> Result:
    """What a call gives, worked out in a process of its own within the limits of this installation."""
    limits = installation.settings()
    return run_aside(call, what=what, seconds=limits.aside_seconds, megabytes=limits.aside_megabytes)


def _read(name: str, call: Callable[[], Result]) -> tuple[Result | None, InputError | None]:
    with st.spinner(say("Reading the file in a process of its own")):
        try:
            return aside(call, what=name), None
        except InputError as error:
            return None, error.with_traceback(None)
