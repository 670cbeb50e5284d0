"""Texts folded so that what people write for the same is the same: forms, capitals, quotes, dashes, white space."""

from __future__ import annotations

import re
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
_JOINED: Final = regex.compile(rf"[\w--[{_WITHOUT_SPACES}]]", regex.VERSION1)


def folded(text: str) -> str:
    """Compatible forms, capitals, quotes, dashes and white space made alike; marks at the ends left out."""
    alike = unicodedata.normalize("NFKC", text).casefold().translate(_SAME)
    return " ".join(unicodedata.normalize("NFC", alike).split()).strip(_EDGES)


def words(text: str) -> list[str]:
    """Words of a text; in scripts that put no spaces between words each character counts as one."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def holds(text: str, part: str) -> bool:
    """Whether a folded text holds a folded part as words of its own: "12" is not in "112", nor "no" in "know"."""
    before = rf"(?<!{_JOINED.pattern})" if _JOINED.match(part[:1]) else ""
    after = rf"(?!{_JOINED.pattern})" if _JOINED.match(part[-1:]) else ""
    return regex.search(before + re.escape(part) + after, text, regex.VERSION1) is not None
