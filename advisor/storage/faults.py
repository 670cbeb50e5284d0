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
        "the database system is",  # starting up, shutting down, in recovery mode, not yet accepting connections
        "the connection is lost",
        "could not receive data from server",
        "could not send data to server",
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


_UNKNOWN: Final = "it cannot be reached, and whether this was saved is not known: look when it is back"


def explained(error: Exception, *, place: str = "", at_the_end: bool = False) -> StorageError:
    """A refusal of the database as one sentence; ``place`` is its address, without a password.

    ``at_the_end`` says that the work was done and its end was not confirmed: a server that goes at that moment may have
    kept it.
    """
    said = _by_driver(error)
    lowered = said.lower()
    for fault, marks in _SAID.items():
        if any(mark in lowered for mark in marks):
            where = f"The database {place} cannot be opened" if place else "The database refused"
            sentence = _UNKNOWN if at_the_end and fault == "gone" else _SENTENCES[fault]
            return StorageError(f"{where}: {sentence}. ({_first(said)})", fault=fault)
    if place:
        return StorageError(f"The database {place} cannot be opened: {_first(said)}")
    return StorageError(f"The database refused: {_first(said)}")


def _by_driver(error: Exception) -> str:
    """What the driver said, without the statement and the values that SQLAlchemy adds: those are the user's words."""
    return str(error).partition("\n[SQL:")[0]


def _first(said: str) -> str:
    return said.strip().splitlines()[0][:300] if said.strip() else "no reason given"
