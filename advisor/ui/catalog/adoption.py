"""The part of the model card on adoption: origin, marks, disclosure, ends, speeds, engines, copies, places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import streamlit as st

from advisor.catalog.browse.adoption_records import (
    CardAdoption,
    CardBase,
    CardCheckpoint,
    CardDisclosure,
    CardEnd,
    CardEngine,
    CardOrigin,
    CardPlaces,
    CardRelease,
    CardSpeed,
)
from advisor.catalog.browse.citation import Citation
from advisor.ui.catalog.card_tables import cited, table
from advisor.ui.catalog.code_labels import in_words
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import later, say, words

CitedRows = list[tuple[dict[str, Any], Citation]]
MARKS: Final = {
    "research_only": later("For research only"),
    "abandoned": later("No longer maintained"),
    "only_moderation": later("Made to judge content"),
    "only_translation": later("Made to translate"),
    "only_reading": later("Made to read documents"),
}
CERTAINTIES: Final = {
    "stated": "",
    "general": later(" This is commonly known; no page was read."),
    "doubtful": later(" Readings differ: ask the vendor."),
    "unknown": "",
}
TOPICS: Final = {
    "all": later("Whole transparency index"),
    "training_data": later("Training data"),
    "training_methods": later("Training methods"),
    "model_documentation": later("Model documentation"),
    "safety_evaluation": later("Safety evaluation"),
    "incidents": later("Incidents and reports"),
    "eu_code_of_practice": later("Chapters signed of the EU code of practice"),
}
STATISTICS: Final = {
    "median": later("median"),
    "best_host": later("median at the fastest host"),
    "vendor_claim": later("claimed by the provider"),
}
PROCESSING: Final = {
    "region": later("in the country of the call"),
    "geography": later("in the group of regions around it"),
    "global": later("anywhere"),
}
EVENTS: Final = {
    "limited_preview": later("limited preview"),
    "preview": later("preview"),
    "weights": later("weights published"),
    "general_availability": later("general availability"),
}


def show_adoption(adoption: CardAdoption) -> None:
    """Say where the model comes from and what speaks against it, and list the facts behind expanders."""
    st.subheader(say("Origin and use"))
    st.markdown(escaped(origin_sentence(adoption.origin)))
    for mark in adoption.marks:
        st.warning(escaped(f"{in_words(MARKS[mark.mark])}: {mark.reason}"))
    for name, title, rows in tables_of(adoption):
        with st.expander(f"{say(title)} ({len(rows)})"):
            if rows:
                table([row | cited(source) for row, source in rows], name, say(title))
            else:
                st.markdown(say("None are known."))


def origin_sentence(origin: CardOrigin | None) -> str:
    """Vendor, country and parent in a sentence; unknown is said."""
    if origin is None:
        return say("The seat of the vendor is unknown.")
    name = words().territory
    country, above = origin.country, origin.parent_country
    seat = say("seat in {country}", country=name(country)) if country else say("no seat of its own is known")
    owned = say(", part of {parent} ({country})", parent=origin.parent or "", country=name(above)) if above else ""
    note = f" {origin.note}" if origin.note else ""
    return f"{origin.name}: {seat}{owned}.{in_words(CERTAINTIES[origin.certainty])}{note}"


def tables_of(adoption: CardAdoption) -> Iterator[tuple[str, str, CitedRows]]:
    """Key, title and rows of every table of this part, in the order of the page."""
    yield "bases", later("Weights of others that it stands on"), [_base(row) for row in adoption.bases]
    yield "disclosures", later("What the vendor discloses"), [_disclosed(row) for row in adoption.disclosures]
    yield "releases", later("Steps to release"), [_released(row) for row in adoption.releases]
    yield "ends", later("Ends of versions at providers"), [_ended(row) for row in adoption.ends]
    yield "speeds", later("Speeds as a service"), [_speed(row) for row in adoption.speeds]
    yield "engines", later("Engines that run it"), [_engine(row) for row in adoption.engines]
    yield "checkpoints", later("Quantised copies"), [_checkpoint(row) for row in adoption.checkpoints]
    yield "places", later("Places where clouds serve it"), [_place(row) for row in adoption.places]


def _base(row: CardBase) -> tuple[dict[str, Any], Citation]:
    places = ", ".join(words().territory(country) for country in row.countries)
    return {say("Weights"): row.base, say("Vendor"): row.vendor, say("Country"): places}, row.source


def _disclosed(row: CardDisclosure) -> tuple[dict[str, Any], Citation]:
    return {say("Topic"): in_words(TOPICS[row.topic]), say("Points"): row.points, say("Of"): row.out_of}, row.source


def _released(row: CardRelease) -> tuple[dict[str, Any], Citation]:
    return {say("Step"): in_words(EVENTS[row.event]), say("On"): row.dated}, row.source


def _ended(row: CardEnd) -> tuple[dict[str, Any], Citation]:
    shown = {
        say("Provider"): row.provider_id,
        say("Version"): row.version,
        say("Ends on"): row.retires_on,
        say("Date is"): say("firm") if row.firm else say("not before"),
        say("Ends the offer"): say("yes") if row.ends_offer else say("no"),
    }
    return shown, row.source


def _speed(row: CardSpeed) -> tuple[dict[str, Any], Citation]:
    shown = {
        say("Provider"): row.provider_id or say("host chosen by the router"),
        say("Measured"): in_words(STATISTICS[row.statistic]),
        say("Until"): row.measured_to,
        say("Requests"): row.requests,
        say("First token, ms"): row.ttft_ms,
        say("Output tokens per second"): row.output_tokens_per_s,
    }
    return shown, row.source


def _engine(row: CardEngine) -> tuple[dict[str, Any], Citation]:
    since = say("{version} or earlier", version=row.since_version or "") if row.at_most else row.since_version
    runs = say("yes") if row.supported else say("no")
    return {say("Engine"): row.engine, say("Runs it"): runs, say("Since"): since}, row.source


def _checkpoint(row: CardCheckpoint) -> tuple[dict[str, Any], Citation]:
    shown = {
        say("Format"): row.format,
        say("Repository"): row.hub_id,
        say("From the vendor"): say("yes") if row.official else say("no"),
        say("File, GB"): row.file_gb,
        say("Least GPU memory, GB"): row.least_gpu_memory_gb,
    }
    return shown, row.source


def _place(row: CardPlaces) -> tuple[dict[str, Any], Citation]:
    return {
        say("Cloud"): row.provider_id,
        say("Processed"): in_words(PROCESSING[row.processing]),
        say("Called from"): ", ".join(row.places),
    }, row.source
