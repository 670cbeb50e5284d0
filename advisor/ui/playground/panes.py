"""The panes while they stream and when they are done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

import streamlit as st

from advisor.trials.guards.before_sending import PlannedPane, check
from advisor.trials.playground.blind import label, masked, order
from advisor.trials.playground.fanout import PaneSnapshot, Trial
from advisor.trials.playground.registry import TRIALS
from advisor.trials.records import Connection, Run
from advisor.ui import state
from advisor.ui.frame import figures
from advisor.ui.frame.markdown import escaped
from advisor.ui.frame.polling import POLL_S, poll
from advisor.ui.playground import store as keep
from advisor.ui.playground.answer import show_answer, show_calls, show_raw
from advisor.ui.playground.schema_check import show_schema_check
from advisor.ui.playground.setup import caps_now, places
from advisor.ui.words import later, say

_REFUSED = "playground.retry_refused"
UNHURRIED_TRIALS = 3
"""Trials at work in this process from which on each redraws its panes less often, so that all together stay light."""
STATUS: dict[str, tuple[str, str, Literal["gray", "blue", "green", "red", "orange"]]] = {
    "waiting": (later("Waiting for its turn"), ":material/hourglass_empty:", "gray"),
    "connecting": (later("Connecting"), ":material/cable:", "blue"),
    "streaming": (later("Answering"), ":material/play_arrow:", "blue"),
    "done": (later("Done"), ":material/check:", "green"),
    "failed": (later("Failed"), ":material/error:", "red"),
    "cut": (later("Cut off"), ":material/content_cut:", "orange"),
    "stopped": (later("Stopped"), ":material/stop:", "orange"),
}


def show_live(session: str, trial: Trial, *, blind: bool, busy: bool) -> None:
    """Draw the panes of a trial; while it runs they redraw themselves, the less often the more people run trials.

    ``busy`` is what the page was drawn by.
    """
    poll(
        lambda: _live(session, trial.group_id, blind=blind),
        key="playground.panes_live",
        busy=lambda: trial.busy,
        was_busy=busy,
        every_s=POLL_S * max(1.0, TRIALS.at_work() / UNHURRIED_TRIALS),
    )


def _live(session: str, group_id: str, *, blind: bool) -> None:
    trial = TRIALS.get(session, group_id)
    if trial is None:
        st.info(say("This trial is no longer in memory; its runs are under Kept runs."))
        return
    snapshots = trial.snapshots()
    busy = any(snapshot.busy for snapshot in snapshots)
    if busy:
        done = sum(len(one.runs) for one in snapshots)
        wanted = sum(one.repetitions for one in snapshots)
        left, right = st.columns([5, 1], vertical_alignment="center")
        left.progress(done / wanted, text=say("{done} of {wanted} runs done", done=done, wanted=wanted))
        right.button(
            say("Stop all"),
            key="playground.stop",
            icon=":material/stop_circle:",
            on_click=trial.stop,
            width="stretch",
            help=say("Ends every pane; what has arrived is kept."),
        )
    refused: str = state.recall(_REFUSED, "")
    if refused:
        st.error(refused.replace("$", r"\$"), icon=":material/block:")
        state.forget(_REFUSED)
    if trial.undelivered:
        st.error(say("{undelivered} runs could not be kept: the database refused them.", undelivered=trial.undelivered))
    _grid(trial, snapshots, blind=blind)


def _grid(trial: Trial, snapshots: Sequence[PaneSnapshot], *, blind: bool) -> None:
    stands = order(len(snapshots), seed=trial.group_id) if blind else tuple(range(len(snapshots)))
    everyone = tuple(snapshot.connection for snapshot in snapshots)
    for number, (column, pane) in enumerate(zip(places(len(stands)), stands, strict=True)):
        with column.container(border=True, height="stretch"):
            _pane(trial, snapshots[pane], label(number) if blind else None, everyone)


def _pane(trial: Trial, snapshot: PaneSnapshot, hidden: str | None, everyone: tuple[Connection, ...]) -> None:
    cut = not snapshot.busy and snapshot.failure is not None and snapshot.failure.kind == "cut"
    words, icon, colour = STATUS["cut" if cut else snapshot.status]
    words = say(words)
    st.markdown(f"**{hidden or escaped(f'{snapshot.index + 1}. {snapshot.connection.name}')}**")
    if snapshot.repetitions > 1:
        words = say(
            "{words}, run {repetition} of {repetitions}",
            words=words,
            repetition=snapshot.repetition + 1,
            repetitions=snapshot.repetitions,
        )
    head = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    head.badge(words, icon=icon, color=colour, width="content")
    if snapshot.busy:
        head.button(
            say("Stop"),
            key=f"playground.stop.{snapshot.index}",
            on_click=trial.stop_pane,
            args=(snapshot.index,),
            help=say("Ends this pane only."),
        )
    else:
        head.button(
            say("Retry"),
            key=f"playground.retry.{snapshot.index}",
            on_click=_retry,
            args=(trial, snapshot.index),
            help=say("Runs this pane again; its former runs stay kept."),
        )
    run = None if snapshot.busy else _chosen(snapshot)
    text, reasoning = (snapshot.text, snapshot.reasoning) if run is None else (run.text, run.reasoning)
    if hidden:
        text, reasoning = masked(text, everyone), masked(reasoning, everyone)
    place = "" if run is None or run is snapshot.runs[-1] else f".{run.repetition}"
    show_texts(text, reasoning, key=f"playground.live.{snapshot.index}{place}", busy=snapshot.busy)
    if run is not None:
        show_calls(run.tool_calls)
        show_schema_check(run)
    _outcome(snapshot, run, hidden=hidden is not None)


def _chosen(snapshot: PaneSnapshot) -> Run | None:
    """The run that is shown of those a pane has made: the last, or the one that is chosen."""
    if len(snapshot.runs) < 2:  # noqa: PLR2004 - nothing to choose from
        return snapshot.runs[-1] if snapshot.runs else None
    chosen = st.segmented_control(
        say("Run"),
        range(len(snapshot.runs)),
        default=len(snapshot.runs) - 1,
        required=True,
        format_func=lambda number: str(number + 1),
        key=f"playground.run_shown.{snapshot.index}.{len(snapshot.runs)}",
        help=say("Every repetition can be read; a vote is on all of them, a rating on each."),
    )
    return snapshot.runs[chosen if chosen is not None else -1]


def _retry(trial: Trial, index: int) -> None:
    """Run a pane again unless that would pass a cap; what is sent was judged when the trial began."""
    job = trial.job(index)
    verdict = check(
        [PlannedPane(job.connection, job.request, job.price)],
        data_class="public",
        caps=caps_now(),
        spent_today_usd=keep.spent_usd(timedelta(days=1)),
        repetitions=trial.settings.repetitions,
    )
    money = next((found for found in verdict.blocks if found.subject in ("cost_run", "cost_day")), None)
    if money is None:
        trial.retry_pane(index)
    else:
        state.remember(_REFUSED, say("Not run again. {message}", message=money.message))


def show_texts(text: str, reasoning: str, *, key: str, busy: bool = False) -> None:
    """The answer with its reasoning apart and a raw view."""
    if reasoning:
        with st.expander(say("Reasoning"), icon=":material/psychology:", key=f"{key}.reasoning"):
            show_answer(reasoning)
    if busy or not text:
        show_answer(text or " ")
        return
    raw = st.toggle(say("Raw"), key=f"{key}.raw", help=say("The answer as it came, without any formatting."))
    (show_raw if raw else show_answer)(text)


def _outcome(snapshot: PaneSnapshot, run: Run | None, *, hidden: bool) -> None:
    if run is not None:
        show_failure(run)
    if hidden:
        return
    if snapshot.busy:
        first = (
            ""
            if snapshot.ttft_s is None
            else say(" · first token after {seconds}", seconds=figures.seconds(snapshot.ttft_s))
        )
        st.caption(f"{figures.seconds(snapshot.elapsed_s)}{first}")
    elif run is not None:
        show_measurement(run)


def show_failure(run: Run) -> None:
    """What went wrong with a run, and whether what had arrived is kept."""
    if run.failure is None:
        return
    kept = say(" What had arrived is kept and marked partial.") if run.partial else ""
    text = f"{run.failure.message}{kept}\n\n{run.failure.advice}".strip()
    if run.failure.kind == "stopped":
        st.info(text, icon=":material/stop:")
    else:
        st.error(escaped(text), icon=":material/error:")


def show_measurement(run: Run) -> None:
    """The figures of one run."""
    measurement = run.measurement
    lines = (
        (say("Time to first token"), figures.seconds(measurement.ttft_s)),
        (say("Between tokens"), figures.gaps(measurement.itl_ms, measurement.itl_p95_ms)),
        (say("End to end"), figures.seconds(measurement.total_s)),
        (say("Output"), figures.rate(measurement.output_tokens_per_s)),
        (say("Cost"), figures.dollars(run.cost.usd)),
    )
    st.markdown("  \n".join(f"{name}: **{escaped(value)}**" for name, value in lines))
    st.caption(escaped(run.cost.note))
    second = figures.second_price(run.cost)
    if second:
        st.caption(f":material/warning: {escaped(second)}")
    extra = [
        say("Tokens: {tokens}", tokens=figures.tokens(run)),
        say("finish: {value}", value=run.finish_reason or "none"),
    ]
    if measurement.queued_s > 0.05:  # noqa: PLR2004 - less is no wait
        extra.append(
            say("waited {seconds} for its turn (not part of TTFT)", seconds=figures.seconds(measurement.queued_s))
        )
    if measurement.connect_s is not None:
        part = "" if measurement.ttft_s is None else say(" of TTFT")
        extra.append(say("connecting took {seconds}{part}", seconds=figures.seconds(measurement.connect_s), part=part))
    st.caption(escaped(" · ".join(extra)))
    for note in run.notes:
        st.caption(f":material/info: {escaped(note)}")
