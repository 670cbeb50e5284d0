"""The form that adds or changes a connection."""

from __future__ import annotations

from typing import Any, Final, cast
from urllib.parse import urlsplit

import streamlit as st
from pydantic import ValidationError

from advisor.access.rules import Verb, may
from advisor.errors import GuardError, refusal_of
from advisor.services.house.own_connections import refuse_own
from advisor.trials.clients.diagnose import listed
from advisor.trials.clients.openai_base import AZURE_API_VERSION
from advisor.trials.network.addresses import system_resolver
from advisor.trials.network.endpoint import scope_of_host
from advisor.trials.network.keys import keys_from
from advisor.trials.records import EMBEDDED_NAME, Connection, KeySource
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.frame.readable import readable
from advisor.ui.playground.store import session_keys
from advisor.ui.words import later, message, say

FLAVOURS: Final = {
    "openai_chat": later("OpenAI-compatible: chat completions"),
    "openai_responses": later("OpenAI-compatible: responses"),
    "azure_chat": later("Azure OpenAI: chat completions"),
    "azure_responses": later("Azure OpenAI: responses"),
    "hf_provider": later("Hugging Face inference providers"),
    "hf_endpoint": later("Hugging Face dedicated endpoint"),
    "embedded": later("Embedded model on this machine"),
}
HOSTINGS: Final = {
    "provider_api": later("provider's API"),
    "cloud_gpu": later("rented GPUs"),
    "on_prem": later("own servers"),
    "edge": later("edge device"),
}
CLASSES: Final = ("public", "internal", "confidential", "restricted")
SCOPES: Final = {
    "public": later("the open internet (https only)"),
    "private": later("the private network"),
    "loopback": later("this machine"),
}
KEYS: Final = {
    "none": later("No key"),
    "env": later("Environment variable"),
    "file": later("Mounted secret file"),
    "session": later("Typed in, for this browser session only"),
}
EXAMPLES: Final = "https://api.openai.com/v1 · https://NAME.openai.azure.com · http://127.0.0.1:11434/v1 (Ollama)"
DEADLINE_S: Final = 120.0
_FRESH: Final[dict[str, object]] = {
    "name": "", "base_url": "", "model": "", "region": "", "api_version": "", "hf_provider": "", "key_name": "",
    "flavour": "openai_chat", "scope": "guess", "catalog_model": None, "provider": None, "hosting": "provider_api",
    "data_class": "public", "key_kind": "none", "images": False, "deadline": DEADLINE_S,
}  # fmt: skip
"""Every field of the form as it begins: a new connection may receive public data alone, and takes nothing over from
the one before."""


def show(old: Connection | None, *, models: tuple[str, ...] = ()) -> None:
    """Draw the form; saving adds the connection or replaces the old one. ``models`` are those its endpoint lists."""
    prefix = "connections.new" if old is None else f"connections.{old.name}.edit"
    if old is None:
        _begin(prefix, anew=state.recall(f"{prefix}.saved", default=False))
        models = state.recall(f"{prefix}.models", ())
    _offer(prefix, models)
    _ask_class(prefix, old)
    with st.form(prefix, border=old is None):
        given = _where(prefix, old) | _what(prefix, old) | _may(prefix, old)
        left, right, _ = st.columns([1, 1, 3])
        save = left.form_submit_button(say("Save connection"), key=f"{prefix}.save", type="primary", width="stretch")
        ask = old is None and right.form_submit_button(
            say("List models"),
            key=f"{prefix}.list",
            width="stretch",
            help=say("Asks the endpoint which models it offers."),
        )
    if save:
        _save(given, old)
    elif ask:
        _list(prefix, given)


def _ask_class(prefix: str, old: Connection | None) -> None:
    """Where the open decision has data of a higher class, ask whether it may go here."""
    decision = state.open_decision()
    wanted = decision.answers.data.classification if decision else CLASSES[0]
    known = old.max_data_class if old else CLASSES[0]
    if CLASSES.index(wanted) <= CLASSES.index(known):
        return
    st.radio(
        say("The open decision has {data_class} data. May this connection receive it?", data_class=message(wanted)),
        [True, False],
        index=None,
        format_func={True: say("Yes, up to this class"), False: say("No")}.__getitem__,
        key=f"{prefix}.may_receive",
        on_change=_answered_class,
        args=(prefix, wanted, known),
        horizontal=True,
        help=say("Without an answer it may not: the decision's prompts are blocked there. Ask whoever owns the data."),
    )


