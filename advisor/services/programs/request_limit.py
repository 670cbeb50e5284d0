"""How often one caller may ask REST and MCP: so many requests a minute, spread evenly once a first burst is used up.

Where several processes share a database they count the requests of a token there, once for all. Whoever has no token is
counted by each process in its own memory: a flood of strangers shall not reach the database.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from sqlalchemy import Engine

from advisor.settings import Settings
from advisor.storage.replicas.request_allowance import RequestAllowance
from advisor.storage.tokens.access_tokens import AccessToken

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


class RequestLimits:
    """The limit of an installation, whatever a caller asks; the database is asked for only where it counts."""

    def __init__(self, settings: Settings, database: Callable[[], Engine]) -> None:
        self._settings, self._database = settings, database
        self._here = RequestLimit(settings.api_requests_per_minute)

    def seconds_to_wait(self, token: AccessToken | None, address: str) -> int:
        """0 where whoever asks with a token (None: with none that stands) from an address may, which is counted."""
        if token is None:
            return self._here.seconds_to_wait(f"nobody at {address}")
        if not self._settings.shares_database:
            return self._here.seconds_to_wait(token.token_id)
        counted = RequestAllowance(self._database(), per_minute=self._settings.api_requests_per_minute)
        return counted.seconds_to_wait(token.token_id)
