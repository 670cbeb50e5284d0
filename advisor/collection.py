"""Python's garbage collection while very many objects are made that hold no cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_new_objects(*, lasting: bool = False) -> Iterator[None]:
    """Let no garbage collection run meanwhile: it would search all objects again for every few hundred new ones.

    ``lasting`` ones are not searched later either. Whoever switched it off beforehand finds it switched off.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if lasting:
            gc.freeze()
        if running:
            gc.enable()
