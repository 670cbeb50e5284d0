"""The only owner of session state: typed accessors, one per thing that outlives a rerun.

Pages and views never touch ``st.session_state``; they call these. Widget values keep themselves by their own key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any, Final, TypeVar, cast

import streamlit as st

from advisor.questionnaire.answers import Answers
from advisor.words.language import LANGUAGES

LANGUAGE: Final = "frame.language"
"""The key of the widget that chooses the language of the screens."""
_SPOKEN: Final = "desk.language"
_OPEN: Final = "desk.open_decision"
_COUNT: Final = "desk.opened_count"
_OPENED: Final = "desk.opened"
_SHOWN: Final = "frame.shown"
_ENDED: Final = "frame.run_ended"
_CHANGED: Final = "frame.changed"
_DOUBTED: Final = "frame.doubted"
_ON_THE_WAY_S: Final = 1.0
"""For so long after a run a browser may not have what it drew, in seconds."""
_DECISION: Final = "decision"
_COPY: Final = "draft"
"""Names in the address."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """The decision that the session works on.

    ``decision_id`` and ``revision`` are None until it is saved; ``saved`` says whether ``answers`` are what is stored;
    ``token`` changes whenever another decision is opened, so that widgets keyed by it start afresh. ``copy_id`` is the
    working copy in which its steps are kept (None where nothing was changed since it was opened from the saved ones).
    ``refused`` is what was typed and cannot be an answer yet: place in the answers, and what was typed.
    """

    decision_id: str | None
    answers: Answers
    revision: int | None = None
    saved: bool = False
    token: int = 0
    copy_id: str | None = None
    steps_before: int = 0
    steps_after: int = 0
    refused: tuple[tuple[str, Any], ...] = ()


def open_decision() -> OpenDecision | None:
    """The decision being worked on, or None when none was chosen yet."""
    return cast("OpenDecision | None", st.session_state.get(_OPEN))


def set_open_decision(decision: OpenDecision | None) -> None:
    """Put a changed decision on the desk (or clear it); widgets keep their values."""
    st.session_state[_OPEN] = decision
    st.session_state[_CHANGED] = True
    _show_in_url(decision)


def opened_count() -> int:
    """How many decisions were opened in this session; another number is another decision, or the same one anew."""
    return cast("int", st.session_state.get(_OPENED, 0))


def put_on_desk(
    answers: Answers, *, decision_id: str | None = None, revision: int | None = None, copy_id: str | None = None
) -> None:
    """Open another decision: widgets start afresh from its answers.

    With the working copy that they come from, it is not saved, and the address goes on naming that copy: an address
    that changes and changes back is two steps in the browser's history, from which Back would lead nowhere.
    """
    count = cast("int", st.session_state.get(_COUNT, 0)) + 1
    st.session_state[_COUNT] = count
    st.session_state[_OPENED] = opened_count() + 1
    saved = decision_id is not None and copy_id is None
    set_open_decision(
        OpenDecision(
            decision_id=decision_id, answers=answers, revision=revision, saved=saved, token=count, copy_id=copy_id
        )
    )


def restart_widgets() -> None:
    """Give the open decision a new token, so that widgets show its answers and forget what was typed before."""
    current = open_decision()
    if current is not None:
        count = cast("int", st.session_state.get(_COUNT, 0)) + 1
        st.session_state[_COUNT] = count
        set_open_decision(replace(current, token=count))


def change_answers(answers: Answers, refused: Mapping[str, object] | None = None) -> None:
    """Replace the answers of the open decision; it is unsaved from now on.

    ``refused`` replaces what was typed and cannot be an answer; None leaves that as it is.
    """
    current = open_decision()
    if current is None:
        put_on_desk(answers)
        return
    kept = current.refused if refused is None else tuple(refused.items())
    if (current.answers, current.refused) != (answers, kept):
        saved = current.saved and current.answers == answers
        set_open_decision(replace(current, answers=answers, saved=saved, refused=kept))


def widget_value(key: str, otherwise: T) -> T:
    """Where a widget stands before it is drawn in this run; what it starts at where it was never drawn."""
    return cast("T", st.session_state.get(key, otherwise))


def set_widget(key: str, value: object) -> None:
    """Let a widget show a value: call it before the widget is drawn in this run, and give the widget no other."""
    new = key not in st.session_state
    told = not new and st.session_state[key] == value
    if not told:
        st.session_state[key] = value
    shown = _shown()
    before = () if new else shown.get(key, ())[:1]
    if told or not before:
        shown[key] = (value,)
    elif before[0] != value:
        shown[key] = (value, *before)


def if_given(key: str, take: Callable[[], None]) -> None:
    """Take what stands in a changed widget of ``set_widget``'s if somebody gave it; call it when the widget changes.

    A browser sends the values of all fields with each change, and a busy one does not know yet what the last run has
    put into a field: the value before is then an echo and no answer. It is one where it is all that has changed since
    the last run was drawn, and the browser had time to know; that is seen once all changes are taken, as a run begins.
    """
    given = st.session_state.get(key)
    shown = _shown()
    known = shown.get(key, ())
    if given in known[:1]:
        return
    if given in known[1:]:
        st.session_state[_DOUBTED] = (*st.session_state.get(_DOUBTED, ()), (key, take))
        return
    shown[key] = (given,)
    st.session_state[_CHANGED] = True
    take()


def run_begins() -> None:
    """A page begins to draw: what was doubted is taken or let go."""
    ended = cast("float | None", st.session_state.get(_ENDED))
    known_by_now = ended is not None and monotonic() - ended > _ON_THE_WAY_S and not st.session_state.get(_CHANGED)
    doubted = cast("tuple[tuple[str, Callable[[], None]], ...]", st.session_state.pop(_DOUBTED, ()))
    if known_by_now and len(doubted) == 1:
        ((key, take),) = doubted
        _shown()[key] = (st.session_state.get(key),)
        take()
    st.session_state[_ENDED] = None


def run_ends() -> None:
    """A page was drawn to its end, which a run that gives way to the next never is."""
    st.session_state[_ENDED] = monotonic()
    st.session_state[_CHANGED] = False


def _shown() -> dict[str, tuple[object, ...]]:
    """By key of a widget: what it was last given to show, and what it showed before where a browser may not know."""
    return cast("dict[str, tuple[object, ...]]", st.session_state.setdefault(_SHOWN, {}))


def asked_decision_id() -> str | None:
    """The decision that the address bar names, if it is not the open one."""
    asked = st.query_params.get(_DECISION)
    current = open_decision()
    return asked if asked and (current is None or current.decision_id != asked) else None


def keep_in_url() -> None:
    """Name the open decision in the address bar, so that a reload or a shared link opens it again."""
    _show_in_url(open_decision())


def go_on_in_url() -> None:
    """Name the open decision in an address that names none, as after every change of page; before the navigation.

    Named later, it would be a second step in the browser's history, and Back would lead from a page to itself.
    """
    if _DECISION not in st.query_params and _COPY not in st.query_params:
        keep_in_url()
    keep_language_in_url()


def asked_copy_id() -> str | None:
    """The working copy that the address bar names, if it is not the one on the desk."""
    asked = st.query_params.get(_COPY)
    current = open_decision()
    return asked if asked and (current is None or current.copy_id != asked) else None


def drop_from_url() -> None:
    """Take the working copy out of the address."""
    st.query_params.pop(_COPY, None)


def _show_in_url(decision: OpenDecision | None) -> None:
    """A saved decision by its id, one with answers or entries that are not saved by its working copy as well."""
    unsaved = decision is not None and (not decision.saved or bool(decision.refused))
    for name, value in (
        (_DECISION, decision.decision_id if decision else None),
        (_COPY, decision.copy_id if decision and unsaved else None),
    ):
        if value is None:
            st.query_params.pop(name, None)
        elif st.query_params.get(name) != value:
            st.query_params[name] = value


def language() -> str:
    """The language of the screens: as chosen in this session, else as the address names it, else the browser's own.

    Asked for every text: where the choice is drawn, nothing else is looked at.
    """
    chosen = st.session_state.get(LANGUAGE)
    if chosen in LANGUAGES:
        return str(chosen)
    named = st.session_state.get(_SPOKEN) or st.query_params.get("lang")
    found = str(named or (st.context.locale or "")[:2])
    spoken = found if found in LANGUAGES else LANGUAGES[0]
    st.session_state[_SPOKEN] = spoken
    return spoken


def language_chosen() -> None:
    """Keep the choice for when it is not drawn, and start the widgets afresh, so that their options are said in it."""
    st.session_state[_SPOKEN] = st.session_state[LANGUAGE]
    restart_widgets()


def keep_language_in_url() -> None:
    """Name the language in the address bar where it is not the browser's own, so that a shared link keeps it."""
    if language() != (st.context.locale or LANGUAGES[0])[:2]:
        if st.query_params.get("lang") != language():
            st.query_params["lang"] = language()
    elif "lang" in st.query_params:
        del st.query_params["lang"]


def remember(key: str, value: object) -> None:
    """Keep a value for this session under a page's own key (``page.thing``)."""
    st.session_state[key] = value


def recall(key: str, default: T) -> T:
    """The value kept under a page's own key, or the default."""
    return cast("T", st.session_state.get(key, default))


def forget(key: str) -> None:
    """Drop a value kept under a page's own key."""
    st.session_state.pop(key, None)


def forget_everything() -> None:
    """Drop all that this session holds: somebody else uses it now."""
    st.session_state.clear()
