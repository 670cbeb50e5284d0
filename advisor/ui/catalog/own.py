"""The user's own models and prices: add by form, file or Hub id, see, remove, take along."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from advisor.catalog.own.import_csv import Draft, draft_rows, export_csv, export_zip, read_upload
from advisor.catalog.own.overlay import OVERLAY_TABLES
from advisor.catalog.own.store import OverlayStore
from advisor.catalog.tables.parse import row_key
from advisor.catalog.tables.schema import TABLES
from advisor.errors import CatalogError, Problem
from advisor.services.import_model import import_from_hub
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.catalog.own_forms import show_model_form, show_price_form
from advisor.ui.catalog.words import KINDS

TABLE_WORDS: Final = {
    "model_catalog": "Models",
    "offers": "Prices",
    "providers": "Providers",
    "licences": "Licences",
    "gpu_offers": "GPU prices",
    "price_history": "Past prices",
    "benchmarks": "Scores",
    "aliases": "Other names",
    "sources": "Sources",
}


def show() -> None:
    """What is kept, and the three ways to add to it."""
    st.markdown(
        "Your own models and prices are kept in a folder beside the shipped catalog and marked as yours everywhere. "
        "A row with the id of a shipped one takes its place until you remove it. The shipped files are never changed."
    )
    store = OverlayStore(installation.settings().overlay_dir)
    done = state.recall("catalog.own.done", "")
    if done:
        st.success(done, icon=":material/check:")
        state.forget("catalog.own.done")
    _show_kept(store)
    add_model, add_price, from_file, from_hub = st.tabs(
        ["Add a model", "Add a price", "From a file", "From the Hub"],
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
    if cells is None:
        return
    draft = draft_rows({table: [cells]}, installation.catalog(), today=_today())
    if draft.problems:
        show_problems("This cannot be saved yet:", draft.problems)
        return
    _save(draft, store)


def _save(draft: Draft, store: OverlayStore) -> None:
    try:
        count = draft.save(store)
    except CatalogError as error:
        show_problems(error.title, error.problems)
        return
    state.remember("catalog.own.done", f"{count} {'row' if count == 1 else 'rows'} saved.")
    st.rerun()


def show_problems(title: str, problems: tuple[Problem, ...]) -> None:
    """Everything that is wrong, one line each: where, what was found, what is allowed."""
    st.error(title, icon=":material/error:")
    st.dataframe(
        [{"Where": problem.place, "Found": problem.found, "Allowed": problem.allowed} for problem in problems],
        hide_index=True,
        key="catalog.own.problems",
    )


def _show_kept(store: OverlayStore) -> None:
    kept = {}
    for table in TABLE_WORDS:
        try:
            rows = store.rows(table)
        except CatalogError as error:
            show_problems(error.title, error.problems)
            continue
        if rows:
            kept[table] = rows
    if not kept:
        st.info("Nothing of your own yet.")
        return
    for table, rows in kept.items():
        with st.expander(f"{TABLE_WORDS[table]} ({len(rows)})", expanded=table in {"model_catalog", "offers"}):
            _show_rows(table, rows, store)
    st.download_button(
        "Download all as ZIP",
        export_zip(store),
        "own-catalog.zip",
        "application/zip",
        key="catalog.own.zip",
        icon=":material/folder_zip:",
        help="Every table of your own as CSV; another installation can take it in under “From a file”.",
    )


def _show_rows(table: str, rows: list[dict[str, str]], store: OverlayStore) -> None:
    filled = [name for name in TABLES[table].model_fields if any(row.get(name) for row in rows)]
    st.dataframe(
        pd.DataFrame([{name: row.get(name, "") for name in filled} for row in rows]),
        hide_index=True,
        key=f"catalog.own.rows.{table}",
    )
    row = st.container(horizontal=True, vertical_alignment="bottom")
    keys = [row_key(cells, table) for cells in rows]
    chosen = row.selectbox(
        "Row to remove",
        keys,
        index=None,
        key=f"catalog.own.pick.{table}",
        help="A removed row is kept in the folder of replaced rows.",
        placeholder="Choose a row",
    )
    row.button(
        "Remove",
        key=f"catalog.own.remove.{table}",
        icon=":material/delete:",
        help="Takes the chosen row out of your own catalog.",
        disabled=chosen is None,
        on_click=_remove,
        args=(table, chosen, store),
    )
    row.download_button(
        "Download as CSV",
        export_csv(store, table),
        f"{table}.csv",
        "text/csv",
        key=f"catalog.own.csv.{table}",
        icon=":material/download:",
        help="Safe to open in a spreadsheet; can be taken in again.",
    )


def _remove(table: str, key: str, store: OverlayStore) -> None:
    if store.remove(table, key):
        state.remember("catalog.own.done", f"{key} removed.")


def _show_upload(store: OverlayStore) -> None:
    upload = st.file_uploader(
        "CSV file or ZIP of CSV files",
        type=["csv", "zip"],
        key="catalog.own.upload",
        help="Columns as in the shipped tables; missing columns are unknown. Every bad row is listed before you save.",
    )
    table = st.selectbox(
        "What the file holds",
        [None, *OVERLAY_TABLES],
        format_func=lambda code: TABLE_WORDS[code] if code else "Tell by its name or columns",
        key="catalog.own.table",
        help="Only needed for a CSV file whose name and columns do not tell.",
    )
    _show_template(table or "model_catalog")
    if upload is None:
        return
    try:
        draft = draft_rows(read_upload(upload.getvalue(), upload.name, table), installation.catalog(), today=_today())
    except CatalogError as error:
        show_problems(error.title, error.problems)
        return
    if draft.problems:
        show_problems(f"{len(draft.problems)} things are wrong; these rows will not be saved:", draft.problems)
    st.markdown(f"**{draft.count} {'row' if draft.count == 1 else 'rows'} can be saved.**")
    for name, rows in draft.rows.items():
        st.caption(f"{TABLE_WORDS[name]}: {', '.join(row_key(row, name) for row in rows[:8])}")
    if draft.count and st.button(
        f"Save {draft.count} {'row' if draft.count == 1 else 'rows'}",
        key="catalog.own.save",
        type="primary",
        icon=":material/save:",
        help="Adds the sound rows to your own catalog.",
    ):
        _save(draft, store)


def _show_template(table: str) -> None:
    columns = ",".join(TABLES[table].model_fields)
    st.download_button(
        f"Empty table of {TABLE_WORDS[table].lower()}",
        (columns + "\n").encode(),
        f"{table}.csv",
        "text/csv",
        key=f"catalog.own.template.{table}",
        icon=":material/table:",
        help="A CSV file with nothing but the names of the columns.",
    )


def _show_import() -> None:
    with st.form("catalog.own.hub", border=True):
        hub_id = st.text_input(
            "Repository on the Hugging Face Hub",
            key="catalog.own.hub_id",
            placeholder="organisation/model",
            help="Reads the card, the licence, the parameter count and config.json; never the weights.",
        )
        kind = st.selectbox(
            "Kind",
            [None, *KINDS],
            format_func=lambda code: KINDS[code] if code else "As the repository says",
            key="catalog.own.hub_kind",
            help="Only needed where the repository names no task, or a wrong one.",
        )
        asked = st.form_submit_button(
            "Import",
            type="primary",
            key="catalog.own.import",
            icon=":material/cloud_download:",
            help="Connects to the Hub, or to the mirror that HF_ENDPOINT names.",
        )
    if asked:
        state.forget("catalog.own.imported")
        try:
            with st.spinner("Reading the repository"):
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
    st.success(f"{result['model_id']} is in your own catalog.", icon=":material/check:")
    st.markdown(f"**Licence:** {result['licence']}")
    st.markdown(f"**Unknown:** {', '.join(result['unknown']) or 'nothing that sizing needs'}")
    for note in result["notes"]:
        st.caption(note)
