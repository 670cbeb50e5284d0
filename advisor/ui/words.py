"""Sentences of the engine as people read them: names for the codes of languages and of ways of hosting."""

from __future__ import annotations

from typing import Final

from advisor.words.language import words_in

_LANGUAGE: Final = "en"
"""The language of the screens."""


def in_words(sentence: str) -> str:
    """A sentence of the engine with its codes in words, as the report says it; one without codes is unchanged."""
    return words_in(_LANGUAGE).echo(sentence)
