"""Two short forms: a private model, and a price of one's own."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from advisor.questionnaire.labels import MODALITIES, ZONES
from advisor.ui.cached import installation
from advisor.ui.catalog.words import KINDS, OPENNESS

_OUT: Final = {
    "embedding": "embedding",
    "rerank": "score",
    "text_to_speech": "audio",
    "image": "image",
}
_TRI: Final = {"": "Unknown", "yes": "Yes", "no": "No"}
_PRICES: Final = {
    "input_usd_per_mtok": ("Input (USD per million tokens)", 0.1),
    "cached_input_usd_per_mtok": ("Cached input (USD per million tokens)", 0.1),
    "output_usd_per_mtok": ("Output (USD per million tokens)", 0.1),
    "usd_per_image": ("Per image (USD)", 0.01),
    "usd_per_audio_minute": ("Per audio minute (USD)", 0.001),
    "usd_per_mchar": ("Per million characters (USD)", 1.0),
}


def show_model_form() -> dict[str, str] | None:
    """The form of a private model; its cells when submitted, else None."""
    catalog = installation.catalog()
    with st.form("catalog.own.model", border=True):
        first, second, third = st.columns(3)
        vendor = first.text_input(
            "Vendor or team", key="catalog.own.vendor", placeholder="acme", help="Lower case, as in vendor/model."
        )
        slug = second.text_input(
            "Model, for its id", key="catalog.own.slug", placeholder="house-8b", help="Lower case, dots and dashes."
        )
        name = third.text_input("Name shown", key="catalog.own.name", placeholder="House 8B", help="As people say it.")
        kind = first.selectbox(
            "Kind", list(KINDS), format_func=KINDS.__getitem__, key="catalog.own.kind", help="What the model does."
        )
        openness = second.selectbox(
            "Weights",
            list(OPENNESS),
            format_func=OPENNESS.__getitem__,
            key="catalog.own.openness",
            help="Open weights are those you hold and may run on GPUs.",
        )
        licence = third.selectbox(
            "Licence",
            [None, *catalog.licence],
            format_func=lambda code: catalog.licence[code].name if code else "Unknown",
            key="catalog.own.licence",
            help="Gates treat an unknown licence as not permitted.",
        )
        takes = first.multiselect(
            "Takes",
            list(MODALITIES),
            default=["text"],
            format_func=MODALITIES.__getitem__,
            key="catalog.own.takes",
            help="What may be put in.",
        )
        tools = second.selectbox(
            "Calls tools", list(_TRI), format_func=_TRI.__getitem__, key="catalog.own.tools", help="Function calling."
        )
        structured = third.selectbox(
            "Structured output",
            list(_TRI),
            format_func=_TRI.__getitem__,
            key="catalog.own.structured",
            help="Answers that follow a JSON schema.",
        )
        numbers = _numbers()
        predecessor = st.selectbox(
            "Nearest model in the catalog",
            [None, *catalog.model],
            format_func=lambda code: f"{catalog.model[code].name} ({code})" if code else "None",
            key="catalog.own.predecessor",
            help="Kept as its predecessor: what it was tuned from or replaces.",
        )
        note = st.text_input("Note", key="catalog.own.note", help="For people; never used in a calculation.")
        submitted = st.form_submit_button(
            "Save the model", type="primary", key="catalog.own.save_model", help="Adds it to your own catalog."
        )
    if not submitted:
        return None
    return numbers | {
        "model_id": f"{vendor.strip()}/{slug.strip()}",
        "name": name.strip(),
        "kind": kind,
        "openness": openness,
        "licence_id": licence or "",
        "modalities_in": "|".join(takes),
        "modalities_out": _OUT.get(kind, "text"),
        "tools": tools,
        "structured_output": structured,
        "predecessor_id": predecessor or "",
        "note": note.strip(),
    }


def _numbers() -> dict[str, str]:
    fields: dict[str, tuple[str, str, Any]] = {
        "context_tokens": ("Context window (tokens)", "Tokens that fit into one request.", 1),
        "max_output_tokens": ("Output limit (tokens)", "Longest answer.", 1),
        "total_params_b": ("Parameters (billion)", "All of them.", 0.1),
        "active_params_b": (
            "Active parameters (billion)",
            "Used per token; all of them unless mixture of experts.",
            0.1,
        ),
        "layers": ("Layers", "num_hidden_layers in config.json; memory sizing needs it.", 1),
        "hidden_size": ("Hidden size", "hidden_size in config.json.", 1),
        "attention_heads": ("Attention heads", "num_attention_heads in config.json.", 1),
        "kv_heads": ("Key-value heads", "num_key_value_heads in config.json.", 1),
        "head_dim": ("Head dimension", "head_dim in config.json.", 1),
        "vocab_size": ("Vocabulary", "vocab_size in config.json.", 1),
    }
    st.caption("Figures: leave blank what you do not know; blank is unknown, never zero.")
    cells = {}
    columns = st.columns(5, vertical_alignment="bottom") + st.columns(5, vertical_alignment="bottom")
    for column, (name, (label, why, step)) in zip(columns, fields.items(), strict=True):
        value = column.number_input(
            label,
            value=None,
            min_value=type(step)(0),
            step=step,
            key=f"catalog.own.{name}",
            help=why,
            placeholder="unknown",
        )
        cells[name] = "" if value is None else f"{value:.10g}"
    return cells


def show_price_form() -> dict[str, str] | None:
    """The form of a price; its cells when submitted, else None."""
    catalog = installation.catalog()
    with st.form("catalog.own.price", border=True):
        first, second = st.columns(2)
        model = first.selectbox(
            "Model",
            list(catalog.model),
            index=None,
            format_func=lambda code: f"{catalog.model[code].name} ({code})",
            key="catalog.own.price_model",
            help="Shipped or your own.",
            placeholder="Type a name",
        )
        provider = second.selectbox(
            "Provider",
            list(catalog.provider),
            index=None,
            format_func=lambda code: catalog.provider[code].name,
            key="catalog.own.price_provider",
            help="Its stated data policy is used in the gates; further providers come in by file.",
            placeholder="Type a name",
        )
        zone = first.selectbox(
            "Zone",
            ["unspecified", "global", *ZONES],
            format_func=lambda code: ZONES.get(code, code.capitalize()),
            key="catalog.own.price_zone",
            help="Where the contract says it is processed.",
        )
        priced_on = second.date_input(
            "Priced on", value="today", key="catalog.own.price_date", help="Date of the offer or contract."
        )
        columns = st.columns(3)
        cells = {}
        for index, (name, (label, step)) in enumerate(_PRICES.items()):
            value = columns[index % 3].number_input(
                label,
                value=None,
                min_value=0.0,
                step=step,
                format="%.10g",
                key=f"catalog.own.{name}",
                help="Leave blank what the offer does not name.",
                placeholder="unknown",
            )
            cells[name] = "" if value is None else f"{value:.10g}"
        submitted = st.form_submit_button(
            "Save the price", type="primary", key="catalog.own.save_price", help="Adds it to your own catalog."
        )
    if not submitted:
        return None
    if not any(cells.values()):
        st.error("Give at least one price.", icon=":material/error:")
        return None
    return cells | {
        "model_id": model or "",
        "provider_id": provider or "",
        "zone": zone,
        "priced_on": priced_on.isoformat(),
    }
