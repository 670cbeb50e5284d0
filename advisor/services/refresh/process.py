"""The refresh in a process of its own: reading, comparing and fitting never run where pages are served."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any, Final

from advisor.catalog.refresh.reading import MOST_BYTES, cleaned
from advisor.errors import InputError, Problem
from advisor.trials.network.keys import installed_keys, redact
from advisor.whole_files import keep_inside, private_folder

PATIENCE_S: Final = 600
ROOM: Final = "refresh-uploads"
_PREFIX: Final = "files-"
_LEFT_AFTER_S: Final = 86_400
"""No session looks at its files for longer than a day."""
_LONGEST_FAULT: Final = 2_000
_LONGEST_NAME: Final = 60
"""Of a file: 240 bytes at most, which every file system takes; its end says what it is."""


def refresh_in_a_process(
    folder: Path | None, *, accept: Sequence[str] = (), refuse: Sequence[str] = (), patience_s: float = PATIENCE_S
) -> dict[str, Any]:
    """Run ``advisor catalog refresh`` on a folder (on the sources themselves without one); gives what its JSON says.

    Raises InputError with the command's own words where it could not be done.
    """
    command = [sys.executable, "-m", "advisor.cli", "catalog", "refresh", "--format", "json"]
    command += [] if folder is None else ["--from", str(folder)]
    command += [part for name in accept for part in ("--accept", name)]
    command += [part for name in refuse for part in ("--refuse", name)]
    return _run(command, patience_s)


def undo_in_a_process(*, patience_s: float = PATIENCE_S) -> str:
    """Put the edition before in force again; gives what the command says."""
    command = [sys.executable, "-m", "advisor.cli", "catalog", "refresh", "--undo"]
    done = _done(command, patience_s)
    if done.returncode != 0:
        raise _refused(done.stderr)
    return cleaned(done.stdout)


class KeptUploads:
    """Uploaded files in a folder of their own, under names without a path, for as long as this is held.

    The folder goes with it: when a session ends, when it hands over other files, and when the program ends. What a
    program that was killed left behind goes when the next files come, a day later or more. Raises InputError where a
    file is too large, or where the disk does not take it.
    """

    def __init__(self, home: Path, files: Mapping[str, bytes]) -> None:
        for name, content in files.items():
            if len(content) > MOST_BYTES:
                raise InputError(
                    "A file is too large:", [Problem(cleaned(name), f"{len(content):,} bytes", f"{MOST_BYTES:,}")]
                )
        room = home / ROOM
        try:
            keep_inside(room, home)
            private_folder(room)
            _clear(room)
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=room))
            self._remove = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
            for name, content in files.items():
                bare = PurePath(cleaned(name).replace("\\", "/")).name.lstrip(".")
                (self.folder / (bare[-_LONGEST_NAME:] or "file")).write_bytes(content)
        except OSError as error:
            allowed = "a folder that can be written to, with room"
            raise InputError(
                "The files cannot be kept:", [Problem(str(room), error.strerror or str(error), allowed)]
            ) from error

    def let_go(self) -> None:
        """Remove the folder now."""
        self._remove()


def _clear(room: Path) -> None:
    """Take away what a program that was killed left."""
    for folder in room.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if not folder.is_symlink() and time.time() - folder.stat().st_mtime > _LEFT_AFTER_S:
                shutil.rmtree(folder, ignore_errors=True)


def _run(command: Sequence[str], patience_s: float) -> dict[str, Any]:
    done = _done(command, patience_s)
    try:
        found = json.loads(done.stdout)
    except ValueError:
        raise _refused(done.stderr) from None
    if not isinstance(found, dict):
        raise _refused(done.stderr)
    return found


def _done(command: Sequence[str], patience_s: float) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - our own program
            command, capture_output=True, check=False, text=True, timeout=patience_s, env=os.environ.copy()
        )
    except subprocess.TimeoutExpired:
        allowed = "fewer sources at once, or the command in a terminal"
        raise InputError(
            "The refresh was ended:", [Problem("refresh", f"not done after {patience_s:,.0f} s", allowed)]
        ) from None


def _refused(stderr: str) -> InputError:
    """The command's own words; it holds the keys of the installation, and what it asked may have quoted them."""
    stderr = redact(stderr, installed_keys())
    return InputError(
        "The refresh could not be done:", [Problem("refresh", cleaned(stderr)[-_LONGEST_FAULT:], "see docs/catalog.md")]
    )
