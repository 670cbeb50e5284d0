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
from advisor.ui.catalog.own_forms import fill_model_form, fill_price_form

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
CHANGED: Final = "catalog.own.changed"
FORM_OF: Final = {"model_catalog": "Add a model", "offers": "Add a price"}
FILL: Final = {"model_catalog": fill_model_form, "offers": fill_price_form}


def show_problems(title: str, problems: tuple[Problem, ...]) -> None:
    """Everything that is wrong, one line each: where, what was found, what is allowed."""
    st.error(title, icon=":material/error:")
    st.dataframe(
        [{"Where": problem.place, "Found": problem.found, "Allowed": problem.allowed} for problem in problems],
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
        "Row to change or remove",
        keys,
        index=None,
        key=f"catalog.own.pick.{table}",
        help="A removed row is kept in the folder of replaced rows.",
        placeholder="Choose a row",
    )
    if table in FILL:
        row.button(
            "Change",
            key=f"catalog.own.change.{table}",
            icon=":material/edit:",
            help="Opens the form with the chosen row in it.",
            disabled=chosen is None,
            on_click=_change,
            args=(table, rows[keys.index(chosen)] if chosen in keys else {}),
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


def leave_change(table: str) -> None:
    """Empty the form; the saved row stays as it is."""
    state.forget(f"{CHANGED}.{table}")
    FILL[table]({})


def _change(table: str, row: dict[str, str]) -> None:
    """Open the form with a saved row in it."""
    state.remember(f"{CHANGED}.{table}", row)
    state.remember("catalog.own.tab", FORM_OF[table])
    FILL[table](row)
