"""Two short forms: a private model, and a price of one's own; each also takes a saved row to change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from advisor.questionnaire.labels import MODALITIES, ZONES
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.catalog.code_labels import KINDS, OPENNESS, in_words
from advisor.ui.catalog.own_fields import FIGURES, MODEL_FORM, PRICES, TRI
from advisor.ui.words import say

_OUT: Final = {
    "embedding": "embedding",
    "rerank": "score",
    "text_to_speech": "audio",
    "image": "image",
}
_BEGINS_WITH: Final = {"kind": "text", "openness": "open_weights"}
_ZONES: Final = ("unspecified", "global", *ZONES)


def show_model_form() -> dict[str, str] | None:
    """The form of a private model; its cells when submitted, else None."""
    with st.form("catalog.own.model", border=True):
        first, second, third = st.columns(3)
        with first:
            cells = _first_column()
        with second:
            cells |= _second_column()
        with third:
            cells |= _third_column()
        cells |= _numbers(FIGURES)
        cells |= _below()
        submitted = st.form_submit_button(
            say("Save the model"),
            type="primary",
            key="catalog.own.save_model",
            help=say("Adds it to your own catalog."),
        )
    vendor, slug = cells.pop("vendor"), cells.pop("slug")
    cells["model_id"] = f"{vendor}/{slug}"
    return cells if submitted else None


def _first_column() -> dict[str, str]:
    vendor = st.text_input(
        say("Vendor or team"), key="catalog.own.vendor", placeholder="acme", help=say("Lower case, as in vendor/model.")
    )
    kind = _choice(say("Kind"), KINDS, "kind", say("What the model does."))
    takes = st.multiselect(
        say("Takes"),
        list(MODALITIES),
        default=None if state.recall("catalog.own.takes", None) is not None else ["text"],
        format_func=lambda code: in_words(MODALITIES[code]),
        key="catalog.own.takes",
        help=say("What may be put in."),
    )
    return {
        "vendor": vendor.strip(),
        "kind": kind,
        "modalities_in": "|".join(takes),
        "modalities_out": _OUT.get(kind, "text"),
    }


def _second_column() -> dict[str, str]:
    slug = st.text_input(
        say("Model, for its id"),
        key="catalog.own.slug",
        placeholder="house-8b",
        help=say("Lower case, dots and dashes."),
    )
    openness = _choice(
        say("Weights"), OPENNESS, "openness", say("Open weights are those you hold and may run on GPUs.")
    )
    tools = _choice(say("Calls tools"), TRI, "tools", say("Function calling."))
    return {"slug": slug.strip(), "openness": openness, "tools": tools}


def _third_column() -> dict[str, str]:
    licences = installation.catalog().licence
    name = st.text_input(
        say("Name shown"), key="catalog.own.name", placeholder="House 8B", help=say("As people say it.")
    )
    words = {"": "Unknown", **{code: licence.name for code, licence in licences.items()}}
    licence = _choice(say("Licence"), words, "licence", say("Gates treat an unknown licence as not permitted."))
    structured = _choice(say("Structured output"), TRI, "structured", say("Answers that follow a JSON schema."))
    return {"name": name.strip(), "licence_id": licence, "structured_output": structured}


def _below() -> dict[str, str]:
    models = installation.catalog().model
    words = {"": "None", **{code: f"{model.name} ({code})" for code, model in models.items()}}
    released = st.date_input(
        say("Released on"), value=None, key="catalog.own.released", help=say("Leave blank where there is no such day.")
    )
    nearest = _choice(
        say("Nearest model in the catalog"),
        words,
        "predecessor",
        say("Kept as its predecessor: what it was tuned from or replaces."),
    )
    note = st.text_input(say("Note"), key="catalog.own.note", help=say("For people; never used in a calculation."))
    return {
        "release_date": released.isoformat() if isinstance(released, date) else "",
        "predecessor_id": nearest,
        "note": note.strip(),
    }


def _choice(label: str, words: Mapping[str, str], name: str, why: str) -> str:
    return st.selectbox(
        label, list(words), format_func=lambda code: in_words(words[code]), key=f"catalog.own.{name}", help=why
    )


def _numbers(fields: Mapping[str, tuple[str, str, Any]]) -> dict[str, str]:
    st.caption(say("Figures: leave blank what you do not know; blank is unknown, never zero."))
    columns = st.columns(5, vertical_alignment="bottom") + st.columns(5, vertical_alignment="bottom")
    return {
        name: _number(column, name, in_words(label), in_words(why), step)
        for column, (name, (label, why, step)) in zip(columns, fields.items(), strict=True)
    }


def _number(place: Any, name: str, label: str, why: str, step: float) -> str:
    """A number's cell; blank where nothing was typed."""
    value = place.number_input(
        label,
        value=None,
        step=step,
        format=None if isinstance(step, int) else "%.10g",
        key=f"catalog.own.{name}",
        help=why,
        placeholder=say("unknown"),
    )
    return "" if value is None else f"{value:.10g}"


