"""The form that adds or changes a connection."""

from __future__ import annotations

from typing import Any, Final, cast
from urllib.parse import urlsplit

import streamlit as st
from pydantic import ValidationError

from advisor.trials.clients.diagnose import listed
from advisor.trials.clients.openai_base import AZURE_API_VERSION
from advisor.trials.network.addresses import system_resolver
from advisor.trials.network.endpoint import scope_of_host
from advisor.trials.network.keys import keys_from
from advisor.trials.records import EMBEDDED_NAME, Connection, KeySource
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.playground.store import session_keys

FLAVOURS: Final = {
    "openai_chat": "OpenAI-compatible: chat completions",
    "openai_responses": "OpenAI-compatible: responses",
    "azure_chat": "Azure OpenAI: chat completions",
    "azure_responses": "Azure OpenAI: responses",
    "hf_provider": "Hugging Face inference providers",
    "hf_endpoint": "Hugging Face dedicated endpoint",
    "embedded": "Embedded model on this machine",
}
HOSTINGS: Final = {
    "provider_api": "provider's API",
    "cloud_gpu": "rented GPUs",
    "on_prem": "own servers",
    "edge": "edge device",
}
CLASSES: Final = ("public", "internal", "confidential", "restricted")
SCOPES: Final = {
    "public": "the open internet (https only)",
    "private": "the private network",
    "loopback": "this machine",
}
KEYS: Final = {
    "none": "No key",
    "env": "Environment variable",
    "file": "Mounted secret file",
    "session": "Typed in, for this browser session only",
}
EXAMPLES: Final = "https://api.openai.com/v1 · https://NAME.openai.azure.com · http://127.0.0.1:11434/v1 (Ollama)"
_TEXTS: Final = ("name", "base_url", "model", "region", "api_version", "hf_provider", "key_name")
"""Fields of the form that are emptied once a new connection is saved."""


def show(old: Connection | None, *, models: tuple[str, ...] = ()) -> None:
    """Draw the form; saving adds the connection or replaces the old one. ``models`` are those its endpoint lists."""
    prefix = "connections.new" if old is None else f"connections.{old.name}.edit"
    if old is None:
        if state.recall(f"{prefix}.saved", default=False):
            _empty(prefix)
        models = state.recall(f"{prefix}.models", ())
    _offer(prefix, models)
    with st.form(prefix, border=old is None):
        given = _where(prefix, old) | _what(prefix, old) | _may(prefix, old)
        left, right, _ = st.columns([1, 1, 3])
        save = left.form_submit_button("Save connection", key=f"{prefix}.save", type="primary", width="stretch")
        ask = old is None and right.form_submit_button(
            "List models", key=f"{prefix}.list", width="stretch", help="Asks the endpoint which models it offers."
        )
    if save:
        _save(given, old)
    elif ask:
        _list(prefix, given)


def _empty(prefix: str) -> None:
    for field in _TEXTS:
        state.remember(f"{prefix}.{field}", "")
    for note in ("models", "saved"):
        state.forget(f"{prefix}.{note}")


def _offer(prefix: str, models: tuple[str, ...]) -> None:
    """The listed models to choose from; the form's field takes any other name too."""
    if models:
        st.selectbox(
            "Models that the endpoint lists",
            models,
            index=None,
            key=f"{prefix}.listed",
            on_change=_take,
            args=(prefix,),
            placeholder=f"{len(models)} listed: choose one, or write a name into the field 'Model' below",
            help="Fills the field 'Model'. Save the connection afterwards.",
        )


def _take(prefix: str) -> None:
    chosen = state.recall(f"{prefix}.listed", "")
    if chosen:
        state.remember(f"{prefix}.model", chosen)


