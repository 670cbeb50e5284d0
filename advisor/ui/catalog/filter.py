"""The filter over the catalog: search as you type, and what a model must be, permit, hold, cost and offer where."""

from __future__ import annotations

from typing import Any

import streamlit as st

from advisor.catalog.browse.model_table import PRICE_UNITS, CatalogFilter
from advisor.questionnaire.labels import CAPABILITIES, MODALITIES
from advisor.ui.cached import installation
from advisor.ui.catalog.words import COMMERCIAL, CONTEXTS, KINDS, OPENNESS, RESIDENCY, SIZES, SORTS, STATUSES

_PERSIST: Any = "session"


def show_filter() -> CatalogFilter:
    """Draw the filter and return what was asked; it is kept while one moves between tabs and pages."""
    left, middle, right = st.columns([3, 3, 2])
    text = left.text_input(
        "Search",
        key="catalog.search",
        type="search",
        live=True,
        placeholder="Name, vendor, family, Hub id or alias",
        help="Searches while you type. Every word must occur in one of the model's names; dots and dashes are alike.",
        persist_state=_PERSIST,
    )
    kinds = middle.multiselect(
        "Kind",
        list(KINDS),
        format_func=KINDS.__getitem__,
        key="catalog.kinds",
        help="What the model does. Leave empty for all kinds.",
        placeholder="All kinds",
        persist_state=_PERSIST,
    )
    sort = right.selectbox(
        "Sort by",
        list(SORTS),
        format_func=SORTS.__getitem__,
        key="catalog.sort",
        help="Unknown figures come last. A click on a column's head sorts by that column.",
        persist_state=_PERSIST,
    )
    with st.expander("More filters: vendor, licence, openness, size, context, modalities, price, residency, status"):
        more = _more_filters()
    return CatalogFilter(text=text or "", kinds=tuple(kinds), sort=sort, **more)


def _more_filters() -> dict[str, Any]:
    frame = installation.catalog_frame()
    first, second, third = st.columns(3)
    with first:
        vendors = _several("Vendor", sorted(frame["vendor"].unique()), "vendors", "Who made the model.")
        openness = _several("Openness", OPENNESS, "openness", "Open weights can be run on GPUs of your own choice.")
        statuses = _several("Status", STATUSES, "statuses", "Retired models can no longer be called at their vendor.")
        own_only = st.toggle("Only your own", key="catalog.own_only", help="Models that you added or imported.")
    with second:
        names = dict(zip(frame["licence_id"], frame["licence"], strict=True))
        licences = _several("Licence", dict(sorted(names.items())), "licences", "Terms of the weights or of the API.")
        commercial = _several("Business use", COMMERCIAL, "commercial", "What the licence says about business use.")
        modalities = _several("Takes or gives", MODALITIES, "modalities", "Every chosen modality is required.")
    with third:
        size = st.selectbox(
            "Parameters",
            list(SIZES),
            format_func=lambda code: SIZES[code][0],
            key="catalog.size",
            help="Total parameters. Most proprietary vendors publish none: see the switch below.",
            persist_state=_PERSIST,
        )
        context = st.selectbox(
            "Context window",
            list(CONTEXTS),
            format_func=CONTEXTS.__getitem__,
            key="catalog.context",
            help="Tokens that fit into one request.",
            persist_state=_PERSIST,
        )
        price = st.number_input(
            "Price at most (USD, in the unit of the kind)",
            value=None,
            min_value=0.0,
            step=0.5,
            key="catalog.price",
            placeholder="no limit",
            help="The cheapest standard offer counts. Units: " + "; ".join(PRICE_UNITS.values()) + ".",
            persist_state=_PERSIST,
        )
        zones = _several(
            "Processed in", RESIDENCY, "zones", "Zones with an offer, or that a provider can be pinned to."
        )
        keep = st.toggle(
            "Keep models whose figure is unknown",
            key="catalog.keep_unknown",
            help="A limit on size, context or price otherwise leaves them out.",
            persist_state=_PERSIST,
        )
    capability = st.selectbox(
        "Estimate shown and sorted by",
        list(CAPABILITIES),
        format_func=CAPABILITIES.__getitem__,
        key="catalog.capability",
        help="Estimates from public scores, each with a standard error; see the page on capability estimates.",
        persist_state=_PERSIST,
    )
    _, low, high = SIZES[size]
    return {
        "vendors": vendors,
        "openness": openness,
        "statuses": statuses,
        "licences": licences,
        "commercial_use": commercial,
        "modalities": modalities,
        "min_params_b": low,
        "max_params_b": high,
        "min_context": context,
        "max_price": price,
        "zones": zones,
        "own_only": own_only,
        "keep_unknown": keep,
        "capability": capability,
    }


def _several(label: str, options: Any, name: str, why: str) -> tuple[str, ...]:
    words = options if isinstance(options, dict) else {}
    chosen = st.multiselect(
        label,
        list(options),
        format_func=lambda code: words.get(code, code),
        key=f"catalog.{name}",
        help=why,
        placeholder="All",
        persist_state=_PERSIST,
    )
    return tuple(chosen)
