"""Documents that were made before, for every session: whoever asks for the same one gets the same bytes.

A report takes most of a second, and several people read the reports of few decisions. Who asks for one that is being
made waits for it instead of having it made again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Final

MOST: Final = 256
"""Documents that are kept: a report on screen is three (its pages, the one that is shown, its file)."""
MOST_BYTES: Final = 96_000_000
"""What they may have in all, some fifty reports; the last one is kept whatever it has."""
Parts = tuple[bytes, ...]


class KnownDocuments:
    """What was made before, by what it was made from; what was asked for longest ago makes room."""

    def __init__(self, *, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._known: OrderedDict[Hashable, Parts] = OrderedDict()
        self._bytes = 0
        self._at_work: dict[Hashable, _Turn] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Parts | None:
        """The parts of a document; None where it is not known."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def keep(self, key: Hashable, parts: Parts) -> None:
        """Remember a document, and forget others where it is too much."""
        with self._lock:
            self._forget(key)
            self._known[key] = parts
            self._bytes += _size(parts)
            while len(self._known) > 1 and (len(self._known) > self._most or self._bytes > self._most_bytes):
                self._forget(next(iter(self._known)))

    @contextmanager
    def alone(self, key: Hashable) -> Iterator[None]:
        """One at a time for each key: the next looks whether what it wants is known by then."""
        with self._lock:
            turn = self._at_work.setdefault(key, _Turn())
            turn.waiting += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.waiting -= 1
                if not turn.waiting:
                    del self._at_work[key]

    def _forget(self, key: Hashable) -> None:
        self._bytes -= _size(self._known.pop(key, ()))


class _Turn:
    """Who works on something, and how many want to."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting = 0


def _size(parts: Parts) -> int:
    return sum(map(len, parts))
