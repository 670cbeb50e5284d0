"""The risk register on the page: a table that keeps every change at once beside the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from advisor.errors import StorageError
from advisor.guidance.governance.records import RegisterRisk
from advisor.guidance.governance.risk_register import (
    EDITED,
    STATUSES,
    RegisterEdits,
    edits_of,
    gravest_first,
    read_edits,
    with_edits,
)
from advisor.report.exports.spreadsheet import register_csv
from advisor.report.governed import REGISTER, register_rows
from advisor.storage.audit_trail import LOCKED
from advisor.storage.entries import Entry
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame import desk
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation.ranking import TALL_PX
from advisor.ui.tables import show_rows
from advisor.ui.words import say, words
from advisor.words.governance_names import status_name
from advisor.words.written import said

_COLUMNS: Final = ("cause", "effect", "likelihood", "impact", "mitigation", "owner", "due", "status")


def show_register(filled: Sequence[RegisterRisk]) -> None:
    """The register with what was written over it; editable where the decision is saved."""
    decision = state.open_decision()
    st.caption(
        say(
            "Filled from the facts of this decision; likelihood and impact (1 to 5) are judgements, open to change. "
            "What you write over stays, the rest follows the facts."
        )
    )
    if decision is None or decision.decision_id is None:
        _show_unsaved(filled)
        return
    kept = installation.entries().standing(decision.decision_id, REGISTER)
    edits = read_edits(kept.content if kept else None)
    _show_editor(decision.decision_id, decision.token, filled, kept)
    risks = gravest_first(with_edits(filled, edits))
    st.download_button(
        say("Download the register (CSV)"),
        register_csv(register_rows(risks, words().language)),
        file_name="risk-register.csv",
        mime="text/csv",
        key="guidance.register.download",
        icon=":material/download:",
        help=say("As it stands now; the workbook of the report has it too, and the PDF its gravest."),
    )


def _show_unsaved(filled: Sequence[RegisterRisk]) -> None:
    """Read only: what is written must have a decision to which it belongs."""
    spoken = words()
    show_rows(
        pd.DataFrame(
            [
                {
                    say("Level"): risk.level,
                    say("Cause"): said(risk, "cause", spoken.language),
                    say("Effect"): said(risk, "effect", spoken.language),
                    say("Mitigation"): said(risk, "mitigation", spoken.language),
                    say("Owner"): said(risk, "owner", spoken.language),
                    say("Due"): spoken.short_date(risk.due) if risk.due else "",
                }
                for risk in filled
            ]
        ),
        hide_index=True,
        width="stretch",
        row_height=TALL_PX,
        key="guidance.register.shown",
    )
    if (
        st.button(
            say("Save the decision to edit its register"),
            key="guidance.register.save",
            icon=":material/save:",
            help=say("The register is kept beside the saved decision."),
        )
        and desk.save()
    ):
        st.rerun()


def _show_editor(decision_id: str, token: int, filled: Sequence[RegisterRisk], kept: Entry | None) -> None:
    """A table that keeps what is changed in it at once.

    The editor counts its edits from the rows that it was first drawn with, so it is given these until the decision is
    opened anew, the language changes or somebody else has written.
    """
    language = words().language
    edits = read_edits(kept.content if kept else None)
    spoken = [_in(risk, language) for risk in filled]
    key = f"guidance.register.{token}.{language}"
    drawn = state.widget_value(key, None) is not None  # what was edited is gone once another page was shown
    rows = _rows(gravest_first(with_edits(spoken, edits)))
    first: list[dict[str, Any]] = state.recall(f"{key}.first", rows) if drawn else rows
    read: int = state.recall(f"{key}.read", 0) if drawn else (kept.entry_id if kept else 0)
    state.remember(f"{key}.first", first)
    state.remember(f"{key}.read", read)
    edited = st.data_editor(
        pd.DataFrame(first, columns=["risk_id", *_COLUMNS]),
        num_rows="dynamic",
        hide_index=True,
        column_config=_columns(),
        column_order=_COLUMNS,
        row_height=TALL_PX,
        key=key,
        width="stretch",
    )
    now = edits_of(spoken, [_plain(row) for row in edited.to_dict("records")])
    if now == edits_of(spoken, rows):  # as it was kept, every field of an own risk filled in
        _show_kept(kept)
        return
    _keep(decision_id, now, read=read, key=key)


def _keep(decision_id: str, now: RegisterEdits, *, read: int, key: str) -> None:
    """Keep what was changed; what somebody else kept in between is never overwritten unseen."""
    try:
        saved = installation.decisions().get(decision_id)
        kept = installation.entries().keep(
            decision_id,
            REGISTER,
            now.model_dump_json(),
            phase="operation" if saved.status in LOCKED else "decision",
            after=read,
        )
    except StorageError as error:
        st.error(escaped(str(error)))
        if st.button(say("Show the register as it stands"), key="guidance.register.reload", help=say("Yours goes.")):
            state.restart_widgets()
            st.rerun()
        return
    state.remember(f"{key}.read", kept.entry_id)
    _show_kept(kept)


def _show_kept(kept: Entry | None) -> None:
    if kept is not None:
        st.caption(
            say(
                "Kept on {day} by {name}; every version before it is kept too.",
                day=words().short_date(kept.saved_at.date()),
                name=escaped(kept.saved_by) or say("somebody"),
            )
        )


def _in(risk: RegisterRisk, language: str) -> RegisterRisk:
    """A filled risk with its sentences in the reader's language."""
    return risk.model_copy(update={name: said(risk, name, language) for name in risk.told})


def _rows(risks: Sequence[RegisterRisk]) -> list[dict[str, Any]]:
    return [{name: getattr(risk, name) for name in ("risk_id", *EDITED)} for risk in risks]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row of the editor: blanks as None, whole numbers, days."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
            found[str(name)] = None
        elif name in ("likelihood", "impact"):
            found[str(name)] = int(value)
        elif isinstance(value, pd.Timestamp):
            found[str(name)] = value.date()
        elif name == "due" and isinstance(value, str):
            found[str(name)] = date.fromisoformat(value[:10])
        else:
            found[str(name)] = value
    return found


def _columns() -> dict[str, Any]:
    spoken = words()
    scale = partial(st.column_config.NumberColumn, min_value=1, max_value=5, step=1, width=110)
    return {
        "cause": st.column_config.TextColumn(say("Cause"), width="large"),
        "effect": st.column_config.TextColumn(say("Effect"), width="medium"),
        "likelihood": scale(say("Likelihood"), help=say("1: hardly ever, 5: almost surely")),
        "impact": scale(say("Impact"), help=say("1: a nuisance, 5: the end of the project")),
        "mitigation": st.column_config.TextColumn(say("Mitigation"), width="large"),
        "owner": st.column_config.TextColumn(say("Owner"), width="small"),
        "due": st.column_config.DateColumn(say("Due"), width="small"),
        "status": st.column_config.SelectboxColumn(
            say("Status"),
            options=list(STATUSES),
            format_func=lambda status: status_name(spoken, str(status)),
            width="small",
        ),
    }
