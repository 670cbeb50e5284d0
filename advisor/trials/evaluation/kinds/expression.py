"""A metric of one's own as an expression, which can compute with an answer and a reference and do nothing else.

It is read by ``simpleeval`` with less than that library offers: no attributes, no subscripts of names it does not know,
no comprehensions, no other functions than those here. Powers, strings and the expression itself are bounded; it is
worked out in a process of its own (see ``services.known_scores``), which is ended when it takes too long.
"""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Callable
from typing import Any, Final

from simpleeval import InvalidExpression, SimpleEval

from advisor.trials.evaluation.folded_text import folded, holds, words
from advisor.trials.evaluation.numbers import first_number

LONGEST: Final = 2_000
_REFUSED: Final = (
    ast.Attribute, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr, ast.Await,
    ast.Yield, ast.YieldFrom, ast.JoinedStr, ast.Starred, ast.Pow, ast.LShift,
)  # fmt: skip
NAMES: Final = ("answer", "reference")


def _field(text: str, name: str) -> Any:
    """A field of an answer that is a JSON object; None where it is none or has no such field."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, str | int | float | bool) else None


def _number(text: str) -> float | None:
    found = first_number(str(text))
    return None if found is None else found.value


FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "abs": abs,
    "contains": lambda text, part: holds(folded(str(text)), folded(str(part))),
    "field": _field,
    "length": lambda text: len(str(text)),
    "lower": lambda text: str(text).lower(),
    "max": max,
    "min": min,
    "number": _number,
    "round": round,
    "same": lambda first, second: folded(str(first)) == folded(str(second)),
    "sqrt": math.sqrt,
    "words": lambda text: len(words(str(text))),
}


def check_expression(text: str) -> None:
    """Raise ``ValueError`` for what is no expression, is too long, or asks for more than an expression may."""
    if len(text) > LONGEST:
        raise ValueError(f"the expression has {len(text):,} characters, at most {LONGEST:,} are allowed")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError("this is no expression") from None
    for node in ast.walk(tree):
        if isinstance(node, _REFUSED):
            raise ValueError(f"{type(node).__name__} is not allowed in an expression")  # noqa: TRY004 - of a text
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            if name not in FUNCTIONS:
                raise ValueError(f"{name or 'this'} is no function here; known are {', '.join(sorted(FUNCTIONS))}")
        elif isinstance(node, ast.Name) and node.id not in (*NAMES, *FUNCTIONS):
            raise ValueError(f"{node.id!r} is not known here; known are {', '.join(NAMES)}")


def value_of(text: str, answer: str, reference: str) -> float | None:
    """What the expression gives: true is 1, false 0, a number from 0 to 1 itself; None for everything else.

    An expression that fails on an answer (a number where there is none) gives None: it cannot say, so it is not scored.
    """
    check_expression(text)
    try:
        names = {"answer": answer, "reference": reference}
        found = SimpleEval(functions=dict(FUNCTIONS), names=names).eval(text.strip())
    except (InvalidExpression, ArithmeticError, TypeError, ValueError, RecursionError, MemoryError, LookupError):
        return None
    if isinstance(found, bool):
        return float(found)
    return float(found) if isinstance(found, int | float) and 0 <= found <= 1 else None
