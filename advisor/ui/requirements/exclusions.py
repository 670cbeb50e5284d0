"""Who is out whatever the ranking says, and what is there already: agreements, committed spend, GPUs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from advisor.questionnaire.answers import HostingAnswers
from advisor.questionnaire.questions import Question
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.requirements.answering import answer, ask_at
from advisor.ui.words import say


def show(decision: state.OpenDecision) -> None:
    """The exclusions, and in a part that opens what is there."""
    catalog = installation.catalog()
    vendors = sorted({model.vendor for model in catalog.models})
    providers = {provider.provider_id: provider.name for provider in catalog.providers}
    st.caption(say("Who is out whatever the ranking says, and what you already have."))
    for place, label, options, why in (
        (
            "governance.vendors_excluded",
            say("Vendors that are out"),
            vendors,
            say("Models of these vendors are eliminated."),
        ),
        (
            "governance.jurisdictions_excluded",
            say("Provider seats that are out"),
            sorted({p.jurisdiction for p in catalog.providers if p.jurisdiction}),
            say("Providers seated in these countries are eliminated."),
        ),
        (
            "hosting.providers_excluded",
            say("Providers that are out"),
            list(providers),
            say("Their offers are eliminated."),
        ),
        (
            "hosting.providers_allowed",
            say("Only these providers"),
            list(providers),
            say("Empty allows every provider; otherwise all others are eliminated."),
        ),
    ):
        question = Question(place, label, why, "choices", {o: providers.get(o, o) for o in options})
        ask_at(question, place, "exclusions")
    with st.expander(say("What you already have"), expanded=_has_something(decision.answers.hosting)):
        _ask_what_is_there(decision, providers)


def _has_something(hosting: HostingAnswers) -> bool:
    return bool(hosting.gpus_owned or hosting.contracts or hosting.committed)


def _ask_what_is_there(decision: state.OpenDecision, providers: Mapping[str, str]) -> None:
    """Agreements, committed spend and GPUs that are there, whatever is decided."""
    hosting, currency = decision.answers.hosting, decision.answers.budget.currency
    place = "hosting.contracts"
    why = say(
        "Saves the procurement and the wait for it. Prices are the list's all the same. "
        "A cloud stands for what it sells: Amazon Web Services for Bedrock too."
    )
    ask_at(Question(place, say("Agreements in place"), why, "choices", dict(providers)), place, "exclusions")
    st.markdown(
        say("Spend that is committed already ({currency} a month); no cap is held against it", currency=currency)
    )
    committed = [{"provider": row.provider, "monthly": float(row.monthly)} for row in hosting.committed]
    _edit(
        decision,
        "hosting.committed",
        committed,
        {
            "provider": st.column_config.SelectboxColumn(say("Provider"), options=sorted(providers)),
            "monthly": st.column_config.NumberColumn(say("{currency} a month", currency=currency), min_value=0.01),
        },
    )
    st.markdown(say("GPUs you own"))
    owned = [row.model_dump(exclude={"servers"} if row.servers is None else None) for row in hosting.gpus_owned]
    _edit(
        decision,
        "hosting.gpus_owned",
        owned,
        {
            "gpu": st.column_config.SelectboxColumn(say("GPU"), options=sorted(installation.catalog().gpu)),
            "count": st.column_config.NumberColumn(say("How many"), min_value=1, step=1),
        },
    )


def _edit(decision: state.OpenDecision, place: str, rows: list[dict[str, Any]], columns: Mapping[str, Any]) -> None:
    """A table of records; rows that are whole go to their place at once.

    The editor counts its edits from the rows that it was first drawn with, so it is given these until the decision is
    opened anew.
    """
    key = f"requirements.exclusions.{place}.{decision.token}"
    drawn = state.widget_value(key, None) is not None  # what was edited is gone once another page was shown
    first = state.recall(f"{key}.first", rows) if drawn else rows
    state.remember(f"{key}.first", first)
    edited = st.data_editor(
        first or [dict.fromkeys(columns)], num_rows="dynamic", column_config=dict(columns), key=key, width="stretch"
    )
    whole = tuple(
        {name: value for name, value in row.items() if value is not None}
        for row in edited
        if all(row.get(name) for name in columns)
    )
    if whole != tuple(rows):
        answer({place: whole})
        now = state.open_decision()
        if now is not None and now.answers != decision.answers:
            st.rerun()
