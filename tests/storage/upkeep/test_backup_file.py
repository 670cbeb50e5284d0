"""The file itself: whole or not there, its owner's alone, and the manifest that says what must be in it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from advisor.errors import StorageError
from advisor.storage.upkeep.backup_file import Manifest, Shape, opened_backup, write_backup
from advisor.storage.upkeep.contents import TableContents

ROWS = [b'["a",1]\n', b'["b",2]\n']
SHAPE: Shape = (("name", "number"), ("text", "integer"))


def manifest(held: dict[str, TableContents]) -> Manifest:
    """One for these tables."""
    made_at = datetime(2026, 11, 29, tzinfo=UTC)
    return Manifest(advisor="0", revision="0001", made_at=made_at, dialect="sqlite", tables=held)


def test_a_file_gives_what_was_written(tmp_path: Path) -> None:
    """Row for row, counted and hashed, for its owner alone."""
    path = tmp_path / "a.zip"
    written = write_backup(path, [("t", SHAPE, ROWS)], manifest)
    with opened_backup(path) as backup:
        backup.check()
        assert backup.manifest == written
        assert list(backup.rows("t")) == [["a", 1], ["b", 2]]
    assert written.tables["t"].rows == 2
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_breaks_off_leaves_what_stood(tmp_path: Path) -> None:
    """No half file, in the place or beside it."""
    path = tmp_path / "a.zip"
    path.write_bytes(b"old")

    def broken() -> Iterator[bytes]:
        yield ROWS[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_backup(path, [("t", SHAPE, broken())], manifest)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """One sentence."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match=r"a\.zip cannot be written"):
        write_backup(tmp_path / "file" / "a.zip", [("t", SHAPE, ROWS)], manifest)


@pytest.mark.parametrize("content", [b'["a",1]\n["b",2]', b'["a",1]\n["b",3]\n', b'["a",1]\n', b"[" * 100_000 + b"\n"])
def test_a_table_that_is_not_what_was_written_is_refused(tmp_path: Path, content: bytes) -> None:
    """Cut off, changed, with a row less, or nested without end."""
    path = tmp_path / "a.zip"
    kept = write_backup(path, [("t", SHAPE, ROWS)], manifest).model_dump_json()
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("tables/t.jsonl", content)
        packed.writestr("manifest.json", kept)
    with opened_backup(path) as backup, pytest.raises(StorageError, match="nothing was changed"):
        backup.check()
