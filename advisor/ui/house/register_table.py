"""All decisions that this person may see, with filters and files for an inventory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from time import monotonic
from typing import Any, Final

import pandas as pd
import streamlit as st

from advisor.report.replay.watch import reason_name
from advisor.services.house.inventory_files import FORMS, inventory_file
from advisor.services.house.register import RegisteredDecision, filtered, names_of, register_as_known
from advisor.storage.rights.known_people import KnownPeople
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import show_rows
from advisor.ui.words import later, say, say_n, words
from advisor.words.inventory_words import cell_text, column_titles

_SHOWN: Final = (
    *("system", "status", "attention", "model", "provider", "place", "owner", "data_class", "risk_class"),
    *("review_on", "usd_per_month", "policy", "team"),
)
_FILTERS: Final = ("status", "data_class", "risk_class")
_FILES: Final = {"xlsx": ":material/table_view:", "csv": ":material/csv:", "json": ":material/data_object:"}
_PATIENCE_S: Final = 1.0
"""So long a page works out what nobody has looked at yet; the rest when somebody asks for it."""
_LISTED: Final = 10
"""Decisions whose reasons are told one below the other; the table has the reasons of all."""
_ORDERS: Final[dict[str, tuple[str, Callable[[RegisteredDecision], Any], bool]]] = {
    "attention": (later("what needs attention first"), lambda row: -len(row.attention), False),
    "latest": (later("changed last first"), lambda _: 0, False),
    "system": (later("by name"), lambda row: row.system.casefold(), False),
    "review_on": (later("next review first"), lambda row: row.review_on or date.max, False),
    "usd_per_month": (later("most expensive first"), lambda row: row.usd_per_month or 0.0, True),
}


def show() -> None:
    """Filters, the table, what needs attention, and the files."""
    rows, left = _rows(partial(_for_a_moment, monotonic()))
    if not rows:
        st.info(say("No decision is saved yet. Save one, and it stands here."), icon=":material/info:")
        return
    if left:
        rows, left = _work_out_the_rest(rows, left)
    chosen = _filtered(rows)
    st.caption(
        say_n("{n} decision", "{n} decisions", len(chosen))
        + " · "
        + say_n("{n} needs attention", "{n} need attention", sum(bool(row.attention) for row in chosen))
    )
    if not chosen:
        st.info(say("No decision is like this: choose less above."), icon=":material/filter_alt_off:")
        return
    _show_table(chosen)
    _show_attention(chosen)
    _show_files(chosen)


def _for_a_moment(began: float, _place: int, _count: int) -> bool:
    return monotonic() - began < _PATIENCE_S


def _rows(go_on: Callable[[int, int], bool]) -> tuple[tuple[RegisteredDecision, ...], int]:
    """Every row, and of how many something is not known yet."""
    with st.spinner(say("Looking at every decision"), show_time=True):
        return register_as_known(
            installation.decisions(),
            installation.lifecycle(),
            installation.entries(),
            installation.catalog(),
            datetime.now(UTC).date(),
            language=words().language,
            run=decisions.rerun_today,
            name_of=names_of(KnownPeople(installation.database())),
            go_on=go_on,
        )


def _work_out_the_rest(rows: tuple[RegisteredDecision, ...], left: int) -> tuple[tuple[RegisteredDecision, ...], int]:
    """Say what is not known yet, and on a click work it out; what was worked out is kept, also when it is stopped."""
    place = st.container()
    with place:
        st.info(
            say_n(
                "{n} decision was not worked out on today's catalog and policy yet; what that would tell is missing.",
                "{n} decisions were not worked out on today's catalog and policy yet; what that would tell is missing.",
                left,
            ),
            icon=":material/pending:",
        )
        asked = st.button(
            say("Work them out now"),
            key="register.work_out",
            icon=":material/update:",
            help=say("Takes up to a second for each; leave the page to stop. What is done stays done."),
        )
    if not asked:
        return rows, left
    bar = place.progress(0.0, text=say("Working out the decisions"))

    def go_on(at: int, count: int) -> bool:
        bar.progress(at / count, text=say("Working out decision {place} of {count}", place=at + 1, count=count))
        return True

    found = _rows(go_on)
    place.empty()
    return found


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
                placeholder=say("all"),
                help=say("Only decisions with one of these; none chosen: all."),
            )
        order = st.selectbox(
            say("Order"),
            list(_ORDERS),
            format_func=lambda name: say(_ORDERS[name][0]),
            key="register.order",
            help=say("The order of the rows here and in the files; a click on a column's title sorts by it too."),
        )
    attention = st.toggle(
        say("Needs attention"),
        key="register.filter.attention",
        help=say("Only decisions that should be looked at again: review due, retirement, drift, a changed policy."),
    )
    _, of, downwards = _ORDERS[order]
    return tuple(sorted(filtered(rows, wanted, attention=attention), key=of, reverse=downwards))


def _show_table(rows: Sequence[RegisteredDecision]) -> None:
    titles = column_titles(words())
    table = [{titles[key]: _cell(key, row) for key in _SHOWN} for row in rows]
    column = st.column_config
    event = show_rows(
        pd.DataFrame(table),
        hide_index=True,
        width="stretch",
        column_config={
            titles["system"]: column.TextColumn(pinned=True, width="large"),
            titles["attention"]: column.TextColumn(width="medium"),
            titles["review_on"]: column.DateColumn(format="localized"),
            titles["usd_per_month"]: column.NumberColumn(format="localized"),
        },
        key="register.table",
        alt=say("Every decision of the house with its model, owner, classes, status, review and policy"),
        on_select="rerun",
        selection_mode="single-row",
    )
    selected = event.selection.rows if event is not None else []
    if selected and selected[0] < len(rows):
        _show_one(rows[selected[0]], "selected")


def _cell(key: str, row: RegisteredDecision) -> Any:
    """A cell of the table: reasons by their short names, days as days so that they sort."""
    if key == "attention":
        return ", ".join(dict.fromkeys(reason_name(words(), note.reason) for note in row.attention))
    value = getattr(row, key)
    return value if key == "review_on" else cell_text(key, value, words())


def _show_attention(rows: Sequence[RegisteredDecision]) -> None:
    """Why, and the way to the decision; of many only the first."""
    found = [row for row in rows if row.attention]
    for row in found[:_LISTED]:
        _show_one(row, "open")
    if len(found) > _LISTED:
        st.caption(
            say_n(
                "{n} more needs attention: its reasons stand in the table, where a row can be chosen and opened.",
                "{n} more need attention: their reasons stand in the table, where a row can be chosen and opened.",
                len(found) - _LISTED,
            )
        )


def _show_one(row: RegisteredDecision, kind: str) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        reasons = "\n".join(f"- {escaped(note.sentence)}" for note in row.attention)
        st.markdown(f"**{escaped(row.system)}**\n\n{reasons}")
        if st.button(
            say("Open this decision"),
            key=f"register.{kind}.{row.decision_id}",
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
                partial(inventory_file, rows, form, day, words().language),  # made when somebody asks for it
                file_name=f"register-{day.isoformat()}.{form}",
                mime=FORMS[form],
                key=f"register.download.{form}",
                icon=icon,
                help=say("The decisions that are shown above."),
            )
