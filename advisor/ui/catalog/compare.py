"""Up to five models side by side: what each is, permits, costs, needs and is estimated to do."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from advisor.catalog.browse.card import build_card
from advisor.catalog.browse.model_table import PRICE_UNITS
from advisor.catalog.catalog import Catalog
from advisor.hosting.sizing.memory_by_precision import memory_needs
from advisor.questionnaire.labels import CAPABILITIES
from advisor.ui.cached import installation
from advisor.ui.catalog.code_labels import COMMERCIAL, KINDS, STATUSES, zones_in_words
from advisor.ui.charts.catalog import estimates_chart
from advisor.ui.charts.drawing import draw

MOST: Final = 5
_PERSIST: Any = "session"
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
        "Models to compare",
        list(catalog.model),
        format_func=lambda model_id: f"{catalog.model[model_id].name} ({model_id})",
        key="catalog.compared",
        max_selections=MOST,
        help=f"Type a part of a name; up to {MOST} models.",
        placeholder="Type a name",
        persist_state=_PERSIST,
    )
    if not chosen:
        st.info("Choose two to five models here, or tick rows in the table of the first tab.")
        return
    table = pd.DataFrame({catalog.model[model_id].name: _column(catalog, model_id) for model_id in chosen})
    st.dataframe(
        table.fillna("not applicable"),
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
            alt="Estimated capability with intervals; the table below has the same figures",
        )
        with st.expander("The same as a table"):
            st.dataframe(_estimate_table(known), key="catalog.compare_estimates", height="content")
    missing = [name for name, points in lines if not points]
    if missing:
        st.caption(f"No capability estimate: {', '.join(missing)}.")


def _column(catalog: Catalog, model_id: str) -> dict[str, str]:
    card = build_card(catalog, model_id)
    frame = installation.catalog_frame()
    row: Any = frame[frame["model_id"] == model_id].iloc[0]
    facts = {fact.name: f"{fact.value or 'unknown'} {fact.unit if fact.value else ''}".strip() for fact in card.facts}
    cells = {
        "Id": model_id + (" (your own)" if card.own else ""),
        "Kind": KINDS[card.kind],
        "Status": STATUSES[card.status],
        **{name[:1].upper() + name[1:]: facts[name] for name in _FACTS if name in facts},
        "Price from": "unknown" if pd.isna(row["price"]) else f"{row['price']:.4g} USD, at {row['cheapest_at']}",
        "Price per": PRICE_UNITS[row["price_unit"]].removeprefix("USD per "),
        "Providers": str(row["providers"]),
        "Processed in": zones_in_words(row["zones"]) or "unknown",
        "Licence": card.licence.name,
        "Business use": COMMERCIAL[card.licence.commercial_use],
        "Conditions": " ".join(card.licence.conditions) or "none known",
    }
    for need in memory_needs(catalog, catalog.model[model_id]):
        cells[f"Weights at {need.bits} bits"] = f"{need.weights_gb:,.1f} GB"
    return cells | {"Successor": card.successors[0] if card.successors else "none known"}


def _estimates(catalog: Catalog, model_id: str) -> list[tuple[str, float, float]]:
    return [
        (words, estimate.estimate, estimate.standard_error)
        for code, words in CAPABILITIES.items()
        if (estimate := catalog.capability.get((model_id, code))) is not None
    ]


def _estimate_table(lines: list[tuple[str, list[tuple[str, float, float]]]]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: {words: f"{estimate:.1f} ± {error:.1f}" for words, estimate, error in points} for name, points in lines}
    ).fillna("unknown")
