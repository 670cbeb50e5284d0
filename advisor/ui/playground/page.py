"""The playground: the architect's own prompt on several models at once, guarded, measured, compared and kept."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from advisor.questionnaire.answers import DataClass
from advisor.trials.guards.before_sending import Verdict, check
from advisor.trials.playground.fanout import Trial
from advisor.trials.playground.registry import TRIALS
from advisor.ui import state
from advisor.ui.frame import figures
from advisor.ui.frame.markdown import escaped
from advisor.ui.frame.use_case_picker import chosen_use_case
from advisor.ui.playground import compare as playground_compare
from advisor.ui.playground import follow as playground_follow
from advisor.ui.playground import history as playground_kept
from advisor.ui.playground import launch as launching
from advisor.ui.playground import library as playground_library
from advisor.ui.playground import panes as playground_panes
from advisor.ui.playground import setup
from advisor.ui.playground import store as keep
from advisor.ui.playground.shortlist import shortlist
from advisor.ui.words import later, say

TABS = (later("Try"), later("Blind votes"), later("Kept runs"), later("Prompt library"))


def show() -> None:
    """Draw the page."""
    decision = state.open_decision()
    _spending()
    start = say("Kept runs") if "trial" in st.query_params and state.recall("playground.tabs", None) is None else None
    tabs = st.tabs([say(tab) for tab in TABS], key="playground.tabs", on_change="rerun", default=start)
    decision_id = decision.decision_id if decision else None
    if tabs[0].open:
        with tabs[0]:
            _try(decision)
    if tabs[1].open:
        with tabs[1]:
            playground_compare.show_standings(decision_id)
    if tabs[2].open:
        with tabs[2]:
            playground_kept.show(decision_id)
    if tabs[3].open:
        with tabs[3]:
            playground_library.show(decision_id)


def _spending() -> None:
    hour, day = keep.spent_usd(timedelta(hours=1)), keep.spent_usd(timedelta(days=1))
    if not day:
        return
    text = say(
        "Spent in the last hour: **{dollars}** · in the last 24 hours: **{dollars2}**",
        dollars=figures.dollars(hour),
        dollars2=figures.dollars(day),
    )
    st.caption(text.replace("$", r"\$") + say(" (runs whose price is known)"))


def _try(decision: state.OpenDecision | None) -> None:
    connections = keep.connections()
    if not connections:
        st.info(say("No connection is set up yet, and the embedded model is not installed."), icon=":material/cable:")
        st.page_link("pages/connections.py", label=say("Set up a connection"), icon=":material/cable:")
        return
    # The button stands right below the prompt: what appears as somebody types, fields and findings, comes after it.
    results, bar, run, fields, findings, rest = (st.container() for _ in range(6))
    trial = _current()
    with rest:
        place, use_case = chosen_use_case(decision, key="playground.use_case")
        plan = setup.show(
            connections,
            shortlist(decision.answers if decision else None, use_case=place),
            decision_id=decision.decision_id if decision else None,
            task=use_case.task if use_case else None,
            bar=bar,
            fields=fields,
        )
    busy = trial is not None and trial.busy
    with findings:
        for problem in plan.problems:
            st.error(escaped(problem))
    with run:
        _start(plan, decision, use_case.name if use_case else "", busy=busy, findings=findings)
    with results:
        if trial is not None:
            _results(trial, busy=busy)
        else:
            _nothing_yet(plan)


def _nothing_yet(plan: setup.TrialSetup) -> None:
    """Where the answers will stand, and of which models."""
    names = [one.name for one in plan.connections]
    for column, name in zip(setup.places(len(names)), names, strict=True):
        with column.container(border=True):
            st.markdown(f"**{escaped(name)}**")
            st.caption(say("Its answer will stand here, with the time and the money that it took."))


def _current() -> Trial | None:
    return TRIALS.get(launching.session(), state.recall("playground.trial", ""))


def _start(
    plan: setup.TrialSetup, decision: state.OpenDecision | None, use_case: str, *, busy: bool, findings: DeltaGenerator
) -> None:
    data_class: DataClass = decision.answers.data.classification if decision else "internal"
    if plan.message is None:
        st.button(say("Run"), key="playground.run", type="primary", disabled=True, help=say("Write a prompt first."))
        return
    planned = launching.planned_trial(plan, [[plan.message]] * len(plan.connections))
    verdict = check(
        planned,
        data_class=data_class,
        caps=plan.caps,
        spent_today_usd=keep.spent_usd(timedelta(days=1)),
        repetitions=plan.repetitions,
    )
    with findings:
        reason = launching.show_findings(verdict, data_class, key="playground.reason", of=planned)
    left, right = st.columns([1, 4], vertical_alignment="center")
    asked = left.button(
        say("Run"),
        key="playground.run",
        type="primary",
        icon=":material/play_arrow:",
        disabled=busy or not verdict.may_run(override_reason=reason) or bool(plan.problems),
        width="stretch",
        help=say("Sends the prompt to every pane at once."),
    )
    estimate = figures.dollars(verdict.estimate_usd).replace("$", r"\$")
    right.caption(
        say(
            "At most about {estimate} by the offers' prices. Runs are kept, with the open decision if there is one.",
            estimate=estimate,
        )
    )
    shown: frozenset[str] = state.recall("playground.shown", frozenset())
    state.remember("playground.shown", frozenset(finding.message for finding in verdict.findings))
    with findings:
        seen = not asked or _all_seen(verdict, shown)
    if asked and seen:
        launching.launch(planned, plan, verdict, reason, use_case=use_case)


def _all_seen(verdict: Verdict, shown: frozenset[str]) -> bool:
    """A warning that appears only with the click itself was not read yet: then nothing is sent."""
    unseen = [found for found in verdict.findings if found.message not in shown and found.subject == "personal_data"]
    if unseen:
        st.warning(say("Nothing was sent yet: read the finding above, and press Run again if it shall go out."))
    return not unseen


def _results(trial: Trial, *, busy: bool) -> None:
    snapshots = trial.snapshots()
    connections = tuple(snapshot.connection for snapshot in snapshots)
    was_blind = state.recall("playground.trial_blind", default=False)
    voted = state.recall("playground.voted", "") == trial.group_id
    hidden = was_blind and not voted
    above = st.container(key="playground.revealed")
    if was_blind and voted:
        with above:
            playground_compare.show_revealed(trial.group_id, connections)
    playground_panes.show_live(launching.session(), trial, blind=hidden, busy=busy)
    if busy:
        return
    with st.container(key="playground.results"):
        if hidden:
            playground_compare.show_vote(
                trial.group_id,
                connections,
                said=[any(run.said for run in snapshot.runs) for snapshot in snapshots],
                decision_id=trial.settings.decision_id,
                use_case=trial.settings.use_case,
            )
            return
        playground_follow.show(trial)
        runs = tuple(keep.run_again(run.run_id) or run for run in trial.runs())
        playground_compare.show_runs(runs)
        playground_compare.show_difference(runs)
        playground_compare.show_ratings(runs)
