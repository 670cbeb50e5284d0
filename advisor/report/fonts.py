"""Which characters can be set: the fonts that come with the project, then those of the system, then none.

FiraGO (Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari, Thai, Georgian) and three Noto fonts of symbols come with
the project, so that a report looks the same on every machine; other scripts are set in a font of the system.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst
from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped]

FONT_DIR: Final = Path(__file__).parent / "fonts"
UNSHOWN: Final = "\u25a1"
"""WHITE SQUARE stands for a character that no font has."""
_INVISIBLE: Final = frozenset("\n\u200b\u200c\u200d\u00ad\u2060\ufe0e\ufe0f")


@lru_cache(maxsize=1)
def bundled_coverage() -> frozenset[int]:
    """Code points that every cut of the text font or a bundled symbol font can show."""
    found: set[int] = set()
    for path in sorted(FONT_DIR.glob("*.ttf")):
        found |= _codes(str(path), 0)
    return frozenset(found)


@lru_cache(maxsize=4096)
def _codes(path: str, index: int) -> frozenset[int]:
    try:
        with TTFont(path, lazy=True, fontNumber=index) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError, IndexError, KeyError, AssertionError):
        return frozenset()


@lru_cache(maxsize=1)
def _system_fonts() -> tuple[tuple[str, int], ...]:
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[]).fonts()
    return tuple(sorted({(font.path, font.index) for font in fonts if font.path}))


def missing_characters(texts: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The characters that need a font of the system, and those that no font here has."""
    used = set().union(*(text for text in texts if not text.isascii())) - _INVISIBLE
    beyond = {character for character in used if ord(character) not in bundled_coverage() or _private(character)}
    left = {character for character in beyond if not _private(character)}
    for path, index in _system_fonts() if left else ():
        left = {character for character in left if ord(character) not in _codes(path, index)}
        if not left:
            break
    unshown = left | {character for character in beyond if _private(character)}
    return frozenset(beyond - unshown), frozenset(unshown)


def _private(character: str) -> bool:
    return unicodedata.category(character) == "Co"


def character_name(character: str) -> str:
    """A character by its code and Unicode name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
