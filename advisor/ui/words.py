"""The words of the screens, in the language of the session: plain calls around every text that people read.

``say`` takes the text itself in English, ``message`` a label or sentence of ``advisor.words.sentences`` and
``advisor.questionnaire``; ``later`` marks a text that is said where it is shown.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar

from advisor.ui import state
from advisor.units import Spoken, Told
from advisor.words import written
from advisor.words.language import Words, words_in
from advisor.words.tell import tell

T = TypeVar("T")


def words() -> Words:
    """The words of the session's language."""
    return words_in(state.language())


def say(text: str, /, **values: float | Decimal | str | date) -> str:
    """The text in the session's language, its placeholders filled: numbers and dates by locale."""
    return words().say(text, **values)


def say_n(one: str, many: str, count: float, /, **values: float | Decimal | str | date) -> str:
    """The text for ``count`` things; ``{n}`` is the number by locale."""
    return words().say_n(one, many, count, **values)


def message(text: str) -> str:
    """A label in the session's language."""
    return words().message(text)


def later(text: str) -> str:
    """A text that is said where it is shown, so that it can stand in a table made when the module is read."""
    return text


def said(fact: Told) -> str:
    """What is to be said, as a sentence of the screen."""
    return tell(fact, state.language())


def spoken(value: T) -> T:
    """A record of the core, or several, with every sentence filled in the session's language."""
    language = state.language()
    return written.written(value) if language == "en" else written.in_language(value, language)


def said_of(record: Spoken, field: str) -> str:
    """What a field of a record says, as a sentence of the screen."""
    return written.said(record, field, state.language())
