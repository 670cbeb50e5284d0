"""Refresh the catalog from a page: how old it is, what newer lists propose, accept or refuse, undo."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from advisor.catalog.audit.ages import table_ages
from advisor.catalog.refresh.editions import current_name
from advisor.errors import InputError
from advisor.services.refresh.process import KeptUploads, refresh_in_a_process, undo_in_a_process
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.cached.uploads import say_limit
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import show_rows
from advisor.ui.words import later, said, say
from advisor.units import told

FOUND: Final = "catalog.refresh.found"
KEPT: Final = "catalog.refresh.kept"
SHOWN: Final = {
    "table": later("Table"),
    "key": later("Row"),
    "field": later("Column"),
    "stands": later("Stands"),
    "stands_on": later("Since"),
    "proposed": later("Proposed"),
    "proposed_on": later("Dated"),
    "why": later("Why"),
    "proposed_source": later("Source"),
}
"""What is shown of a proposal, and the heads of its columns."""
EVERYTHING: Final = later("Every source")


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
    st.subheader(say("How old the catalog is"))
    if stale:
        told = ", ".join(
            say("{stale:,} of {rows:,} in {table}", stale=age.stale, rows=age.rows, table=age.table) for age in stale
        )
        st.warning(
            say("Older than their limit: {told}. Newer files bring newer rows.", told=told), icon=":material/schedule:"
        )
    rows = [
        {
            say("Table"): age.table,
            say("Rows"): age.rows,
            say("Limit (days)"): age.limit_days,
            say("Past the limit"): age.stale,
            say("Typical age (days)"): age.typical_days,
            say("Refreshed by"): ", ".join(age.refreshed_by) or say("hand"),
        }
        for age in ages
    ]
    show_rows(pd.DataFrame(rows), hide_index=True, key="catalog.refresh.ages")


def _show_form() -> None:
    st.subheader(say("Newer files"))
    with st.form("catalog.refresh.form", border=True):
        uploads = st.file_uploader(
            say("Files of the sources"),
            accept_multiple_files=True,
            type=["json", "csv", "yaml", "yml", "gz"],
            key="catalog.refresh.files",
            help=say(
                "Such as LiteLLM's model_prices_and_context_window.json or models.dev's api.json: known by shape."
            ),
        )
        say_limit()
        online = False
        if installation.settings().refresh_online:
            online = st.checkbox(
                say("Ask the sources themselves"),
                key="catalog.refresh.online",
                help=say("Fetches what they publish, from the addresses that the registry of sources names."),
            )
        if st.form_submit_button(say("See what is newer"), type="primary", key="catalog.refresh.look"):
            _look({upload.name: upload.getvalue() for upload in uploads or ()}, online=online)


def _look(files: dict[str, bytes], *, online: bool) -> None:
    if not files and not online:
        st.info(say("Choose at least one file."))
        return
    try:
        _let_go()
        kept = KeptUploads(installation.settings().home, files) if files else None
        state.remember(KEPT, kept)
        with st.spinner(say("Reading and comparing in a process of its own")):
            state.remember(FOUND, refresh_in_a_process(kept.folder if kept else None))
    except InputError as error:
        st.error(escaped(str(error)))


def _let_go() -> None:
    """The files that were looked at before are not needed once others are."""
    before: KeptUploads | None = state.recall(KEPT, None)
    state.forget(KEPT)
    if before is not None:
        before.let_go()


def _show_found(found: dict[str, Any]) -> None:
    for problem in found["problems"]:
        st.warning(escaped(problem["message"]), icon=":material/rule:")
    proposals = found["proposals"]
    st.markdown(
        say("**{ready:,} to accept, {waiting:,} to decide.**", ready=found["to_do"], waiting=found["to_decide"])
    )
    if found["edition"]:
        st.success(
            say(
                "Edition {edition} is in force; {n:,} proposals were accepted.",
                edition=found["edition"],
                n=len(found["accepted"]),
            )
        )
        st.code(found["changes"], language=None)
        for note in found["decisions"]:
            st.markdown(f"- {escaped(note)}")
    if not proposals:
        st.info(say("Nothing to do: the files say what the catalog says."))
        return
    counts = Counter(proposal["source"] for proposal in proposals)
    source = st.selectbox(
        say("Source"),
        [EVERYTHING, *counts],
        format_func=lambda name: f"{name} ({counts[name]:,})" if name in counts else say(name),
        key="catalog.refresh.source",
        help=say("Shows what one source proposes."),
    )
    shown = [p for p in proposals if source in (EVERYTHING, p["source"])]
    show_rows(
        pd.DataFrame(
            [
                {
                    say("id"): p["proposal_id"],
                    **{say(head): (p | {"why": _why(p)})[name] for name, head in SHOWN.items()},
                }
                for p in shown
            ]
        ),
        hide_index=True,
        key="catalog.refresh.proposals",
    )
    _show_choice(shown, "all" if source == EVERYTHING else source)


def _why(proposal: dict[str, Any]) -> str:
    """Why a proposal differs from what stands, why it waits, and what a new row leaves blank."""
    parts = [said(told(f"refresh.reason.{proposal['reason']}"))]
    if proposal["blocked"]:
        parts.append(said(told(f"refresh.blocked.{proposal['blocked']}")))
    if proposal.get("missing"):
        parts.append(say("still blank: {columns}", columns=", ".join(proposal["missing"])))
    return "; ".join(parts)


def _show_choice(shown: list[dict[str, Any]], everything: str) -> None:
    labels = {p["proposal_id"]: f"{p['key']} {p['field']}: {p['stands']} → {p['proposed'][:60]}" for p in shown}
    with st.form("catalog.refresh.choice", border=True):
        chosen = st.multiselect(
            say("Single rows"),
            list(labels),
            format_func=labels.__getitem__,
            key="catalog.refresh.rows",
            help=say("Rows to accept or to refuse; conflicts are decided here."),
        )
        reason = st.text_input(
            say("Reason of a refusal"), key="catalog.refresh.reason", help=say("Kept with the refusal."), max_chars=300
        )
        row = st.container(horizontal=True)
        every = row.form_submit_button(say("Accept all that need no decision"), key="catalog.refresh.accept_all")
        some = row.form_submit_button(say("Accept these rows"), key="catalog.refresh.accept_rows")
        none = row.form_submit_button(say("Refuse these rows"), key="catalog.refresh.refuse_rows")
    if every:
        _act(accept=(everything,))
    elif some and chosen:
        _act(accept=tuple(chosen))
    elif none and chosen:
        _act(refuse=tuple(f"{name}={reason}" for name in chosen))


def _act(*, accept: tuple[str, ...] = (), refuse: tuple[str, ...] = ()) -> None:
    kept: KeptUploads | None = state.recall(KEPT, None)
    try:
        with st.spinner(say("Writing a new edition in a process of its own")):
            found = refresh_in_a_process(kept.folder if kept else None, accept=accept, refuse=refuse)
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
    st.caption(say("Edition {name} of the refresh is in force, beneath your own rows.", name=name))
    if st.button(
        say("Undo this edition"), key="catalog.refresh.undo", help=say("Puts the edition before in force again.")
    ):
        try:
            undo_in_a_process()
        except InputError as error:
            st.error(escaped(str(error)))
            return
        state.remember(FOUND, {})
        st.rerun()
