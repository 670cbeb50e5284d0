"""Sentences that the engine writes, as templates, so that they can be translated after the fact.

The engine writes English. A template here is one of its sentences with placeholders: ``{name1}`` is kept as it
stands, ``{n1}`` is a number, ``{d1}`` a date, ``{t1}`` is itself a phrase, ``{list1}`` are phrases between commas, "or"
and "and", ``{alt1}`` is an alternative, kept as it stands where no phrase fits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from advisor.report.phrase_list import PHRASES

NUMBER: Final = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w-])|(?<![\w.,-])\d+\.\d+(?![\w.-])")
_PLACEHOLDER: Final = re.compile(r"\\\{([a-z]+)(\d*)\\\}")
_JOINTS: Final = (re.compile(r"(; )"), re.compile(r"(, )"), re.compile(r"(; |, | or | and )"))
_KINDS: Final = {
    "n": r"[+\-−]?[\d.,]*\d(?:e[+-]?\d+)?|inf",
    "d": r"\d{4}-\d{2}-\d{2}",
    "name": ".+?",
    "t": ".+?",
    "list": ".+?",
    "alt": ".+?",
}


class Phrasebook:
    """Finds the template of a sentence and gives its translation back, placeholders filled."""

    def __init__(
        self, translate: Callable[[str], str], number: Callable[[str], str], day: Callable[[str], str]
    ) -> None:
        self._translate = translate
        self._number = number
        self._day = day

    def translate(self, text: str) -> str | None:
        """The translation of ``text``, or None where no template fits."""
        exact, patterns = _templates()
        if text in exact:
            return self._translate(text)
        for template, pattern, names in patterns:
            match = pattern.fullmatch(text)
            filled = self._fill(names, match.groupdict()) if match else None
            if filled is not None:
                return self._translate(template).format(**filled)
        return None

    def _fill(self, names: tuple[str, ...], groups: dict[str, str]) -> dict[str, str] | None:
        """The placeholders in the other language; None where one of them is no known phrase."""
        filled: dict[str, str] = {}
        for name in names:
            value = self._part(name, groups[name])
            if value is None:
                return None
            filled[name] = value
        return filled

    def _part(self, name: str, text: str) -> str | None:
        match name.rstrip("0123456789"):
            case "n":
                return self._number(text)
            case "d":
                return self._day(text)
            case "name":
                return text
            case "alt":
                return self.translate(text) or text
            case "t":
                return self.translate(text)
            case _:
                return self.phrase_or_list(text)

    def phrase_or_list(self, text: str) -> str | None:
        """The translation of a phrase or of several phrases between commas; None where one of them is unknown."""
        whole = self.translate(text)
        if whole is not None:
            return whole
        for joint in _JOINTS:
            pieces = joint.split(text)
            done = [self._piece(piece, joint=bool(place % 2)) for place, piece in enumerate(pieces)]
            known = [piece for piece in done if piece is not None]
            if len(pieces) > 1 and len(known) == len(done):
                return "".join(known)
        return None

    def _piece(self, piece: str, *, joint: bool) -> str | None:
        if not joint:
            return self.translate(piece)
        return piece if piece in ("; ", ", ") else f" {self._translate(piece.strip())} "


@lru_cache(maxsize=1)
def _templates() -> tuple[frozenset[str], tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]]:
    """Exact phrases, and patterns from the most to the least specific."""
    exact = frozenset(phrase for phrase in PHRASES if "{" not in phrase)
    return exact, tuple(_compiled(phrase for phrase in PHRASES if "{" in phrase))


def _compiled(phrases: Iterable[str]) -> Iterable[tuple[str, re.Pattern[str], tuple[str, ...]]]:
    weight = lambda phrase: (-len(re.sub(r"\{[a-z]+\d*\}", "", phrase)), phrase)  # noqa: E731
    for phrase in sorted(phrases, key=weight):
        names = tuple(f"{kind}{digits}" for kind, digits in re.findall(r"\{([a-z]+)(\d*)\}", phrase))
        pattern = _PLACEHOLDER.sub(lambda m: f"(?P<{m[1]}{m[2]}>{_KINDS[m[1]]})", re.escape(phrase))
        yield phrase, re.compile(pattern, re.DOTALL), names
