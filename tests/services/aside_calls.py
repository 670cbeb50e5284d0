"""Calls for the worker of ``aside``: what it works out must stand in a module that it can import."""

from __future__ import annotations

import os
import sys
import time

from advisor.errors import AnswersError, Problem


def twice(number: int) -> int:
    """A call that gives something."""
    return 2 * number


def sleeping(seconds: float) -> None:
    """A call that takes its time."""
    time.sleep(seconds)


def hoarding(megabytes: int) -> int:
    """A call that wants memory."""
    return len(bytearray(megabytes * 1_000_000))


def refusing() -> None:
    """A call that refuses what it was given."""
    raise AnswersError("bad:", [Problem("a", "b", "c"), Problem("d", "e", "f")])


def failing() -> None:
    """A call with a fault."""
    raise ZeroDivisionError("a fault")


def ending() -> None:
    """A call that takes the process with it."""
    os._exit(3)


def seen() -> tuple[dict[str, str], list[str], int]:
    """The environment, the arguments and the id of the process that works it out."""
    sys.stdout.write("this is no answer")
    sys.stdout.flush()
    return dict(os.environ), sys.orig_argv, os.getpid()
