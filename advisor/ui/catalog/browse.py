"""Browse the models that meet the filter, as a table and as quality against price."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd
import streamlit as st

from advisor.catalog.browse.model_filter import CatalogFilter, select
from advisor.catalog.browse.model_table import PRICE_COLUMN, PRICE_UNITS, pareto_front
from advisor.catalog.capability_points import interval_90
from advisor.questionnaire.labels import CAPABILITIES
from advisor.ui.cached import installation
from advisor.ui.catalog.code_labels import BASES, COMMERCIAL, KINDS, OPENNESS, STATUSES, zones_in_words
from advisor.ui.catalog.compare import MOST
from advisor.ui.charts.catalog import quality_price_chart
from advisor.ui.charts.drawing import draw

_ROWS: Final = 11
_KINDS_OF: Final[dict[str, tuple[str, ...]]] = {
    "embedding": ("embedding",),
    "speech": ("speech_to_text",),
    "image": ("image",),
}
_LANGUAGE: Final = ("text", "code", "reasoning", "vision")


def show_table(
    asked: CatalogFilter, *, open_card: Callable[[str], None], compare: Callable[[tuple[str, ...]], None]
) -> None:
    """The models as a table; chosen rows can be opened or compared."""
    frame = installation.catalog_frame()
    found = select(frame, asked)
    st.markdown(f"**{len(found):,} of {len(frame):,} models**")
    if found.empty:
        st.info("No model meets all of this. Take a filter away, or keep models whose figure is unknown.")
        return
    shown = _in_words(found, asked.capability)
    event: Any = st.dataframe(
        shown,
        key=f"catalog.table.{hash(asked)}",
        hide_index=True,
        height=460 if len(shown) > _ROWS else "content",
        on_select="rerun",
        selection_mode="multi-row",
        placeholder="unknown",
        column_config=_columns(asked.capability),
        alt="Models that meet the filter, with kind, status, size, context, price, residency, licence and estimate",
    )
    chosen = tuple(found["model_id"].iloc[event.selection.rows])
    row = st.container(horizontal=True)
    row.button(
        "Open the card",
        key="catalog.open",
        icon=":material/description:",
        help="Everything known about the first chosen model, with sources.",
        disabled=not chosen,
        on_click=open_card,
        args=chosen[:1],
    )
    row.button(
        f"Compare the chosen ({min(len(chosen), MOST)})",
        key="catalog.to_compare",
        icon=":material/compare_arrows:",
        help=f"Side by side, up to {MOST}. Choose rows by the boxes at their left.",
        disabled=not chosen,
        on_click=compare,
        args=(chosen,),
    )
    row.download_button(
        "Download this list",
        _csv(shown),
        "models.csv",
        "text/csv",
        key="catalog.download",
        icon=":material/download:",
        help="The rows above as CSV, safe to open in a spreadsheet.",
    )


def show_chart(asked: CatalogFilter) -> None:
    """Estimate against price for the models that meet the filter, with the Pareto front, and the same as a table."""
    capability = asked.capability
    kinds = _KINDS_OF.get(capability, _LANGUAGE)
    unit = PRICE_COLUMN.get(kinds[0], "blended_usd_per_mtok")
    found = select(installation.catalog_frame(), asked)
    column = f"estimate {capability}"
    if column not in found:
        st.info("The catalog has no estimates of this capability.")
        return
    fitting = found[found["kind"].isin(kinds)]
    points = fitting[(fitting["price_unit"] == unit) & fitting["price"].notna() & fitting[column].notna()]
    points = points.assign(estimate=points[column], standard_error=points[f"standard_error {capability}"])
    intervals = [interval_90(*one) for one in zip(points["estimate"], points["standard_error"], strict=True)]
    points = points.assign(
        low=[low for low, _ in intervals],
        high=[high for _, high in intervals],
        basis=points[f"basis {capability}"].map(BASES),
    )
    if points.empty:
        st.info("No model that meets the filter has both an estimate of this capability and a price in its unit.")
        return
    front = pareto_front(points["price"].tolist(), points["estimate"].tolist())
    marks = [False] * len(points)
    for position in front:
        marks[position] = True
    points = points.assign(front=marks)
    draw(
        quality_price_chart(points, capability=CAPABILITIES[capability], unit=PRICE_UNITS[unit]),
        key="catalog.chart",
        alt=f"{CAPABILITIES[capability]} against price; the table below has the same figures",
    )
    st.caption(
        f"{len(points):,} of {len(found):,} models that meet the filter have both an estimate and a price. Prices are "
        "those of the cheapest standard offer whose sources do not differ. Intervals hold with 90% probability: models "
        "close together cannot be told apart. An estimate without public scores is inferred and marked so."
    )
    with st.expander("The same as a table"):
        st.dataframe(_points_table(points, capability, PRICE_UNITS[unit]), hide_index=True, key="catalog.chart_table")


def _points_table(points: pd.DataFrame, capability: str, unit: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Model": points["name"],
            "On the front": points["front"].map({True: "yes", False: ""}),
            f"{CAPABILITIES[capability]} (points)": points["estimate"].round(1),
            "90% from": points["low"].round(1),
            "to": points["high"].round(1),
            "Basis": points["basis"],
            f"Price ({unit})": points["price"],
            "Cheapest at": points["cheapest_at"],
        }
    ).sort_values(["On the front", f"Price ({unit})"], ascending=[False, True])


def _in_words(found: pd.DataFrame, capability: str) -> pd.DataFrame:
    column = f"estimate {capability}"
    return pd.DataFrame(
        {
            "Model": found["name"].where(~found["own"], found["name"] + " (your own)"),
            "Vendor": found["vendor"],
            "Kind": found["kind"].map(KINDS),
            "Status": found["status"].map(lambda code: STATUSES[code].partition(":")[0]),
            "Released": found["release_date"],
            "Weights": found["openness"].map(OPENNESS),
            "Estimate": found.get(column),
            "Estimate rests on": found.get(f"basis {capability}", pd.Series(index=found.index, dtype=object)).map(
                BASES
            ),
            "Parameters": found["total_params_b"],
            "Context": found["context_tokens"],
            "Price from": found["price"],
            "Per": found["price_unit"].map(lambda code: PRICE_UNITS[code].removeprefix("USD per ")),
            "Providers": found["providers"],
            "Processed in": found["zones"].map(zones_in_words),
            "Takes": found["takes"],
            "Licence": found["licence"],
            "Business use": found["commercial_use"].map(COMMERCIAL),
            "Id": found["model_id"],
        }
    )


def _columns(capability: str) -> dict[str, Any]:
    number = st.column_config.NumberColumn
    return {
        "Model": st.column_config.TextColumn(pinned=True),
        "Released": st.column_config.DateColumn(format="YYYY-MM-DD"),
        "Estimate": number(CAPABILITIES[capability], format="%.1f", help="Points of 100; blank is unknown."),
        "Parameters": number("Parameters (billion)", format="%.4g", help="Total; blank is not published."),
        "Context": number("Context (tokens)", format="localized"),
        "Price from": number("Price from (USD)", format="%.4g", help="Cheapest standard offer; blank is unknown."),
        "Processed in": st.column_config.TextColumn(help="Zones with an offer or a residency promise of a provider."),
    }


def _csv(shown: pd.DataFrame) -> bytes:
    """The table as CSV in which no cell is taken for a formula."""
    risky = ("=", "+", "-", "@")
    texts = shown.astype(object).where(shown.notna(), "")
    safe = texts.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(risky) else cell)
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8")
