"""Ways of writing one name that mean the same: capitals, separators, order of words, sizes, trailing zeros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

NameWords = tuple[str, ...]
_POINT: Final = re.compile(r"(?<=\d)p(?=\d)")
_VERSION: Final = re.compile(r"(?<=[a-z][-_ .])v(?=\d)")
"""A "v" after a word is left away ("llama-v3"); after a number it stays: Bedrock's "claude-fable-5-v1" is not 5.1."""
_RUNS: Final = re.compile(r"[a-z]+|\d+")
_SAME_WORD: Final = {"it": "instruct"}
_TUNED: Final = frozenset({"instruct", "chat"})
"""Words for a model that was taught to answer; price lists leave them away, since nobody sells the untaught one."""
_SHORTENINGS: Final = (
    re.compile(r"[-_ ](?:instruct|it|chat|preview)$"),
    re.compile(r"[-_ ]v0\.?\d$"),
    re.compile(
        r"[-_ ](?:(?:0[1-9]|1[0-2])-20[12]\d|2[3-9](?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$"
    ),
    re.compile(r"[-_ ]a\d+(?:\.\d+)?b$"),
    re.compile(r"[-_ ]\d+e$"),
    re.compile(r"[-_ ]\d+(?:\.\d+)?[bt]$"),
)
_EXPERTS: Final = re.compile(r"[-_ ]\d+e(?=[-_ ]|$)")
_SIZES: Final = re.compile(r"[-_ ](?:a?\d+(?:\.\d+)?[bt]|\d+e|instruct|it|chat)(?=[-_ ]|$)")


def key(name: str) -> NameWords:
    """A name as runs of letters and runs of digits, in order.

    ``Llama-3_1-8B``, ``llama3.1-8b`` and ``llama-v3p1-8b`` have one key; ``llama-3-11b`` has another.
    """
    text = _VERSION.sub("", _POINT.sub(".", name.lower().replace("+", "-plus")))
    return tuple(_SAME_WORD.get(run, run) for run in _RUNS.findall(text))


def unordered(spelt: NameWords) -> NameWords:
    """Words sorted, numbers in their order, a zero after a number left away: ``claude-4-opus`` is ``claude-opus-4``."""
    words = sorted(part for part in spelt if part.isalpha())
    numbers = [part for part in spelt if part.isdigit()]
    return (*words, *(part for place, part in enumerate(numbers) if part != "0" or not place))


def untuned(spelt: NameWords) -> NameWords:
    """A key without the words that say that a model was taught to answer."""
    return tuple(part for part in spelt if part not in _TUNED)


def shorter(slug: str) -> Iterator[str]:
    """A catalog's slug less its last date, size or word of tuning, again and again: what people call it in short.

    >>> list(shorter("mistral-large-3-675b-instruct-2512"))
    ['mistral-large-3-2512', 'mistral-large-3-675b-instruct', 'mistral-large-3-675b', 'mistral-large-3']
    """
    for inside in (_SIZES, _EXPERTS):
        if (less := inside.sub("", slug)) != slug:
            yield less
    name, found = slug, True
    while found:
        found = False
        for ending in _SHORTENINGS:
            less = ending.sub("", name)
            if less != name and key(less):
                name, found = less, True
                yield name
                break
