"""The next turn of a trial: every pane goes on from its own answer, guarded like the first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from advisor.questionnaire.answers import DataClass
from advisor.trials.guards.before_sending import Verdict, check
from advisor.trials.playground.fanout import PaneSnapshot, Trial
from advisor.trials.records import Message
from advisor.ui import state
from advisor.ui.frame.markdown import escaped
from advisor.ui.playground import setup
from advisor.ui.playground import store as keep
from advisor.ui.playground.launch import launch, planned_trial, show_findings
from advisor.ui.words import say

_PENDING = "playground.turn_pending"


def show(trial: Trial) -> None:
    """The field for the next turn, and what the guards found in the one just written."""
    answered = [pane for pane in trial.snapshots() if pane.text and pane.runs]
    if not answered:
        return
    with st.form("playground.follow", clear_on_submit=True, border=False):
        left, right = st.columns([5, 1], vertical_alignment="bottom")
        text = left.text_input(
            say("Continue the conversation"),
            key="playground.turn",
            placeholder=say("The next thing you would say; each pane goes on from its own answer"),
            help=say("Sent with the conversation so far to every pane that answered."),
        )
        asked = right.form_submit_button(say("Send"), key="playground.send", width="stretch")
    if asked and text.strip():
        state.remember(_PENDING, (trial.group_id, text))
    group, pending = state.recall(_PENDING, ("", ""))
    if group == trial.group_id:
        _continue(trial, answered, pending)


def _continue(trial: Trial, panes: Sequence[PaneSnapshot], text: str) -> None:
    conversations = [
        [
            *pane.runs[-1].request.messages,
            Message(role="assistant", text=pane.runs[-1].text),
            Message(role="user", text=text),
        ]
        for pane in panes
    ]
    parameters = tuple(pane.runs[-1].request.parameters for pane in panes)
    plan = setup.TrialSetup(tuple(pane.connection for pane in panes), parameters, None, 1, False, setup.caps_now())
    planned = planned_trial(plan, conversations)
    decision = state.open_decision()
    data_class: DataClass = decision.answers.data.classification if decision else "internal"
    verdict = check(planned, data_class=data_class, caps=plan.caps, spent_today_usd=keep.spent_usd(timedelta(days=1)))
    reason = ""
    if _news(verdict):
        st.markdown(say("**Not sent yet:** {value}", value=escaped(text[:200])))
        reason = show_findings(verdict, data_class, key="playground.turn_reason", of=planned)
        left, right, _ = st.columns([1, 1, 3])
        right.button(
            say("Drop it"), key="playground.turn_drop", on_click=_drop, help=say("Nothing is sent."), width="stretch"
        )
        if not left.button(
            say("Send it"),
            key="playground.turn_anyway",
            disabled=not verdict.may_run(override_reason=reason),
            help=say("Sends the next turn although this was found."),
            width="stretch",
        ):
            return
    _drop()
    launch(planned, plan, verdict, reason, use_case=trial.settings.use_case)


def _news(verdict: Verdict) -> bool:
    """Whether the guards found something to be judged anew: a block always, since its reason was for one prompt alone.

    A warning that was seen with the turn before is not shown again.
    """
    accepted: frozenset[str] = state.recall("playground.accepted", frozenset())
    warned = [found for found in verdict.findings if found.subject == "personal_data"]
    return bool(verdict.blocks) or any(found.message not in accepted for found in warned)


def _drop() -> None:
    state.forget(_PENDING)
