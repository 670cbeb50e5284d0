"""Governance of the choice: duties with who acts and from when, what is public, and the risk register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment
from advisor.guidance.governance.records import Duty, PublicEvidence
from advisor.guidance.governance.risk_register import key_of
from advisor.guidance.governance.whole import Governance
from advisor.guidance.records import RiskNote
from advisor.ui.cached.governance import governance
from advisor.ui.frame.markdown import escaped, option
from advisor.ui.guidance.risk_register import show_register
from advisor.ui.recommendation.ranking import TALL_PX, source_name, source_names
from advisor.ui.tables import show_rows
from advisor.ui.words import later, say, words
from advisor.words.governance_names import group_name, matter_name, stated
from advisor.words.written import said

_SEVERITY: Final = {
    "duty": (":material/gavel:", later("Duty")),
    "high": (":material/error:", later("High")),
    "medium": (":material/warning:", later("Medium")),
    "low": (":material/info:", later("Low")),
}
_PARTS: Final = {
    "duties": later("Duties"),
    "data": later("Data"),
    "public": later("Public facts"),
    "register": later("Risk register"),
}


def show(assessment: Assessment) -> None:
    """One part at a time: duties, the checklist of the data, public facts, or the register."""
    st.subheader(say("Duties and risks"))
    st.caption(
        say("Orientation, not legal advice. Every point names its source and the day on which it was looked at.")
    )
    found = governance(assessment)
    part = st.segmented_control(
        say("Part"),
        list(_PARTS),
        default="duties",
        required=True,
        format_func={key: option(say(name)) for key, name in _PARTS.items()}.__getitem__,
        key="guidance.governance.part",
        help=say("Duties of law and sector, what the data must be, what is public about the choice, or the risks."),
        label_visibility="collapsed",
    )
    match part:
        case "data":
            _show_duties([duty for duty in found.duties if duty.rule_group == "data"])
        case "public":
            _show_public(found.evidence)
        case "register":
            show_register(found.register_lines)
        case _:
            _show_grouped(assessment, found)


def _show_grouped(assessment: Assessment, found: Governance) -> None:
    """Duties by their group, the choice's own notes last."""
    known = {duty.rule_id for duty in found.duties}
    groups = [group for group in dict.fromkeys(duty.rule_group for duty in found.duties) if group != "data"]
    for place, group in enumerate(groups):
        duties = [duty for duty in found.duties if duty.rule_group == group]
        with st.expander(f"{group_name(words(), group)} ({len(duties)})", expanded=place == 0):
            _show_duties(duties)
    own = [note for note in assessment.risks if key_of(note) not in known]
    if own:
        with st.expander(f"{say('The choice itself')} ({len(own)})"):
            _show_notes(own)


def _show_duties(duties: Sequence[Duty]) -> None:
    names, language = source_names(), words().language
    for duty in duties:
        with st.container(border=True):
            icon, severity = _SEVERITY[duty.severity]
            st.markdown(f"**{icon} {say(severity)} · {said(duty, 'topic', language)}**")
            st.markdown(said(duty, "statement", language))
            st.markdown(say("What to do: {action}", action=said(duty, "action", language)))
            st.caption(" · ".join(_facts(duty)))
            st.caption(
                say(
                    "Source: {source_name}; looked at on {day}",
                    source_name=source_name(duty.source, names),
                    day=words().short_date(duty.checked_on),
                )
            )


def _facts(duty: Duty) -> list[str]:
    """Who acts, where it stands, from when, and where the two frameworks ask for it."""
    spoken = words()
    found = [said(duty, "who", spoken.language)]
    if duty.reference:
        found.append(escaped(duty.reference))
    if duty.in_force_on is not None:
        day = spoken.short_date(duty.in_force_on)
        found.append(say("in force since {day}", day=day) if duty.in_force else say("in force from {day}", day=day))
    found.append("NIST AI RMF " + ", ".join(duty.nist_ai_rmf))
    found.append("ISO/IEC 42001 " + ", ".join(duty.iso_42001))
    return found


def _show_notes(notes: Sequence[RiskNote]) -> None:
    names = source_names()
    for note in notes:
        with st.container(border=True):
            icon, severity = _SEVERITY[note.severity]
            st.markdown(f"**{icon} {say(severity)} · {note.topic}**")
            st.markdown(note.statement)
            st.markdown(say("What to do: {action}", action=note.action))
            if note.source:
                st.caption(say("Source: {source_name}", source_name=source_name(note.source, names)))


def _show_public(evidence: Sequence[PublicEvidence]) -> None:
    """What is publicly known of provider, vendor and model."""
    names, spoken = source_names(), words()
    st.caption(say("What nobody states is unknown, which is no good sign and no bad one."))
    show_rows(
        pd.DataFrame(
            [
                {
                    say("Matter"): matter_name(spoken, row.matter) + (f": {row.name}" if row.name else ""),
                    say("Of whom"): row.about,
                    say("What is stated"): stated(spoken, row),
                    say("Date"): row.dated.isoformat(),
                    say("Source"): source_name(row.source, names),
                }
                for row in evidence
            ]
        ),
        hide_index=True,
        width="stretch",
        row_height=TALL_PX,
        key="guidance.governance.public",
    )
