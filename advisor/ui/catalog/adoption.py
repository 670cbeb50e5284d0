"""The part of the model card on adoption: origin, marks, disclosure, ends, speeds, engines, copies, places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import streamlit as st

from advisor.catalog.browse.adoption_records import (
    CardAdoption,
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
from advisor.ui.frame.markdown import escaped
from advisor.words.language import words_in

Rows = list[tuple[dict[str, Any], Citation]]
MARKS: Final = {"research_only": "For research only", "abandoned": "No longer maintained"}
CERTAINTIES: Final = {
    "stated": "",
    "general": " This is commonly known; no page was read.",
    "doubtful": " Readings differ: ask the vendor.",
    "unknown": "",
}
TOPICS: Final = {
    "all": "Whole transparency index",
    "training_data": "Training data",
    "training_methods": "Training methods",
    "model_documentation": "Model documentation",
    "safety_evaluation": "Safety evaluation",
    "incidents": "Incidents and reports",
    "eu_code_of_practice": "Chapters signed of the EU code of practice",
}
STATISTICS: Final = {
    "median": "median",
    "best_host": "median at the fastest host",
    "vendor_claim": "claimed by the provider",
}
PROCESSING: Final = {
    "region": "in the country of the call",
    "geography": "in the group of regions around it",
    "global": "anywhere",
}
EVENTS: Final = {
    "limited_preview": "limited preview",
    "preview": "preview",
    "weights": "weights published",
    "general_availability": "general availability",
}


def show_adoption(adoption: CardAdoption) -> None:
    """Say where the model comes from and what speaks against it, and list the facts behind expanders."""
    st.subheader("Origin and use")
    st.markdown(escaped(origin_sentence(adoption.origin)))
    for mark in adoption.marks:
        st.warning(escaped(f"{MARKS[mark.mark]}: {mark.reason}"))
    for name, title, rows in tables_of(adoption):
        with st.expander(f"{title} ({len(rows)})"):
            if rows:
                table([row | cited(source) for row, source in rows], name, title)
            else:
                st.markdown("None are known.")


def origin_sentence(origin: CardOrigin | None) -> str:
    """Vendor, country and parent in a sentence; unknown is said."""
    if origin is None:
        return "The seat of the vendor is unknown."
    name = words_in("en").territory
    seat = f"seat in {name(origin.country)}" if origin.country else "no seat of its own is known"
    owned = f", part of {origin.parent} ({name(origin.parent_country)})" if origin.parent_country else ""
    note = f" {origin.note}" if origin.note else ""
    return f"{origin.name}: {seat}{owned}.{CERTAINTIES[origin.certainty]}{note}"


def tables_of(adoption: CardAdoption) -> Iterator[tuple[str, str, Rows]]:
    """Key, title and rows of every table of this part, in the order of the page."""
    yield "disclosures", "What the vendor discloses", [_disclosed(row) for row in adoption.disclosures]
    yield "releases", "Steps to release", [_released(row) for row in adoption.releases]
    yield "ends", "Ends of versions at providers", [_ended(row) for row in adoption.ends]
    yield "speeds", "Speeds as a service", [_speed(row) for row in adoption.speeds]
    yield "engines", "Engines that run it", [_engine(row) for row in adoption.engines]
    yield "checkpoints", "Quantised copies", [_checkpoint(row) for row in adoption.checkpoints]
    yield "places", "Places where clouds serve it", [_place(row) for row in adoption.places]


def _disclosed(row: CardDisclosure) -> tuple[dict[str, Any], Citation]:
    return {"Topic": TOPICS[row.topic], "Points": row.points, "Of": row.out_of}, row.source


def _released(row: CardRelease) -> tuple[dict[str, Any], Citation]:
    return {"Step": EVENTS[row.event], "On": row.dated}, row.source


def _ended(row: CardEnd) -> tuple[dict[str, Any], Citation]:
    shown = {
        "Provider": row.provider_id,
        "Version": row.version,
        "Ends on": row.retires_on,
        "Date is": "firm" if row.firm else "not before",
        "Ends the offer": "yes" if row.ends_offer else "no",
    }
    return shown, row.source


def _speed(row: CardSpeed) -> tuple[dict[str, Any], Citation]:
    shown = {
        "Provider": row.provider_id or "host chosen by the router",
        "Measured": STATISTICS[row.statistic],
        "Until": row.measured_to,
        "Requests": row.requests,
        "First token, ms": row.ttft_ms,
        "Output tokens per second": row.output_tokens_per_s,
    }
    return shown, row.source


def _engine(row: CardEngine) -> tuple[dict[str, Any], Citation]:
    since = f"{row.since_version} or earlier" if row.at_most else row.since_version
    return {"Engine": row.engine, "Runs it": "yes" if row.supported else "no", "Since": since}, row.source


def _checkpoint(row: CardCheckpoint) -> tuple[dict[str, Any], Citation]:
    shown = {
        "Format": row.format,
        "Repository": row.hub_id,
        "From the vendor": "yes" if row.official else "no",
        "File, GB": row.file_gb,
        "Least GPU memory, GB": row.least_gpu_memory_gb,
    }
    return shown, row.source


def _place(row: CardPlaces) -> tuple[dict[str, Any], Citation]:
    return {
        "Cloud": row.provider_id,
        "Processed": PROCESSING[row.processing],
        "Called from": ", ".join(row.places),
    }, row.source
