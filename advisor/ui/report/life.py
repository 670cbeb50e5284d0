"""The life of the decision on screen: its status, the next step, comments, versions with their difference in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import streamlit as st

from advisor.access.rules import may, rights_of
from advisor.assessment import Assessment, DecisionStatus, deployments_of
from advisor.errors import AdvisorError
from advisor.report.document.dates import review_date
from advisor.report.replay.differences import difference_sentence
from advisor.report.replay.snapshot import dump_tables
from advisor.storage.approval import needs_second
from advisor.storage.audit_trail import LOCKED
from advisor.storage.decisions import DecisionVersion, SavedDecision
from advisor.storage.lifecycle import LifeEntry
from advisor.storage.rights.steps import NEEDS_ASSESSMENT, NEEDS_REASON, STEPS, verb_of
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
        _show_seen(saved)
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
    theirs = _steps_of_person(saved, steps)
    if not theirs:
        st.caption(say("The next step is somebody else's: see the tab “Sharing” for who may take it."))
        return
    step = st.radio(
        say("Step"),
        theirs,
        format_func={one: say(name) for one, name in _STEP_NAMES.items()}.__getitem__,
        key=f"report.step.{saved.status}",
        horizontal=True,
        help=say("Draft, proposed, approved or rejected, superseded. Approval locks the answers."),
    )
    with st.form(f"report.step_form.{step}", border=True):
        if step == "approved":
            _say_who_may_approve(decision)
        actor = _ask_actor(f"report.actor.{_count(saved)}")
        reason = st.text_area(
            say("Why") if _asks_why(decision, step) else say("Why (optional)"),
            key=f"report.reason.{step}",
            max_chars=20_000,
            height=90,
            help=say("Kept with the step and printed in the report."),
        )
        chosen = _ask_choice(decision, step) if step in NEEDS_ASSESSMENT else None
        successor = _ask_successor(saved) if step == "superseded" else None
        conditions, review_on = _ask_conditions(decision) if step == "approved" else ("", None)
        if st.form_submit_button(say(_STEP_NAMES[step]), type="primary", key=f"report.submit.{step}"):
            taken = _Step(step, actor, reason, chosen, successor, conditions, review_on)
            _take_step(decision, saved, taken)


def _steps_of_person(saved: SavedDecision, steps: tuple[DecisionStatus, ...]) -> tuple[DecisionStatus, ...]:
    """Those of the next steps that this person may take."""
    person = installation.person()
    if not person.verified:
        return steps
    rights = rights_of(person, installation.ownership().belonging(saved.decision_id))
    return tuple(step for step in steps if may(person, verb_of(step), rights))


def _count(saved: SavedDecision) -> int:
    """How many steps and comments there are: the next name is asked for in a field of its own, so that it is empty."""
    return len(installation.lifecycle().life(saved.decision_id))


def _asks_why(decision: OpenDecision, step: DecisionStatus) -> bool:
    """Whether a step cannot be taken without a reason."""
    if step != "approved":
        return step in NEEDS_REASON
    return needs_second(decisions.assessment(decision.answers))


def _say_who_may_approve(decision: OpenDecision) -> None:
    if installation.person().verified:
        st.caption(say("A second person approves: not its owner, not who changed it last, not who proposed it."))
    elif needs_second(decisions.assessment(decision.answers)):
        st.caption(
            say("The verdict is not clear: a second person approves, not the one who proposed it, and says why.")
        )


def _ask_conditions(decision: OpenDecision) -> tuple[str, date | None]:
    """Under which conditions it is approved, and when it is looked at again."""
    conditions = st.text_area(
        say("Conditions (optional)"),
        key="report.conditions",
        max_chars=20_000,
        height=90,
        help=say("What must hold or be done before or while it runs; printed on page one."),
    )
    review_on = st.date_input(
        say("Next review"),
        review_date(decisions.assessment(decision.answers)),
        key="report.review_on",
        format="YYYY-MM-DD",
        help=say("The day by which it is looked at again; the start page says when it is due."),
    )
    return conditions, review_on if isinstance(review_on, date) else None


def _ask_actor(key: str) -> str:
    person = installation.person()
    if person.verified:
        st.caption(say("As {name}, signed in (verified).", name=escaped(person.actor)))
        return person.actor
    return st.text_input(
        say("Your name"),
        key=key,
        max_chars=200,
        help=say("Who takes this step; kept for good. Where nobody signs in it is marked as not verified."),
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


@dataclass(frozen=True, slots=True)
class _Step:
    """A step as it was filled in."""

    to: DecisionStatus
    actor: str
    reason: str
    chosen: str | None
    successor: str | None
    conditions: str
    review_on: date | None


def _take_step(decision: OpenDecision, saved: SavedDecision, step: _Step) -> None:
    lifecycle = installation.lifecycle()
    assessment = decisions.assessment(decision.answers) if step.to in NEEDS_ASSESSMENT else None
    try:
        # The catalog first: a step that is then refused leaves a catalog too many, the reverse a record without one.
        if assessment is not None and not lifecycle.has_catalog(assessment.provenance.catalog_digest):
            lifecycle.keep_catalog(assessment.provenance.catalog_digest, dump_tables(decisions.catalog()))
        lifecycle.move(
            saved.decision_id,
            step.to,
            actor=step.actor,
            reason=step.reason,
            assessment=assessment,
            chosen_id=step.chosen,
            superseded_by=step.successor,
            conditions=step.conditions,
            review_on=step.review_on,
        )
    except AdvisorError as error:
        st.error(escaped(str(error)))
        return
    st.rerun()


def _show_comment(saved: SavedDecision) -> None:
    st.subheader(say("Comment"))
    with st.form("report.comment_form", border=True, clear_on_submit=True):
        actor = _ask_actor(f"report.comment_actor.{_count(saved)}")
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


def _show_seen(saved: SavedDecision) -> None:
    with st.form("report.seen_form", border=True, clear_on_submit=True):
        actor = _ask_actor(f"report.seen_actor.{_count(saved)}")
        label = say("I have seen version {revision}", revision=saved.revision)
        if st.form_submit_button(label, key="report.seen", help=say("Kept with your name, and printed in the report.")):
            try:
                installation.lifecycle().saw(saved.decision_id, actor=actor)
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
                say("When (UTC) and who"): escaped(_when_and_who(entry)),
                say("What"): escaped(_what(entry, named)),
                say("Why, or the comment"): escaped(_why(entry)) or "–",
            }
            for entry in reversed(life)
        ],
        hide_index=True,
        alt=say("Steps and comments of this decision, newest first"),
    )


def _when_and_who(entry: LifeEntry) -> str:
    """The moment and the name, which is marked where nobody had signed in."""
    moment = words().moment(entry.at)
    if not entry.actor:
        return f"{moment}, {say('nobody named')}"
    if entry.verified:
        return f"{moment}, {entry.actor}"
    return say("{moment}, {name} (not verified)", moment=moment, name=entry.actor)


def _why(entry: LifeEntry) -> str:
    """The reason or the comment, with the conditions and next review of an approval."""
    parts = [
        entry.text,
        say("Conditions: {text}", text=entry.conditions) if entry.conditions else "",
        say("Next review: {day}", day=words().short_date(entry.review_on)) if entry.review_on else "",
    ]
    return " · ".join(part for part in parts if part)


def _what(entry: LifeEntry, named: Callable[[str], str]) -> str:
    """A step with its version and the alternative that was chosen; a comment."""
    steps = [message(step or "") for step in (entry.status_from, entry.status_to)]
    what = " → ".join(steps) if entry.status_to else say("seen") if entry.kind == "seen" else message("comment")
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
