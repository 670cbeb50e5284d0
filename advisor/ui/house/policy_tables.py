"""The tables in which an administrator edits the policy: rules, agreements, own figures and weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

import pandas as pd
import streamlit as st

from advisor.catalog.catalog import Catalog
from advisor.policy.house import COVERED_PRICES, DEMANDS, HousePolicy
from advisor.questionnaire.answers import DataClass
from advisor.services.house.edited_policy import (
    AGREEMENT_COLUMNS,
    RULE_COLUMNS,
    agreement_cells,
    agreements_of,
    rule_cells,
    rules_of,
)
from advisor.ui.words import later, message, say
from advisor.words.sentences.criteria import CRITERIA_TITLES

_DEMANDS: Final[Mapping[str, str]] = {
    "vendors_allowed": later("Vendors: these alone"),
    "vendors_excluded": later("Vendors: none of these"),
    "vendor_countries_allowed": later("Countries of vendors: these alone"),
    "vendor_countries_excluded": later("Countries of vendors: none of these"),
    "models_excluded": later("Models: none of these"),
    "providers_allowed": later("Clouds and providers: these alone"),
    "providers_excluded": later("Clouds and providers: none of these"),
    "provider_countries_allowed": later("Countries of providers: these alone"),
    "provider_countries_excluded": later("Countries of providers: none of these"),
    "hosting": later("Ways of hosting: these alone"),
    "zones": later("Zones of processing: these alone"),
    "certificates": later("Certificates: all of these"),
    "no_training": later("No training on our data"),
    "max_retention_days": later("Prompts kept for at most so many days"),
}


def edit_rules(policy: HousePolicy | None, key: str) -> list[dict[str, Any]]:
    """The rules as they were typed."""
    rows = [rule_cells(rule) for rule in policy.rules] if policy else []
    column = st.column_config
    columns = {
        "id": column.TextColumn(say("Id"), help=say("Small letters and dashes; exceptions name it.")),
        "demand": column.SelectboxColumn(
            say("Demand"), options=list(DEMANDS), format_func=lambda name: say(_DEMANDS[str(name)]), width="medium"
        ),
        "names": column.TextColumn(
            say("Of which"), width="medium", help=say("Ids or codes with commas between, or the number of days.")
        ),
        "data_classes": column.MultiselectColumn(
            say("For data of class"), options=list(get_args(DataClass)), help=say("None chosen: every class.")
        ),
        "why": column.TextColumn(say("Why"), width="large"),
    }
    return rules_of(_table(rows, RULE_COLUMNS, columns, key))


def edit_agreements(policy: HousePolicy | None, key: str) -> list[dict[str, Any]]:
    """The price agreements as they were typed."""
    rows = [agreement_cells(one) for one in policy.agreements] if policy else []
    column = st.column_config
    ids = say("Ids with commas between; empty: all.")
    columns: dict[str, Any] = {
        "id": column.TextColumn(say("Id")),
        "providers": column.TextColumn(say("Providers"), help=ids),
        "vendors": column.TextColumn(say("Vendors"), help=ids),
        "models": column.TextColumn(say("Models"), help=ids),
        "covers": column.TextColumn(say("Covers"), default="tokens", help=say("tokens, servers, or both.")),
        "percent": column.NumberColumn(say("Percent off"), min_value=0.0, max_value=100.0),
        "valid_from": column.DateColumn(say("From")),
        "valid_until": column.DateColumn(say("Last day")),
        "source": column.TextColumn(say("Contract"), width="medium"),
    }
    titles = (say("Input, USD per million"), say("Cached input, USD per million"), say("Output, USD per million"))
    columns |= {
        name: column.NumberColumn(title, min_value=0.0) for name, title in zip(COVERED_PRICES, titles, strict=True)
    }
    return agreements_of(_table(rows, AGREEMENT_COLUMNS, columns, key))


def _table(
    rows: Sequence[Mapping[str, Any]], names: Sequence[str], columns: Mapping[str, Any], key: str
) -> list[dict[str, Any]]:
    frame = pd.DataFrame([*rows], columns=list(names)).astype(object)
    for name in ("percent", *COVERED_PRICES):
        if name in frame:
            frame[name] = frame[name].astype(float)
    for name in ("valid_from", "valid_until"):
        if name in frame:
            frame[name] = pd.to_datetime(frame[name])
    edited = st.data_editor(
        frame,
        num_rows="dynamic",
        hide_index=True,
        column_config=dict(columns),
        column_order=list(names),
        key=key,
        width="stretch",
    )
    return [{str(name): value for name, value in row.items()} for row in edited.to_dict("records")]


def edit_costs(policy: HousePolicy | None, catalog: Catalog, key: str) -> dict[str, float]:
    """The house's own figures beside the defaults that they take the place of; an empty cell keeps the default."""
    own = policy.costs if policy else {}
    rows = [
        {
            "component": row.component,
            "label": message(row.label),
            "default": row.default,
            "own": own.get(row.component),
            "unit": message(row.unit),
        }
        for row in catalog.cost_defaults
    ]
    column = st.column_config
    edited = st.data_editor(
        pd.DataFrame(rows).astype({"own": float}),
        hide_index=True,
        column_config={
            "label": column.TextColumn(say("Figure"), width="large"),
            "default": column.NumberColumn(say("Default"), format="localized"),
            "own": column.NumberColumn(say("Of the house"), min_value=0.0, format="localized"),
            "unit": column.TextColumn(say("Unit")),
        },
        column_order=("label", "own", "default", "unit"),
        disabled=("label", "default", "unit"),
        key=key,
        width="stretch",
    )
    return {row["component"]: float(row["own"]) for row in edited.to_dict("records") if pd.notna(row["own"])}


def edit_weights(policy: HousePolicy | None, key: str) -> dict[str, float]:
    """Points per criterion for decisions that state none; all empty: the usual ones."""
    own: Mapping[Any, float] = policy.weights if policy else {}
    rows = [
        {"criterion": name, "title": message(title), "points": own.get(name)} for name, title in CRITERIA_TITLES.items()
    ]
    column = st.column_config
    edited = st.data_editor(
        pd.DataFrame(rows).astype({"points": float}),
        hide_index=True,
        column_config={
            "title": column.TextColumn(say("Criterion"), width="medium"),
            "points": column.NumberColumn(say("Points"), min_value=0.0, max_value=1000.0),
        },
        column_order=("title", "points"),
        disabled=("title",),
        key=key,
    )
    return {row["criterion"]: float(row["points"]) for row in edited.to_dict("records") if pd.notna(row["points"])}
