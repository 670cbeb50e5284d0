"""What every source of the refresh says about itself: one entry each, walked by the command, the page and the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from pathlib import PurePath
from typing import Any, Literal

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.reading import ParsedFile, csv_of, grid_of, json_of, yaml_of
from advisor.catalog.refresh.records import SourceReading
from advisor.catalog.tables.schema import Source

Form = Literal["json", "csv", "grid", "yaml"]
"""``grid`` is a CSV file as rows of cells, for files whose header is not their first row."""


@dataclass(frozen=True, slots=True)
class RefreshSource:
    """A public list that the catalog can be refreshed from.

    ``family`` is how the ids of its editions in ``sources.csv`` begin, ``files`` the names under which its file is
    known in a folder, ``address`` where it is published (blank: only from a folder). ``looks_like`` tells its shape,
    ``read`` maps it on the catalog for a day. ``copied_by`` names lists that repeat this one: the two count as one
    source, and this one speaks. A source of several files names them in ``parts``, and ``part`` tells which of them a
    document is: of each the newest counts.
    """

    name: str
    title: str
    family: str
    form: Form
    files: tuple[str, ...]
    address: str
    licence: str
    attribution: str
    link: str
    kind: Literal["measured", "published", "vendor", "aggregator", "derived", "own"]
    looks_like: Callable[[Any], bool]
    read: Callable[[Any, Catalog, date], SourceReading]
    copied_by: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    part: Callable[[Any], str] = lambda _value: ""

    @property
    def ending(self) -> str:
        """The ending of this source's files."""
        return "csv" if self.form == "grid" else self.form

    @property
    def published(self) -> tuple[tuple[str, str], ...]:
        """Names and addresses of the files that are published; none where it is read from a folder alone."""
        return self.parts or (((self.name, self.address),) if self.address else ())

    def named(self, file_name: str) -> bool:
        """Whether a file of this name is expected to be this source's."""
        name = PurePath(file_name).name.lower().removesuffix(".gz")
        return any(fnmatch(name, pattern) for pattern in self.files)

    def parsed(self, content: bytes) -> ParsedFile:
        """The bytes of a file as a document of this source's form; raises ``UnreadableError``."""
        if self.form == "json":
            return json_of(content)
        readers: dict[Form, Callable[[bytes], Any]] = {"csv": csv_of, "grid": grid_of, "yaml": yaml_of}
        return ParsedFile(readers[self.form](content), ())

    def edition(self, day: date) -> str:
        """The id that this source has in ``sources.csv`` on a day."""
        return f"{self.family}-{day.isoformat()}"

    def source_row(self, day: date) -> Source:
        """The row of ``sources.csv`` for the edition of a day."""
        return Source(
            source_id=self.edition(day),
            name=self.title,
            version=day.isoformat(),
            dated=day,
            licence=self.licence,
            attribution=self.attribution,
            link=self.link,
            kind=self.kind,
        )


@dataclass(frozen=True, slots=True)
class Edition:
    """A list on the day that its file is dated."""

    source: RefreshSource
    day: date

    @property
    def family(self) -> str:
        """The list behind the edition."""
        return self.source.family

    def reference(self, key: str) -> str:
        """How a cell cites a key of this edition."""
        return f"{self.source.edition(self.day)}#{key}"
