"""What is wrong with the database, by what its driver said: one sentence, and a code by which a page explains it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from advisor.errors import Fault, StorageError

_SAID: Final[Mapping[Fault, tuple[str, ...]]] = {
    "newer": ("can't locate revision",),
    "full": ("disk is full", "no space left", "could not extend file", "diskfull", "disk quota"),
    "read-only": ("readonly database", "read-only", "permission denied"),
    "locked": (
        "database is locked",
        "lock timeout",
        "locknotavailable",
        "database table is locked",
        "deadlock detected",
    ),
    "gone": (
        "unable to open database file",
        "disk i/o error",
        "connection refused",
        "connection failed",
        "server closed the connection",
        "connection timeout",
        "the connection is closed",
        "terminating connection",
        "could not translate host name",
        "database is gone",
    ),
    "damaged": ("malformed", "not a database", "file is encrypted"),
}
_SENTENCES: Final[Mapping[Fault, str]] = {
    "newer": "it was made by a newer version of the advisor: install that version, or use another database",
    "full": "its disk is full and nothing was saved: free some room, then do it again",
    "read-only": "its file or disk cannot be written and nothing was saved: allow that, then do it again",
    "locked": "another program holds it and nothing was saved: do it again in a moment",
    "gone": "it cannot be reached, and nothing was saved: when it is back, do it again",
    "damaged": "its file is damaged: put a backup in its place",
}


def explained(error: Exception, *, place: str = "") -> StorageError:
    """A refusal of the database as one sentence; ``place`` is its address, without a password."""
    said = _by_driver(error)
    lowered = said.lower()
    for fault, marks in _SAID.items():
        if any(mark in lowered for mark in marks):
            where = f"The database {place} cannot be opened" if place else "The database refused"
            return StorageError(f"{where}: {_SENTENCES[fault]}. ({_first(said)})", fault=fault)
    if place:
        return StorageError(f"The database {place} cannot be opened: {_first(said)}")
    return StorageError(f"The database refused: {_first(said)}")


def _by_driver(error: Exception) -> str:
    """What the driver said, without the statement and the values that SQLAlchemy adds: those are the user's words."""
    return str(error).partition("\n[SQL:")[0]


def _first(said: str) -> str:
    return said.strip().splitlines()[0][:300] if said.strip() else "no reason given"
