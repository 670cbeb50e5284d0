"""Somebody else saved the decision first: what each made of it, and whose answers shall stand. Nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from advisor.errors import AnswersError, ConflictError, NotFoundError, StorageError
from advisor.questionnaire.answers import Answers
from advisor.services.merged_answers import Contested, begun_with, contested_answers, merged
from advisor.storage.audit_trail import LOCKED
from advisor.storage.decisions import SavedDecision
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame import working_copy
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import later, message, say, words
from advisor.words.tell import tell

_ASKED: Final = "desk.changed_elsewhere"
_LOST: Final = "desk.lost_elsewhere"
_WAYS: Final = {
    "mine": later("Mine: theirs stays as an earlier version"),
    "theirs": later("Theirs: Undo brings mine back"),
    "both": later("Both: mine becomes a decision of its own"),
    "each": later("Answer by answer"),
}
_LOCKED_WAYS: Final = ("both", "theirs")


def ask(*, lost: bool = False) -> None:
    """Have the question asked from the next run on, until it is answered or put away.

    ``lost`` says that the decision is gone, or closed to whoever asks: then theirs is none, and mine can be kept alone.
    """
    current = state.open_decision()
    if current is not None:
        state.remember(_ASKED, current.decision_id or "")
        state.remember(_LOST, lost)


def show() -> None:
    """Ask, where it is to be asked about the decision on the desk."""
    current = state.open_decision()
    asked = state.recall(_ASKED, "")
    if not asked:
        return
    if current is None or current.saved or current.decision_id != asked:
        _put_away()
        return
    st.dialog(say("Saved elsewhere meanwhile"), width="large", on_dismiss=_put_away)(_show_question)(current)


def _show_question(current: state.OpenDecision) -> None:
    repository = installation.decisions()
    if state.recall(_LOST, default=False):
        _show_lost(current)
        return
    try:
        stored = repository.get(str(current.decision_id))
        lines = contested_answers(begun_with(repository, stored, current.revision), current.answers, stored.answers)
    except NotFoundError:
        _show_lost(current)
        return
    except StorageError as error:
        st.error(escaped(str(error)))
        return
    stays = stored.status in LOCKED or stored.deleted_at is not None
    _show_what_happened(stored, stays=stays)
    way = st.radio(
        say("What shall stand?"),
        _LOCKED_WAYS if stays else list(_WAYS),
        format_func={code: say(name) for code, name in _WAYS.items()}.__getitem__,
        key="conflict.way",
        help=say("Whatever you choose, the other answers stay: as a version, as a step of Undo, or as a decision."),
    )
    answers = _ask_each(current.answers, stored, lines) if way == "each" else current.answers
    if st.button(say("Go on"), key="conflict.go", type="primary", disabled=answers is None) and answers is not None:
        _settle(current, stored, way, answers)


def _show_lost(current: state.OpenDecision) -> None:
    st.markdown(
        say(
            "“{name}” was removed, or may not be changed by you any more. What you answered is still on the desk.",
            name=escaped(current.answers.title),
        )
    )
    if st.button(say("Keep it as a decision of its own"), key="conflict.own", type="primary"):
        try:
            kept = installation.decisions().create(current.answers)
        except StorageError as error:
            st.error(escaped(str(error)))
            return
        _put_away()
        put_saved(current, kept)
        st.rerun()


def _show_what_happened(stored: SavedDecision, *, stays: bool) -> None:
    newest = installation.decisions().versions(stored.decision_id)[0]
    st.markdown(
        say(
            "“{name}” was saved by {author} on {moment} UTC (version {revision}), after you had opened it.",
            name=escaped(stored.name),
            author=escaped(newest.author) or say("somebody without a name"),
            moment=words().moment(newest.created_at),
            revision=stored.revision,
        )
    )
    if stays:
        where = say("in the bin") if stored.deleted_at is not None else message(stored.status)
        st.caption(say("It is {where} by now, and stays as it is.", where=where))


def _ask_each(mine: Answers, stored: SavedDecision, lines: tuple[Contested, ...]) -> Answers | None:
    """The answers made of both, as chosen; None where they do not go together."""
    st.caption(say("What only one of you changed is chosen already."))
    language = words().language
    chosen = set()
    for number, line in enumerate(lines):
        shown = {
            side: escaped(say(label, answer=tell(line.told.part(part), language)))
            for side, label, part in (
                ("mine", later("mine: {answer}"), "after"),
                ("theirs", later("theirs: {answer}"), "before"),
            )
        }
        side = st.radio(
            escaped(tell(line.told.part("answer"), language)),
            list(shown),
            index=0 if line.usual else 1,
            format_func=shown.__getitem__,
            key=f"conflict.line.{stored.revision}.{number}",
            horizontal=True,
        )
        if side == "mine":
            chosen.add(line.place)
    try:
        return merged(mine, stored.answers, chosen)
    except AnswersError as error:
        st.error(escaped(str(error)))
        return None


def _settle(current: state.OpenDecision, stored: SavedDecision, way: str, answers: Answers) -> None:
    repository = installation.decisions()
    try:
        if way == "theirs":
            kept = stored
        elif way == "both":
            kept = repository.create(current.answers, name=f"{stored.name[:290]} (copy)")
        else:
            note = f"{'kept over' if way == 'mine' else 'made of this and of'} version {stored.revision}"
            kept = repository.change(stored.decision_id, answers, revision=stored.revision, note=note)
    except ConflictError:
        st.rerun()  # again somebody else: ask anew, about what is stored now
    except StorageError as error:
        st.error(escaped(str(error)))
        return
    _put_away()
    put_saved(replace(current, answers=kept.answers), kept)
    state.restart_widgets()
    st.rerun()


def put_saved(current: state.OpenDecision, kept: SavedDecision) -> None:
    """Say that what is on the desk is what is stored; where it was another, that becomes the next step."""
    state.set_open_decision(replace(current, decision_id=kept.decision_id, revision=kept.revision, saved=True))
    working_copy.keep()
    working_copy.saved_as(kept.decision_id, kept.revision)


def _put_away() -> None:
    state.forget(_ASKED)
    state.forget(_LOST)
