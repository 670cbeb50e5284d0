"""All decisions that this person may see, with filters and files for an inventory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import pandas as pd
import streamlit as st

from advisor.services.house.inventory_files import FORMS, inventory_file
from advisor.services.house.register import RegisteredDecision, filtered, house_register, names_of
from advisor.storage.rights.known_people import KnownPeople
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import show_rows
from advisor.ui.words import say, say_n, words
from advisor.words.inventory_words import cell_text, column_titles

_SHOWN: Final = (
    *("system", "model", "provider", "place", "owner", "team", "data_class", "risk_class", "status"),
    *("review_on", "policy", "usd_per_month"),
)
_FILTERS: Final = ("status", "data_class", "risk_class")
_FILES: Final = {"xlsx": ":material/table_view:", "csv": ":material/csv:", "json": ":material/data_object:"}


def show() -> None:
    """Filters, the table, what needs attention, and the files."""
    rows = _rows()
    if not rows:
        st.info(say("No decision is saved yet. Save one, and it stands here."), icon=":material/info:")
        return
    chosen = _filtered(rows)
    st.caption(
        say_n("{n} decision", "{n} decisions", len(chosen))
        + " · "
        + say_n("{n} needs attention", "{n} need attention", sum(bool(row.attention) for row in chosen))
    )
    _show_table(chosen)
    _show_attention(chosen)
    _show_files(chosen)


def _rows() -> tuple[RegisteredDecision, ...]:
    with st.spinner(say("Looking at every decision"), show_time=True):
        return house_register(
            installation.decisions(),
            installation.lifecycle(),
            installation.entries(),
            installation.catalog(),
            datetime.now(UTC).date(),
            language=words().language,
            run=decisions.rerun_today,
            name_of=names_of(KnownPeople(installation.database())),
        )


def _filtered(rows: Sequence[RegisteredDecision]) -> tuple[RegisteredDecision, ...]:
    titles, spoken = column_titles(words()), words()
    wanted: dict[str, Sequence[str]] = {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name in _FILTERS:
            values = sorted({str(getattr(row, name)) for row in rows})
            shown = {value: str(cell_text(name, value, spoken)) for value in values}
            wanted[name] = st.multiselect(
                titles[name],
                values,
                format_func=shown.__getitem__,
                key=f"register.filter.{name}",
                help=say("Only decisions with one of these; none chosen: all."),
            )
        attention = st.toggle(
            say("Needs attention"),
            key="register.filter.attention",
            help=say("Only decisions that should be looked at again: review due, retirement, drift, a changed policy."),
        )
    return filtered(rows, wanted, attention=attention)


def _show_table(rows: Sequence[RegisteredDecision]) -> None:
    titles, spoken = column_titles(words()), words()
    table = [
        {titles[key]: cell_text(key, getattr(row, key), spoken) for key in _SHOWN}
        | {titles["attention"]: len(row.attention)}
        for row in rows
    ]
    show_rows(
        pd.DataFrame(table),
        hide_index=True,
        width="stretch",
        column_config={titles["usd_per_month"]: st.column_config.NumberColumn(format="localized")},
        key="register.table",
        alt=say("Every decision of the house with its model, owner, classes, status, review and policy"),
    )


def _show_attention(rows: Sequence[RegisteredDecision]) -> None:
    """Why, and the way to the decision."""
    for row in (row for row in rows if row.attention):
        with st.container(border=True):
            left, right = st.columns([5, 1], vertical_alignment="center")
            reasons = "\n".join(f"- {escaped(note.sentence)}" for note in row.attention)
            left.markdown(f"**{escaped(row.system)}**\n\n{reasons}")
            if right.button(
                say("Open"),
                key=f"register.open.{row.decision_id}",
                icon=":material/arrow_forward:",
                help=say("Opens this decision."),
            ):
                saved = installation.decisions().get(row.decision_id)
                state.put_on_desk(saved.answers, decision_id=saved.decision_id, revision=saved.revision)
                st.switch_page("pages/report.py")


def _show_files(rows: Sequence[RegisteredDecision]) -> None:
    st.markdown(say("**As an inventory of AI systems**"))
    st.caption(
        say(
            "Columns after Annex VIII to the EU AI Act and the controls of ISO/IEC 42001; what only people know stands "
            "empty. The workbook says which column answers to what."
        )
    )
    day = datetime.now(UTC).date()
    with st.container(horizontal=True):
        for form, icon in _FILES.items():
            st.download_button(
                say("Download as {form}", form=form.upper()),
                inventory_file(rows, form, day, words().language),
                file_name=f"register-{day.isoformat()}.{form}",
                mime=FORMS[form],
                key=f"register.download.{form}",
                icon=icon,
                help=say("The decisions that are shown above."),
            )
