"""The worker of ``aside``: a process that reads calls from its standard input and writes what they gave.

It ends when the process that started it does, whatever it is at: its input then ends, a thread of it looks who its
parent is, and the system ends it when its processor time is used up.
"""

from __future__ import annotations

import os
import pickle
import re
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, Generic, TypeVar

from advisor.errors import AdvisorError

Result = TypeVar("Result")
_LOOKS_EVERY_S: Final = 1.0
_SPARE_S: Final = 5


@dataclass(frozen=True)
class AsideCall(Generic[Result]):
    """A call, and the seconds and megabytes that it may take."""

    call: Callable[[], Result]
    seconds: float
    megabytes: int


@dataclass(frozen=True)
class AsideReply:
    """What a call gave or raised, and the most memory that the worker ever held."""

    given: Any
    raised: Exception | None
    megabytes: float
    no_memory: bool = False


def main() -> None:
    """Work until nothing more comes; the arguments are the process id of who started this, and how far to stand back.

    Asked here the id might be that of another: who started this may have ended before this has begun.
    """
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is printed is no answer
    if hasattr(os, "nice"):
        os.nice(int(sys.argv[2]))
    threading.Thread(target=_end_with, args=(int(sys.argv[1]),), daemon=True).start()
    work(sys.stdin.buffer, answers)


def work(calls: BinaryIO, answers: BinaryIO) -> None:
    """Answer each call."""
    while True:
        try:
            asked = pickle.load(calls)  # noqa: S301 - from the program that started this one
        except EOFError:
            return
        packed = _packed(_worked_out(asked))
        del asked
        try:
            answers.write(packed)
            answers.flush()
        except BrokenPipeError:
            return


def _worked_out(asked: AsideCall[Any]) -> AsideReply:
    _confine(asked)
    try:
        return AsideReply(asked.call(), None, 0.0)
    except MemoryError:
        return AsideReply(None, None, 0.0, no_memory=True)
    except AdvisorError as error:
        return AsideReply(None, error, 0.0)
    except Exception as error:  # noqa: BLE001 - the border to the other process, which raises it anew
        return AsideReply(None, RuntimeError(f"{type(error).__name__}: {error}"[:2_000]), 0.0)


def _packed(reply: AsideReply) -> bytes:
    """The reply as it is sent; what cannot be sent is an error too."""
    told = AsideReply(reply.given, reply.raised, _most_megabytes(), reply.no_memory)
    try:
        return pickle.dumps(told, protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(AsideReply(None, None, told.megabytes, no_memory=True))


def _confine(asked: AsideCall[Any]) -> None:
    """Have the system refuse memory and time beyond what is allowed, where it can."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not there on Windows

    held = Path("/proc/self/statm")
    if held.exists():
        used = int(held.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (used + asked.megabytes * 1_000_000, hard))
    spent = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(spent.ru_utime + spent.ru_stime + asked.seconds) + _SPARE_S
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, hard))


def _most_megabytes() -> float:
    """The most memory that this process ever held; 0 where that is not told."""
    told = Path("/proc/self/status")
    if told.exists():  # what ``getrusage`` says there begins at the memory of who started this
        found = re.search(r"VmHWM:\s+(\d+) kB", told.read_text(encoding="ascii", errors="replace"))
        return int(found[1]) / 1e3 if found else 0.0
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415 - not there on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOKS_EVERY_S)
    os._exit(0)
