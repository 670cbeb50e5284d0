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

FONT_DIR: Final = Path(__file__).parent / "fonts"
COVERAGE: Final = FONT_DIR / "coverage.txt"
"""Code points of the bundled fonts as hexadecimal ranges, as ``stated_coverage`` gives them: quicker to read."""
UNSHOWN: Final = "\u25a1"
"""WHITE SQUARE stands for a character that no font has."""
_INVISIBLE: Final = frozenset("\n\u200b\u200c\u200d\u00ad\u2060\ufe0e\ufe0f")


@lru_cache(maxsize=1)
def bundled_coverage() -> frozenset[int]:
    """Code points that every cut of the text font or a bundled symbol font can show."""
    found: set[int] = set()
    for line in COVERAGE.read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def stated_coverage() -> str:
    """What ``coverage.txt`` must hold, as the fonts themselves state it."""
    ranges: list[list[int]] = []
    for code in sorted(set().union(*(_codes(str(path), 0) for path in FONT_DIR.glob("*.ttf")))):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{first:X}-{last:X}\n" if first != last else f"{first:X}\n" for first, last in ranges)


@lru_cache(maxsize=4096)
def _codes(path: str, index: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont, TTLibError  # type: ignore[import-untyped] # noqa: PLC0415 -- rarely needed

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
