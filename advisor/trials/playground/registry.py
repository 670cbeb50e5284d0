"""The trials under way in this process, by session and trial; bounded, so that a forgotten tab costs little."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

from advisor.trials.playground.fanout import Trial

MAX_TRIALS: Final = 400
MAX_PER_SESSION: Final = 6


class Registry:
    """Trials by (session, trial id), the oldest finished one dropped first."""

    def __init__(self, *, most: int = MAX_TRIALS, most_per_session: int = MAX_PER_SESSION) -> None:
        self._most = most
        self._most_per_session = most_per_session
        self._trials: OrderedDict[tuple[str, str], Trial] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, session: str, trial: Trial) -> None:
        """Keep a trial; beyond the bounds the oldest is dropped, and stopped if it still runs."""
        with self._lock:
            self._trials[session, trial.group_id] = trial
            mine = [key for key in self._trials if key[0] == session]
            dropped = mine[: max(0, len(mine) - self._most_per_session)]
            dropped += self._oldest(len(self._trials) - len(dropped) - self._most, dropped)
            gone = [self._trials.pop(key) for key in dropped]
        for old in gone:
            old.stop()

    def _oldest(self, count: int, besides: list[tuple[str, str]]) -> list[tuple[str, str]]:
        if count <= 0:
            return []
        rest = [key for key in self._trials if key not in besides]
        return sorted(rest, key=lambda key: self._trials[key].busy)[:count]

    def get(self, session: str, group_id: str) -> Trial | None:
        """The trial of a session, or None; never another session's."""
        with self._lock:
            return self._trials.get((session, group_id))

    def all(self) -> tuple[Trial, ...]:
        """Every trial that is kept, oldest first."""
        with self._lock:
            return tuple(self._trials.values())

    def at_work(self) -> int:
        """How many trials are under way in this process."""
        return sum(trial.busy for trial in self.all())

    def __len__(self) -> int:
        return len(self._trials)


TRIALS: Final = Registry()
"""The process's registry; the keys of its trials stay in memory with them, for masking and for a retry."""
