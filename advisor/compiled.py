"""Loops as machine code, for what is asked so often that a processor's own vectors are worth it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., object])


def compiled(loop: Loop) -> Loop:
    """A loop as machine code, kept on disk where some folder can be written to; it lets other threads run."""
    try:
        made = njit(nogil=True, cache=True)(loop)
    except RuntimeError:  # numba finds no folder for its cache
        made = njit(nogil=True)(loop)
    return cast("Loop", made)
