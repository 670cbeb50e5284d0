"""The model card: everything the catalog knows about one model, each figure with its source and date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import streamlit as st

from advisor.catalog.audit.ages import days_past_limit
from advisor.catalog.browse.card import PRICE_UNITS
from advisor.catalog.browse.card_records import CardOffer
from advisor.errors import InputError
from advisor.hosting.sizing.model_sheet import ModelSheet, model_sheet
from advisor.questionnaire.labels import CAPABILITIES, LANGUAGE_ABILITIES
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.catalog.adoption import show_adoption
from advisor.ui.catalog.card_tables import cited, table
from advisor.ui.catalog.code_labels import AGREEMENTS, BASES, COMMERCIAL, KINDS, STATUSES
from advisor.ui.charts.catalog import price_history_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.frame.markdown import escaped
from advisor.words.written import said

ABILITY_NAMES: Final = CAPABILITIES | LANGUAGE_ABILITIES
_PERSIST: Any = "session"
_TOO_LARGE: Final = "more than eight of the GPUs compared"
_GROUPS: Final = {
    "identity": "What it is",
    "size": "Size",
    "shape": "Shape",
    "limits": "Limits",
    "abilities": "Abilities",
    "licence": "Licence",
}


def show() -> None:
    """Choose a model by typing; its card follows, and the address bar names it."""
    catalog = installation.catalog()
    _resolve(state.recall("catalog.model", None))
    model_id = st.selectbox(
        "Model",
        list(catalog.model),
        index=None,
        format_func=lambda code: f"{catalog.model[code].name} ({code})",
        key="catalog.model",
        help="Type a part of a name.",
        placeholder="Type a name",
        persist_state=_PERSIST,
    )
    if model_id is None:
        st.info("Choose a model to see its card. The address of a card can be shared.")
        return
    state.remember("catalog.linked", model_id)
    st.query_params["model"] = model_id
    _show_sheet(model_sheet(catalog, model_id))


def _resolve(asked: str | None) -> None:
    """The address may name a model by any of its names; one that nobody has is said, with what is near."""
    catalog = installation.catalog()
    if asked is None or asked in catalog.model:
        return
    state.forget("catalog.model")
    try:
        sheet = model_sheet(catalog, asked)
    except InputError as error:
        st.warning(f"{error.title} {error.problems[0]}")
    else:
        state.remember("catalog.model", sheet.model_id)


def _show_sheet(sheet: ModelSheet) -> None:
    st.header(escaped(sheet.name))
    own = " · **your own entry**" if sheet.own else ""
    st.markdown(f"`{sheet.model_id}` · {KINDS[sheet.kind]} · {STATUSES[sheet.status]}{own}")
    if sheet.good_for:
        st.markdown(f"**Good for:** {escaped(sheet.good_for)}")
    if sheet.note:
        st.caption(escaped(sheet.note))
    _show_lineage(sheet)
    _show_licence(sheet)
    _show_facts(sheet)
    _show_memory(sheet)
    _show_offers(sheet)
    show_adoption(sheet.adoption)
    _show_history(sheet)
    _show_estimates(sheet)
    _show_scores(sheet)


def _show_lineage(sheet: ModelSheet) -> None:
    catalog = installation.catalog()
    for title, ids in (("Before it", sheet.predecessors), ("After it", sheet.successors)):
        if ids:
            names = " → ".join(f"{escaped(catalog.model[code].name)} (`{code}`)" for code in ids)
            st.markdown(f"**{title}:** {names}")
    if sheet.status in {"retired", "deprecated", "legacy"} and not sheet.successors:
        st.markdown("**After it:** no successor is known.")


def _show_licence(sheet: ModelSheet) -> None:
    st.subheader("Licence")
    licence = sheet.licence
    st.markdown(f"**{escaped(licence.name)}.** {escaped(licence.plain_words)}")
    st.markdown(
        f"Business use: **{COMMERCIAL[licence.commercial_use].lower()}** · passing it on: "
        f"**{COMMERCIAL[licence.redistribution].lower()}** · derived models: "
        f"**{COMMERCIAL[licence.derivatives].lower()}**"
    )
    for condition in licence.conditions:
        st.markdown(f"- {escaped(condition)}")
    if licence.link:
        st.caption(f"Text: {licence.link}" + (f" · told by {escaped(str(licence.source))}" if licence.source else ""))


def _show_facts(sheet: ModelSheet) -> None:
    st.subheader("Facts")
    rows = [
        {
            "Group": _GROUPS[fact.group],
            "Fact": fact.name[:1].upper() + fact.name[1:],
            "Value": f"{fact.value or 'unknown'} {fact.unit if fact.value else ''}".strip(),
            **cited(fact.source),
        }
        for fact in sheet.facts
    ]
    table(rows, "facts", "Facts with value, source, date and key")
    if sheet.unknown:
        st.caption(f"Unknown: {', '.join(sheet.unknown)}.")
    st.caption(f"Last checked on {sheet.checked_on}.")


def _show_memory(sheet: ModelSheet) -> None:
    st.subheader("What it needs to run on your own or rented GPUs")
    if not sheet.memory:
        st.markdown("The weights are not published, or their size is unknown: it cannot be run on GPUs of your own.")
        return
    gpus = {code: gpu.name for code, gpu in installation.catalog().gpu.items()}
    rows = [
        {
            "Bits": need.bits,
            "Weights (GB)": round(need.weights_gb, 1),
            f"Cache of {need.context_tokens:,} tokens (GB)": _rounded(need.cache_gb),
            "Cache of the longest request (GB)": _rounded(need.full_cache_gb),
        }
        for need in sheet.memory
    ]
    table(rows, "memory", "GPU memory at 16, 8 and 4 bits")
    for need in sheet.memory:
        fits = ", ".join(f"{count} × {gpus[code]}" for code, count in need.gpus.items())
        note = escaped(said(need, "note", "en"))
        st.markdown(f"- At {need.bits} bits: {note or (f'fits on {fits}' if fits else _TOO_LARGE)}")
    st.caption(
        "Estimated from the shape above: weights at the format's bits, a 16-bit cache for one request, activations and "
        "1.5 GiB per GPU of runtime reserve. GB is 10^9 bytes. The hosting page sizes for your load."
    )


def _show_offers(sheet: ModelSheet) -> None:
    st.subheader("Where it runs and what it costs")
    for sentence in sheet.runs:
        st.markdown(f"- {escaped(sentence)}")
    if sheet.offers:
        table([_offer_row(offer) for offer in sheet.offers], "offers", "Offers with prices, dates and sources")
        st.caption("Token prices are US dollars per million tokens. A blank price is unknown, never zero.")


def _age(day: date) -> str:
    """How old a price is today where that is past the limit of its table; blank where it is not."""
    days = days_past_limit(installation.catalog(), "offers", day, as_of=datetime.now(UTC).date())
    return "" if days is None else f"stale: {days} days"


def _offer_row(offer: CardOffer) -> dict[str, Any]:
    units = {name: words.replace(", USD per million tokens", "").capitalize() for name, words in PRICE_UNITS.items()}
    return {
        "Provider": offer.provider + (" (your own price)" if offer.own else ""),
        "Zone": offer.zone,
        "Tier": offer.tier,
        **{units[name]: float(price) for name, price in offer.prices.items()},
        "Priced on": offer.priced_on,
        "Age": _age(offer.priced_on),
        "Agreement": AGREEMENTS[offer.agreement],
        "Remark": offer.conflict or "",
        **cited(offer.source),
        "Second source": str(offer.second_source) if offer.second_source else "",
    }


def _show_history(sheet: ModelSheet) -> None:
    lines = _history_lines(sheet)
    if not any(len(points) > 1 for _, points in lines):
        return
    st.subheader("Price history")
    draw(
        price_history_chart(lines, sheet.name),
        key="catalog.card.history",
        alt=f"Token prices of {sheet.name} over time; the table below has the same figures",
    )
    with st.expander("The same as a table"):
        rows = [
            {
                "Provider": point.provider_id,
                "Date": point.dated,
                "Input (USD per million)": _float(point.input_usd_per_mtok),
                "Output (USD per million)": _float(point.output_usd_per_mtok),
                **cited(point.source),
            }
            for point in sheet.price_history
        ]
        table(rows, "history", "Past prices with dates and sources")


def _history_lines(sheet: ModelSheet) -> list[tuple[str, list[tuple[date, float]]]]:
    lines: dict[str, list[tuple[date, float]]] = {}
    for point in sheet.price_history:
        for word, price in (("input", point.input_usd_per_mtok), ("output", point.output_usd_per_mtok)):
            if price is not None:
                lines.setdefault(f"{point.provider_id}, {word}", []).append((point.dated, float(price)))
    return list(lines.items())


def _show_estimates(sheet: ModelSheet) -> None:
    st.subheader("Estimated capability")
    if not sheet.estimates:
        st.markdown("Unknown: no public board compares models of this kind with it.")
        return
    rows = [
        {
            "Capability": ABILITY_NAMES.get(row.capability, row.capability),
            "Points of 100": round(row.estimate, 1),
            "90% from": round(row.low, 1),
            "to": round(row.high, 1),
            "Basis": BASES[row.basis] + (f" from {row.from_model_id}" if row.from_model_id else ""),
            "Public scores": row.scores,
        }
        for row in sheet.estimates
    ]
    table(rows, "estimates", "Capability estimates with 90% intervals")


def _show_scores(sheet: ModelSheet) -> None:
    with st.expander(f"Public scores ({len(sheet.scores)})"):
        if not sheet.scores:
            st.markdown("None are public.")
            return
        rows = [
            {
                "Board": score.board,
                "Capability": ABILITY_NAMES.get(score.capability, score.capability),
                "Variant": score.variant or "",
                "Score": score.score,
                "Unit": score.unit,
                "Standard error": score.standard_error,
                "Told by the vendor itself": "yes" if score.self_reported else "no",
                "Scored on": score.scored_on,
                **cited(score.source),
            }
            for score in sheet.scores
        ]
        table(rows, "scores", "Public scores with board, variant, date and source")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
