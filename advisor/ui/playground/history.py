"""Kept runs: listed, searched, reopened, run again, linked and exported."""

from __future__ import annotations

import streamlit as st

from advisor.trials.playground.export import runs_csv, runs_jsonl
from advisor.trials.records import Run
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame import figures
from advisor.ui.frame.markdown import escaped
from advisor.ui.playground import store as keep
from advisor.ui.playground.compare import show_difference, show_ratings, show_runs
from advisor.ui.playground.panes import show_failure, show_measurement, show_texts
from advisor.ui.words import say, say_n

SHOWN_RUNS = 200


def show(decision_id: str | None) -> None:
    """The list with its search and exports, and the trial that is chosen in it or named by the address."""
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    search = left.text_input(
        say("Search runs"), key="playground.search", help=say("In prompts, answers, notes, connections and models.")
    )
    everything = right.toggle(
        say("All decisions"),
        key="playground.everything",
        value=decision_id is None,
        help=say("Not only the open decision's."),
    )
    whose = None if everything else decision_id
    runs = keep.runs(decision_id=whose, search=search.strip(), limit=SHOWN_RUNS, key="playground.unreadable")
    if not runs:
        st.caption(say("No run is kept here yet.") if not search else say("No run has this in it."))
        return
    unlisted = installation.trials().left_out(decision_id=whose, search=search.strip(), limit=SHOWN_RUNS)
    if unlisted:
        st.caption(
            say_n(
                "{n} older run is not listed: together they are too long. Search for it, or follow its link.",
                "{n} older runs are not listed: together they are too long. Search for them, or follow their link.",
                unlisted,
            )
        )
    rows = [_row(run) for run in runs]
    chosen = st.dataframe(
        rows,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key="playground.kept",
        alt=say("Kept runs, latest first"),
        height=min(420, 38 + 35 * len(rows)),
    )
    _exports(runs)
    picked = chosen.selection.rows
    group = runs[picked[0]].group_id if picked and picked[0] < len(runs) else st.query_params.get("trial")
    if group:
        _reopened(group)


def _row(run: Run) -> dict[str, str]:
    return {
        say("When (UTC)"): f"{run.started_at:%Y-%m-%d %H:%M:%S}",
        say("Connection"): run.connection,
        say("Model"): run.model,
        say("Prompt"): " ".join(run.request.prompt.split())[:80],
        say("Result"): "whole" if run.whole else "partial" if run.partial else "failed",
        say("TTFT"): figures.seconds(run.measurement.ttft_s),
        say("End to end"): figures.seconds(run.measurement.total_s),
        say("Cost"): figures.cost(run.cost),
        say("Rating"): "★" * run.rating if run.rating else "",
    }


def _exports(runs: tuple[Run, ...]) -> None:
    left, right, _ = st.columns([1, 1, 3])
    left.download_button(
        say("Export JSONL"),
        runs_jsonl(runs),
        "runs.jsonl",
        "application/jsonl",
        key="playground.jsonl",
        help=say("Everything about the listed runs, one per line."),
        on_click="ignore",
    )
    right.download_button(
        say("Export CSV"),
        runs_csv(runs),
        "runs.csv",
        "text/csv",
        key="playground.csv",
        help=say("The figures and answers; safe to open in a spreadsheet."),
        on_click="ignore",
    )


def _reopened(group_id: str) -> None:
    runs = tuple(sorted(keep.runs(group_id=group_id), key=lambda run: (run.pane, run.started_at)))
    if not runs:
        st.warning(say("The trial named in the address is not kept here."))
        return
    st.query_params["trial"] = group_id
    first = runs[0]
    st.subheader(say("Trial of {started_at} UTC", started_at=first.started_at))
    st.caption(say("The address of this page now leads here: share it or keep it as a bookmark."))
    st.code(first.request.prompt, language=None, wrap_lines=True)
    again, delete, _ = st.columns([1, 1, 3])
    again.button(
        say("Put into Try"),
        key="playground.again",
        icon=":material/replay:",
        on_click=_again,
        args=(first,),
        help=say("Fills prompt and parameters under Try, to change or run again."),
    )
    delete.button(
        say("Delete"),
        key="playground.delete",
        icon=":material/delete:",
        on_click=_delete,
        args=(tuple(run.run_id for run in runs),),
        help=say("Removes the runs of this trial for good; votes stay."),
    )
    for start in range(0, len(runs), 3):
        for run, column in zip(runs[start : start + 3], st.columns(3), strict=False):
            with column.container(border=True):
                st.markdown(f"**{run.pane + 1}. {escaped(run.connection)}** #{run.repetition + 1}")
                show_texts(run.text, run.reasoning, key=f"playground.kept.{run.run_id}")
                show_failure(run)
                show_measurement(run)
    show_runs(runs)
    show_difference(runs)
    show_ratings(runs)


def _again(run: Run) -> None:
    given = run.request.parameters
    state.remember("playground.prompt", run.request.prompt)
    state.remember("playground.all.system", given.system)
    state.remember("playground.all.temperature", given.temperature)
    state.remember("playground.all.top_p", given.top_p)
    state.remember("playground.all.max_tokens", given.max_tokens)
    state.remember("playground.all.seed", given.seed)
    state.remember("playground.all.stop", "|".join(given.stop))
    state.remember("playground.all.schema", given.json_schema or "")
    state.remember("playground.tabs", say("Try"))


def _delete(run_ids: tuple[str, ...]) -> None:
    for run_id in run_ids:
        installation.trials().delete_run(run_id)
    st.query_params.pop("trial", None)
