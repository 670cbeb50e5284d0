"""The user's own rows as they are kept: seen, opened for a change, removed, taken along."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from advisor.catalog.own.import_csv import export_csv, export_zip
from advisor.catalog.own.store import OverlayStore
from advisor.catalog.tables.parse import row_key
from advisor.catalog.tables.schema import TABLES
from advisor.errors import CatalogError, Problem
from advisor.ui import state
from advisor.ui.catalog.code_labels import in_words
from advisor.ui.catalog.own_forms import fill_model_form, fill_price_form
from advisor.ui.tables import show_rows
from advisor.ui.words import later, say

TABLE_WORDS: Final = {
    "model_catalog": later("Models"),
    "offers": later("Prices"),
    "providers": later("Providers"),
    "licences": later("Licences"),
    "gpu_offers": later("GPU prices"),
    "price_history": later("Past prices"),
    "benchmarks": later("Scores"),
    "aliases": later("Other names"),
    "sources": later("Sources"),
}
CHANGED: Final = "catalog.own.changed"
FORM_OF: Final = {"model_catalog": later("Add a model"), "offers": later("Add a price")}
FILL: Final = {"model_catalog": fill_model_form, "offers": fill_price_form}


def show_problems(title: str, problems: tuple[Problem, ...]) -> None:
    """Everything that is wrong, one line each: where, what was found, what is allowed."""
    st.error(in_words(title), icon=":material/error:")
    show_rows(
        [
            {say("Where"): problem.place, say("Found"): problem.found, say("Allowed"): in_words(problem.allowed)}
            for problem in problems
        ],
        hide_index=True,
        key="catalog.own.problems",
    )


def show_kept(store: OverlayStore) -> None:
    """Every table that has rows of one's own, and all of them as a file."""
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
        st.info(say("Nothing of your own yet."))
        return
    for table, rows in kept.items():
        with st.expander(
            f"{in_words(TABLE_WORDS[table])} ({len(rows)})", expanded=table in {"model_catalog", "offers"}
        ):
            _show_rows(table, rows, store)
    st.download_button(
        say("Download all as ZIP"),
        export_zip(store),
        "own-catalog.zip",
        "application/zip",
        key="catalog.own.zip",
        icon=":material/folder_zip:",
        help=say("Every table of your own as CSV; another installation can take it in under “From a file”."),
    )


def _show_rows(table: str, rows: list[dict[str, str]], store: OverlayStore) -> None:
    filled = [name for name in TABLES[table].model_fields if any(row.get(name) for row in rows)]
    show_rows(
        pd.DataFrame([{name: row.get(name, "") for name in filled} for row in rows]),
        hide_index=True,
        key=f"catalog.own.rows.{table}",
    )
    row = st.container(horizontal=True, vertical_alignment="bottom")
    keys = [row_key(cells, table) for cells in rows]
    chosen = row.selectbox(
        say("Row to change or remove"),
        keys,
        index=None,
        key=f"catalog.own.pick.{table}",
        help=say("A removed row is kept in the folder of replaced rows."),
        placeholder=say("Choose a row"),
    )
    if table in FILL:
        row.button(
            say("Change"),
            key=f"catalog.own.change.{table}",
            icon=":material/edit:",
            help=say("Opens the form with the chosen row in it."),
            disabled=chosen is None,
            on_click=_change,
            args=(table, rows[keys.index(chosen)] if chosen in keys else {}),
        )
    row.button(
        say("Remove"),
        key=f"catalog.own.remove.{table}",
        icon=":material/delete:",
        help=say("Takes the chosen row out of your own catalog."),
        disabled=chosen is None,
        on_click=_remove,
        args=(table, chosen, store),
    )
    row.download_button(
        say("Download as CSV"),
        export_csv(store, table),
        f"{table}.csv",
        "text/csv",
        key=f"catalog.own.csv.{table}",
        icon=":material/download:",
        help=say("Safe to open in a spreadsheet; can be taken in again."),
    )


def _remove(table: str, key: str, store: OverlayStore) -> None:
    if store.remove(table, key):
        state.remember("catalog.own.done", say("{row} removed.", row=key))


def leave_change(table: str) -> None:
    """Empty the form; the saved row stays as it is."""
    state.forget(f"{CHANGED}.{table}")
    FILL[table]({})


def _change(table: str, row: dict[str, str]) -> None:
    """Open the form with a saved row in it."""
    state.remember(f"{CHANGED}.{table}", row)
    state.remember("catalog.own.tab", say(FORM_OF[table]))
    FILL[table](row)
