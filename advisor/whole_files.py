"""Files that are there whole or not at all, and folders that only their owner may enter."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

FIRST_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can state: what holds no other has the same bytes whenever it is made."""
PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700


def write_whole(
    path: Path, content: bytes, *, mode: int | None = None, make_folder: bool = True, inside: Path | None = None
) -> None:
    """Put a file in place in one step: a reader, a kill, a full disk or a power cut leaves the old one or the new one.

    It is written aside, flushed to the disk and renamed, and the folder is flushed as well, since a name is lost with
    the folder that holds it. ``mode`` are its permissions; without it they are what a new file has here. A link is
    followed, and what is no file (a pipe, a terminal) is written to as it is; with ``inside``, nothing is written that
    links would lead out of that folder. Raises OSError.
    """
    if inside is not None:
        keep_inside(path, inside)
    with writing_whole(path, mode=mode, make_folder=make_folder) as file:
        file.write(content)


@contextmanager
def writing_whole(path: Path, *, mode: int | None = None, make_folder: bool = True) -> Iterator[IO[bytes]]:
    """A file to write to, put in place when the block ends as by ``write_whole``; what is raised leaves the old one."""
    if path.exists() and not path.is_file():
        with path.open("wb") as pipe:
            yield pipe
        return
    path = path.resolve()
    if make_folder:
        path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fchmod(file.fileno(), _usual_mode(path) if mode is None else mode)
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(draft).unlink()
        raise
    flush_folder(path.parent)


def keep_inside(path: Path, folder: Path) -> None:
    """Refuse a place that links lead out of a folder: raises OSError (ELOOP), which says where it leads.

    The folder itself may be a link: whoever set it up said where it is.
    """
    leads_to = path.resolve()
    if not leads_to.is_relative_to(folder.resolve()):
        raise OSError(errno.ELOOP, f"{path.name} is a link that leads out of {folder}, to {leads_to}")


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system can."""
    with suppress(OSError):  # some systems open no folders, and some disks flush none
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def private_folder(folder: Path) -> Path:
    """Make a folder and those above it that are missing, for their owner alone; one that is there stays as it is."""
    if not folder.exists():
        private_folder(folder.parent)
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    return folder


def is_open_to_all(folder: Path) -> bool:
    """Whether every user of the machine may put files into a folder, or take them out."""
    try:
        return bool(folder.stat().st_mode & stat.S_IWOTH)
    except OSError:
        return False


def private_file(path: Path) -> None:
    """Make a file for its owner alone before anything is written to it; one that is there is closed to others."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, PRIVATE_FILE))
    with suppress(PermissionError):  # somebody else's
        path.chmod(PRIVATE_FILE)


def _usual_mode(path: Path) -> int:
    """The permissions of the file that is replaced, else those that this process gives to new files."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0o077)
        os.umask(mask)
        return 0o666 & ~mask
