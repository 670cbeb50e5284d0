"""The catalog's page: what it holds, and six ways to look at it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from advisor.access.rules import Verb
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.catalog import browse as catalog_browse
from advisor.ui.catalog import card as catalog_card
from advisor.ui.catalog import compare as catalog_compare
from advisor.ui.catalog import own as catalog_own
from advisor.ui.catalog import refresh as catalog_refresh
from advisor.ui.catalog.filter import show_filter
from advisor.ui.signing_in import gate
from advisor.ui.words import later, say

TAB: Final = "catalog.tab"
BROWSE, CHART, COMPARE = later("Browse"), later("Quality and price"), later("Compare")
CARD, OWN, REFRESH = later("Model card"), later("Your own"), later("Refresh")


def show() -> None:
    """The tabs; only the open one is computed. The address ``?model=vendor/slug`` opens that model's card."""
    asked = st.query_params.get("model")
    linked = asked if asked and asked != state.recall("catalog.linked", "") else None
    if linked:
        state.remember("catalog.linked", linked)
        state.remember("catalog.model", linked)
        state.remember(TAB, say(CARD))
    _show_holdings()
    bodies: dict[str, Callable[[], None]] = {
        BROWSE: _browse,
        CHART: _chart,
        COMPARE: catalog_compare.show,
        CARD: catalog_card.show,
        OWN: partial(_for_administrators, catalog_own.show),
        REFRESH: partial(_for_administrators, catalog_refresh.show),
    }
    for tab, body in zip(
        st.tabs([say(name) for name in bodies], key=TAB, on_change="rerun"), bodies.values(), strict=True
    ):
        if tab.open:
            with tab:
                body()


def _for_administrators(body: Callable[[], None]) -> None:
    """What is kept here every decision of the house is assessed on."""
    if gate.allows(Verb.CHANGE_CATALOG):
        body()


def _show_holdings() -> None:
    catalog = installation.catalog()
    own = say(" · {n} of your own", n=len(catalog.own_model_ids)) if catalog.own_model_ids else ""
    providers = len({offer.provider_id for offer in catalog.offers})
    st.caption(
        say(
            "{n:,} models{own} · {offers:,} priced offers of {providers} providers · {scores:,} public scores · "
            "as of {dated}. Every figure has a source and a date; what nobody publishes is shown as unknown.",
            n=len(catalog.models),
            own=own,
            offers=len(catalog.offers),
            providers=providers,
            scores=len(catalog.benchmarks),
            dated=catalog.dated,
        )
    )
    for problem in catalog.own_problems:
        st.warning(say("A row of your own is left out: {problem}", problem=str(problem)), icon=":material/rule:")


def _browse() -> None:
    catalog_browse.show_table(show_filter(), open_card=_open_card, compare=_compare)


def _chart() -> None:
    catalog_browse.show_chart(show_filter())


def _open_card(model_id: str) -> None:
    state.remember("catalog.model", model_id)
    state.remember(TAB, say(CARD))


def _compare(model_ids: tuple[str, ...]) -> None:
    state.remember("catalog.compared", list(model_ids[: catalog_compare.MOST]))
    state.remember(TAB, say(COMPARE))
