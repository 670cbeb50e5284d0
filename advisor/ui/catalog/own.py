"""The user's own models and prices: add by form, file or Hub id, see, remove, take along."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from advisor.catalog.own.import_csv import Draft, draft_rows
from advisor.catalog.own.overlay import OVERLAY_TABLES
from advisor.catalog.own.store import OverlayStore
from advisor.catalog.tables.parse import row_key
from advisor.catalog.tables.schema import TABLES
from advisor.errors import CatalogError, InputError, Problem
from advisor.services.aside.read_files import drafted_upload
from advisor.services.import_model import import_from_hub
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.cached.uploads import ask_file, read_once
from advisor.ui.catalog.code_labels import KINDS, in_words
from advisor.ui.catalog.own_fields import labelled
from advisor.ui.catalog.own_forms import show_model_form, show_price_form
from advisor.ui.catalog.own_kept import CHANGED, TABLE_WORDS, leave_change, show_kept, show_problems
from advisor.ui.words import say, say_n


def show() -> None:
    """What is kept, and the three ways to add to it."""
    st.markdown(
        say(
            "Your own models and prices are kept in a folder beside the shipped catalog and marked as yours "
            "everywhere. "
            "A row with the id of a shipped one takes its place until you remove it. The shipped files are never "
            "changed."
        )
    )
    store = OverlayStore(installation.settings().overlay_dir)
    done = state.recall("catalog.own.done", "")
    if done:
        st.success(done, icon=":material/check:")
        state.forget("catalog.own.done")
    show_kept(store)
    add_model, add_price, from_file, from_hub = st.tabs(
        [say("Add a model"), say("Add a price"), say("From a file"), say("From the Hub")],
        key="catalog.own.tab",
        on_change="rerun",
    )
    if add_model.open:
        with add_model:
            _save_form("model_catalog", show_model_form(), store)
    if add_price.open:
        with add_price:
            _save_form("offers", show_price_form(), store)
    if from_file.open:
        with from_file:
            _show_upload(store)
    if from_hub.open:
        with from_hub:
            _show_import()


def _today() -> date:
    return datetime.now(UTC).date()


def _save_form(table: str, cells: dict[str, str] | None, store: OverlayStore) -> None:
    """Save a form: a new row, or the changed one, of which the form does not show every cell."""
    changed: dict[str, str] = state.recall(f"{CHANGED}.{table}", {})
    if changed:
        st.info(say("You are changing {row}.", row=row_key(changed, table)), icon=":material/edit:")
        st.button(
            say("Leave it as it was"),
            key=f"catalog.own.leave.{table}",
            help=say("Empties the form; the saved row stays."),
            on_click=leave_change,
            args=(table,),
        )
    if cells is None:
        return
    full = {**{name: value for name, value in changed.items() if name != "offer_id"}, **cells}
    draft = draft_rows({table: [full]}, installation.catalog(), today=_today())
    if draft.problems:
        told = (
            Problem(in_words(labelled(problem.place)), problem.found, problem.allowed) for problem in draft.problems
        )
        show_problems(say("This cannot be saved yet:"), tuple(told))
        return
    (row,) = draft.rows[table]
    if changed and row_key(row, table) != row_key(changed, table):
        store.remove(table, row_key(changed, table))
    state.forget(f"{CHANGED}.{table}")
    _save(draft, store)


def _read(upload: UploadedFile, table: str | None) -> Draft:
    """The rows of an upload against the catalog as it is now."""
    folders = installation.settings().catalog_dir, installation.settings().overlay_dir
    call = partial(drafted_upload, upload.getvalue(), upload.name, table, folders=folders, today=_today())
    return read_once(upload, call, key="own", also=(table, installation.catalog().digest))


def _save(draft: Draft, store: OverlayStore) -> None:
    try:
        count = draft.save(store)
    except CatalogError as error:
        show_problems(error.title, error.problems)
        return
    state.remember("catalog.own.done", say_n("{n} row saved.", "{n} rows saved.", count))
    st.rerun()


def _show_upload(store: OverlayStore) -> None:
    upload = ask_file(
        say("CSV file or ZIP of CSV files"),
        types=["csv", "zip"],
        key="catalog.own.upload",
        help=say(
            "Columns as in the shipped tables; missing columns are unknown. Every bad row is listed before you save."
        ),
    )
    table = st.selectbox(
        say("What the file holds"),
        [None, *OVERLAY_TABLES],
        format_func=lambda code: in_words(TABLE_WORDS[code]) if code else say("Tell by its name or columns"),
        key="catalog.own.table",
        help=say("Only needed for a CSV file whose name and columns do not tell."),
    )
    _show_template(table or "model_catalog")
    if upload is None:
        return
    try:
        draft = _read(upload, table)
    except InputError as error:
        show_problems(error.title, error.problems)
        return
    if draft.problems:
        show_problems(say("{n} things are wrong; these rows will not be saved:", n=len(draft.problems)), draft.problems)
    st.markdown(say_n("**{n} row can be saved.**", "**{n} rows can be saved.**", draft.count))
    for name, rows in draft.rows.items():
        st.caption(f"{in_words(TABLE_WORDS[name])}: {', '.join(row_key(row, name) for row in rows[:8])}")
    if draft.count and st.button(
        say_n("Save {n} row", "Save {n} rows", draft.count),
        key="catalog.own.save",
        type="primary",
        icon=":material/save:",
        help=say("Adds the sound rows to your own catalog."),
    ):
        _save(draft, store)


def _show_template(table: str) -> None:
    columns = ",".join(TABLES[table].model_fields)
    st.download_button(
        say("Empty table of {table}", table=in_words(TABLE_WORDS[table])),
        (columns + "\n").encode(),
        f"{table}.csv",
        "text/csv",
        key=f"catalog.own.template.{table}",
        icon=":material/table:",
        help=say("A CSV file with nothing but the names of the columns."),
    )


def _show_import() -> None:
    with st.form("catalog.own.hub", border=True):
        hub_id = st.text_input(
            say("Repository on the Hugging Face Hub"),
            key="catalog.own.hub_id",
            placeholder="organisation/model",
            help=say("Reads the card, the licence, the parameter count and config.json; never the weights."),
        )
        kind = st.selectbox(
            say("Kind"),
            [None, *KINDS],
            format_func=lambda code: in_words(KINDS[code]) if code else say("As the repository says"),
            key="catalog.own.hub_kind",
            help=say("Only needed where the repository names no task, or a wrong one."),
        )
        asked = st.form_submit_button(
            say("Import"),
            type="primary",
            key="catalog.own.import",
            icon=":material/cloud_download:",
            help=say("Connects to the Hub, or to the mirror that HF_ENDPOINT names."),
        )
    if asked:
        state.forget("catalog.own.imported")
        try:
            with st.spinner(say("Reading the repository")):
                state.remember("catalog.own.imported", import_from_hub(hub_id, kind=kind))
        except CatalogError as error:
            show_problems(error.title, error.problems)
            return
        st.rerun()
    result: dict[str, Any] | None = state.recall("catalog.own.imported", None)
    if result is not None:
        _show_imported(result)


def _show_imported(result: dict[str, Any]) -> None:
    """What the last import brought; the list above has it already."""
    st.success(say("{model} is in your own catalog.", model=result["model_id"]), icon=":material/check:")
    st.markdown(say("**Licence:** {licence}", licence=result["licence"]))
    st.markdown(say("**Unknown:** {names}", names=", ".join(result["unknown"]) or say("nothing that sizing needs")))
    for note in result["notes"]:
        st.caption(note)
