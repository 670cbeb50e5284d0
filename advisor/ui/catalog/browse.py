"""Browse the models that meet the filter, as a table and as quality against price."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from advisor.catalog.browse.model_filter import CatalogFilter, select
from advisor.catalog.browse.model_table import PRICE_COLUMN, PRICE_UNITS, PRICED_PER, pareto_front
from advisor.catalog.capability_points import interval_90
from advisor.questionnaire.labels import CAPABILITIES
from advisor.safe_cells import safe_text
from advisor.ui.cached import installation
from advisor.ui.catalog.code_labels import BASES, COMMERCIAL, KINDS, OPENNESS, STATUSES, in_words, zones_in_words
from advisor.ui.catalog.compare import MOST
from advisor.ui.charts.catalog import quality_price_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.tables import show_rows
from advisor.ui.words import say

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
    st.markdown(say("**{n:,} of {every:,} models**", n=len(found), every=len(frame)))
    if found.empty:
        st.info(say("No model meets all of this. Take a filter away, or keep models whose figure is unknown."))
        return
    shown = _in_words(found, asked.capability)
    event: Any = st.dataframe(
        shown,
        key=f"catalog.table.{hash(asked)}",
        hide_index=True,
        height=460 if len(shown) > _ROWS else "content",
        on_select="rerun",
        selection_mode="multi-row",
        placeholder=say("unknown"),
        column_config=_columns(asked.capability),
        alt="Models that meet the filter, with kind, status, size, context, price, residency, licence and estimate",
    )
    chosen = tuple(found["model_id"].iloc[event.selection.rows])
    row = st.container(horizontal=True)
    row.button(
        say("Open the card"),
        key="catalog.open",
        icon=":material/description:",
        help=say("Everything known about the first chosen model, with sources."),
        disabled=not chosen,
        on_click=open_card,
        args=chosen[:1],
    )
    row.button(
        say("Compare the chosen ({count})", count=min(len(chosen), MOST)),
        key="catalog.to_compare",
        icon=":material/compare_arrows:",
        help=say("Side by side, up to {MOST}. Choose rows by the boxes at their left.", MOST=MOST),
        disabled=not chosen,
        on_click=compare,
        args=(chosen,),
    )
    row.download_button(
        say("Download this list"),
        partial(_csv, shown),
        "models.csv",
        "text/csv",
        key="catalog.download",
        icon=":material/download:",
        help=say("The rows above as CSV, safe to open in a spreadsheet."),
    )


def show_chart(asked: CatalogFilter) -> None:
    """Estimate against price for the models that meet the filter, with the Pareto front, and the same as a table."""
    capability = asked.capability
    kinds = _KINDS_OF.get(capability, _LANGUAGE)
    unit = PRICE_COLUMN.get(kinds[0], "blended_usd_per_mtok")
    found = select(installation.catalog_frame(), asked)
    column = f"estimate {capability}"
    if column not in found:
        st.info(say("The catalog has no estimates of this capability."))
        return
    fitting = found[found["kind"].isin(kinds)]
    points = fitting[(fitting["price_unit"] == unit) & fitting["price"].notna() & fitting[column].notna()]
    points = points.assign(estimate=points[column], standard_error=points[f"standard_error {capability}"])
    intervals = [interval_90(*one) for one in zip(points["estimate"], points["standard_error"], strict=True)]
    points = points.assign(
        low=[low for low, _ in intervals],
        high=[high for _, high in intervals],
        basis=points[f"basis {capability}"].map(_labels(BASES)).fillna(""),
    )
    if points.empty:
        st.info(say("No model that meets the filter has both an estimate of this capability and a price in its unit."))
        return
    front = pareto_front(points["price"].tolist(), points["estimate"].tolist())
    marks = [False] * len(points)
    for position in front:
        marks[position] = True
    points = points.assign(front=marks)
    draw(
        quality_price_chart(points, capability=in_words(CAPABILITIES[capability]), unit=in_words(PRICE_UNITS[unit])),
        key="catalog.chart",
        alt=say(
            "{ability} against price; the table below has the same figures", ability=in_words(CAPABILITIES[capability])
        ),
    )
    st.caption(
        say(
            "{n:,} of {every:,} models that meet the filter have both an estimate and a price. Prices are those "
            "of the cheapest standard offer whose sources do not differ. Intervals hold with 90% probability: "
            "models close together cannot be told apart. An estimate without public scores is inferred and marked"
            " so.",
            n=len(points),
            every=len(found),
        )
    )
    with st.expander(say("The same as a table")):
        show_rows(
            _points_table(points, capability, in_words(PRICE_UNITS[unit])), hide_index=True, key="catalog.chart_table"
        )


def _points_table(points: pd.DataFrame, capability: str, unit: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            say("Model"): points["name"],
            say("On the front"): points["front"].map({True: say("yes"), False: ""}),
            say("{ability} (points)", ability=in_words(CAPABILITIES[capability])): points["estimate"].round(1),
            say("90% from"): points["low"].round(1),
            say("to"): points["high"].round(1),
            say("Basis"): points["basis"],
            say("Price ({unit})", unit=unit): points["price"],
            say("Cheapest at"): points["cheapest_at"],
        }
    ).sort_values([say("On the front"), say("Price ({unit})", unit=unit)], ascending=[False, True])


def _labels(texts: Mapping[str, str]) -> dict[str, str]:
    """Labels by code in the language of the session: said once for all rows."""
    return {code: in_words(text) for code, text in texts.items()}


def _in_words(found: pd.DataFrame, capability: str) -> pd.DataFrame:
    column = f"estimate {capability}"
    bases = found.get(f"basis {capability}", pd.Series(index=found.index, dtype=object))
    return pd.DataFrame(
        {
            say("Model"): found["name"].where(~found["own"], found["name"] + say(" (your own)")),
            say("Vendor"): found["vendor"],
            say("Kind"): found["kind"].map(_labels(KINDS)),
            say("Status"): found["status"].map(
                {code: text.partition(":")[0].strip() for code, text in _labels(STATUSES).items()}
            ),
            say("Released"): found["release_date"],
            say("Weights"): found["openness"].map(_labels(OPENNESS)),
            say("Estimate"): found.get(column),
            say("Estimate rests on"): bases.map(_labels(BASES)).fillna(""),
            say("Parameters"): found["total_params_b"],
            say("Context"): found["context_tokens"],
            say("Price from"): found["price"],
            say("Per"): found["price_unit"].map(_labels(PRICED_PER)),
            say("Providers"): found["providers"],
            say("Processed in"): found["zones"].map(zones_in_words),
            say("Takes"): found["takes"],
            say("Licence"): found["licence"],
            say("Business use"): found["commercial_use"].map(_labels(COMMERCIAL)),
            say("Id"): found["model_id"],
        }
    )


def _columns(capability: str) -> dict[str, Any]:
    number = st.column_config.NumberColumn
    return {
        say("Model"): st.column_config.TextColumn(pinned=True),
        say("Released"): st.column_config.DateColumn(format="YYYY-MM-DD"),
        say("Estimate"): number(
            in_words(CAPABILITIES[capability]), format="%.1f", help=say("Points of 100; blank is unknown.")
        ),
        say("Parameters"): number(
            say("Parameters (billion)"), format="%.4g", help=say("Total; blank is not published.")
        ),
        say("Context"): number(say("Context (tokens)"), format="localized"),
        say("Price from"): number(
            say("Price from (USD)"), format="%.4g", help=say("Cheapest standard offer; blank is unknown.")
        ),
        say("Processed in"): st.column_config.TextColumn(
            help=say("Zones with an offer or a residency promise of a provider.")
        ),
    }


def _csv(shown: pd.DataFrame) -> bytes:
    """The table as CSV in which no cell is taken for a formula."""
    texts = shown.astype(object).where(shown.notna(), "")
    safe = texts.map(lambda cell: safe_text(cell) if isinstance(cell, str) else cell)
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8")
