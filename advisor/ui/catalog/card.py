"""The model card: everything the catalog knows about one model, each figure with its source and date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import streamlit as st

from advisor.catalog.audit.ages import days_past_limit
from advisor.catalog.browse.card import PRICE_NAMES
from advisor.catalog.browse.card_records import CardOffer
from advisor.errors import InputError
from advisor.guidance.families import terms_of
from advisor.hosting.sizing.model_sheet import ModelSheet, model_sheet
from advisor.questionnaire.labels import CAPABILITIES, LANGUAGE_ABILITIES
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.catalog.adoption import show_adoption
from advisor.ui.catalog.card_tables import cited, table
from advisor.ui.catalog.code_labels import AGREEMENTS, BASES, COMMERCIAL, KINDS, STATUSES, in_words
from advisor.ui.charts.catalog import price_history_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.frame.markdown import escaped
from advisor.ui.terms import show_terms
from advisor.ui.words import later, say
from advisor.words.written import said

ABILITY_NAMES: Final = CAPABILITIES | LANGUAGE_ABILITIES | {"image_editing": later("Image editing")}
_TOO_LARGE: Final = later("more than eight of the GPUs compared")
_GROUPS: Final = {
    "identity": later("What it is"),
    "size": later("Size"),
    "shape": later("Shape"),
    "limits": later("Limits"),
    "abilities": later("Abilities"),
    "licence": later("Licence"),
}


def show() -> None:
    """Choose a model by typing; its card follows, and the address bar names it."""
    catalog = installation.catalog()
    _resolve(state.recall("catalog.model", None))
    model_id = st.selectbox(
        say("Model"),
        list(catalog.model),
        index=None,
        format_func=lambda code: f"{catalog.model[code].name} ({code})",
        key="catalog.model",
        help=say("Type a part of a name."),
        placeholder=say("Type a name"),
        persist_state="session",
    )
    if model_id is None:
        st.info(say("Choose a model to see its card. The address of a card can be shared."))
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
        st.warning(f"{in_words(error.title)} {error.problems[0]}")
    else:
        state.remember("catalog.model", sheet.model_id)


def _show_sheet(sheet: ModelSheet) -> None:
    st.header(escaped(sheet.name))
    own = say(" · **your own entry**") if sheet.own else ""
    st.markdown(f"`{sheet.model_id}` · {in_words(KINDS[sheet.kind])} · {in_words(STATUSES[sheet.status])}{own}")
    if sheet.good_for:
        st.markdown(say("**Good for:** {uses}", uses=escaped(sheet.good_for)))
    if sheet.note:
        st.caption(escaped(sheet.note))
    _show_lineage(sheet)
    _show_licence(sheet)
    _show_facts(sheet)
    show_terms(*terms_of(installation.catalog().model[sheet.model_id]), key="catalog.card.terms")
    _show_memory(sheet)
    _show_offers(sheet)
    show_adoption(sheet.adoption)
    _show_history(sheet)
    _show_estimates(sheet)
    _show_scores(sheet)


def _show_lineage(sheet: ModelSheet) -> None:
    catalog = installation.catalog()
    for title, ids in ((say("Before it"), sheet.predecessors), (say("After it"), sheet.successors)):
        if ids:
            names = " → ".join(f"{escaped(catalog.model[code].name)} (`{code}`)" for code in ids)
            st.markdown(f"**{title}:** {names}")
    if sheet.status in {"retired", "deprecated", "legacy"} and not sheet.successors:
        st.markdown(say("**After it:** no successor is known."))


def _show_licence(sheet: ModelSheet) -> None:
    st.subheader(say("Licence"))
    licence = sheet.licence
    st.markdown(f"**{escaped(licence.name)}.** {escaped(in_words(licence.plain_words))}")
    st.markdown(
        say(
            "Business use: **{use}** · passing it on: **{passed}** · derived models: **{derived}**",
            use=in_words(COMMERCIAL[licence.commercial_use]).lower(),
            passed=in_words(COMMERCIAL[licence.redistribution]).lower(),
            derived=in_words(COMMERCIAL[licence.derivatives]).lower(),
        )
    )
    for condition in licence.conditions:
        st.markdown(f"- {escaped(in_words(condition))}")
    if licence.link:
        st.caption(
            say("Text: {link}", link=licence.link)
            + (say(" · told by {source}", source=escaped(str(licence.source))) if licence.source else "")
        )


def _show_facts(sheet: ModelSheet) -> None:
    st.subheader(say("Facts"))
    rows = [
        {
            say("Group"): in_words(_GROUPS[fact.group]),
            say("Fact"): in_words(fact.name[:1].upper() + fact.name[1:]),
            say(
                "Value"
            ): f"{fact.value or say('unknown')} {in_words(fact.unit) if fact.value and fact.unit else ''}".strip(),
            **cited(fact.source),
        }
        for fact in sheet.facts
    ]
    table(rows, "facts", say("Facts with value, source, date and key"))
    if sheet.unknown:
        st.caption(say("Unknown: {names}.", names=", ".join(sheet.unknown)))
    st.caption(say("Last checked on {checked_on}.", checked_on=sheet.checked_on))


def _show_memory(sheet: ModelSheet) -> None:
    st.subheader(say("What it needs to run on your own or rented GPUs"))
    if not sheet.memory:
        st.markdown(
            say("The weights are not published, or their size is unknown: it cannot be run on GPUs of your own.")
        )
        return
    gpus = {code: gpu.name for code, gpu in installation.catalog().gpu.items()}
    rows = [
        {
            say("Bits"): need.bits,
            say("Weights (GB)"): round(need.weights_gb, 1),
            say("Cache of {tokens:,} tokens (GB)", tokens=need.context_tokens): _rounded(need.cache_gb),
            say("Cache of the longest request (GB)"): _rounded(need.full_cache_gb),
        }
        for need in sheet.memory
    ]
    table(rows, "memory", say("GPU memory at 16, 8 and 4 bits"))
    for need in sheet.memory:
        fits = ", ".join(f"{count} × {gpus[code]}" for code, count in need.gpus.items())
        note = escaped(said(need, "note", state.language()))
        st.markdown(
            say(
                "- At {bits} bits: {fits}",
                bits=need.bits,
                fits=note or (say("fits on {gpus}", gpus=fits) if fits else say(_TOO_LARGE)),
            )
        )
    st.caption(
        say(
            "Estimated from the shape above: weights at the format's bits, a 16-bit cache for one request, "
            "activations and "
            "1.5 GiB per GPU of runtime reserve. GB is 10^9 bytes. The hosting page sizes for your load."
        )
    )


def _show_offers(sheet: ModelSheet) -> None:
    st.subheader(say("Where it runs and what it costs"))
    for sentence in sheet.runs:
        st.markdown(f"- {escaped(sentence)}")
    if sheet.offers:
        table([_offer_row(offer) for offer in sheet.offers], "offers", say("Offers with prices, dates and sources"))
        st.caption(say("Token prices are US dollars per million tokens. A blank price is unknown, never zero."))


def _age(day: date) -> str:
    """How old a price is today where that is past the limit of its table; blank where it is not."""
    days = days_past_limit(installation.catalog(), "offers", day, as_of=datetime.now(UTC).date())
    return "" if days is None else say("stale: {days} days", days=days)


def _offer_row(offer: CardOffer) -> dict[str, Any]:
    units = {column: in_words(f"{name[0].upper()}{name[1:]}") for column, name in PRICE_NAMES.items()}
    return {
        say("Provider"): offer.provider + (say(" (your own price)") if offer.own else ""),
        say("Zone"): offer.zone,
        say("Tier"): offer.tier,
        **{units[name]: float(price) for name, price in offer.prices.items()},
        say("Priced on"): offer.priced_on,
        say("Age"): _age(offer.priced_on),
        say("Agreement"): in_words(AGREEMENTS[offer.agreement]),
        say("Remark"): offer.conflict or "",
        **cited(offer.source),
        say("Second source"): str(offer.second_source) if offer.second_source else "",
    }


def _show_history(sheet: ModelSheet) -> None:
    lines = _history_lines(sheet)
    if not any(len(points) > 1 for _, points in lines):
        return
    st.subheader(say("Price history"))
    draw(
        price_history_chart(lines, sheet.name),
        key="catalog.card.history",
        alt=say("Token prices of {name} over time; the table below has the same figures", name=sheet.name),
    )
    with st.expander(say("The same as a table")):
        rows = [
            {
                say("Provider"): point.provider_id,
                say("Date"): point.dated,
                say("Input (USD per million)"): _float(point.input_usd_per_mtok),
                say("Output (USD per million)"): _float(point.output_usd_per_mtok),
                **cited(point.source),
            }
            for point in sheet.price_history
        ]
        table(rows, "history", say("Past prices with dates and sources"))


def _history_lines(sheet: ModelSheet) -> list[tuple[str, list[tuple[date, float]]]]:
    lines: dict[str, list[tuple[date, float]]] = {}
    for point in sheet.price_history:
        for word, price in ((say("input"), point.input_usd_per_mtok), (say("output"), point.output_usd_per_mtok)):
            if price is not None:
                lines.setdefault(f"{point.provider_id}, {word}", []).append((point.dated, float(price)))
    return list(lines.items())


def _show_estimates(sheet: ModelSheet) -> None:
    st.subheader(say("Estimated capability"))
    if not sheet.estimates:
        st.markdown(say("Unknown: no public board compares models of this kind with it."))
        return
    rows = [
        {
            say("Capability"): in_words(ABILITY_NAMES.get(row.capability, row.capability)),
            say("Points of 100"): round(row.estimate, 1),
            say("90% from"): round(row.low, 1),
            say("to"): round(row.high, 1),
            say("Basis"): in_words(BASES[row.basis])
            + (say(" from {model}", model=row.from_model_id) if row.from_model_id else ""),
            say("Public scores"): row.scores,
        }
        for row in sheet.estimates
    ]
    table(rows, "estimates", say("Capability estimates with 90% intervals"))


def _show_scores(sheet: ModelSheet) -> None:
    with st.expander(say("Public scores ({n})", n=len(sheet.scores))):
        if not sheet.scores:
            st.markdown(say("None are public."))
            return
        rows = [
            {
                say("Board"): score.board,
                say("Capability"): in_words(ABILITY_NAMES.get(score.capability, score.capability)),
                say("Variant"): score.variant or "",
                say("Score"): score.score,
                say("Unit"): score.unit,
                say("Standard error"): score.standard_error,
                say("Told by the vendor itself"): say("yes") if score.self_reported else say("no"),
                say("Scored on"): score.scored_on,
                **cited(score.source),
            }
            for score in sheet.scores
        ]
        table(rows, "scores", say("Public scores with board, variant, date and source"))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