def _answered_class(prefix: str, wanted: str, known: str) -> None:
    state.remember(f"{prefix}.data_class", wanted if state.recall(f"{prefix}.may_receive", default=False) else known)


def _begin(prefix: str, *, anew: bool) -> None:
    """Give the fields of a new connection the values they begin with, where they have none or one was just saved."""
    for field, value in _FRESH.items():
        place = f"{prefix}.{field}"
        state.remember(place, value if anew else state.recall(place, value))
    if anew:
        for note in ("models", "saved", "may_receive"):
            state.forget(f"{prefix}.{note}")


def _offer(prefix: str, models: tuple[str, ...]) -> None:
    """The listed models to choose from; the form's field takes any other name too."""
    if models:
        st.selectbox(
            say("Models that the endpoint lists"),
            models,
            index=None,
            key=f"{prefix}.listed",
            on_change=_take,
            args=(prefix,),
            placeholder=say(
                "{count} listed: choose one, or write a name into the field 'Model' below", count=len(models)
            ),
            help=say("Fills the field 'Model'. Save the connection afterwards."),
        )


def _take(prefix: str) -> None:
    chosen = state.recall(f"{prefix}.listed", "")
    if chosen:
        state.remember(f"{prefix}.model", chosen)


def _list(prefix: str, given: dict[str, Any]) -> None:
    connection = _connection({**given, "name": given["name"] or "new"})
    if connection is None:
        return
    with st.spinner(say("Asking the endpoint")):
        models, step = listed(connection, keys_from(session_keys()))
    if models:
        state.remember(f"{prefix}.models", models)
        st.rerun()
    st.warning(escaped(step.message))


def _where(prefix: str, old: Connection | None) -> dict[str, Any]:
    left, right = st.columns(2)
    name = (
        old.name
        if old
        else left.text_input(
            say("Name"),
            key=f"{prefix}.name",
            max_chars=100,
            placeholder=say("For example: our vLLM"),
            help=say("How panes will call it."),
        )
    )
    names = [name_ for name_ in FLAVOURS if name_ != "embedded"]
    flavour = (left if old is None else right).selectbox(
        say("API flavour"),
        names,
        index=names.index(old.flavour) if old else 0,
        format_func={code: say(text) for code, text in FLAVOURS.items()}.__getitem__,
        key=f"{prefix}.flavour",
        help=say("vLLM, SGLang, Ollama, llama.cpp and gateways speak chat completions."),
    )
    base_url = right.text_input(
        say("Address"),
        old.base_url if old else "",
        key=f"{prefix}.base_url",
        placeholder=EXAMPLES,
        help=say("Usually ends in /v1; for Azure the resource's address alone. Empty for inference providers."),
    )
    model = left.text_input(
        say("Model"),
        old.model if old else "",
        key=f"{prefix}.model",
        help=say(
            "The name by which the endpoint knows it; for Azure the deployment. 'Test connection' lists the names."
        ),
    )
    scopes = ["guess", *SCOPES]
    scope = right.selectbox(
        say("Address may lead to"),
        scopes,
        index=scopes.index(old.scope) if old else 0,
        format_func=(
            {code: say(text) for code, text in SCOPES.items()} | {"guess": say("whatever it resolves to now")}
        ).__getitem__,
        key=f"{prefix}.scope",
        help=say("Calls to any other kind of address are refused, also when the name's address changes later."),
    )
    return {
        "name": name.strip(),
        "flavour": flavour,
        "base_url": base_url.strip(),
        "model": model.strip(),
        "scope": scope,
    }


