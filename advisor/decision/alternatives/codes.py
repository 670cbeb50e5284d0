"""Codes: small whole numbers, equal for rows that agree in something."""

from __future__ import annotations

import numpy as np

from advisor.arrays import Codes


def by_first(codes: Codes) -> tuple[Codes, list[int]]:
    """Codes (n,), not negative, renumbered by first appearance, and where each appears first.

    That is independent of what was coded before.
    """
    count = len(codes)
    first = np.full(int(codes.max(initial=-1)) + 1, count)
    first[codes[::-1]] = np.arange(count - 1, -1, -1)  # the last to write is the first to appear
    met = np.flatnonzero(first < count)
    order = met[np.argsort(first[met])]
    number = np.zeros_like(first)
    number[order] = np.arange(len(order))
    return number[codes], first[order].tolist()
