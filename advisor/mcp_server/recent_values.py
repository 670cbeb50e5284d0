"""What was worked out or asked for lately: a memory of so many things, shared by the threads of a server."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class RecentValues(Generic[Value]):
    """The last ``most`` values by their keys; the one that was kept longest ago makes room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, Value] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        """What was kept under a key; None where it is not known any more."""
        with self._lock:
            return self._held.get(key)

    def keep(self, key: Hashable, value: Value) -> Value:
        """Keep a value as the latest, and give it back."""
        with self._lock:
            self._held[key] = value
            self._held.move_to_end(key)
            if len(self._held) > self._most:
                self._held.popitem(last=False)
        return value