def show_price_form() -> dict[str, str] | None:
    """The form of a price; its cells when submitted, else None."""
    catalog = installation.catalog()
    with st.form("catalog.own.price", border=True):
        first, second = st.columns(2)
        model = first.selectbox(
            say("Model"),
            list(catalog.model),
            index=None,
            format_func=lambda code: f"{catalog.model[code].name} ({code})",
            key="catalog.own.price_model",
            help=say("Shipped or your own."),
            placeholder=say("Type a name"),
        )
        provider = second.selectbox(
            say("Provider"),
            list(catalog.provider),
            index=None,
            format_func=lambda code: catalog.provider[code].name,
            key="catalog.own.price_provider",
            help=say("Its stated data policy is used in the gates; further providers come in by file."),
            placeholder=say("Type a name"),
        )
        zone = first.selectbox(
            say("Zone"),
            _ZONES,
            format_func=lambda code: in_words(ZONES.get(code, code.capitalize())),
            key="catalog.own.price_zone",
            help=say("Where the contract says it is processed."),
        )
        cells = _prices(second)
        submitted = st.form_submit_button(
            say("Save the price"),
            type="primary",
            key="catalog.own.save_price",
            help=say("Adds it to your own catalog."),
        )
    if not submitted:
        return None
    if not any(cells[name] for name in PRICES):
        st.error(say("Give at least one price."), icon=":material/error:")
        return None
    return cells | {"model_id": model or "", "provider_id": provider or "", "zone": zone}


def _prices(place: Any) -> dict[str, str]:
    """The day and the amounts of a price."""
    priced_on = place.date_input(
        say("Priced on"),
        value=None if state.recall("catalog.own.price_date", None) else "today",
        key="catalog.own.price_date",
        help=say("Date of the offer or contract."),
    )
    columns = st.columns(3)
    cells = {
        name: _number(columns[index % 3], name, in_words(label), say("Leave blank what the offer does not name."), step)
        for index, (name, (label, step)) in enumerate(PRICES.items())
    }
    return cells | {"priced_on": priced_on.isoformat() if isinstance(priced_on, date) else ""}


def fill_model_form(row: Mapping[str, str]) -> None:
    """Put a saved model into the form, to be changed there."""
    vendor, _, slug = row.get("model_id", "").partition("/")
    state.remember("catalog.own.vendor", vendor)
    state.remember("catalog.own.slug", slug)
    for column, widget in MODEL_FORM.items():
        state.remember(f"catalog.own.{widget}", row.get(column, "") or _BEGINS_WITH.get(column, ""))
    state.remember("catalog.own.takes", [one for one in row.get("modalities_in", "").split("|") if one in MODALITIES])
    released = row.get("release_date", "")
    state.remember("catalog.own.released", date.fromisoformat(released) if released else None)
    for name, (_, _, step) in FIGURES.items():
        state.remember(f"catalog.own.{name}", type(step)(row[name]) if row.get(name) else None)


def fill_price_form(row: Mapping[str, str]) -> None:
    """Put a saved price into the form, to be changed there."""
    state.remember("catalog.own.price_model", row.get("model_id") or None)
    state.remember("catalog.own.price_provider", row.get("provider_id") or None)
    state.remember("catalog.own.price_zone", row.get("zone") or "unspecified")
    priced_on = row.get("priced_on", "")
    if priced_on:
        state.remember("catalog.own.price_date", date.fromisoformat(priced_on))
    for name in PRICES:
        state.remember(f"catalog.own.{name}", float(row[name]) if row.get(name) else None)
