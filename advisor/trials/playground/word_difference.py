"""The difference of two answers, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate
from typing import Final, Literal

MAX_WORDS: Final = 4_000
"""Longer answers are compared up to here, so that a comparison never takes longer than a moment."""
MAX_PAIRS: Final = 5_000_000
"""Pairs of equal words that are looked at, half a second of them: answers that repeat themselves have most.

Each stretch between two matches is searched anew, so that a repetitive answer costs many times its pairs: all that is
looked at counts, and where it is too much only a quarter as many words are compared.
"""
_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
Change = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both have, only the first has (removed) or only the second has (added)."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Pieces in order, the share of words in common (0 to 1), and whether something was left out for length."""

    pieces: tuple[Piece, ...]
    similarity: float
    cut: bool


def word_difference(first: str, second: str) -> Difference:
    """Compare two texts word by word; white space counts with the words around it."""
    left, right = _WORDS.findall(first), _WORDS.findall(second)
    most, matcher = _matched(left, right)
    cut = len(left) > most or len(right) > most
    left, right = left[:most], right[:most]
    pieces: list[Piece] = []
    for tag, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(left[left_from:left_to])))
            continue
        if left_to > left_from:
            pieces.append(Piece("removed", "".join(left[left_from:left_to])))
        if right_to > right_from:
            pieces.append(Piece("added", "".join(right[right_from:right_to])))
    return Difference(tuple(pieces), matcher.ratio(), cut)


class _TooMuchError(Exception):
    """More pairs than may be looked at."""


class _Bounded(SequenceMatcher[str]):
    """A matcher that gives up when it has looked at too many pairs."""

    def __init__(self, left: Sequence[str], right: Sequence[str]) -> None:
        super().__init__(None, left, right, autojunk=False)
        times = Counter(right)
        self._pairs = [0, *accumulate(times[word] for word in left)]
        self._looked_at = 0

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """As its own, once the pairs that it will look at are counted."""
        self._looked_at += self._pairs[len(self._pairs) - 1 if ahi is None else ahi] - self._pairs[alo]
        if self._looked_at > MAX_PAIRS:
            raise _TooMuchError
        return super().find_longest_match(alo, ahi, blo, bhi)


def _matched(left: Sequence[str], right: Sequence[str]) -> tuple[int, _Bounded]:
    """How many words of each are compared, and the matcher that has compared them."""
    most = MAX_WORDS
    while True:
        matcher = _Bounded(left[:most], right[:most])
        try:
            matcher.get_matching_blocks()
        except _TooMuchError:
            most //= 4
        else:
            return most, matcher
