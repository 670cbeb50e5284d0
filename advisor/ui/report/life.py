"""The life of the decision on screen: its status, the next step, comments, versions with their difference in words."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from advisor.assessment import Assessment, DecisionStatus, deployments_of
from advisor.errors import AdvisorError
from advisor.report.replay.differences import difference_sentence
from advisor.report.replay.snapshot import dump_tables
from advisor.storage.audit_trail import LOCKED
from advisor.storage.decisions import DecisionVersion, SavedDecision
from advisor.storage.lifecycle import NEEDS_ASSESSMENT, NEEDS_REASON, STEPS, LifeEntry
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.state import OpenDecision
from advisor.ui.words import later, message, say, words
from advisor.words.names import Names

_COLOURS = {"draft": "gray", "proposed": "blue", "approved": "green", "rejected": "red", "superseded": "orange"}
_STEP_NAMES: dict[str, str] = {
    "draft": later("Take back to draft"),
    "proposed": later("Propose"),
    "approved": later("Approve and lock"),
    "rejected": later("Reject"),
    "superseded": later("Mark as superseded"),
}
_CHOICES = 20


def show(decision: OpenDecision) -> None:
    """Everything about the life of a saved decision."""
    if decision.decision_id is None or not decision.saved:
        st.info(
            say("Save the decision first: only a saved version can be proposed and approved."), icon=":material/save:"
        )
        return
    saved = installation.decisions().get(decision.decision_id)
    _show_status(saved)
    left, right = st.columns(2, gap="large")
    with left:
        _show_step(decision, saved)
    with right:
        _show_comment(saved)
    _show_events(saved)
    _show_versions(saved)


def _show_status(saved: SavedDecision) -> None:
    row = st.container(horizontal=True, vertical_alignment="center")
    row.badge(message(saved.status).capitalize(), color=_COLOURS[saved.status], icon=":material/flag:")  # type: ignore[arg-type]
    row.caption(
        say("Version {revision}, last changed {updated_at} UTC", revision=saved.revision, updated_at=saved.updated_at)
    )
    if saved.status in LOCKED:
        st.caption(say("This decision is locked. Duplicate it on the start page to work on a copy."))
    elif saved.deleted_at is not None:
        st.caption(say("This decision is in the bin and can only be looked at. Restore it on the start page to go on."))


def _show_step(decision: OpenDecision, saved: SavedDecision) -> None:
    st.subheader(say("Next step"))
    steps = STEPS[saved.status]  # type: ignore[index]
    if not steps:
        st.caption(say("No further step: the decision was superseded."))
        return
    step = st.radio(
        say("Step"),
        steps,
        format_func={step: say(name) for step, name in _STEP_NAMES.items()}.__getitem__,
        key=f"report.step.{saved.status}",
        horizontal=True,
        help=say("Draft, proposed, approved or rejected, superseded. Approval locks the answers."),
    )
    with st.form(f"report.step_form.{step}", border=True):
        actor = _ask_actor("report.actor")
        reason = st.text_area(
            say("Why") if step in NEEDS_REASON else say("Why (optional)"),
            key=f"report.reason.{step}",
            max_chars=20_000,
            height=90,
            help=say("Kept with the step and printed in the report."),
        )
        chosen = _ask_choice(decision, step) if step in NEEDS_ASSESSMENT else None
        successor = _ask_successor(saved) if step == "superseded" else None
        if st.form_submit_button(say(_STEP_NAMES[step]), type="primary", key=f"report.submit.{step}"):
            _take_step(decision, saved, step, actor=actor, reason=reason, chosen=chosen, successor=successor)


def _ask_actor(key: str) -> str:
    known = str(st.user.get("email") or "") if st.user else ""
    return st.text_input(
        say("Your name"),
        known,
        key=key,
        max_chars=200,
        disabled=bool(known),
        help=say("Who takes this step; kept for good."),
    )


def _ask_choice(decision: OpenDecision, step: DecisionStatus) -> str | None:
    ranked = decisions.assessment(decision.answers).recommendations[:_CHOICES]
    if not ranked:
        return None
    named = _namer(decisions.assessment(decision.answers))
    names = {entry.alternative_id: f"{entry.rank}. {named(entry.alternative_id)}" for entry in ranked}
    return st.selectbox(
        say("Chosen alternative"),
        list(names),
        format_func=names.__getitem__,
        key=f"report.chosen.{step}",
        help=say("The advice is the first; you may choose another, and the reason above says why."),
    )


def _namer(assessment: Assessment | None) -> Callable[[str], str]:
    """What an alternative's id is called; the model's name where the assessment does not have it."""
    if assessment is None:
        return str
    return Names(deployments_of(assessment), installation.catalog(), words()).alternative


def _ask_successor(saved: SavedDecision) -> str | None:
    others = {
        item.decision_id: item.name for item in installation.decisions().all() if item.decision_id != saved.decision_id
    }
    return st.selectbox(
        say("Superseded by"),
        list(others),
        index=None,
        format_func=others.__getitem__,
        key="report.successor",
        placeholder=say("No decision of this list"),
        help=say("The decision that takes its place."),
    )


def _take_step(
    decision: OpenDecision,
    saved: SavedDecision,
    step: DecisionStatus,
    *,
    actor: str,
    reason: str,
    chosen: str | None,
    successor: str | None,
) -> None:
    lifecycle = installation.lifecycle()
    assessment = decisions.assessment(decision.answers) if step in NEEDS_ASSESSMENT else None
    try:
        # The catalog first: a step that is then refused leaves a catalog too many, the reverse a record without one.
        if assessment is not None and not lifecycle.has_catalog(assessment.provenance.catalog_digest):
            lifecycle.keep_catalog(assessment.provenance.catalog_digest, dump_tables(installation.catalog()))
        lifecycle.move(
            saved.decision_id,
            step,
            actor=actor,
            reason=reason,
            assessment=assessment,
            chosen_id=chosen,
            superseded_by=successor,
        )
    except AdvisorError as error:
        st.error(escaped(str(error)))
        return
    st.rerun()


def _show_comment(saved: SavedDecision) -> None:
    st.subheader(say("Comment"))
    with st.form("report.comment_form", border=True, clear_on_submit=True):
        actor = _ask_actor("report.comment_actor")
        text = st.text_area(
            say("Comment"),
            key="report.comment",
            max_chars=20_000,
            height=90,
            help=say("Allowed in every status; never changed."),
        )
        if st.form_submit_button(say("Add comment"), key="report.add_comment"):
            try:
                installation.lifecycle().comment(saved.decision_id, text, actor=actor)
            except AdvisorError as error:
                st.error(escaped(str(error)))


def _show_events(saved: SavedDecision) -> None:
    st.subheader(say("What happened"))
    lifecycle = installation.lifecycle()
    life = lifecycle.life(saved.decision_id)
    kept = lifecycle.kept(saved.decision_id)
    named = _namer(kept.assessment if kept else None)
    if not life:
        st.caption(say("No step and no comment yet."))
        return
    st.table(
        [
            {
                say("When (UTC) and who"): escaped(f"{words().moment(entry.at)}, {entry.actor or say('nobody named')}"),
                say("What"): escaped(_what(entry, named)),
                say("Why, or the comment"): escaped(entry.text) or "–",
            }
            for entry in reversed(life)
        ],
        hide_index=True,
        alt=say("Steps and comments of this decision, newest first"),
    )


def _what(entry: LifeEntry, named: Callable[[str], str]) -> str:
    """A step with its version and the alternative that was chosen; a comment."""
    steps = [message(step or "") for step in (entry.status_from, entry.status_to)]
    what = " → ".join(steps) if entry.status_to else message("comment")
    chosen = f": {named(entry.chosen_id)}" if entry.chosen_id else ""
    return say("{what}, version {revision}{chosen}", what=what, revision=entry.revision, chosen=chosen)


def _show_versions(saved: SavedDecision) -> None:
    st.subheader(say("Versions"))
    repository = installation.decisions()
    versions = repository.versions(saved.decision_id)
    kept = {version.revision: repository.frozen(saved.decision_id, revision=version.revision) for version in versions}
    st.table(
        [
            {
                say("Version"): str(version.revision),
                say("When (UTC) and who"): escaped(
                    f"{words().moment(version.created_at)}, {version.author or say('no name')}"
                ),
                say("Difference from the version before"): escaped(_difference(version, before, kept)),
                say("Assessment kept"): say("yes") if kept[version.revision] else say("no"),
            }
            for version, before in zip(versions, [*versions[1:], None], strict=True)
        ],
        hide_index=True,
        alt=say("Versions of this decision with their differences in words"),
    )


def _difference(version: DecisionVersion, before: DecisionVersion | None, kept: dict[int, Assessment | None]) -> str:
    if before is None:
        return say("the first version")
    old, new = kept[before.revision], kept[version.revision]
    names = (_namer(old), _namer(new))
    return difference_sentence(
        before.answers,
        version.answers,
        old,
        new,
        lambda choice: max((name(choice) for name in names), key=len),
        language=words().language,
    )
