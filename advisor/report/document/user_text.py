"""Text as data: what cannot be set is taken out, what is too long is cut with a mark, long words may break."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from advisor.words.language import Words

NAME_LIMIT = 200
"""Characters of a name that the user gave, in documents."""
_LONG_WORD: Final = 24
_BREAK: Final = "\u200b"
_KEPT_FORMATS: Final = frozenset("\u200c\u200d\u00ad\u2060\u200b\ufe0f\ufe0e")
_RUNS: Final = re.compile(rf"[^\s\u200b\u00a0\u202f]{{{_LONG_WORD + 1},}}")
_LINES: Final = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def clipped(text: str, limit: int, words: Words) -> str:
    """``text`` up to ``limit`` characters; what is left out is said."""
    if len(text) <= limit:
        return text
    kept = text[:limit].rstrip()
    return kept + " " + words.say("[… cut: {n} more characters]", n=words.number(len(text) - len(kept)))


def settable(text: str) -> str:
    """``text`` without control characters, lone surrogates, noncharacters and bidirectional overrides.

    Tabs become spaces; every kind of line end becomes a line feed; the rest stays as typed.
    """
    if text.isascii() and text.isprintable():
        return text
    lines = _LINES.sub("\n", text).replace("\t", " ")
    return "".join(character for character in lines if character == "\n" or _is_settable(character))


def _is_settable(character: str) -> bool:
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _KEPT_FORMATS
    return category not in ("Cc", "Cs") and not _is_noncharacter(ord(character))


def _is_noncharacter(code: int) -> bool:
    """The 66 code points that Unicode will never assign (Unicode standard, section 23.7)."""
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE  # noqa: PLR2004


def one_line(text: str, otherwise: str) -> str:
    """``text`` on one line, as a title or a heading needs it; ``otherwise`` where nothing of it can be seen."""
    line = " ".join(settable(text).split())
    return line if any(character not in _KEPT_FORMATS for character in line) else otherwise


def breakable(text: str) -> str:
    """``text`` with break opportunities inside very long words, so that they never leave the page."""
    return _RUNS.sub(_broken, text) if len(text) > _LONG_WORD else text


def _broken(match: re.Match[str]) -> str:
    word = match.group(0)
    pieces: list[str] = []
    start = 0
    for end in range(1, len(word) + 1):
        if end == len(word):
            pieces.append(word[start:end])
        elif end - start >= _LONG_WORD // 2 and not unicodedata.combining(word[end]) and word[end] not in _KEPT_FORMATS:
            pieces.append(word[start:end])
            start = end
    return _BREAK.join(pieces)
