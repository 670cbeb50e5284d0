"""Replay on screen: the kept decision on today's catalog, what moved and why, and the annex for the report."""

from __future__ import annotations

import streamlit as st

from advisor.errors import AdvisorError
from advisor.report.replay.replay_words import cause_effect, cause_text, choice_lines, kind_name, replay_verdict
from advisor.report.replay_record import Replay
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.faults import said_of_fault
from advisor.ui.frame.markdown import escaped
from advisor.ui.report.meta import REPLAY_KEY, kept_annex
from advisor.ui.state import OpenDecision
from advisor.ui.tables import show_rows
from advisor.ui.words import say, words

_SHORT = 12


def show(decision: OpenDecision) -> None:
    """The replay of the assessment that was kept when the decision was proposed or approved."""
    if decision.decision_id is None:
        st.info(say("Save and propose the decision first: a replay needs an assessment to compare with."))
        return
    kept = installation.lifecycle().kept(decision.decision_id)
    if kept is None:
        st.info(say("No assessment was kept yet. Proposing the decision keeps it, and the catalog it was made on."))
        return
    used = kept.assessment.provenance
    st.caption(
        say(
            "Kept: version {revision}, catalog of {catalog_date} ({catalog_digest}). Today: {dated} ({digest}).",
            revision=kept.revision,
            catalog_date=used.catalog_date,
            catalog_digest=used.catalog_digest[:_SHORT],
            dated=installation.catalog().dated.isoformat(),
            digest=installation.catalog().digest[:_SHORT],
        )
    )
    try:
        replay = decisions.replay_today(kept)
    except AdvisorError as error:
        st.error(said_of_fault(error))
        return
    _show_verdict(replay)
    _show_causes(replay)
    _show_moves(replay)
    annex = st.toggle(
        say("Add this replay to the report as an annex"),
        kept_annex() is not None,
        key="report.add_annex",
        help=say("The annex shows readers what changed since the decision was taken."),
    )
    if annex:
        state.remember(REPLAY_KEY, replay.model_copy(update={"decision_id": decision.decision_id}))
    else:
        state.forget(REPLAY_KEY)


def _show_verdict(replay: Replay) -> None:
    label, text, tone = replay_verdict(words(), replay)
    box = {"good": st.success, "open": st.warning, "bad": st.error}[tone]
    box(escaped(f"{label}: {text}"))
    for line in choice_lines(words(), replay):
        st.markdown(escaped(line))


def _show_causes(replay: Replay) -> None:
    st.subheader(say("What changed in the catalog that touches it"))
    if not replay.causes:
        st.caption(say("No change of the catalog touches this decision."))
        return
    told_in = words()
    st.table(
        [
            {
                say("Cause"): kind_name(told_in, cause.kind),
                say("What changed"): escaped(cause_text(told_in, cause)),
                say("Effect if nothing else had changed"): escaped(cause_effect(told_in, replay, cause)),
            }
            for cause in replay.causes
        ],
        hide_index=True,
        alt=say("Changes of the catalog with their effect on this decision"),
    )
    if not replay.complete:
        st.caption(say("The catalog of then was not kept; causes are read from the two assessments alone."))


def _show_moves(replay: Replay) -> None:
    if not replay.moves:
        return
    st.subheader(say("How the ranking moved"))
    show_rows(
        [
            {
                say("Alternative"): replay.name(move.alternative_id, words().language),
                say("Rank then"): move.rank_before,
                say("Rank now"): move.rank_after,
                say("Score then"): None if move.score_before is None else round(move.score_before * 100, 1),
                say("Score now"): None if move.score_after is None else round(move.score_after * 100, 1),
                say("USD a month then"): move.cost_before and round(move.cost_before),
                say("USD a month now"): move.cost_after and round(move.cost_after),
            }
            for move in replay.moves
        ],
        hide_index=True,
        column_config={say("Alternative"): st.column_config.TextColumn(width="medium")},
        key="report.moves",
        alt=say("Ranks, scores and costs then and now"),
    )
