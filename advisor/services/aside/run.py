"""Heavy work in a process of its own, bounded in time and memory, so that pages are served meanwhile.

Reading a file of ten megabytes holds Python's interpreter for a second at a time (a hostile one held it for fifteen),
in which nobody's page is answered. ``run_aside`` has it done by a worker that is started once and used again; one that
takes too long is ended. What the call gives or raises comes back as if it had been called here.

Decisions (assessments, reports, replays) have workers of their own, so that no page waits behind a foreign file.
Workers get neither the environment nor the arguments of this process, so that no key is in theirs.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar

from advisor.errors import Problem, TooHeavyError
from advisor.services.aside.worker import AsideCall, AsideReply

SECONDS: Final = 60.0
MEGABYTES: Final = 1_500
_PASSED_ON: Final = (
    "PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "LANG", "LC_ALL", "TZ", "TMPDIR", "SYSTEMROOT",
    "VIRTUAL_ENV", "HOME", "WINDIR", "LOCALAPPDATA", "NUMBA_CACHE_DIR",
)  # fmt: skip
"""The home folder and the next two for the fonts that are installed, the last for the loops that are compiled."""
_PROGRAM: Final = "from advisor.services.aside.worker import main; main()"
Kind = Literal["files", "decisions"]
"""What workers are for: what came from outside, or what pages of a decision wait for."""
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Crew:
    """How many workers of a kind there are.

    ``most`` at once: on a machine of few cores more would only wait for one another. ``idle`` of them stay. One that
    grew beyond ``kept_below_mb`` is ended after its call: Python seldom gives memory back. ``nice`` is how far they
    stand back for others: the process that serves comes before reports, and reports before files.
    """

    most: int
    idle: int
    kept_below_mb: int
    nice: int


def crews(cores: int) -> Mapping[Kind, Crew]:
    """The workers for a machine, or a share of one, with so many cores.

    One that knows the catalog, the compiled loops and the fonts takes 540 to 750 MB, so there are four at most; all of
    them stay, since one more that is started anew takes seconds.
    """
    deciding = min(max(cores, 2), 4)
    return MappingProxyType({"files": Crew(4, 2, 500, 10), "decisions": Crew(deciding, deciding, 1_000, 5)})


CREWS: Final = crews(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def run_aside(
    call: Callable[[], Result],
    *,
    what: str,
    kind: Kind = "files",
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
) -> Result:
    """What ``call`` gives (a function of a module, or a ``partial`` of one), worked out in another process.

    Raises what the call raises, and TooHeavyError where it takes longer or more memory than is allowed or the process
    dies; ``what`` names in it what was being worked out.
    """
    return _POOLS[kind].run(call, what=what, seconds=seconds, megabytes=megabytes)


def start_workers(call: Callable[[], object], *, kind: Kind = "files", seconds: float = SECONDS) -> None:
    """Have every worker of a kind that stays started, one after the other, each ready after a ``call`` of its own.

    Raises TooHeavyError where one takes too long or dies.
    """
    _POOLS[kind].start(AsideCall(call, seconds, MEGABYTES))


def stop_workers() -> None:
    """End every worker that has nothing to do."""
    for pool in _POOLS.values():
        pool.stop()


def worker_ids() -> tuple[int, ...]:
    """The process ids of the workers there are."""
    return tuple(number for pool in _POOLS.values() for number in pool.ids())


class _Worker:
    """A process that works out one call after another."""

    def __init__(self, nice: int) -> None:
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", _PROGRAM, str(os.getpid()), str(nice)],
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
    """The workers of one kind that this process has."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._slots = threading.BoundedSemaphore(crew.most)
        self._lock = threading.Lock()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()

    def run(self, call: Callable[[], Result], *, what: str, seconds: float, megabytes: int) -> Result:
        if not self._slots.acquire(timeout=seconds):
            found = Problem(what, f"{self._crew.most} others are still at work", "once more in a moment")
            raise TooHeavyError(f"{what} was not begun:", [found], why="busy", limit=seconds)
        try:
            return self._run(AsideCall(call, seconds, megabytes), what)
        finally:
            self._slots.release()

    def start(self, ready: AsideCall[object]) -> None:
        for _ in range(self._crew.idle - len(self.ids())):
            self._reply(_Worker(self._crew.nice), ready, "start")

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
        return self._reply(self._taken(), asked, what)

    def _reply(self, worker: _Worker, asked: AsideCall[Result], what: str) -> Result:
        reply = None
        with self._lock:
            self._busy.add(worker)
        try:
            reply = worker.reply(asked, asked.seconds)
        finally:
            self._put_back(worker, keep=reply is not None and reply.megabytes < self._crew.kept_below_mb)
        if worker.late:
            raise _too_heavy(what, "time", asked.seconds)
        if reply is None:
            raise _too_heavy(what, "died", asked.megabytes)
        if reply.no_memory:
            raise _too_heavy(what, "memory", asked.megabytes)
        if reply.raised is not None:
            raise reply.raised
        return reply.given  # type: ignore[no-any-return] # what the call gave, over the pipe

    def _taken(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.process.poll() is None:
                    return worker
                worker.end()
        return _Worker(self._crew.nice)

    def _put_back(self, worker: _Worker, *, keep: bool) -> None:
        with self._lock:
            self._busy.discard(worker)
            kept = keep and len(self._idle) < self._crew.idle
            if kept:
                self._idle.append(worker)
        if not kept:
            worker.end()


def _too_heavy(what: str, why: Literal["time", "memory", "died"], limit: float) -> TooHeavyError:
    found = {
        "time": f"not done after {limit:,.0f} s",
        "memory": f"needs more than {limit:,.0f} MB of memory",
        "died": f"its process died, as it may where more than {limit:,.0f} MB of memory are needed",
    }[why]
    setting = "ADVISOR_ASIDE_SECONDS" if why == "time" else "ADVISOR_ASIDE_MEGABYTES"
    allowed = f"a smaller one; an administrator moves the limit with {setting}"
    return TooHeavyError(f"{what} was given up:", [Problem(what, found, allowed)], why=why, limit=limit)


_POOLS: Final[Mapping[Kind, _Pool]] = MappingProxyType({kind: _Pool(crew) for kind, crew in CREWS.items()})
for _each in _POOLS.values():
    atexit.register(_each.end_all)
