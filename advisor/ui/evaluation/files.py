"""Evaluations as files: exported with everything, and taken in elsewhere without a call."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from advisor.errors import InputError
from advisor.services.kept_evaluations import exported, take_in
from advisor.trials.evaluation.archive import load
from advisor.trials.evaluation.by_tag import tag_rows
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import MetricResult, result_rows
from advisor.trials.playground.export import csv_text
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.cached.uploads import ask_file, read_once
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import show_rows
from advisor.ui.words import say


def show_exports(plan: Plan, outcome: Sequence[MetricResult]) -> None:
    """The scores as a table, and everything as a file that can be taken in again."""
    row = st.container(horizontal=True)
    rows = result_rows(outcome)
    row.download_button(
        say("Export results (CSV)"),
        csv_text(list(rows[0]), [*rows, *tag_rows(plan, outcome)]),
        "evaluation.csv",
        "text/csv",
        key=f"evaluation.{plan.evaluation_id}.csv",
        on_click="ignore",
        help=say("Scores with their intervals; safe to open in a spreadsheet."),
    )
    row.download_button(
        say("Export everything (JSONL)"),
        partial(exported, installation.trials(), plan),
        "evaluation.jsonl",
        "application/jsonl",
        key=f"evaluation.{plan.evaluation_id}.jsonl",
        on_click="ignore",
        help=say("Prompts, answers, costs, times and corrections, to be opened here or elsewhere without a call."),
    )


def show_import(decision_id: str | None) -> None:
    """A field for an exported evaluation."""
    with st.expander(say("Open an exported evaluation"), icon=":material/upload_file:", key="evaluation.import"):
        files: int = state.recall("evaluation.import.files", 0)  # after an import the field is a new one, and empty
        upload = ask_file(
            say("Exported evaluation (JSONL)"),
            types=("jsonl", "gz"),
            key=f"evaluation.import.file.{files}",
            help=say("No call is made: its answers are shown and scored. It may be packed with gzip."),
        )
        if upload is None:
            return
        try:
            found = read_once(upload, partial(load, upload.getvalue(), name=upload.name), key="evaluation.import.read")
        except InputError as error:
            st.error(escaped(error.title))
            show_rows(
                [
                    {say("Place"): p.place, say("Found"): p.found, say("What is allowed"): p.allowed}
                    for p in error.problems
                ]
            )
            return
        st.caption(
            say(
                "{name}: {prompts} prompts, {connections} connections, {answers} answers and corrections.",
                name=escaped(found.plan.name),
                prompts=len(found.plan.prompts),
                connections=len(found.plan.connections),
                answers=len(found.rows),
            )
        )
        if st.button(
            say("Keep this evaluation"),
            key="evaluation.import.keep",
            help=say("It is marked as imported wherever it is shown."),
        ):
            take_in(installation.trials(), found, decision_id=decision_id)
            state.remember("evaluation.import.files", files + 1)
            st.rerun()
