"""Heavy work in a process of its own, bounded in time and memory, so that pages are served meanwhile.

Reading a file of ten megabytes holds Python's interpreter for a second at a time (a hostile one held it for fifteen),
in which nobody's page is answered. ``run_aside`` has it done by a worker that is started once and used again; one that
takes too long is ended. What the call gives or raises comes back as if it had been called here.

Workers get neither the environment nor the arguments of this process, so that no key is in theirs.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar

from advisor.errors import Problem, TooHeavyError
from advisor.services.aside_worker import AsideCall, AsideReply

SECONDS: Final = 60.0
MEGABYTES: Final = 1_500
MOST_WORKERS: Final = 4
"""At once: on a machine of few cores more would only wait for one another."""
MOST_IDLE: Final = 2
_KEPT_BELOW_MB: Final = 500
"""A worker that grew beyond this is ended after its call: Python seldom gives memory back."""
_PASSED_ON: Final = (
    "PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT",
    "VIRTUAL_ENV",
)  # fmt: skip
_PROGRAM: Final = "from advisor.services.aside_worker import main; main()"
Result = TypeVar("Result")


def run_aside(call: Callable[[], Result], *, what: str, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Result:
    """What ``call`` gives (a function of a module, or a ``partial`` of one), worked out in another process.

    Raises what the call raises, and TooHeavyError where it takes longer or more memory than is allowed; ``what`` names
    in it what was being read.
    """
    return _POOL.run(call, what=what, seconds=seconds, megabytes=megabytes)


def stop_workers() -> None:
    """End every worker that has nothing to do."""
    _POOL.stop()


def worker_ids() -> tuple[int, ...]:
    """The process ids of the workers there are."""
    return _POOL.ids()


class _Worker:
    """A process that works out one call after another."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", _PROGRAM, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, "OPENBLAS_NUM_THREADS": "1"},
        )
        self.late = False

    def reply(self, asked: AsideCall[Any], seconds: float) -> AsideReply | None:
        """What the worker says; None where it ended without a word."""
        timer = threading.Timer(seconds, self._too_late)
        timer.daemon = True
        timer.start()
        try:
            assert self.process.stdin is not None  # noqa: S101 - both were asked for above
            assert self.process.stdout is not None  # noqa: S101
            pickle.dump(asked, self.process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()
            found = pickle.load(self.process.stdout)  # noqa: S301 - of our own program, over a pipe of ours
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        finally:
            timer.cancel()
        return found if isinstance(found, AsideReply) else None

    def end(self) -> None:
        """End the process, whatever it does, and leave nothing of it."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what was to be written has nobody to read it
                    continue
        self.process.wait()

    def _too_late(self) -> None:
        self.late = True
        self.process.kill()


class _Pool:
    """The workers of this process."""

    def __init__(self) -> None:
        self._slots = threading.BoundedSemaphore(MOST_WORKERS)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()

    def run(self, call: Callable[[], Result], *, what: str, seconds: float, megabytes: int) -> Result:
        if not self._slots.acquire(timeout=seconds):
            raise TooHeavyError(f"{what} was not begun:", [_others_are_read(what)])
        try:
            return self._run(AsideCall(call, seconds, megabytes), what)
        finally:
            self._slots.release()

    def stop(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.end()

    def end_all(self) -> None:
        """End the busy ones too: this process is about to end."""
        with self._lock:
            everyone = [*self._idle, *self._busy]
        for worker in everyone:
            worker.process.kill()

    def ids(self) -> tuple[int, ...]:
        with self._lock:
            return tuple(worker.process.pid for worker in (*self._idle, *self._busy))

    def _run(self, asked: AsideCall[Result], what: str) -> Result:
        worker = self._taken()
        reply = None
        try:
            reply = worker.reply(asked, asked.seconds)
        finally:
            self._put_back(worker, keep=reply is not None and reply.megabytes < _KEPT_BELOW_MB)
        if worker.late:
            raise _too_heavy(what, f"not done after {asked.seconds:,.0f} s", "ADVISOR_ASIDE_SECONDS")
        if reply is None or reply.no_memory:
            raise _too_heavy(what, f"needs more than {asked.megabytes:,} MB of memory", "ADVISOR_ASIDE_MEGABYTES")
        if reply.raised is not None:
            raise reply.raised
        return reply.given  # type: ignore[no-any-return] # what the call gave, over the pipe

    def _taken(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.process.poll() is None:
                    self._busy.add(worker)
                    return worker
                worker.end()
        worker = _Worker()
        with self._lock:
            self._busy.add(worker)
        return worker

    def _put_back(self, worker: _Worker, *, keep: bool) -> None:
        with self._lock:
            self._busy.discard(worker)
            kept = keep and len(self._idle) < MOST_IDLE
            if kept:
                self._idle.append(worker)
        if not kept:
            worker.end()


def _too_heavy(what: str, found: str, setting: str) -> TooHeavyError:
    allowed = f"a smaller one; an administrator moves the limit with {setting}"
    return TooHeavyError(f"{what} was given up:", [Problem(what, found, allowed)])


def _others_are_read(what: str) -> Problem:
    return Problem(what, f"{MOST_WORKERS} others are still at work", "once more in a moment")


_POOL: Final = _Pool()
atexit.register(_POOL.end_all)
