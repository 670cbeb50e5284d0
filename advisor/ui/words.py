"""Sentences of the engine as people read them: names for the codes of languages and of ways of hosting."""

from __future__ import annotations

from typing import Final

from advisor.units import Spoken, Told
from advisor.words import written
from advisor.words.tell import tell

_LANGUAGE: Final = "en"
"""The language of the screens."""


def said(fact: Told) -> str:
    """What is to be said, as a sentence of the screen."""
    return tell(fact, _LANGUAGE)


def said_of(record: Spoken, field: str) -> str:
    """What a field of a record says, as a sentence of the screen."""
    return written.said(record, field, _LANGUAGE)
