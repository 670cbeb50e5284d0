"""What was retrieved, and what of an answer stands in it: three metrics that compare texts and judge no meaning.

Precision and recall among the first k are the textbook's (Manning, Raghavan and Schütze, "Introduction to Information
Retrieval", 2008, chapter 8). The overlap is the share of an answer's telling words that stand in the passages: a word
that is not there is a hint of something made up, one that is proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from advisor.trials.evaluation.folded_text import folded, words
from advisor.trials.evaluation.kinds.json_values import parsed_json

PASSAGES: Final = frozenset({"context_precision", "context_recall", "context_overlap"})
_LISTS: Final = ("retrieved", "sources", "contexts", "documents", "citations", "ids")

SHORT: Final = 3
"""Words of so few letters (articles, prepositions) tell little; in scripts without spaces each sign is a word."""


@dataclass(frozen=True, slots=True)
class Passages:
    """What was handed to the model for a prompt (ids or texts, best first), and which of it is relevant."""

    contexts: tuple[str, ...] = ()
    relevant: tuple[str, ...] = ()


NO_PASSAGES: Final = Passages()


def listed_sources(answer: str) -> tuple[str, ...] | None:
    """What an answer in JSON lists as its sources: a list of its own, or one named so; None where it lists none.

    Entries are texts, numbers, or objects with an ``id``.
    """
    try:
        value = parsed_json(answer)
    except ValueError:
        return None
    if isinstance(value, dict):
        value = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
    if not isinstance(value, list):
        return None
    entries = [one.get("id") if isinstance(one, dict) else one for one in value]
    return tuple(str(one) for one in entries if isinstance(one, str | int) and not isinstance(one, bool))


def precision_at(retrieved: Sequence[str], relevant: Sequence[str], *, first: int) -> float | None:
    """The share of the first retrieved passages (ids or texts) that are relevant; None where nobody said which are.

    Where fewer than ``first`` were retrieved, their number counts; nothing retrieved is 0.
    """
    wanted = {folded(one) for one in relevant}
    if not wanted:
        return None
    taken = _distinct(retrieved)[:first]
    return sum(one in wanted for one in taken) / len(taken) if taken else 0.0


def recall_at(retrieved: Sequence[str], relevant: Sequence[str], *, first: int) -> float | None:
    """The share of the relevant passages that are among the first retrieved; None where nobody said which are."""
    wanted = {folded(one) for one in relevant}
    return len(wanted & set(_distinct(retrieved)[:first])) / len(wanted) if wanted else None


def _distinct(retrieved: Sequence[str]) -> list[str]:
    """Passages folded, each once: one that comes twice is no second hit."""
    return list(dict.fromkeys(folded(one) for one in retrieved))


def overlap(answer: str, passages: Sequence[str]) -> float | None:
    """The share of the answer's telling words that stand in the passages; None without passages or such words."""
    known = {word for passage in passages for word in words(passage)}
    mine = [word for word in dict.fromkeys(words(answer)) if len(word) > SHORT or not word.isascii() or word.isdigit()]
    return sum(word in known for word in mine) / len(mine) if known and mine else None
