"""The refresh in a process of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from refresh_shapes import cited_by, litellm, litellm_of

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.reading import MOST_BYTES
from advisor.errors import InputError
from advisor.services.refresh.process import ROOM, KeptUploads, refresh_in_a_process, undo_in_a_process


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clean home."""
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path))
    return tmp_path


def test_uploads_lie_in_a_folder_of_their_own(home: Path) -> None:
    """Names lose their paths and their leading dots."""
    kept = KeptUploads(home, {"../../x.json": b"1", "C:\\y\\.z.csv": b"2"})
    assert sorted(path.name for path in kept.folder.iterdir()) == ["x.json", "z.csv"]
    assert kept.folder.parent.parent == home
    assert kept.folder.parent.stat().st_mode & 0o777 == 0o700


def test_uploads_go_with_whoever_holds_them(home: Path) -> None:
    """And with the file that is refused, or that the disk does not take."""
    kept = KeptUploads(home, {"x.json": b"1"})
    folder = kept.folder
    del kept
    assert not folder.exists()
    with pytest.raises(InputError, match="too large"):
        KeptUploads(home, {"x.json": b"1", "large.json": b"1" * (MOST_BYTES + 1)})
    assert list((home / ROOM).iterdir()) == []


def test_what_a_killed_program_left_goes_later(home: Path) -> None:
    """A day afterwards; what another program holds meanwhile stays, and a link is not followed."""
    room = home / ROOM
    for name in ("files-old", "files-new"):
        (room / name).mkdir(parents=True)
    (home / "elsewhere").mkdir()
    (room / "files-link").symlink_to(home / "elsewhere")
    os.utime(room / "files-old", (0, 0))
    os.utime(home / "elsewhere", (0, 0))
    kept = KeptUploads(home, {"x.json": b"1"})
    assert sorted(path.name for path in room.iterdir()) == sorted(["files-link", "files-new", kept.folder.name])
    assert (home / "elsewhere").is_dir()


@pytest.mark.parametrize("name", ["a\0b.json", "ä" * 400 + ".json", "", "..", "\u202ex.json"])
def test_any_name_of_an_upload_can_be_written(home: Path, name: str) -> None:
    """NUL, too long for a file system, none at all."""
    kept = KeptUploads(home, {name: b"1"})
    assert [path.read_bytes() for path in kept.folder.iterdir()] == [b"1"]


def test_the_command_answers_with_its_json(home: Path, catalog: Catalog) -> None:
    """Proposals come back as the command line prints them."""
    kept = KeptUploads(home, {"litellm-2026-12-02.json": litellm(litellm_of(cited_by(catalog, "litellm"), times=2))})
    found = refresh_in_a_process(kept.folder)
    assert {p["source"] for p in found["proposals"]} == {"litellm"}
    assert found["edition"] == ""


def test_what_cannot_be_done_is_told_in_the_commands_words(home: Path) -> None:
    """No such folder, nothing to undo, no patience."""
    with pytest.raises(InputError, match="--from"):
        refresh_in_a_process(home / "nowhere")
    with pytest.raises(InputError, match="nothing to undo"):
        undo_in_a_process()
    with pytest.raises(InputError, match="not done after"):
        refresh_in_a_process(home, patience_s=0.01)
