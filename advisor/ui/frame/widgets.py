"""Widgets that several pages share: one question of the questionnaire as an input."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import streamlit as st

from advisor.questionnaire.questions import Question
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


def ask(question: Question, value: Any, *, key: str) -> Any:
    """Draw one question with its present value and return the answer; ``None`` means no limit or not given."""
    asked, unit, why = message(question.label), message(question.unit), message(question.why)
    said = re.search(rf"\b{re.escape(unit)}\b", asked, re.IGNORECASE)
    label = f"{asked} ({unit})" if unit and not said else asked
    question = replace(question, why=why, empty=message(question.empty))
    match question.kind:
        case "text" | "long_text":
            return _ask_text(question, label, value or "", key=key)
        case "yes_no":
            return st.toggle(label, bool(value), key=key, help=question.why)
        case "share":
            return st.slider(label, 0.0, 1.0, float(value or 0), 0.05, key=key, help=question.why)
        case "choice":
            options = list(question.options or {})
            return st.selectbox(
                label,
                options,
                index=options.index(value) if value in options else 0,
                format_func=_named(question.options or {}),
                key=key,
                help=question.why,
            )
        case "choices" | "codes":
            return _ask_several(question, label, tuple(value or ()), key=key)
        case _:
            return _ask_number(question, label, value, key=key)


def _ask_text(question: Question, label: str, value: str, *, key: str) -> str | None:
    """A blank country is no country; a blank name stays a text, so that the check can complain; codes are capitals."""
    if question.kind == "long_text":
        return st.text_area(label, value, key=key, help=question.why, height=90, max_chars=100_000)
    stripped = st.text_input(label, value, key=key, help=question.why).strip()
    if question.path in CAPITALS:
        stripped = stripped.upper()
    return None if not stripped and question.path.endswith("country") else stripped


def _ask_several(question: Question, label: str, value: tuple[str, ...], *, key: str) -> tuple[str, ...]:
    options: Mapping[str, str] = question.options or {}
    named = _named(options)
    if question.kind == "choices" and len(options) <= _PILLS:
        picked = st.pills(
            label,
            list(options),
            default=[code for code in value if code in options],
            format_func=lambda code: option(named(code)),
            selection_mode="multi",
            wrap=True,
            key=key,
            help=question.why,
        )
        return tuple(picked)
    chosen = st.multiselect(
        label,
        list(dict.fromkeys([*options, *value])),
        default=list(value),
        format_func=named,
        key=key,
        help=question.why,
        accept_new_options=question.kind == "codes",
        wrap=True,
        placeholder=say("None chosen"),
    )
    if question.path in CAPITALS:
        return tuple(dict.fromkeys(code.strip().upper() for code in chosen))
    if question.kind == "codes":
        return tuple(dict.fromkeys(code.strip().lower() for code in chosen))
    return tuple(chosen)


def _named(options: Mapping[str, str]) -> Callable[[str], str]:
    """The names of codes in the language of now: a widget asks for them again outside the run that drew it."""
    label = words().message
    return lambda code: label(options.get(code, code))


def _ask_number(question: Question, label: str, value: Any, *, key: str) -> float | int | None:
    if question.kind == "integer":
        return st.number_input(label, value=int(value or 0), step=int(question.step), key=key, help=question.why)
    start = None if value is None else float(value)
    if question.kind == "number" and start is None:
        start = 0.0
    return st.number_input(
        label,
        value=start,
        step=float(question.step),
        format="%.10g",
        key=key,
        help=question.why,
        placeholder=question.empty,
    )
