"""Connections: what the playground may call, what may be sent there, where the key is, and whether it works."""

from __future__ import annotations

import streamlit as st

from advisor.access.rules import Verb, may
from advisor.errors import GuardError
from advisor.trials.clients.diagnose import Diagnosis, diagnose
from advisor.trials.clients.embedded import available
from advisor.trials.network.keys import keys_from, session_key
from advisor.trials.records import EMBEDDED_NAME, Connection
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.connections import form
from advisor.ui.frame.markdown import escaped
from advisor.ui.playground import store as keep
from advisor.ui.tables import show_rows
from advisor.ui.words import later, message, say

KEY_WORDS = {
    "none": later("none needed"),
    "env": later("environment variable"),
    "file": later("mounted secret file"),
    "session": later("typed in, this browser session only"),
}


def show() -> None:
    """Draw the page."""
    connections = keep.connections()
    st.caption(
        say(
            "A connection says where a model answers, which catalog model it is, and the highest class of data "
            "it may receive. Keys stay in the environment, a mounted secret file or this browser session: "
            "never in the database."
        )
    )
    if not may(installation.person(), Verb.CONNECT_ALL):
        st.caption(
            say(
                "Those without a way to change them are for all, and an administrator's. Your own are used by you "
                "alone: their key is typed in, they lead to public addresses and receive internal data at most."
            )
        )
    if not available():
        st.info(say("The embedded model is not installed (extra 'local')."), icon=":material/memory:")
    for connection in connections:
        _show_one(connection)
    st.subheader(say("Add a connection"))
    form.show(None)


def _show_one(connection: Connection) -> None:
    key = f"connections.{connection.name}"
    with st.container(border=True):
        head, test = st.columns([4, 1], vertical_alignment="center")
        head.markdown(f"**{escaped(connection.name)}** – {escaped(connection.model or say('no model named'))}")
        head.caption(_facts(connection))
        asked = test.button(
            say("Test connection"),
            key=f"{key}.test",
            icon=":material/network_check:",
            width="stretch",
            help=say("Lists the endpoint's models and asks for one word; costs next to nothing."),
        )
        if connection.key.kind == "session":
            _ask_key(connection)
        if asked:
            with st.spinner(say("Asking the endpoint")):
                found = diagnose(connection, keys_from(keep.session_keys()))
            state.remember(f"{key}.diagnosis", found)
        diagnosis: Diagnosis | None = state.recall(f"{key}.diagnosis", None)
        if diagnosis is not None:
            show_diagnosis(diagnosis)
        if connection.name != EMBEDDED_NAME and _is_theirs(connection):
            with st.expander(say("Change or remove"), key=f"{key}.change"):
                form.show(connection, models=diagnosis.models if diagnosis else ())
                st.button(
                    say("Remove this connection"),
                    key=f"{key}.remove",
                    icon=":material/delete:",
                    on_click=_remove,
                    args=(connection.name,),
                    help=say("Its runs stay kept."),
                )


def _is_theirs(connection: Connection) -> bool:
    """Whether this person may change it: their own, or whichever where they set up what all use."""
    everybodys = may(installation.person(), Verb.CONNECT_ALL)
    return everybodys or connection.name in installation.trials().own_connections()


def _facts(connection: Connection) -> str:
    parts = [
        say(form.FLAVOURS[connection.flavour]),
        f"`{connection.base_url}`" if connection.base_url else "",
        say("catalog: {value}", value=connection.catalog_model_id or say("not named")),
        say(form.HOSTINGS[connection.hosting]),
        say("region {region}", region=connection.region) if connection.region else "",
        say("up to **{max_data_class}** data", max_data_class=message(connection.max_data_class)),
        say("key: {key_words}", key_words=say(KEY_WORDS[connection.key.kind]))
        + (f" {escaped(connection.key.name)}" if connection.key.name else ""),
        say("takes images") if connection.accepts_images else "",
    ]
    return " · ".join(part for part in parts if part)


def _ask_key(connection: Connection) -> None:
    known = connection.name in keep.session_keys()
    with st.form(f"connections.{connection.name}.key_form", clear_on_submit=True, border=False):
        left, middle, right = st.columns([4, 1, 1], vertical_alignment="bottom")
        typed = left.text_input(
            say("Key") + (say(" (one is kept for this session)") if known else ""),
            type="password",
            key=f"connections.{connection.name}.key",
            autocomplete="off",
            help=say(
                "Kept in this browser session's memory only; gone when you close the tab. It is never shown again."
            ),
        )
        keep_it = middle.form_submit_button(say("Keep"), key=f"connections.{connection.name}.keep", width="stretch")
        drop_it = right.form_submit_button(say("Forget"), key=f"connections.{connection.name}.forget", width="stretch")
    if drop_it:
        keep.keep_session_key(connection.name, None)
        st.rerun()
    if keep_it and typed:
        try:
            keep.keep_session_key(connection.name, session_key(typed, connection=connection))
        except GuardError as error:
            st.error(escaped(str(error)))
            return
        st.rerun()


def show_diagnosis(diagnosis: Diagnosis) -> None:
    """The steps of a test in plain words, and the models that were listed."""
    for step in diagnosis.steps:
        text = escaped(f"{step.name}: {step.message} {step.advice}".strip())
        if step.ok is None:
            st.caption(say(":material/info: {value}", value=text))
        elif step.ok:
            st.success(text, icon=":material/check:")
        else:
            st.error(text, icon=":material/error:")
    if diagnosis.models:
        with st.expander(say("Models that the endpoint lists ({count})", count=len(diagnosis.models))):
            st.caption(say("Choose one under 'Change or remove'."))
            show_rows(
                [{say("Model"): name} for name in diagnosis.models], hide_index=True, alt=say("Models of the endpoint")
            )


def _remove(name: str) -> None:
    installation.trials().delete_connection(name)
    keep.keep_session_key(name, None)
