"""The difference of two answers, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

MAX_WORDS: Final = 4_000
"""Longer answers are compared up to here, so that a comparison never takes longer than a moment."""
MAX_PAIRS: Final = 5_000_000
"""Pairs of equal words that are looked at: they take the time, and answers of one word repeated have most."""
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
    most = _comparable(left, right)
    cut = len(left) > most or len(right) > most
    left, right = left[:most], right[:most]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
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


def _comparable(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words of each are compared, so that the pairs of equal ones stay within the limit."""
    most = MAX_WORDS
    while True:
        mine, theirs = Counter(left[:most]), Counter(right[:most])
        if sum(count * theirs[word] for word, count in mine.items()) <= MAX_PAIRS:
            return most
        most //= 2
