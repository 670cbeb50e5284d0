"""What the start page says of itself: what this is in one sentence, the way in one line, and what the catalog knows."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from advisor.catalog.audit.ages import table_ages
from advisor.catalog.catalog import Catalog
from advisor.ui.cached import installation
from advisor.ui.words import later, say, words

_STALE = {
    "offers": later("{stale} of {rows} prices"),
    "gpu_offers": later("{stale} of {rows} rents of GPUs"),
    "api_speeds": later("{stale} of {rows} speeds of hosted models"),
}


def show_promise() -> None:
    """What the tool does, for somebody who has never heard of it."""
    st.markdown(
        say(
            "Describe the work, the data and the money: the advisor compares every suitable generative-AI model "
            "**together with where it would run**, and says what to take, why, why not the others, and what it costs."
        )
    )


def show_knowledge() -> None:
    """How much the catalog knows and how old it is."""
    catalog = installation.catalog()
    st.header(say("What it knows"))
    row = st.container(horizontal=True)
    row.metric(say("Models compared"), len(catalog.models), help=say("Language, embedding, speech and image models."))
    row.metric(
        say("Priced offers"),
        words().number(len(catalog.offers)),
        help=say("A model at a provider in a zone, dated and sourced."),
    )
    row.metric(
        say("Public scores"),
        words().number(len(catalog.benchmarks)),
        help=say("Benchmark results that feed the fitness estimate."),
    )
    row.metric(say("Catalog as of"), words().short_date(catalog.dated), help=say("The newest source in the catalog."))
    _show_age(catalog)


def _show_age(catalog: Catalog) -> None:
    """How much of the catalog is older than its limit today, and what to do about it; nothing where all is young."""
    ages = table_ages(catalog, as_of=datetime.now(UTC).date())
    told = [
        say(_STALE[age.table], stale=words().number(age.stale), rows=words().number(age.rows))
        for age in ages
        if age.stale and age.table in _STALE
    ]
    if told:
        st.caption(
            say(
                "Older than their limit today: {told}. The tab “Refresh” of the catalog, or {command}, brings newer "
                "ones.",
                told=", ".join(told),
                command="`advisor catalog refresh`",
            )
        )
