"""Texts folded so that what people write for the same is the same: forms, capitals, quotes, dashes, white space."""

from __future__ import annotations

import unicodedata
from typing import Final

import regex

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟«»″「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None),
    }
)
_EDGES: Final = " .!?\"'*_。．！？،。`"
_WITHOUT_SPACES: Final = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD: Final = regex.compile(rf"[{_WITHOUT_SPACES}]|[^\W{_WITHOUT_SPACES}]+", regex.VERSION1)
_REST: Final = regex.compile(rf"[\w--[{_WITHOUT_SPACES}]]+", regex.VERSION1)
_JOINED: Final = regex.compile(rf"[\w--[{_WITHOUT_SPACES}]]", regex.VERSION1)


def folded(text: str) -> str:
    """Compatible forms, capitals, quotes, dashes and white space made alike; marks at the ends left out."""
    alike = unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
    return " ".join(unicodedata.normalize("NFC", alike).split()).strip(_EDGES)


def words(text: str) -> list[str]:
    """Words of a text; in scripts that put no spaces between words each character counts as one."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def holds(text: str, part: str) -> bool:
    """Whether a folded text holds a folded part as words of its own: "12" is not in "112", nor "no" in "know".

    Without a pattern: one that looks around each place takes minutes over a long text of one word.
    """
    first, last = _joins(part[:1]), _joins(part[-1:])
    at = text.find(part)
    while at >= 0:
        end = at + len(part)
        if not (first and _joins(text[at - 1 : at])) and not (last and _joins(text[end : end + 1])):
            return True
        at = text.find(part, _after_word(text, at))
    return False


def _joins(character: str) -> bool:
    """Whether a character belongs to a word of several; none does at the ends of a text."""
    return bool(character) and _JOINED.match(character) is not None


def _after_word(text: str, at: int) -> int:
    """Where the next word can begin: whatever starts within this one is no word of its own."""
    match = _REST.match(text, at + 1)
    return at + 1 if match is None else match.end()
