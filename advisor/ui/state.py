"""The only owner of session state: typed accessors, one per thing that outlives a rerun.

Pages and views never touch ``st.session_state``; they call these. Widget values keep themselves by their own key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeVar, cast

import streamlit as st

from advisor.questionnaire.answers import Answers

_OPEN: Final = "open_decision"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OpenDecision:
    """The decision that the session works on; ``decision_id`` is None until it is saved."""

    decision_id: str | None
    answers: Answers


def open_decision() -> OpenDecision | None:
    """The decision being worked on, or None when none was chosen yet."""
    return cast("OpenDecision | None", st.session_state.get(_OPEN))


def set_open_decision(decision: OpenDecision | None) -> None:
    """Put another decision on the desk (or clear it)."""
    st.session_state[_OPEN] = decision


def remember(key: str, value: object) -> None:
    """Keep a value for this session under a page's own key (``page.thing``)."""
    st.session_state[key] = value


def recall(key: str, default: T) -> T:
    """The value kept under a page's own key, or the default."""
    return cast("T", st.session_state.get(key, default))
