"""Loops as machine code: they give what they gave, with a folder to keep them in and without."""

from __future__ import annotations

from typing import Any

import numpy as np

from advisor.compiled import compiled


def _doubled(values: Any) -> float:
    found = 0.0
    for value in values:
        found += 2 * value
    return found


def test_a_compiled_loop_gives_what_the_plain_one_gives() -> None:
    """On an array, where it is machine code."""
    values = np.arange(5.0)
    assert compiled(_doubled)(values) == _doubled(values) == 20.0


def test_a_loop_that_stands_in_no_file_is_compiled_too() -> None:
    """Numba finds no place to keep it."""
    known: dict[str, Any] = {}
    exec("def loop(values):\n    return values.sum()", known)  # noqa: S102 - the point of the test
    assert compiled(known["loop"])(np.arange(4.0)) == 6.0
