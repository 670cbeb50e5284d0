"""The leash on one call: a deadline, a stop, and limits on what may come back; checked wherever the call may wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from advisor.errors import TrialError

POLL_S: Final = 0.1
"""How often a waiting call looks at its leash; the longest delay between a stop and its effect."""


class StoppedError(TrialError):
    """The user stopped the call."""


class DeadlineError(TrialError):
    """The call outlived its deadline."""


class LimitError(TrialError):
    """The endpoint sent more than is accepted; ``kind`` is ``too_large``, ``line_too_long`` or ``encoded``."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class ReplyLimits:
    """What one call may send back: bytes in all, and bytes without a line break."""

    max_bytes: int = 16 * 1024 * 1024
    max_line_bytes: int = 1024 * 1024


class Control:
    """Deadline, stop and limits of one call, shared by the thread that waits and the one that watches."""

    def __init__(
        self, deadline_s: float, *, limits: ReplyLimits | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.limits = limits or ReplyLimits()
        self.deadline_s = deadline_s
        self.connect_s: float | None = None
        self.repaired_utf8 = False
        self._clock = clock
        self._ends = clock() + deadline_s
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the call to end; it does within ``POLL_S``."""
        self._stop.set()

    def restart(self) -> None:
        """Start the deadline anew (a call that waited in a queue begins now)."""
        self._ends = self._clock() + self.deadline_s

    @property
    def stopped(self) -> bool:
        """Whether the user asked the call to end."""
        return self._stop.is_set()

    def remaining(self) -> float:
        """Seconds until the deadline; negative once it has passed."""
        return self._ends - self._clock()

    def check(self) -> None:
        """Raise ``StoppedError`` or ``DeadlineError`` when the call must end now."""
        if self._stop.is_set():
            raise StoppedError("Stopped.")
        if self.remaining() <= 0:
            raise DeadlineError(f"Nothing more was accepted after the deadline of {self.deadline_s:g} s.")

    def wait(self, seconds: float) -> None:
        """Sleep at most ``seconds``, waking early for a stop."""
        self._stop.wait(max(0.0, min(seconds, self.remaining())))
