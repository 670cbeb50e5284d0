"""Files are there whole or not at all, and for their owner alone where that is asked."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from advisor import whole_files
from advisor.whole_files import is_open_to_all, keep_inside, private_file, private_folder, write_whole


def mode(path: Path) -> int:
    """The permissions of a file."""
    return path.stat().st_mode & 0o777


def test_the_content_is_flushed_before_the_name_and_the_name_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Aside, flushed, renamed, and the folder flushed: in that order."""
    steps: list[str] = []
    flush, rename = os.fsync, Path.replace

    def flushed(handle: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")  # noqa: PTH112 - a handle
        flush(handle)

    def renamed(self: Path, target: Path) -> Path:
        steps.append("rename")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", renamed)
    write_whole(tmp_path / "report.pdf", b"whole")
    assert steps == ["file", "rename", "folder"]
    assert (tmp_path / "report.pdf").read_bytes() == b"whole"


@pytest.mark.parametrize("step", ["fsync", "fchmod", "rename"])
def test_what_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A full disk at any step."""
    path = tmp_path / "report.pdf"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*((Path, "replace") if step == "rename" else (os, step)), full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["report.pdf"]


def test_a_reader_never_sees_half(tmp_path: Path) -> None:
    """Eighty replacements while somebody reads: each reading is one whole content."""
    path = tmp_path / "table.csv"
    contents = [bytes([65 + number]) * 200_000 for number in range(2)]
    write_whole(path, contents[0])
    seen: set[bytes] = set()
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(80):
        write_whole(path, contents[number % 2])
    over.set()
    reader.join()
    assert seen <= set(contents)


def test_permissions_stay_and_can_be_closed(tmp_path: Path) -> None:
    """A file that is replaced keeps its own; a private one is its owner's."""
    path = tmp_path / "a"
    path.write_bytes(b"")
    path.chmod(0o640)
    write_whole(path, b"x")
    assert mode(path) == 0o640
    write_whole(path, b"x", mode=whole_files.PRIVATE_FILE)
    assert mode(path) == 0o600


def test_a_link_is_followed_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    """``-o /dev/stdout`` prints, and a link still points where it did."""
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_whole(link, b"new")
    assert (link.is_symlink(), real.read_bytes()) == (True, b"new")
    script = (
        "from pathlib import Path; from advisor.whole_files import write_whole; write_whole(Path('/dev/stdout'), b'x')"
    )
    assert subprocess.run([sys.executable, "-c", script], check=True, capture_output=True).stdout == b"x"


def test_folders_and_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Every folder that was missing; one that was there stays as it is."""
    tmp_path.chmod(0o755)
    folder = private_folder(tmp_path / "one" / "two")
    private_file(folder / "a")
    assert [mode(path) for path in (folder.parent, folder, folder / "a", tmp_path)] == [0o700, 0o700, 0o600, 0o755]
    (folder / "a").chmod(0o644)
    private_file(folder / "a")
    assert mode(folder / "a") == 0o600


@pytest.mark.parametrize("link", ["table.csv", "folder"])
def test_a_link_out_of_the_folder_is_not_written_through(tmp_path: Path, link: str) -> None:
    """Neither the file's own link nor that of a folder above it, and what it leads to keeps its bytes."""
    inside, outside = tmp_path / "overlay", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "table.csv").write_bytes(b"somebody's")
    target = outside / "table.csv" if link == "table.csv" else outside
    (inside / link).symlink_to(target)
    path = inside / "table.csv" if link == "table.csv" else inside / "folder" / "table.csv"
    with pytest.raises(OSError, match="leads out of"):
        write_whole(path, b"mine", inside=inside)
    assert (outside / "table.csv").read_bytes() == b"somebody's"


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    """As tables are mounted from a store of them; and the folder itself may be a link."""
    real, named = tmp_path / "real", tmp_path / "overlay"
    (real / "..data").mkdir(parents=True)
    (real / "..data" / "table.csv").write_bytes(b"old")
    (real / "table.csv").symlink_to("..data/table.csv")
    named.symlink_to(real)
    keep_inside(named / "missing.csv", named)
    write_whole(named / "table.csv", b"new", inside=named)
    assert (real / "..data" / "table.csv").read_bytes() == b"new"


@pytest.mark.parametrize(("mode_", "open_"), [(0o777, True), (0o1777, True), (0o770, False), (0o700, False)])
def test_a_folder_that_everybody_may_write_in_is_told_apart(tmp_path: Path, *, mode_: int, open_: bool) -> None:
    """One that is not there is nobody's."""
    tmp_path.chmod(mode_)
    assert is_open_to_all(tmp_path) is open_
    assert not is_open_to_all(tmp_path / "missing")
