"""Sentences of the engine as people read them: names for the codes of languages and of ways of hosting."""

from __future__ import annotations

from typing import Final

from advisor.units import Spoken, Told
from advisor.words import written
from advisor.words.language import words_in
from advisor.words.tell import tell

_LANGUAGE: Final = "en"
"""The language of the screens."""


def in_words(sentence: str) -> str:
    """A sentence of the engine with its codes in words, as the report says it; one without codes is unchanged."""
    return words_in(_LANGUAGE).echo(sentence)


def said(fact: Told) -> str:
    """What is to be said, as a sentence of the screen."""
    return tell(fact, _LANGUAGE)


def said_of(record: Spoken, field: str) -> str:
    """What a field of a record says, as a sentence of the screen."""
    return written.said(record, field, _LANGUAGE)
