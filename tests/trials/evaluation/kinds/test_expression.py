"""Own metrics compute with two texts, and can do nothing else."""

from __future__ import annotations

import time

import pytest

from advisor.trials.evaluation.kinds.expression import LONGEST, check_expression, value_of
from advisor.trials.evaluation.metrics import Metric, score


@pytest.mark.parametrize(
    ("text", "answer", "reference", "wanted"),
    [
        ("same(answer, reference)", "Paris.", "paris", 1.0),
        ("contains(answer, reference) and words(answer) <= 5", "It is Paris", "Paris", 1.0),
        ("contains(answer, reference) and words(answer) <= 5", "I am quite sure that it is Paris", "Paris", 0.0),
        ("max(0, 1 - abs(number(answer) - number(reference)) / number(reference))", "about 90", "100", 0.9),
        ("1 if field(answer, 'city') == reference else 0.5", '{"city": "Oslo"}', "Oslo", 1.0),
        ("min(1, length(answer) / 10)", "five!", "", 0.5),
        ("'a' in lower(answer)", "CAT", "", 1.0),
        ("round(0.256, 2)", "", "", 0.26),
        ("number(answer) > 3", "no number", "", None),
        ("words(answer)", "two words", "", None),
        ("answer", "x", "", None),
        ("1 / 0", "x", "", None),
    ],
)
def test_an_expression_gives_a_score(text: str, answer: str, reference: str, wanted: float | None) -> None:
    """True is 1, a number from 0 to 1 itself, and what cannot be said is not scored."""
    assert value_of(text, answer, reference) == (None if wanted is None else pytest.approx(wanted))


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('id')",
        "answer.__class__",
        "answer.format(x=1)",
        "open('/etc/passwd')",
        "eval('1')",
        "(lambda: 1)()",
        "[x for x in answer]",
        "length.__globals__",
        "getattr(answer, 'upper')",
        "9 ** 9 ** 9",
        "1 << 10 ** 9",
        "f'{answer!r}'",
        "x := 1",
        "min(*answer)",
        "print(answer)",
        "secret",
        "import os",
        "1; 2",
        "",
        "(" * 500,
        "1 +" * LONGEST + "1",
    ],
)
def test_what_is_more_than_an_expression_is_refused(text: str) -> None:
    """Before it is read with any answer, and by the metric as by the form."""
    with pytest.raises(ValueError, match=r"expression|function|known"):
        check_expression(text)
    with pytest.raises(ValueError, match=r"expression|function|known|at most"):
        Metric(kind="expression", expression=text)


@pytest.mark.parametrize(
    "text", ["answer * 100000000 == reference", "(answer + answer) * 99999 == reference", "-" * 300 + "1 == 1"]
)
def test_an_expression_takes_no_time_and_no_room(text: str) -> None:
    """What would grow without end gives no score at once."""
    start = time.process_time()
    assert value_of(text, "x" * 50_000, "y") in (None, 0.0, 1.0)
    assert time.process_time() - start < 2


def test_it_is_a_metric_like_the_others() -> None:
    """It needs a reference where it names one."""
    metric = Metric(kind="expression", expression="same(answer, reference)")
    assert score(metric, "a", "A") == 1.0
    assert score(metric, "a", "") is None
    assert score(Metric(kind="expression", expression="words(answer) < 3"), "a b", "") == 1.0
