"""The leash on a call: deadline, stop and limits, by a clock that stands still until it is moved."""

from __future__ import annotations

import threading
import time

import pytest

from advisor.trials.network.leash import Control, DeadlineError, LimitError, ReplyLimits, StoppedError


class Clock:
    """A clock that is moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        """The moment."""
        return self.now


def test_a_call_ends_at_its_deadline_and_not_before() -> None:
    """The message names the seconds."""
    clock = Clock()
    control = Control(30, clock=clock)
    clock.now += 29.9
    control.check()
    clock.now += 0.1
    with pytest.raises(DeadlineError, match="30 s"):
        control.check()
    assert control.remaining() == pytest.approx(0.0)


def test_a_call_that_waited_in_a_queue_begins_anew() -> None:
    """Its whole deadline is before it."""
    clock = Clock()
    control = Control(30, clock=clock)
    clock.now += 50
    control.restart()
    assert control.remaining() == 30
    control.check()


def test_a_stop_goes_before_the_deadline() -> None:
    """Whoever stopped it is told so."""
    clock = Clock()
    control = Control(30, clock=clock)
    clock.now += 99
    control.stop()
    assert control.stopped
    with pytest.raises(StoppedError):
        control.check()


def test_a_wait_ends_early_for_a_stop() -> None:
    """From another thread."""
    control = Control(60)
    threading.Timer(0.05, control.stop).start()
    start = time.monotonic()
    control.wait(20)
    assert time.monotonic() - start < 10


def test_a_wait_never_outlasts_the_deadline() -> None:
    """Nor is it negative."""
    clock = Clock()
    control = Control(0.01, clock=clock)
    start = time.monotonic()
    control.wait(20)
    clock.now += 5
    control.wait(20)
    assert time.monotonic() - start < 10


def test_limits_are_stated_and_a_breach_says_which() -> None:
    """Sixteen megabytes unless another is given."""
    assert Control(1).limits.max_bytes == 16 * 1024 * 1024
    assert Control(1, limits=ReplyLimits(max_bytes=5)).limits.max_bytes == 5
    assert LimitError("too_large", "too much").kind == "too_large"
