"""A whole database as one file: a ZIP with a line of JSON for each row and a manifest that says what must be in it.

Nothing of a file is believed before it was read through: the form, the tables, the number of rows, the hash of each
table. Whatever else is found is one sentence.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, Any, Final, Literal

from pydantic import Field, ValidationError

from advisor.errors import StorageError
from advisor.storage.upkeep.contents import TableContents, Tally
from advisor.storage.upkeep.values import Kind
from advisor.units import Record
from advisor.whole_files import PRIVATE_FILE, writing_whole

_MANIFEST: Final = "manifest.json"
MOST_MANIFEST_BYTES: Final = 1_000_000
MOST_LINE_BYTES: Final = 256 * 1024 * 1024
"""A row: the greatest that the advisor keeps is a run with its images, which has 12 MB."""
SMALL_BYTES: Final = 1024 * 1024 * 1024
MOST_TIMES_PACKED: Final = 200
"""A table that unpacks to more than ``SMALL_BYTES`` and so many times its size is a bomb: texts unpack to 5 to 30."""
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # a password is asked for
    NotImplementedError,  # packed in another way
    ValueError,
)


class Manifest(Record):
    """What a file holds: at which revision of the schema, by which version of the advisor, when, from which database.

    ``last_hash`` is that of the audit trail, and ``trail_problems`` how many there were; None before there was a chain.
    """

    form: Literal["advisor-database"] = "advisor-database"
    version: Literal[1] = 1
    advisor: Annotated[str, Field(max_length=40)]
    revision: Annotated[str, Field(max_length=32)]
    made_at: datetime
    dialect: Literal["sqlite", "postgresql"]
    tables: dict[str, TableContents]
    last_hash: Annotated[str, Field(max_length=64)] | None = None
    trail_problems: int | None = None


Shape = tuple[tuple[str, ...], tuple[Kind, ...]]


def write_backup(
    path: Path,
    tables: Iterable[tuple[str, Shape, Iterable[bytes]]],
    finish: Callable[[dict[str, TableContents]], Manifest],
) -> Manifest:
    """Write a file aside, for its owner alone, and put it in place when it is whole; raises StorageError.

    ``tables`` gives each with its columns and lines; ``finish`` makes the manifest of what they held.
    """
    held: dict[str, TableContents] = {}
    try:
        with (
            writing_whole(path, mode=PRIVATE_FILE) as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed,
        ):
            for name, (columns, kinds), lines in tables:
                tally = Tally()
                with packed.open(_entry(name), "w", force_zip64=True) as entry:
                    for line in lines:
                        entry.write(tally.add(line))
                held[name] = tally.of(columns, kinds)
            manifest = finish(held)
            packed.writestr(_MANIFEST, manifest.model_dump_json(indent=1))
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror or error}") from error
    return manifest


class BackupFile:
    """A file that is read; see ``opened_backup``."""

    def __init__(self, path: Path, packed: zipfile.ZipFile) -> None:
        self._path = path
        self._packed = packed
        self.manifest = self._read_manifest()

    def check(self) -> None:
        """Read every line; raises StorageError where it is not what the manifest says."""
        wanted = {_MANIFEST, *map(_entry, self.manifest.tables)}
        found = self._packed.namelist()
        if sorted(found) != sorted(wanted):
            odd = sorted({*found} ^ wanted) or ["one of them twice"]
            raise self._refused(f"its parts are not those that its manifest names ({', '.join(odd)[:200]})")
        for name, held in self.manifest.tables.items():
            tally = Tally()
            for line in self._lines(name):
                tally.add(line)
                self._row(name, line)
            if tally.of(held.columns, held.kinds) != held:
                raise self._refused(f"what stands in {name} is not what was written: {tally.rows:,} rows, another hash")

    def rows(self, name: str) -> Iterator[Any]:
        """The rows of a table, each as a list of JSON values."""
        for line in self._lines(name):
            yield self._row(name, line)

    def _read_manifest(self) -> Manifest:
        try:
            info = self._packed.getinfo(_MANIFEST)
            with self._packed.open(info) as entry:
                content = entry.read(MOST_MANIFEST_BYTES + 1)
            if len(content) > MOST_MANIFEST_BYTES:
                raise self._refused("its manifest is too long")
            return Manifest.model_validate_json(content)
        except KeyError as error:
            raise self._refused("it has no manifest: it is no export or backup of the advisor") from error
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise self._refused(f"its manifest says something else at “{place}”: {first['msg']}") from error
        except _UNREADABLE as error:
            raise self._refused(str(error)) from error

    def _lines(self, name: str) -> Iterator[bytes]:
        try:
            info = self._packed.getinfo(_entry(name))
            if info.file_size > max(SMALL_BYTES, MOST_TIMES_PACKED * info.compress_size):
                raise self._refused(
                    f"{name} would unpack to {info.file_size:,} bytes, {MOST_TIMES_PACKED} times itself"
                )
            with self._packed.open(info) as entry:
                while line := entry.readline(MOST_LINE_BYTES):
                    if not line.endswith(b"\n"):
                        raise self._refused(f"a row of {name} is longer than {MOST_LINE_BYTES:,} bytes, or cut off")
                    yield line
        except _UNREADABLE as error:
            raise self._refused(str(error)) from error

    def _row(self, name: str, line: bytes) -> Any:
        try:
            return json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self._refused(f"a row of {name} is no JSON") from error

    def _refused(self, why: str) -> StorageError:
        return StorageError(f"{self._path} cannot be used, and nothing was changed: {why}", fault="damaged")


@contextmanager
def opened_backup(path: Path) -> Iterator[BackupFile]:
    """A file of a database, its manifest read; raises StorageError where it is none."""
    file: IO[bytes] | None = None
    try:
        file = path.open("rb")
        packed = zipfile.ZipFile(file)
    except _UNREADABLE as error:
        if file is not None:
            file.close()
        why = getattr(error, "strerror", None) or str(error)
        raise StorageError(f"{path} cannot be used, and nothing was changed: {why}", fault="damaged") from error
    with file, packed:
        yield BackupFile(path, packed)


def _entry(table: str) -> str:
    return f"tables/{table}.jsonl"
