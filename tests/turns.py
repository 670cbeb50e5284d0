"""Whether other threads get their turn while something works."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread


def shares_its_turns(work: Callable[[], object]) -> bool:
    """Whether another thread was never kept waiting for more than a third of the time that the work took.

    A share, since machines and what else runs on them differ; one search through all of a text takes most of it.
    """
    done = False

    def doing() -> None:
        nonlocal done
        work()
        done = True

    worker = Thread(target=doing)
    began = before = time.perf_counter()
    longest = 0.0
    worker.start()
    while not done:
        time.sleep(0.001)
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    worker.join()
    return longest < (time.perf_counter() - began) / 3
