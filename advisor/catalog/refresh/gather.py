"""From a folder of files to proposals: recognise each file, read it, compare, and reconcile; nothing is written.

A file that cannot be used is one problem with one sentence; the others go on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.compare import proposals_of
from advisor.catalog.refresh.conflicts import reconciled
from advisor.catalog.refresh.reading import MOST_BYTES, UnreadableError, cleaned
from advisor.catalog.refresh.records import Proposal, SourceProblem, SourceReading, SourceReport
from advisor.catalog.refresh.sources.registry import SOURCES
from advisor.catalog.refresh.sources.source import Edition, RefreshSource

_DAY: Final = re.compile(r"(20\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?!\d)")
MOST_FILES: Final = 500
SHOWN: Final = 2_000
"""Names of a report at most; the rest is counted."""
_ENDINGS: Final = (".json", ".csv", ".yml", ".yaml", ".gz")

OnProgress = Callable[[str, str], None]
"""Told the name of a source and what became of it, as it goes."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The bytes of one file, what it is called, and the day that it is of."""

    name: str
    content: bytes
    day: date
    source: RefreshSource | None = None


@dataclass(frozen=True, slots=True)
class RecognisedFile:
    """A file whose source is known: the part of it, the day, the document, and keys that stand in it twice."""

    source: RefreshSource
    part: str
    day: date
    value: Any
    doubled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecognisedFiles:
    """The files that can be used, each source's newest, in the order of the sources; and what could not be used."""

    files: tuple[RecognisedFile, ...]
    problems: tuple[SourceProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that sources propose together, a report on each, and what could not be used."""

    proposals: tuple[Proposal, ...]
    reports: tuple[SourceReport, ...]
    problems: tuple[SourceProblem, ...]


def files_in(folder: Path, *, today: date, dated: date | None = None) -> tuple[list[SourceFile], list[SourceProblem]]:
    """The files of a folder with their days: from ``dated``, their names, else when they were last changed.

    Symbolic links that lead out of the folder, folders in it, and hidden files are not read.
    """
    found: list[SourceFile] = []
    problems: list[SourceProblem] = []
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    home = folder.resolve()
    for path in paths[:MOST_FILES]:
        if path.suffix.lower() not in _ENDINGS:
            continue
        name = cleaned(path.name)[:120]
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        try:
            content = _content(path, home)
        except (OSError, UnreadableError) as error:
            problems.append(SourceProblem(source="", place=name, message=f"{name} is left out: {error}."))
        else:
            found.append(SourceFile(name, content, min(dated or day_in(path.name) or changed, today)))
    if len(paths) > MOST_FILES:
        problems.append(
            SourceProblem(
                source="", place=str(folder), message=f"Only the first {MOST_FILES} of {len(paths):,} files are read."
            )
        )
    return found, problems


def _content(path: Path, home: Path) -> bytes:
    if not path.resolve().is_relative_to(home):
        raise UnreadableError("it is a link that leads out of the folder")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise UnreadableError(f"it has {size:,} bytes, more than the {MOST_BYTES:,} that are read")
    return path.read_bytes()


def day_in(name: str) -> date | None:
    """The last day that a file's name holds; None where it holds none."""
    days = _DAY.findall(name)
    try:
        return date(*map(int, days[-1])) if days else None
    except ValueError:
        return None


def recognised_files(
    files: Iterable[SourceFile],
    *,
    wanted: Sequence[str] = (),
    progress: OnProgress = lambda _source, _text: None,
    problems: Sequence[SourceProblem] = (),
) -> RecognisedFiles:
    """Which source each file is of, and what it holds; ``wanted`` are names of sources (all by default).

    Of several files of one source (of one part of it) the newest counts.
    """
    told = list(problems)
    newest: dict[tuple[str, str], RecognisedFile] = {}
    for file in files:
        try:
            source, value, doubled = recognised(file)
        except UnreadableError as error:
            name = file.source.name if file.source else _expected(file.name)
            if not wanted or name in wanted:
                told.append(SourceProblem(source=name, place=file.name, message=f"{file.name} is left out: {error}."))
                progress(name or file.name, f"left out: {error}")
            continue
        place = (source.name, source.part(value))
        known = newest.get(place)
        if (not wanted or source.name in wanted) and (known is None or known.day <= file.day):
            newest[place] = RecognisedFile(source, place[1], file.day, value, doubled)
    order = {source.name: number for number, source in enumerate(SOURCES)}
    sorted_files = sorted(newest.values(), key=lambda file: (order[file.source.name], file.part))
    return RecognisedFiles(tuple(sorted_files), tuple(told))


def gathered(
    files: RecognisedFiles, catalog: Catalog, *, progress: OnProgress = lambda _source, _text: None
) -> Gathered:
    """Say what recognised files propose for a catalog."""
    proposals: list[Proposal] = []
    reports: list[SourceReport] = []
    for file in files.files:
        made, report = read_source(file.source, file.day, file.value, catalog, file.doubled)
        proposals += made
        reports.append(report)
        name = f"{file.source.name} {file.part}".strip()
        progress(name, f"{report.entries:,} entries of {file.day}, {len(made):,} differences")
    read = {file.source.edition(file.day) for file in files.files}
    return Gathered(reconciled(proposals, read), tuple(reports), files.problems)


def read_source(
    source: RefreshSource, day: date, value: Any, catalog: Catalog, doubled: Sequence[str] = ()
) -> tuple[list[Proposal], SourceReport]:
    """What one parsed file proposes on its own, and the report on it."""
    reading = source.read(value, catalog, day)
    made = proposals_of(reading.statements, Edition(source, day), catalog)
    return made, report_on(source, day, reading, len(made), doubled)


def report_on(
    source: RefreshSource, day: date, reading: SourceReading, proposals: int, doubled: Sequence[str] = ()
) -> SourceReport:
    """The report on a source that was read."""
    names = sorted(
        {
            f"{lost.what}: {lost.name}" + (f" (near: {', '.join(lost.near)})" if lost.near else "")
            for lost in reading.unmapped
        }
    )
    refused = [*reading.refused, *(f"{name}: stands twice with different values; left out" for name in doubled)]
    return SourceReport(
        source=source.name,
        title=source.title,
        edition=source.edition(day),
        dated=day.isoformat(),
        entries=reading.entries,
        proposals=proposals,
        unmapped=tuple(names[:SHOWN]),
        refused=tuple(refused[:SHOWN]),
    )


def recognised(file: SourceFile) -> tuple[RefreshSource, Any, tuple[str, ...]]:
    """The source that a file is of, by its name and shape, with the document in it; raises UnreadableError."""
    candidates = [file.source] if file.source else [source for source in SOURCES if source.named(file.name)]
    others = [] if file.source else [source for source in SOURCES if source not in candidates]
    parsed: dict[str, Any] = {}
    failed: UnreadableError | None = None
    for source in (*candidates, *(s for s in others if _fits(s, file.name))):
        if source.form not in parsed:
            try:
                parsed[source.form] = source.parsed(file.content)
            except UnreadableError as error:
                failed, parsed[source.form] = failed or error, None
        document = parsed[source.form]
        if document is not None and source.looks_like(document.value):
            return source, document.value, document.doubled
    if failed is not None:
        raise failed
    if candidates:
        raise UnreadableError(f"it does not have the shape of {candidates[0].title}; its keys may have been renamed")
    raise UnreadableError("no source has files of this name or shape")


def _fits(source: RefreshSource, name: str) -> bool:
    ending = name.lower().removesuffix(".gz").rpartition(".")[2]
    return source.ending == {"yml": "yaml"}.get(ending, ending)


def _expected(name: str) -> str:
    return next((source.name for source in SOURCES if source.named(name)), "")
