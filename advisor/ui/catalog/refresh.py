"""Refresh the catalog from a page: how old it is, what newer lists propose, accept or refuse, undo."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from advisor.catalog.audit.ages import table_ages
from advisor.catalog.refresh.editions import current_name
from advisor.errors import InputError
from advisor.services.refresh.process import keep_uploads, refresh_in_a_process, undo_in_a_process
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped

FOUND: Final = "catalog.refresh.found"
FOLDER: Final = "catalog.refresh.folder"
SHOWN: Final = ("table", "key", "field", "stands", "stands_on", "proposed", "proposed_on", "why", "proposed_source")
EVERYTHING: Final = "Every source"


def show() -> None:
    """The age of each table, then the files or sources to ask, then what they propose."""
    _show_ages()
    _show_form()
    found: dict[str, Any] = state.recall(FOUND, {})
    if found:
        _show_found(found)
    _show_undo()


def _show_ages() -> None:
    catalog = installation.catalog()
    ages = table_ages(catalog, as_of=datetime.now(UTC).date())
    stale = [age for age in ages if age.stale]
    st.subheader("How old the catalog is")
    if stale:
        told = ", ".join(f"{age.stale:,} of {age.rows:,} in {age.table}" for age in stale)
        st.warning(f"Older than their limit: {told}. Newer files bring newer rows.", icon=":material/schedule:")
    rows = [
        {
            "Table": age.table,
            "Rows": age.rows,
            "Limit (days)": age.limit_days,
            "Past the limit": age.stale,
            "Typical age (days)": age.typical_days,
            "Refreshed by": ", ".join(age.refreshed_by) or "hand",
        }
        for age in ages
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="catalog.refresh.ages")


def _show_form() -> None:
    st.subheader("Newer files")
    with st.form("catalog.refresh.form", border=True):
        uploads = st.file_uploader(
            "Files of the sources",
            accept_multiple_files=True,
            type=["json", "csv", "yaml", "yml", "gz"],
            key="catalog.refresh.files",
            help="Such as LiteLLM's model_prices_and_context_window.json or models.dev's api.json: known by shape.",
        )
        online = False
        if installation.settings().refresh_online:
            online = st.checkbox(
                "Ask the sources themselves",
                key="catalog.refresh.online",
                help="Fetches what they publish, from the addresses that the registry of sources names.",
            )
        if st.form_submit_button("See what is newer", type="primary", key="catalog.refresh.look"):
            _look({upload.name: upload.getvalue() for upload in uploads or ()}, online=online)


def _look(files: dict[str, bytes], *, online: bool) -> None:
    if not files and not online:
        st.info("Choose at least one file.")
        return
    try:
        folder = keep_uploads(installation.settings().home, files) if files else None
        state.remember(FOLDER, "" if folder is None else str(folder))
        with st.spinner("Reading and comparing in a process of its own"):
            state.remember(FOUND, refresh_in_a_process(folder))
    except InputError as error:
        st.error(escaped(str(error)))


def _show_found(found: dict[str, Any]) -> None:
    for problem in found["problems"]:
        st.warning(escaped(problem["message"]), icon=":material/rule:")
    proposals = found["proposals"]
    st.markdown(f"**{found['to_do']:,} to accept, {found['to_decide']:,} to decide.**")
    if found["edition"]:
        st.success(f"Edition {found['edition']} is in force; {len(found['accepted']):,} proposals were accepted.")
        st.code(found["changes"], language=None)
        for note in found["decisions"]:
            st.markdown(f"- {escaped(note)}")
    if not proposals:
        st.info("Nothing to do: the files say what the catalog says.")
        return
    counts = Counter(proposal["source"] for proposal in proposals)
    source = st.selectbox(
        "Source",
        [EVERYTHING, *counts],
        format_func=lambda name: f"{name} ({counts[name]:,})" if name in counts else name,
        key="catalog.refresh.source",
        help="Shows what one source proposes.",
    )
    shown = [p for p in proposals if source in (EVERYTHING, p["source"])]
    st.dataframe(
        pd.DataFrame([{"id": p["proposal_id"], **{name: p[name] for name in SHOWN}} for p in shown]),
        hide_index=True,
        key="catalog.refresh.proposals",
    )
    _show_choice(shown, "all" if source == EVERYTHING else source)


def _show_choice(shown: list[dict[str, Any]], everything: str) -> None:
    labels = {p["proposal_id"]: f"{p['key']} {p['field']}: {p['stands']} → {p['proposed'][:60]}" for p in shown}
    with st.form("catalog.refresh.choice", border=True):
        chosen = st.multiselect(
            "Single rows",
            list(labels),
            format_func=labels.__getitem__,
            key="catalog.refresh.rows",
            help="Rows to accept or to refuse; conflicts are decided here.",
        )
        reason = st.text_input(
            "Reason of a refusal", key="catalog.refresh.reason", help="Kept with the refusal.", max_chars=300
        )
        row = st.container(horizontal=True)
        every = row.form_submit_button("Accept all that need no decision", key="catalog.refresh.accept_all")
        some = row.form_submit_button("Accept these rows", key="catalog.refresh.accept_rows")
        none = row.form_submit_button("Refuse these rows", key="catalog.refresh.refuse_rows")
    if every:
        _act(accept=(everything,))
    elif some and chosen:
        _act(accept=tuple(chosen))
    elif none and chosen:
        _act(refuse=tuple(f"{name}={reason}" for name in chosen))


def _act(*, accept: tuple[str, ...] = (), refuse: tuple[str, ...] = ()) -> None:
    folder = state.recall(FOLDER, "")
    try:
        with st.spinner("Writing a new edition in a process of its own"):
            found = refresh_in_a_process(Path(folder) if folder else None, accept=accept, refuse=refuse)
    except InputError as error:
        st.error(escaped(str(error)))
        return
    taken = set(found["accepted"])
    found["proposals"] = [p for p in found["proposals"] if p["proposal_id"] not in taken]
    found["to_do"] = sum(p["blocked"] is None for p in found["proposals"])
    state.remember(FOUND, found)
    st.rerun()


def _show_undo() -> None:
    name = current_name(installation.settings().overlay_dir)
    if not name:
        return
    st.caption(f"Edition {name} of the refresh is in force, beneath your own rows.")
    if st.button("Undo this edition", key="catalog.refresh.undo", help="Puts the edition before in force again."):
        try:
            undo_in_a_process()
        except InputError as error:
            st.error(escaped(str(error)))
            return
        state.remember(FOUND, {})
        st.rerun()
