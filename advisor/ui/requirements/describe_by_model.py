"""Let a model behind one of the user's connections read the description, where the class of the data allows it."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from advisor.access.rules import Verb, may
from advisor.errors import TrialError
from advisor.services.describe_by_model import may_send, planned, read_by_model
from advisor.trials.network.keys import keys_from
from advisor.trials.records import EMBEDDED_NAME
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.playground import store
from advisor.ui.requirements import review
from advisor.ui.requirements.review import Understood
from advisor.ui.words import say


def any_connection() -> bool:
    """Whether there is one that could read, and this person may call it."""
    return may(installation.person(), Verb.TRY) and any(
        connection.name != EMBEDDED_NAME for connection in store.connections()
    )


def show(decision: state.OpenDecision, text: str, place: str) -> None:
    """Choose a connection, see what the guards say of sending the description there, and send it."""
    known = {connection.name: connection for connection in store.connections() if connection.name != EMBEDDED_NAME}
    name = st.selectbox(
        say("Connection"),
        list(known),
        key=f"requirements.model.{decision.token}",
        help=say("The description is sent there, and nothing else of this decision."),
    )
    catalog = installation.catalog()
    pane = planned(text, known[name], catalog)
    verdict = may_send(pane, decision.answers, spent_today_usd=store.spent_usd(timedelta(days=1)))
    for finding in verdict.findings:
        show_finding = st.error if finding.severity == "block" else st.warning
        show_finding(escaped(finding.message))
    if not st.button(
        say("Send it and read the answer"),
        key="requirements.read_by_model",
        icon=":material/send:",
        disabled=bool(verdict.blocks) or not text.strip(),
    ):
        return
    try:
        with st.spinner(say("{name} is reading", name=escaped(name))):
            find_key = keys_from(store.session_keys())
            found = read_by_model(pane, decision.answers, catalog, find_key=find_key, on_run=store.saver())
    except TrialError as error:
        st.error(escaped(str(error)), icon=":material/error:")
        return
    said_by = [
        Understood(
            item.place, item.value, say("{name} read “{words}”", name=escaped(name), words=escaped(str(item.why)))
        )
        for item in found
    ]
    review.propose(said_by, also={place: text.strip()})
    st.rerun()
