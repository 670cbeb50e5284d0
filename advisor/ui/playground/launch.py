"""What lies between a plan and its trial: what the guards found, the override that lifts it, and the start."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence

import streamlit as st

from advisor.errors import StorageError
from advisor.trials.guards.before_sending import SHORTEST_REASON, PlannedPane, Verdict, override_text
from advisor.trials.measures.costs import price_for
from advisor.trials.network.keys import keys_from
from advisor.trials.playground.fanout import PaneJob, Trial, TrialSettings
from advisor.trials.playground.registry import TRIALS
from advisor.trials.records import Message, TrialRequest
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame import desk
from advisor.ui.frame.markdown import escaped
from advisor.ui.playground import setup
from advisor.ui.playground import store as keep
from advisor.ui.tables import show_rows
from advisor.ui.words import say


def session() -> str:
    """The name under which this browser session's trials are kept."""
    token = state.recall("playground.session", "")
    if not token:
        token = uuid.uuid4().hex
        state.remember("playground.session", token)
    return token


def show_findings(verdict: Verdict, data_class: str, *, key: str, of: Sequence[PlannedPane]) -> str:
    """Draw what the guards found; gives the reason typed to lift a block, or an empty text.

    A reason belongs to what it was given for: another prompt, or the same to somebody else, asks anew.
    """
    for finding in verdict.findings:
        text = escaped(finding.message)
        if finding.severity == "block":
            st.error(text, icon=":material/block:")
        elif finding.subject == "cost_unknown":
            st.caption(f":material/info: {escaped(finding.connection or '')}: {text}")
        else:
            st.warning(text, icon=":material/warning:")
    if verdict.personal:
        with st.expander(say("What was spotted")):
            show_rows(
                [{say("Kind"): datum.kind, say("Trace"): datum.trace} for datum in verdict.personal], hide_index=True
            )
    if not verdict.blocks or not all(finding.liftable for finding in verdict.blocks):
        return ""
    return st.text_input(
        say("Reason for sending it all the same"),
        key=f"{key}.{_mark(of)}",
        placeholder=say(
            "At least {shortest_reason} characters; kept with your name, the time and the decision",
            shortest_reason=SHORTEST_REASON,
        ),
        help=say("Overrides the block above for {data_class} data; the override is recorded.", data_class=data_class),
    )


def _mark(planned: Sequence[PlannedPane]) -> str:
    """What tells one prompt to some connections from another."""
    parts = [(pane.connection.name, pane.request.model_dump_json(include={"messages"})) for pane in planned]
    return hashlib.sha256(repr(sorted(set(parts))).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def planned_trial(plan: setup.TrialSetup, conversations: Sequence[Sequence[Message]]) -> list[PlannedPane]:
    """Every pane of a plan with its conversation and price."""
    catalog = installation.catalog()
    return [
        PlannedPane(
            connection,
            TrialRequest(messages=tuple(turns), parameters=parameters),
            price_for(connection, catalog),
        )
        for connection, parameters, turns in zip(plan.connections, plan.parameters, conversations, strict=True)
    ]


def launch(
    planned: Sequence[PlannedPane], plan: setup.TrialSetup, verdict: Verdict, reason: str, *, use_case: str
) -> None:
    """Record an override where one lifts something, start the trial and draw the page anew."""
    installation.quotas().trial(installation.person())
    decision = state.open_decision()
    if decision is not None and decision.decision_id is None:
        desk.save("saved by the playground")
        decision = state.open_decision()
    decision_id = decision.decision_id if decision else None
    try:
        installation.trials().check_adding(decision_id)
    except StorageError as error:
        st.error(escaped(str(error)))
        return
    override = override_text(verdict, reason)
    if verdict.blocks:
        installation.trials().record_override(
            decision_id=decision_id,
            lifted="\n".join(finding.message for finding in verdict.blocks),
            reason=reason.strip(),
        )
    trial = Trial(
        [PaneJob(pane.connection, pane.request, pane.price) for pane in planned],
        settings=TrialSettings(
            repetitions=plan.repetitions,
            decision_id=decision_id,
            use_case=use_case,
            override=override,
        ),
        find_key=keys_from(keep.session_keys()),
        on_run=keep.saver(),
    )
    TRIALS.add(session(), trial)
    state.remember("playground.trial", trial.group_id)
    state.remember("playground.accepted", frozenset(finding.message for finding in verdict.findings))
    state.remember("playground.trial_blind", plan.blind and len(planned) > 1)
    trial.start()
    st.rerun()
