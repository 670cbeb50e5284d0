"""No text from outside holds the program: every reader of answers ends soon on what its patterns like least."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import pytest

from advisor.trials.evaluation.metrics import LONGEST_TEXT, Metric, judged, score
from advisor.trials.guards.personal_data import personal_data
from advisor.trials.guards.safe_markdown import blocks
from advisor.trials.playground.word_difference import word_difference

MANY: Final = 12_000
SECONDS: Final = 5.0
"""Far above what any reader takes (a tenth), far below what a pattern takes that tries every pair of places."""
TEXTS: Final = {
    "line breaks in a fence": "```\n" + "\n" * MANY + "x",
    "spaces in a fence": "```\n" + "\n " * (MANY // 2) + "```x",
    "spaces": " " * MANY + "x",
    "brackets": "[" * MANY,
    "formulae that do not end": "\\[" * (MANY // 2),
    "short formulae that do not end": "\\(" * (MANY // 2),
    "dollars": "$a" * (MANY // 2),
    "digits": "1" * MANY,
    "digits apart": "1 " * (MANY // 2),
    "commas": "1" + "," * MANY + "x",
    "addresses": "a@" * (MANY // 2),
    "names before an address": "a." * (MANY // 2) + "@",
    "fences": "```\n" * (MANY // 4),
    "accounts": "DE44 " * (MANY // 5),
    "grades": "grade " * (MANY // 6),
    "few words": "a b c d e f g " * (MANY // 14),
    "one word": "ab " * (MANY // 3),
    "marks without a letter": "\u0301" * MANY,
    "objects in objects": '{"a":' * (MANY // 5),
}
READERS: Final[dict[str, Callable[[str], object]]] = {
    **{
        kind: lambda text, kind=kind: score(Metric(kind=kind), text, text[::-1])  # type: ignore[misc]
        for kind in ("exact", "contains", "json_valid", "json_fields", "numeric", "rouge_l", "chrf")
    },
    "schema": lambda text: score(Metric(kind="json_schema", json_schema='{"pattern": "^(a+)+$"}'), text, ""),
    "pattern": lambda text: score(Metric(kind="regex", pattern=r"(\s*\S*)*!"), text, ""),
    "judge": judged,
    "personal data": personal_data,
    "drawing": blocks,
    "difference": lambda text: word_difference(text, text[:-5] + "zzz"),
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("reader", READERS)
def test_it_ends_soon(reader: str, text: str) -> None:
    """In processor time, so that a busy machine does not matter."""
    started = time.process_time()
    READERS[reader](TEXTS[text])
    assert time.process_time() - started < SECONDS


def test_the_fence_of_an_answer_is_read_as_before() -> None:
    """One fence around the whole answer goes; text around it, or another fence's end, does not."""
    valid = Metric(kind="json_valid")
    for answer in ('```json\n{"a": 1}\n```', "  ```\n[1]\n  ``` \n", '{"a": 1}', "```JSON \n\n 1 \n\n```"):
        assert score(valid, answer, "x") == 1
    for answer in ('Here: ```json\n{"a": 1}\n```', '```json\n{"a": 1}', "```c++\n1\n```", "``` ```", "```"):
        assert score(valid, answer, "x") == 0
    assert score(valid, "1" * (LONGEST_TEXT + 5), "x") == 0
