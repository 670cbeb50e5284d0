"""The trade-off between ways of hosting, and energy and carbon."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.records import HostingPlan, TradeoffSpoke
from advisor.ui.charts import hosting as charts
from advisor.ui.charts import tradeoff
from advisor.ui.charts.drawing import draw
from advisor.ui.frame.markdown import option
from advisor.ui.tables import show_rows
from advisor.ui.words import said_of, say, words
from advisor.words.names import basis_name, factor_name


def show(spokes: Sequence[TradeoffSpoke]) -> None:
    """Radar and plain bars, with every spoke's facts in the table."""
    frame = pd.DataFrame(
        [
            {
                "hosting": spoke.hosting,
                "factor": spoke.factor,
                "value": spoke.value,
                "facts": said_of(spoke, "facts"),
                "basis": spoke.basis,
            }
            for spoke in spokes
        ]
    )
    if frame.empty:
        st.info(say("No way of hosting could be planned."))
        return
    form = st.segmented_control(
        say("Form"),
        ["Radar", "Bars"],
        default="Radar",
        format_func={"Radar": option(say("Radar")), "Bars": option(say("Bars"))}.__getitem__,
        key="hosting.tradeoff_form",
        help=say("The same values, drawn two ways."),
        persist_state="session",
    )
    figure = tradeoff.tradeoff_bars(frame) if form == "Bars" else tradeoff.radar_chart(frame)
    draw(figure, key="hosting.tradeoff_chart")
    _say_gaps(frame[frame["value"].isna()])
    with st.expander(say("Table: every value with the facts behind it"), expanded=True):
        show_rows(_table(frame), hide_index=True, key="hosting.tradeoff_table")


def _say_gaps(unknown: pd.DataFrame) -> None:
    """What nobody knows, where a line has a gap."""
    for hosting, rows in unknown.groupby("hosting", sort=False):
        factors = ", ".join(factor_name(words(), factor).lower() for factor in rows["factor"])
        st.caption(
            say(
                "{hosting_names}: {factors} unknown, so that the line has a gap there.",
                hosting_names=say(charts.HOSTING_NAMES[str(hosting)]),
                factors=factors,
            )
        )


def _table(frame: pd.DataFrame) -> pd.DataFrame:
    """The spokes in words."""
    return pd.DataFrame(
        {
            say("Way of hosting"): [say(charts.HOSTING_NAMES[name]) for name in frame["hosting"]],
            say("Factor"): [factor_name(words(), name) for name in frame["factor"]],
            say("Value"): frame["value"],
            say("Facts"): frame["facts"],
            say("Basis"): [basis_name(words(), each) for each in frame["basis"]],
        }
    )


def show_energy(table: PlanTable, rows: Sequence[int], records: Sequence[HostingPlan], names: Sequence[str]) -> None:
    """Energy and carbon per month of every plan, with ranges; ``records`` are those of the rows."""
    known = pd.DataFrame(
        [
            {
                "plan": name,
                "value": record.energy_kwh_per_month.value,
                "low": record.energy_kwh_per_month.low,
                "high": record.energy_kwh_per_month.high,
            }
            for record, name in zip(records, names, strict=True)
            if record.energy_kwh_per_month.value
        ]
    )
    if known.empty:
        st.info(say("The energy of these plans is unknown."))
    else:
        draw(charts.energy_chart(known), key="hosting.energy_chart")
    st.caption(
        say(
            "Own and rented GPUs: wall power over the hours they run. APIs: EcoLogits, conservative; a "
            "saturated server draws 4 to 20 times less, which the low end shows. Carbon by the grid of the "
            "country, where it is known."
        )
    )
    show_rows(
        pd.DataFrame(
            [
                {
                    say("Plan"): name,
                    say("kWh per month"): _range(record.energy_kwh_per_month.low, record.energy_kwh_per_month.high),
                    say("kg CO2e per month"): _range(record.co2_kg_per_month.low, record.co2_kg_per_month.high),
                    say("Water (litres per month)"): _water(table, row, record.energy_kwh_per_month.value),
                }
                for row, record, name in zip(rows, records, names, strict=True)
            ]
        ),
        hide_index=True,
        key="hosting.energy_table",
    )


def _range(low: float | None, high: float | None) -> str:
    return say("unknown") if low is None or high is None else say("{low:,.1f} to {high:,.1f}", low=low, high=high)


def _water(table: PlanTable, row: int, kwh: float | None) -> str:
    """Water of the electricity, where the grid's is known."""
    grid = table.catalog.grid.get(table.alternatives[row].deployment.country or "")
    if kwh is None or grid is None or grid.water_l_per_kwh is None:
        return say("unknown")
    return words().number(kwh * grid.water_l_per_kwh)
