"""Up to five models side by side: what each is, permits, costs, needs and is estimated to do."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from advisor.catalog.browse.card import build_card
from advisor.catalog.browse.model_table import PRICED_PER
from advisor.catalog.catalog import Catalog
from advisor.hosting.sizing.memory_by_precision import memory_needs
from advisor.questionnaire.labels import CAPABILITIES
from advisor.ui.cached import installation
from advisor.ui.catalog.code_labels import COMMERCIAL, KINDS, STATUSES, in_words, zones_in_words
from advisor.ui.charts.catalog import estimates_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.tables import show_rows
from advisor.ui.words import say, words

MOST: Final = 5
_FACTS: Final = (
    "released",
    "knowledge until",
    "parameters",
    "active parameters",
    "context window",
    "output limit",
    "embedding dimension",
    "takes",
    "gives",
    "calls tools",
    "structured output",
    "reasons before it answers",
    "prompt caching",
    "fine-tuning offered",
    "languages named by a source",
)


def show() -> None:
    """Choose models by typing, see them side by side."""
    catalog = installation.catalog()
    chosen: list[str] = st.multiselect(
        say("Models to compare"),
        list(catalog.model),
        format_func=lambda model_id: f"{catalog.model[model_id].name} ({model_id})",
        key="catalog.compared",
        max_selections=MOST,
        help=say("Type a part of a name; up to {MOST} models.", MOST=MOST),
        placeholder=say("Type a name"),
        persist_state="session",
    )
    if not chosen:
        st.info(say("Choose two to five models here, or tick rows in the table of the first tab."))
        return
    table = pd.DataFrame({catalog.model[model_id].name: _column(catalog, model_id) for model_id in chosen})
    show_rows(
        table.fillna(say("not applicable")),
        key="catalog.compare_table",
        height="content",
        column_config={"_index": st.column_config.TextColumn("", width="medium", pinned=True)},
        alt="The chosen models side by side",
    )
    lines = [(catalog.model[model_id].name, _estimates(catalog, model_id)) for model_id in chosen]
    known = [line for line in lines if line[1]]
    if known:
        draw(
            estimates_chart(known),
            key="catalog.compare_chart",
            alt=say("Estimated capability with intervals; the table below has the same figures"),
        )
        with st.expander(say("The same as a table")):
            show_rows(_estimate_table(known), key="catalog.compare_estimates", height="content")
    missing = [name for name, points in lines if not points]
    if missing:
        st.caption(say("No capability estimate: {names}.", names=", ".join(missing)))


def _column(catalog: Catalog, model_id: str) -> dict[str, str]:
    card = build_card(catalog, model_id)
    frame = installation.catalog_frame()
    row: Any = frame[frame["model_id"] == model_id].iloc[0]
    facts = {
        fact.name: f"{fact.value or say('unknown')} {fact.unit if fact.value else ''}".strip() for fact in card.facts
    }
    cells = {
        say("Id"): model_id + (say(" (your own)") if card.own else ""),
        say("Kind"): in_words(KINDS[card.kind]),
        say("Status"): in_words(STATUSES[card.status]),
        **{in_words(name[:1].upper() + name[1:]): facts[name] for name in _FACTS if name in facts},
        say("Price from"): say("unknown")
        if pd.isna(row["price"])
        else say("{usd:.4g} USD, at {provider}", usd=float(row["price"]), provider=row["cheapest_at"]),
        say("Price per"): in_words(PRICED_PER[row["price_unit"]]),
        say("Providers"): str(row["providers"]),
        say("Processed in"): zones_in_words(row["zones"]) or say("unknown"),
        say("Licence"): card.licence.name,
        say("Business use"): in_words(COMMERCIAL[card.licence.commercial_use]),
        say("Conditions"): " ".join(card.licence.conditions) or say("none known"),
    }
    for need in memory_needs(catalog, catalog.model[model_id]):
        cells[say("Weights at {bits} bits", bits=need.bits)] = say("{gb:,.1f} GB", gb=need.weights_gb)
    return cells | {say("Successor"): card.successors[0] if card.successors else say("none known")}


def _estimates(catalog: Catalog, model_id: str) -> list[tuple[str, float, float]]:
    return [
        (in_words(words), estimate.estimate, estimate.standard_error)
        for code, words in CAPABILITIES.items()
        if (estimate := catalog.capability.get((model_id, code))) is not None
    ]


def _estimate_table(lines: list[tuple[str, list[tuple[str, float, float]]]]) -> pd.DataFrame:
    shown = words().number
    return pd.DataFrame(
        {
            name: {what: f"{shown(estimate, 1)} ± {shown(error, 1)}" for what, estimate, error in points}
            for name, points in lines
        }
    ).fillna(say("unknown"))
