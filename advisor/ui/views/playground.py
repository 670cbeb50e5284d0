"""The playground: the architect's own prompt on several models at once, guarded, measured, compared and kept."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from advisor.questionnaire.answers import DataClass
from advisor.trials.costs import price_for
from advisor.trials.fanout import PaneJob, Settings, Trial, keys_from
from advisor.trials.guards import SHORTEST_REASON, Finding, Planned, Verdict, check, override_text
from advisor.trials.records import Connection, Message, Parameters, TrialRequest
from advisor.trials.registry import TRIALS
from advisor.ui import cached, state
from advisor.ui.views import desk, figures, playground_compare, playground_kept, playground_library, playground_panes
from advisor.ui.views import playground_keep as keep
from advisor.ui.views import playground_setup as setup
from advisor.ui.views.playground_shortlist import shortlist
from advisor.ui.views.use_case import chosen_use_case

TABS = ("Try", "Blind votes", "Kept runs", "Prompt library")


def show() -> None:
    """Draw the page."""
    decision = state.open_decision()
    _spending()
    start = "Kept runs" if "trial" in st.query_params and state.recall("playground.tabs", None) is None else None
    tabs = st.tabs(TABS, key="playground.tabs", on_change="rerun", default=start)
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
    text = f"Spent in the last hour: **{figures.dollars(hour)}** · in the last 24 hours: **{figures.dollars(day)}**"
    st.caption(text.replace("$", r"\$") + " (runs whose price is known)")


def _try(decision: state.OpenDecision | None) -> None:
    connections = keep.connections()
    if not connections:
        st.info("No connection is set up yet, and the embedded model is not installed.", icon=":material/cable:")
        st.page_link("pages/connections.py", label="Set up a connection", icon=":material/cable:")
        return
    place, use_case = chosen_use_case(decision, key="playground.use_case")
    plan = setup.show(
        connections,
        shortlist(decision.answers if decision else None, use_case=place),
        decision_id=decision.decision_id if decision else None,
        task=use_case.task if use_case else None,
    )
    for problem in plan.problems:
        st.error(problem)
    trial = _current()
    busy = trial is not None and trial.busy
    _start(plan, decision, use_case.name if use_case else "", busy=busy)
    if trial is not None:
        _results(trial, busy=busy)


def _session() -> str:
    token = state.recall("playground.session", "")
    if not token:
        token = uuid.uuid4().hex
        state.remember("playground.session", token)
    return token


def _current() -> Trial | None:
    return TRIALS.get(_session(), state.recall("playground.trial", ""))


def _start(plan: setup.Plan, decision: state.OpenDecision | None, use_case: str, *, busy: bool) -> None:
    data_class: DataClass = decision.answers.data.classification if decision else "internal"
    if plan.message is None:
        st.button("Run", key="playground.run", type="primary", disabled=True, help="Write a prompt first.")
        return
    planned = _planned(plan, [[plan.message]] * len(plan.connections))
    verdict = check(
        planned,
        data_class=data_class,
        caps=plan.caps,
        spent_today_usd=keep.spent_usd(timedelta(days=1)),
        repetitions=plan.repetitions,
    )
    reason = _show_findings(verdict, data_class)
    left, right = st.columns([1, 4], vertical_alignment="center")
    asked = left.button(
        "Run",
        key="playground.run",
        type="primary",
        icon=":material/play_arrow:",
        disabled=busy or not verdict.may_run(override_reason=reason) or bool(plan.problems),
        width="stretch",
        help="Sends the prompt to every pane at once.",
    )
    estimate = figures.dollars(verdict.estimate_usd).replace("$", r"\$")
    right.caption(
        f"At most about {estimate} by the offers' prices. Runs are kept, with the open decision if there is one."
    )
    shown: frozenset[str] = state.recall("playground.shown", frozenset())
    state.remember("playground.shown", frozenset(finding.message for finding in verdict.findings))
    if asked and _all_seen(verdict, shown):
        _launch(planned, plan, verdict, reason, use_case=use_case)


def _all_seen(verdict: Verdict, shown: frozenset[str]) -> bool:
    """A warning that appears only with the click itself was not read yet: then nothing is sent."""
    unseen = [found for found in verdict.findings if found.message not in shown and found.subject == "personal_data"]
    if unseen:
        st.warning("Nothing was sent yet: read the finding above, and press Run again if it shall go out.")
    return not unseen


def _show_findings(verdict: Verdict, data_class: str) -> str:
    for finding in verdict.findings:
        text = finding.message.replace("$", r"\$")
        if finding.severity == "block":
            st.error(text, icon=":material/block:")
        elif finding.subject == "cost_unknown":
            st.caption(f":material/info: {finding.connection}: {text}")
        else:
            st.warning(text, icon=":material/warning:")
    if verdict.personal:
        with st.expander("What was spotted"):
            st.dataframe([{"Kind": datum.kind, "Trace": datum.trace} for datum in verdict.personal], hide_index=True)
    if not verdict.blocks or not all(finding.liftable for finding in verdict.blocks):
        return ""
    return st.text_input(
        "Reason for sending it all the same",
        key="playground.reason",
        placeholder=f"At least {SHORTEST_REASON} characters; kept with your name, the time and the decision",
        help=f"Overrides the block above for {data_class} data; the override is recorded.",
    )


def _planned(plan: setup.Plan, conversations: Sequence[Sequence[Message]]) -> list[Planned]:
    catalog = cached.catalog()
    return [
        Planned(
            connection,
            TrialRequest(messages=tuple(turns), parameters=parameters),
            price_for(connection, catalog),
        )
        for connection, parameters, turns in zip(plan.connections, plan.parameters, conversations, strict=True)
    ]


def _launch(planned: Sequence[Planned], plan: setup.Plan, verdict: Verdict, reason: str, *, use_case: str) -> None:
    decision = state.open_decision()
    if decision is not None and decision.decision_id is None:
        desk.save("saved by the playground")
        decision = state.open_decision()
    decision_id = decision.decision_id if decision else None
    override = override_text(verdict, reason)
    if verdict.blocks:
        cached.trials().record_override(
            decision_id=decision_id,
            lifted="\n".join(finding.message for finding in verdict.blocks),
            reason=reason.strip(),
        )
    trial = Trial(
        [PaneJob(pane.connection, pane.request, pane.price) for pane in planned],
        settings=Settings(
            repetitions=plan.repetitions,
            decision_id=decision_id,
            use_case=use_case,
            override=override,
        ),
        find_key=keys_from(keep.session_keys()),
        on_run=keep.saver(),
    )
    TRIALS.add(_session(), trial)
    state.remember("playground.trial", trial.group_id)
    state.remember("playground.trial_blind", plan.blind and len(planned) > 1)
    trial.start()
    st.rerun()


def _results(trial: Trial, *, busy: bool) -> None:
    snapshots = trial.snapshots()
    connections = tuple(snapshot.connection for snapshot in snapshots)
    was_blind = state.recall("playground.trial_blind", default=False)
    voted = state.recall("playground.voted", "") == trial.group_id
    hidden = was_blind and not voted
    st.divider()
    above = st.container(key="playground.revealed")
    if was_blind and voted:
        with above:
            playground_compare.show_revealed(trial.group_id, connections)
    playground_panes.show_live(_session(), trial, blind=hidden, busy=busy)
    if busy:
        return
    with st.container(key="playground.results"):
        if hidden:
            playground_compare.show_vote(
                trial.group_id, connections, decision_id=trial.settings.decision_id, use_case=trial.settings.use_case
            )
            return
        _follow_up(trial)
        runs = tuple(keep.run_again(run.run_id) or run for run in trial.runs())
        playground_compare.show_runs(runs)
        playground_compare.show_difference(runs)
        playground_compare.show_ratings(runs)


def _follow_up(trial: Trial) -> None:
    """The next turn of every pane's own conversation."""
    answered = [snapshot for snapshot in trial.snapshots() if snapshot.text]
    if not answered:
        return
    with st.form("playground.follow", clear_on_submit=True, border=False):
        left, right = st.columns([5, 1], vertical_alignment="bottom")
        text = left.text_input(
            "Continue the conversation",
            key="playground.turn",
            placeholder="The next thing you would say; each pane goes on from its own answer",
            help="Sent with the conversation so far to every pane that answered.",
        )
        asked = right.form_submit_button("Send", key="playground.send", width="stretch")
    if not asked or not text.strip():
        return
    _continue(trial, text)


def _continue(trial: Trial, text: str) -> None:
    panes = [snapshot for snapshot in trial.snapshots() if snapshot.text and snapshot.runs]
    connections: tuple[Connection, ...] = tuple(pane.connection for pane in panes)
    parameters: tuple[Parameters, ...] = tuple(pane.runs[-1].request.parameters for pane in panes)
    conversations = [
        [
            *pane.runs[-1].request.messages,
            Message(role="assistant", text=pane.runs[-1].text),
            Message(role="user", text=text),
        ]
        for pane in panes
    ]
    plan = setup.Plan(connections, parameters, None, 1, False, setup.caps_now())
    planned = _planned(plan, conversations)
    decision = state.open_decision()
    verdict = check(
        planned,
        data_class=decision.answers.data.classification if decision else "internal",
        caps=plan.caps,
        spent_today_usd=keep.spent_usd(timedelta(days=1)),
    )
    blocking: tuple[Finding, ...] = verdict.blocks
    if blocking and not trial.settings.override:
        for finding in blocking:
            st.error(finding.message.replace("$", r"\$"), icon=":material/block:")
        return
    _launch(planned, plan, verdict, trial.settings.override or "", use_case=trial.settings.use_case)
