"""Other ways to buy what a plan needs, on the hosting page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.hosting.comparison.other_tariffs import BuyingWay, ways_to_buy
from advisor.hosting.comparison.server_sharing import Packing, portfolio_servers, share_servers
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.prices.announced_prices import announced_told
from advisor.ui.frame.markdown import escaped
from advisor.ui.hosting.controls import Scenario
from advisor.ui.tables import show_rows
from advisor.ui.words import said, said_of, say, words
from advisor.units import Told


def show(table: PlanTable, rows: Sequence[int], names: Sequence[str], scenario: Scenario) -> None:
    """Announced prices in words, and a table of batch, tiers, provisioned throughput and spot GPUs."""
    for row, name in zip(rows, names, strict=True):
        announced = _announced(table, row)
        if announced:
            st.info(escaped(f"{name}: {said(announced)}."), icon=":material/event_upcoming:")
    found = [(row, name, way) for row, name in zip(rows, names, strict=True) for way in ways_to_buy(table, row)]
    with st.expander(say("Other ways to buy the same: batch, tiers, provisioned throughput, spot GPUs")):
        if not found:
            st.write(
                say("No other way to buy these plans is in the catalog; provisioned throughput is unknown for them.")
            )
            return
        frame = pd.DataFrame([_line(table, row, name, way, scenario) for row, name, way in found])
        show_rows(frame, hide_index=True, key="hosting.ways_to_buy")
        st.caption(say("Whole plans per month at the stated inputs. Where no price is given, it is unknown."))


def show_sharing(table: PlanTable, rows: Sequence[int], names: Sequence[str]) -> None:
    """How the shown self-hosted plans would share servers; nothing where no two stand on the same GPUs."""
    packings = share_servers([(table, row, name) for row, name in zip(rows, names, strict=True)])
    _packings(packings, say("Several models on one server"), key="hosting.sharing")


def show_portfolio(assessment: Assessment, catalog: Catalog) -> None:
    """How the use cases' chosen plans would share servers; nothing with one use case or without own GPUs."""
    answers, portfolio = assessment.answers, assessment.portfolio
    if portfolio is None:
        return
    by_name = {case.name: case for case in answers.use_cases}
    chosen = [(by_name[item.use_case], item.alternative_id) for item in portfolio.assignments]
    packings = portfolio_servers(chosen, answers, catalog)
    _packings(packings, say("Servers that the use cases of this decision could share"), key="hosting.portfolio_sharing")


def _packings(packings: Sequence[Packing], title: str, *, key: str) -> None:
    if not packings:
        return
    with st.expander(title):
        for packing in packings:
            st.write(said(packing.outcome))
        show_rows(
            pd.DataFrame(
                [
                    {
                        say("GPU"): packing.gpu,
                        say("Server"): gpu.server + 1,
                        say("Models"): "; ".join(gpu.tenants),
                        say("Memory taken"): say(
                            "{memory_gb:,.0f} of {usable_gb_per_gpu:,.0f} GB",
                            memory_gb=gpu.memory_gb,
                            usable_gb_per_gpu=packing.usable_gb_per_gpu,
                        ),
                        say("Load"): words().percent(gpu.load),
                    }
                    for packing in packings
                    for gpu in packing.gpus
                ]
            ),
            hide_index=True,
            key=key,
        )
        st.caption(
            say("Packed by memory (weights, cache, runtime) and by load at the peak; the costs above do not share.")
        )


def _announced(table: PlanTable, row: int) -> Told | None:
    if row >= len(table.offer_rows):
        return None
    return announced_told(table.catalog, table.offers.offers[int(table.offer_rows[row])])


def _line(table: PlanTable, row: int, name: str, way: BuyingWay, scenario: Scenario) -> dict[str, object]:
    unit = scenario.currency
    cost = None if way.usd_per_month is None else round(way.usd_per_month / scenario.rate)
    middle = float(table.cost_usd[row, 1])
    more = None if way.usd_per_month is None else way.usd_per_month / middle - 1
    against = "" if more is None else ("+" if more >= 0 else "-") + words().percent(abs(more))
    return {
        say("Plan"): name,
        say("Way to buy"): said_of(way, "label"),
        say("{unit} per month", unit=unit): cost,
        say("Against the plan"): against,
        say("Used"): "" if way.utilisation is None else words().percent(way.utilisation),
        say("In words"): said_of(way, "note"),
        say("Source"): way.source or "",
    }
