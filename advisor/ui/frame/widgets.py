"""Widgets that several pages share: one question of the questionnaire as an input that shows what is answered.

What a widget shows is set from the answers each time it is drawn, so that two of one question never differ and undoing,
another language or another page bring back what is kept. What was given is read from the widget when it changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import streamlit as st

from advisor.questionnaire.questions import Question
from advisor.ui import state
from advisor.ui.frame.markdown import option
from advisor.ui.words import message, say, words

_PILLS = 15
CAPITALS: Final = frozenset(
    {
        "hosting.country",
        "budget.currency",
        "data.jurisdictions",
        "origin.countries_excluded",
        "origin.countries_preferred",
    }
)
"""Codes that are capitals however they are typed; codes of languages are small letters."""


def ask(question: Question, value: Any, *, key: str, on_change: Callable[[], None]) -> None:
    """Draw one question with its present value; ``on_change`` is called once another was given."""
    asked, unit, why = message(question.label), message(question.unit), message(question.why)
    said = re.search(rf"\b{re.escape(unit)}\b", asked, re.IGNORECASE)
    label = f"{asked} ({unit})" if unit and not said else asked
    shown = _shown(question, value)
    state.set_widget(key, shown)
    common: dict[str, Any] = {"key": key, "help": why, "on_change": on_change}
    match question.kind:
        case "long_text":
            st.text_area(label, shown, height=90, max_chars=100_000, **common)
        case "text":
            st.text_input(label, shown, **common)
        case "yes_no":
            st.toggle(label, shown, **common)
        case "share":
            st.slider(label, 0, 100, shown, step=5, **common)
        case "choice":
            options = question.options or {}
            st.selectbox(label, list(options), list(options).index(shown), format_func=_named(options), **common)
        case "choices" | "codes":
            _ask_several(question, label, shown, common)
        case "integer":
            st.number_input(label, value=shown, step=int(question.step), **common)
        case _:
            empty = message(question.empty)
            step = float(question.step)
            st.number_input(label, value=shown, step=step, format="%.10g", placeholder=empty, **common)


def given(question: Question, raw: Any) -> Any:
    """What was given as an answer: codes in their own letters, blanks gone; ``None`` means no limit or not given."""
    match question.kind:
        case "text":
            stripped = str(raw or "").strip()
            if question.path in CAPITALS:
                stripped = stripped.upper()
            return None if not stripped and question.path.endswith("country") else stripped
        case "choices":
            return tuple(raw or ())
        case "share":
            return round(float(raw or 0) / 100, 4)
        case "codes":
            capitals = question.path in CAPITALS
            codes = (code.strip() for code in raw or ())
            return tuple(dict.fromkeys(code.upper() if capitals else code.lower() for code in codes))
    return raw


def _shown(question: Question, value: Any) -> Any:
    """The value as the widget of the question holds it."""
    options = question.options or {}
    shown: Any
    match question.kind:
        case "text" | "long_text":
            shown = value or ""
        case "yes_no":
            shown = bool(value)
        case "share":
            shown = round(100 * float(value or 0))
        case "number":
            shown = float(value or 0)
        case "integer":
            shown = int(value or 0)
        case "optional_number":
            shown = None if value is None else float(value)
        case "choice":
            shown = value if value in options else next(iter(options))
        case _:
            shown = [code for code in value or () if code in options or not _as_pills(question)]
    return shown


def _as_pills(question: Question) -> bool:
    return question.kind == "choices" and len(question.options or {}) <= _PILLS


def _ask_several(question: Question, label: str, shown: list[str], common: Mapping[str, Any]) -> None:
    options: Mapping[str, str] = question.options or {}
    named = _named(options)
    if _as_pills(question):
        st.pills(
            label,
            list(options),
            default=shown,
            format_func=lambda code: option(named(code)),
            selection_mode="multi",
            wrap=True,
            **common,
        )
        return
    st.multiselect(
        label,
        list(dict.fromkeys([*options, *shown])),
        default=shown,
        format_func=named,
        accept_new_options=question.kind == "codes",
        wrap=True,
        placeholder=say("None chosen"),
        **common,
    )


def _named(options: Mapping[str, str]) -> Callable[[str], str]:
    """The names of codes in the language of now: a widget asks for them again outside the run that drew it."""
    label = words().message
    return lambda code: label(options.get(code, code))
