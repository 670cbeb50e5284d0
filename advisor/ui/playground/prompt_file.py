"""A file of prompts on its way in: what it holds is shown, and what its names do not say is asked before it is read."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import partial
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from advisor.errors import InputError
from advisor.trials.playground.prompt_files import ENCODINGS, Looked, look_at, read_prompts
from advisor.trials.playground.prompt_library import Prompt
from advisor.ui.cached.uploads import read_once
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import show_rows
from advisor.ui.words import later, say

KINDS: Final = ("csv", "tsv", "jsonl")
_OURS: Final = {
    "text": later("Prompt"),
    "reference": later("Reference answer"),
    "tags": later("Tags"),
    "system": later("System prompt"),
    "name": later("Name"),
    "variables": later("Variables"),
}
_HELP: Final = {
    "text": later("What is sent to every model."),
    "reference": later("The answer that is hoped for; most metrics compare with it."),
    "tags": later("Kinds of prompt, parted by semicolons; results are shown for each."),
    "system": later("May stay empty."),
    "name": later("How you will find it again."),
    "variables": later("A JSON object of values for the variables in the prompt."),
}
_ENCODINGS: Final = {
    "cp1252": later("Western Europe (Windows-1252)"),
    "iso8859_15": later("Western Europe (ISO 8859-15)"),
    "mac_roman": later("Western Europe (Mac)"),
    "cp1250": later("Central Europe (Windows-1250)"),
    "cp1251": later("Cyrillic (Windows-1251)"),
    "cp1253": later("Greek (Windows-1253)"),
    "shift_jis": later("Japanese (Shift JIS)"),
    "gb18030": later("Chinese (GB 18030)"),
    "big5": later("Chinese (Big5)"),
}


def prompts_of(upload: UploadedFile, *, key: str) -> tuple[Prompt, ...]:
    """The prompts of an upload, once it is known what its columns are; none while that is still asked or refused."""
    raw = upload.getvalue()
    try:
        looked = read_once(upload, partial(look_at, raw, name=upload.name), key=f"{key}.looked")
        encoding = None
        if looked.unreadable:
            encoding = _encoding(key)
            if encoding is None:
                return ()
            look = partial(look_at, raw, name=upload.name, encoding=encoding)
            looked = read_once(upload, look, key=f"{key}.looked.again", also=encoding)
        columns = _columns(looked, key) if looked.columns else dict(looked.taken)
        if looked.columns and "text" not in columns:
            return ()
        read = partial(read_prompts, raw, name=upload.name, columns=columns or None, encoding=encoding)
        return read_once(upload, read, key=key, also=(encoding, tuple(sorted(columns.items()))))
    except InputError as error:
        st.error(escaped(error.title))
        show_rows(
            [{say("Answer"): p.place, say("Found"): p.found, say("What is allowed"): p.allowed} for p in error.problems]
        )
        return ()


def _encoding(key: str) -> str | None:
    """How a file is written that is not UTF-8: nothing in it says so."""
    st.warning(
        say(
            "This file is not written in UTF-8. Choose how it is written: below you see whether its letters come right."
        )
    )
    return st.selectbox(
        say("Written in"),
        ENCODINGS,
        index=None,
        format_func={code: say(_ENCODINGS[code]) for code in ENCODINGS}.__getitem__,
        key=f"{key}.encoding",
        help=say("A spreadsheet on Windows usually writes Windows-1252; as 'CSV UTF-8' it need not be asked."),
    )


def _columns(looked: Looked, key: str) -> Mapping[str, str]:
    """Which column each of ours is: by the names, shown and changeable, or asked where the names do not say it."""
    with st.container(border=True):
        heading = st.container()
        st.caption(say("The first rows of the file:"))
        show_rows([dict(row) for row in looked.rows], hide_index=True, alt=say("The first rows of the file"))
        fields = st.container() if looked.asks else st.expander(say("Change the columns"), key=f"{key}.change")
        with fields:
            chosen = _selects(looked, key)
        with heading:
            _told(looked, chosen)
    return chosen


def _selects(looked: Looked, key: str) -> dict[str, str]:
    """A choice of column for each of ours; kept as long as a file of the same columns is handed over."""
    names = f"{key}.column.{zlib.crc32(repr(looked.columns).encode()):x}"
    chosen: dict[str, str] = {}
    for place, (ours, label) in enumerate(_OURS.items()):
        if place % 3 == 0:
            row = st.columns(3)
        first = looked.taken.get(ours)
        column = row[place % 3].selectbox(
            say(label),
            looked.columns,
            index=None if first is None else looked.columns.index(first),
            key=f"{names}.{ours}",
            placeholder=say("Choose a column") if ours == "text" else say("No column"),
            help=say(_HELP[ours]),
        )
        if column is not None:
            chosen[ours] = column
    return chosen


def _told(looked: Looked, chosen: Mapping[str, str]) -> None:
    """What was asked, or what the names were taken for; and what is not read."""
    if "text" not in chosen:
        st.warning(say("Which column is the prompt? The names in this file do not say it."))
    elif looked.asks:
        st.markdown(say("**Which column is what?** The names in this file do not say it all."))
    else:
        st.markdown(say("**Columns of the file**"))
    taken = " · ".join(f"{say(_OURS[ours])} = {column}" for ours, column in chosen.items())
    unused = ", ".join(one for one in looked.columns if one not in chosen.values())
    if taken:
        st.caption(escaped(taken))
    if unused and chosen:
        st.caption(say("Not read: {columns}", columns=escaped(unused)))