def _list(prefix: str, given: dict[str, Any]) -> None:
    connection = _connection({**given, "name": given["name"] or "new"})
    if connection is None:
        return
    with st.spinner("Asking the endpoint"):
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
            "Name",
            key=f"{prefix}.name",
            max_chars=100,
            placeholder="For example: our vLLM",
            help="How panes will call it.",
        )
    )
    names = [name_ for name_ in FLAVOURS if name_ != "embedded"]
    flavour = (left if old is None else right).selectbox(
        "API flavour",
        names,
        index=names.index(old.flavour) if old else 0,
        format_func=FLAVOURS.__getitem__,
        key=f"{prefix}.flavour",
        help="vLLM, SGLang, Ollama, llama.cpp and gateways speak chat completions.",
    )
    base_url = right.text_input(
        "Address",
        old.base_url if old else "",
        key=f"{prefix}.base_url",
        placeholder=EXAMPLES,
        help="Usually ends in /v1; for Azure the resource's address alone. Empty for inference providers.",
    )
    model = left.text_input(
        "Model",
        old.model if old else "",
        key=f"{prefix}.model",
        help="The name by which the endpoint knows it; for Azure the deployment. 'Test connection' lists the names.",
    )
    scopes = ["guess", *SCOPES]
    scope = right.selectbox(
        "Address may lead to",
        scopes,
        index=scopes.index(old.scope) if old else 0,
        format_func=lambda code: SCOPES.get(code, "whatever it resolves to now"),
        key=f"{prefix}.scope",
        help="Calls to any other kind of address are refused, also when the name's address changes later.",
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
            "Catalog model",
            models,
            index=models.index(old.catalog_model_id) if old and old.catalog_model_id in models else 0,
            format_func=lambda code: code or "not named",
            key=f"{prefix}.catalog_model",
            help="Ties the runs to the decision and gives the price.",
        ),
        "provider_id": middle.selectbox(
            "Provider",
            providers,
            index=providers.index(old.provider_id) if old and old.provider_id in providers else 0,
            format_func=lambda code: code or "not named",
            key=f"{prefix}.provider",
            help="Whose offer prices the runs; without one the dearest offer counts.",
        ),
        "hosting": right.selectbox(
            "Hosting",
            kinds,
            index=kinds.index(old.hosting) if old else 0,
            format_func=HOSTINGS.__getitem__,
            key=f"{prefix}.hosting",
            help="How this model is run.",
        ),
        "region": left.text_input(
            "Region", (old.region or "") if old else "", key=f"{prefix}.region", help="A zone such as eu or us."
        ).strip()
        or None,
        "api_version": middle.text_input(
            "API version (Azure)",
            (old.api_version or "") if old else "",
            key=f"{prefix}.api_version",
            placeholder=AZURE_API_VERSION,
            help="Only for Azure OpenAI.",
        ).strip()
        or None,
        "hf_provider": right.text_input(
            "Inference provider",
            (old.hf_provider or "") if old else "",
            key=f"{prefix}.hf_provider",
            placeholder="auto",
            help="Only for Hugging Face inference providers.",
        ).strip()
        or None,
    }


def _may(prefix: str, old: Connection | None) -> dict[str, Any]:
    left, middle, right = st.columns(3)
    kinds = list(KEYS)
    return {
        "max_data_class": left.selectbox(
            "Highest data class it may receive",
            CLASSES,
            index=CLASSES.index(old.max_data_class) if old else 0,
            key=f"{prefix}.data_class",
            help="A decision with a higher class is blocked here, unless an override with a reason is recorded.",
        ),
        "key_kind": middle.selectbox(
            "Where its key is",
            kinds,
            index=kinds.index(old.key.kind) if old else 0,
            format_func=KEYS.__getitem__,
            key=f"{prefix}.key_kind",
            help="The key itself is never stored by this application.",
        ),
        "key_name": right.text_input(
            "Variable or file",
            old.key.name if old else "",
            key=f"{prefix}.key_name",
            placeholder="ADVISOR_KEY_MISTRAL or mistral",
            help="The name of the variable (ADVISOR_KEY_…) or of the file in the folder of secrets, not the key. "
            "Beside it the administrator says to which address the key may go.",
        ).strip(),
        "accepts_images": left.toggle(
            "Takes images",
            value=old.accepts_images if old else False,
            key=f"{prefix}.images",
            help="If the model reads them.",
        ),
        "deadline_s": right.number_input(
            "Deadline (s)",
            1.0,
            3600.0,
            old.deadline_s if old else 120.0,
            key=f"{prefix}.deadline",
            help="A call that takes longer is ended; what had arrived is kept.",
        ),
    }


def _save(given: dict[str, Any], old: Connection | None) -> None:
    connection = _connection(given)
    if connection is None:
        return
    taken = {EMBEDDED_NAME} | ({one.name for one in _saved()} if old is None else set())
    if connection.name in taken:
        st.error(f"There is a connection {connection.name!r} already: choose another name.")
        return
    installation.trials().save_connection(connection.name, connection.model_dump_json())
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
        return Connection(**fields, key=source)
    except ValidationError as error:
        for found in error.errors():
            place = ".".join(map(str, found["loc"]))
            message = found["msg"].removeprefix("Value error, ")
            st.error(escaped(f"{place}: {message}" if place else message))
        return None


def _saved() -> tuple[Connection, ...]:
    return tuple(Connection.model_validate_json(payload) for payload in installation.trials().connections())


def _guess(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        return scope_of_host(parts.hostname or "", system_resolver, parts.port or 443) if parts.hostname else "public"
    except ValueError:
        return "public"
