"""What a source states, what is proposed because of it, and what became of a proposal.

Cells are texts as the catalog's CSV files have them; a blank cell is unknown. Everything that a source wrote is foreign
text: it is compared, kept and shown, never interpreted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from advisor.catalog.audit.finding import Finding
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.parse import Cells
from advisor.errors import Problem
from advisor.units import Record

Kind = Literal["changed", "filled", "confirmed", "new"]
"""``changed``: another value than the one that stands; ``filled``: nothing stood there; ``confirmed``: the same value,
seen again later; ``new``: a row that the table does not have."""
Reason = Literal[
    "value", "unit", "zone", "tier", "currency", "router", "newer", "unknown_before", "seen_again", "new_row"
]
"""Why the proposal differs from what stands.

``unit`` where the ratio is a power of ten that parts units, ``currency`` where it is that of another currency, ``zone``
or ``tier`` where it is the price of the same offer in another one, ``router`` where a router takes it, ``newer`` where
the list is the one that stands, in a later edition, ``value`` where it is simply another figure.
"""
Blocked = Literal["conflict", "weaker_source", "suspicious", "incomplete"]
"""Why a proposal is left out of "all".

Two sources disagree; what stands comes from a source that weighs more (a vendor's own page); the change is so large
that a unit or a model may have been taken for another; or the row is of something new, of which not all is known.
"""
ROW: Final = ""
"""The field of a proposal that is about a whole row."""
APPENDED: Final = "note+"
"""Among the cells that a proposal takes along: a sentence to be added to the row's note, which keeps what it has."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One row as a source states it: the cells it knows, and the key under which the source lists it.

    ``match`` are the cells that tell which row of the table is meant, beside the source's own key and ``other_keys``
    (older spellings of it). A statement that is not ``whole`` never makes a new row: it only says something about one
    that stands. One of a dated ``snapshot`` is heard only where none names the model itself.
    """

    table: str
    cells: Cells
    source_key: str
    match: Cells = field(default_factory=dict)
    other_keys: tuple[str, ...] = ()
    whole: bool = True
    snapshot: bool = False


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A name that no rule could lead to a model, provider or GPU of the catalog; ``near`` are names like it."""

    name: str
    what: Literal["model", "provider", "gpu", "board"]
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What one file of a source says: statements, names that could not be mapped, entries that cannot be right."""

    statements: tuple[Statement, ...]
    unmapped: tuple[Unmapped, ...] = ()
    refused: tuple[str, ...] = ()
    entries: int = 0


class Proposal(Record):
    """A change to one cell, or to a whole row, that a source gives reason for; nothing is changed by it.

    ``stands`` is blank where nothing stood. ``cells`` are the further cells that the row takes with it when the
    proposal is accepted (date, source, agreement), and all of them for a new row. ``against`` are the other values of a
    conflict, ``repeats`` the columns of which a confirmation says what stands.
    """

    proposal_id: str
    source: str
    table: str
    key: str
    field: str
    kind: Kind
    reason: Reason
    stands: str
    stands_source: str
    stands_second_source: str = ""
    stands_on: str
    proposed: str
    proposed_source: str
    proposed_on: str
    cells: dict[str, str]
    relative: float | None = None
    blocked: Blocked | None = None
    against: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def to_decide(self) -> bool:
        """Whether accepting all leaves it out: somebody has to look at it."""
        return self.blocked is not None

    @property
    def cell(self) -> tuple[str, str, str]:
        """Table, row and column that the proposal is about."""
        return self.table, self.key, self.field


class SourceProblem(Record):
    """One file or address that could not be used, in one plain sentence; everything else went on."""

    source: str
    place: str
    message: str


class SourceReport(Record):
    """What became of one source: its edition, how many entries it has, what it proposes, and what was left out."""

    source: str
    title: str
    edition: str
    dated: str
    entries: int
    proposals: int
    unmapped: tuple[str, ...]
    refused: tuple[str, ...]


class Refusal(Record):
    """A proposal that was refused: not made again unless the proposed value changes."""

    table: str
    key: str
    field: str
    proposed: str
    source: str
    reason: str
    refused_on: date


@dataclass(frozen=True, slots=True)
class AcceptedRows:
    """Rows by table, keys that go by table, and what could not be taken; ``proposals`` are those that were."""

    tables: Mapping[str, tuple[Row, ...]]
    gone: Mapping[str, frozenset[str]]
    problems: tuple[Problem, ...]
    proposals: tuple[Proposal, ...]

    @property
    def count(self) -> int:
        """How many rows are new or changed, the sources that they cite not counted."""
        return sum(len(rows) for table, rows in self.tables.items() if table != "sources")


def problem_of(finding: Finding) -> Problem:
    """A finding of the audit as a problem with a place."""
    return Problem(f"{finding.file} row {finding.row} column {finding.column}", finding.value, finding.allowed)


def identity_of(table: str, key: str, column: str, proposed: str, family: str) -> str:
    """A short name of a proposal: the same change proposed by the same source has the same name on every run."""
    text = f"{table}\0{key}\0{column}\0{proposed}\0{family}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]
