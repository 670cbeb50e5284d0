"""Sentences that the engine writes, as templates, so that they can be translated after the fact.

The engine writes English. A template here is one of its sentences with placeholders: ``{name1}`` is kept as it
stands, ``{n1}`` is a number, ``{d1}`` a date, ``{t1}`` is itself a phrase, ``{list1}`` are phrases between commas, "or"
and "and", ``{alt1}`` is the name of an alternative, kept as it stands where no template of ``PLACES`` fits, and
``{licence1}`` is the wording of a licence that the catalog ships. ``{lang1}``, ``{land1}`` and ``{zone1}`` are codes of
languages, countries and zones between commas, which get their names; ``{value1}`` is a phrase, a number or a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from advisor.words.phrase_list import PHRASES, PLACES
from advisor.words.phrase_lists.licences import LICENCES

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
    "licence": ".+?",
    "lang": r"[a-z]{2,3}(?:, [a-z]{2,3})*|multi",
    "land": r"[A-Za-z-]{2,13}(?:, [A-Za-z-]{2,13})*",
    "zone": r"[a-z]{2,6}",
    "value": "[^;]+?",
}
_CODED: Final = ("lang", "land", "zone")
_Template = tuple[str, re.Pattern[str], tuple[str, ...]]


class Phrasebook:
    """Finds the template of a sentence and gives its translation back, placeholders filled."""

    def __init__(
        self,
        translate: Callable[[str], str],
        number: Callable[[str], str],
        day: Callable[[str], str],
        named: Callable[[str, Sequence[str]], str | None],
    ) -> None:
        """``named`` lists the names of codes of one of the coded kinds, or gives None where one is no such code."""
        self._translate = translate
        self._named = named
        self._number = number
        self._day = day

    def translate(self, text: str) -> str | None:
        """The translation of ``text``, or None where no template fits."""
        exact, patterns, _ = _templates()
        return self._translate(text) if text in exact else self._by_template(patterns, text)

    def _by_template(self, templates: Iterable[_Template], text: str) -> str | None:
        for template, pattern, names in templates:
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
        kind = name.rstrip("0123456789")
        if kind in _CODED:
            return self._named(kind, text.split(", "))
        ways: dict[str, Callable[[str], str | None]] = {
            "n": self._number,
            "d": self._day,
            "name": str,
            "alt": lambda alternative: self._by_template(_templates()[2], alternative) or alternative,
            "licence": lambda wording: self._translate(wording) if wording in LICENCES else None,
            "t": self.translate,
            "value": lambda value: self.phrase_or_list(value) or self._number(value),
        }
        return ways.get(kind, self.phrase_or_list)(text)

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
def _templates() -> tuple[frozenset[str], tuple[_Template, ...], tuple[_Template, ...]]:
    """Exact phrases, patterns of sentences from the most to the least specific, and patterns of alternatives."""
    exact = frozenset(phrase for phrase in PHRASES if "{" not in phrase)
    sentences = tuple(_compiled(phrase for phrase in PHRASES if "{" in phrase and phrase not in PLACES))
    return exact, sentences, tuple(_compiled(PLACES))


def _compiled(phrases: Iterable[str]) -> Iterable[_Template]:
    weight = lambda phrase: (-len(re.sub(r"\{[a-z]+\d*\}", "", phrase)), phrase)  # noqa: E731
    for phrase in sorted(phrases, key=weight):
        names = tuple(f"{kind}{digits}" for kind, digits in re.findall(r"\{([a-z]+)(\d*)\}", phrase))
        pattern = _PLACEHOLDER.sub(lambda m: f"(?P<{m[1]}{m[2]}>{_KINDS[m[1]]})", re.escape(phrase))
        yield phrase, re.compile(pattern, re.DOTALL), names
