"""How often one caller may ask: so many requests a minute, spread evenly once a first burst is used up.

Each process counts for itself: behind a proxy that spreads requests over several, a caller may ask as many of each.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

MOST_CALLERS: Final = 10_000
"""So many are remembered; the one that asked longest ago makes room, and by then has its whole minute again."""


class RequestLimit:
    """What each caller has left; a caller who asks seldom has a minute's requests at once."""

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def seconds_to_wait(self, caller: str) -> int:
        """0 where the caller may ask now, which is counted; else the whole seconds until it may."""
        now = self._clock()
        with self._lock:
            left, at = self._left.pop(caller, (float(self._per_minute), now))
            left = min(left + (now - at) * self._per_minute / 60, self._per_minute)
            wait = 0 if left >= 1 else math.ceil((1 - left) * 60 / self._per_minute)
            self._left[caller] = (left if wait else left - 1, now)
            if len(self._left) > MOST_CALLERS:
                self._left.popitem(last=False)
        return wait
