"""What a process calls itself among those that share a database, and whether one of that name is surely gone."""

from __future__ import annotations

import os
import socket
import uuid
from pathlib import Path


def new_holder() -> str:
    """A name for this process: its machine, its space of process numbers, its number, and a mark of its own."""
    return "|".join((*_place(), str(os.getpid()), uuid.uuid4().hex))


def is_surely_gone(holder: str) -> bool:
    """Whether a holder was a process of this machine that has ended: nobody need wait for its lease to run out.

    False wherever it cannot be known, as for another machine or another container.
    """
    host, space, number, _ = (*holder.split("|"), "", "", "", "")[:4]
    if (host, space) != _place() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def _place() -> tuple[str, str]:
    """The machine, and the space in which its process numbers mean something: containers have one each."""
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        space = ""
    return socket.gethostname().replace("|", "")[:100], space