def _what(prefix: str, old: Connection | None) -> dict[str, Any]:
    catalog = installation.catalog()
    models = [None, *sorted(model.model_id for model in catalog.models)]
    providers = [None, *sorted(provider.provider_id for provider in catalog.providers)]
    left, middle, right = st.columns(3)
    kinds = list(HOSTINGS)
    return {
        "catalog_model_id": left.selectbox(
            say("Catalog model"),
            models,
            index=models.index(old.catalog_model_id) if old and old.catalog_model_id in models else 0,
            format_func=lambda code: code or say("not named"),
            key=f"{prefix}.catalog_model",
            help=say("Ties the runs to the decision and gives the price."),
        ),
        "provider_id": middle.selectbox(
            say("Provider"),
            providers,
            index=providers.index(old.provider_id) if old and old.provider_id in providers else 0,
            format_func=lambda code: code or say("not named"),
            key=f"{prefix}.provider",
            help=say("Whose offer prices the runs; without one the dearest offer counts."),
        ),
        "hosting": right.selectbox(
            say("Hosting"),
            kinds,
            index=kinds.index(old.hosting) if old else 0,
            format_func={code: say(text) for code, text in HOSTINGS.items()}.__getitem__,
            key=f"{prefix}.hosting",
            help=say("How this model is run."),
        ),
        "region": left.text_input(
            say("Region"),
            (old.region or "") if old else "",
            key=f"{prefix}.region",
            help=say("A zone such as eu or us."),
        ).strip()
        or None,
        "api_version": middle.text_input(
            say("API version (Azure)"),
            (old.api_version or "") if old else "",
            key=f"{prefix}.api_version",
            placeholder=AZURE_API_VERSION,
            help=say("Only for Azure OpenAI."),
        ).strip()
        or None,
        "hf_provider": right.text_input(
            say("Inference provider"),
            (old.hf_provider or "") if old else "",
            key=f"{prefix}.hf_provider",
            placeholder="auto",
            help=say("Only for Hugging Face inference providers."),
        ).strip()
        or None,
    }


def _may(prefix: str, old: Connection | None) -> dict[str, Any]:
    left, middle, right = st.columns(3)
    kinds = list(KEYS)
    return {
        "max_data_class": left.selectbox(
            say("Highest data class it may receive"),
            CLASSES,
            format_func={name: message(name) for name in CLASSES}.__getitem__,
            index=CLASSES.index(old.max_data_class) if old else 0,
            key=f"{prefix}.data_class",
            help=say("A decision with a higher class is blocked here, unless an override with a reason is recorded."),
        ),
        "key_kind": middle.selectbox(
            say("Where its key is"),
            kinds,
            index=kinds.index(old.key.kind) if old else 0,
            format_func={code: say(text) for code, text in KEYS.items()}.__getitem__,
            key=f"{prefix}.key_kind",
            help=say("The key itself is never stored by this application."),
        ),
        "key_name": right.text_input(
            say("Variable or file"),
            old.key.name if old else "",
            key=f"{prefix}.key_name",
            placeholder=say("ADVISOR_KEY_MISTRAL or mistral"),
            help=say(
                "The name of the variable (ADVISOR_KEY_…) or of the file in the folder of secrets, not the key. "
                "Beside it the administrator says to which address the key may go."
            ),
        ).strip(),
        "accepts_images": left.toggle(
            say("Takes images"),
            value=old.accepts_images if old else False,
            key=f"{prefix}.images",
            help=say("If the model reads them."),
        ),
        "deadline_s": right.number_input(
            say("Deadline (s)"),
            1.0,
            3600.0,
            old.deadline_s if old else "min",
            key=f"{prefix}.deadline",
            help=say("A call that takes longer is ended; what had arrived is kept."),
        ),
    }


def _save(given: dict[str, Any], old: Connection | None) -> None:
    connection = _connection(given)
    if connection is None:
        return
    taken = {EMBEDDED_NAME} | ({one.name for one in _saved()} if old is None else set())
    if connection.name in taken:
        st.error(say("There is a connection {name} already: choose another name.", name=connection.name))
        return
    for_all = may(installation.person(), Verb.CONNECT_ALL)
    installation.trials().save_connection(connection.name, connection.model_dump_json(), for_all=for_all)
    if old is None:
        state.remember("connections.new.saved", True)
    st.rerun()


def _connection(given: dict[str, Any]) -> Connection | None:
    """The connection that the form describes; None, with the reasons on screen, when it describes none."""
    fields = dict(given)
    kind, name = fields.pop("key_kind"), fields.pop("key_name")
    if fields["scope"] == "guess":
        fields["scope"] = _guess(fields["base_url"])
    try:
        source = KeySource(kind=cast("Any", kind), name=name if kind in ("env", "file") else "")
        connection = Connection(**fields, key=source)
        if not may(installation.person(), Verb.CONNECT_ALL):
            refuse_own(connection)
    except GuardError as error:
        st.error(escaped(str(error)))
        return None
    except ValidationError as error:
        for found in error.errors():
            place = ".".join(map(str, found["loc"]))
            message = refusal_of(found)
            st.error(escaped(f"{place}: {message}" if place else message))
        return None
    return connection


def _saved() -> tuple[Connection, ...]:
    return readable(Connection, installation.trials().connections())


def _guess(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        return scope_of_host(parts.hostname or "", system_resolver, parts.port or 443) if parts.hostname else "public"
    except ValueError:
        return "public"
