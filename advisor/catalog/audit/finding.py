"""What the audit of the catalog finds, and how a finding is said."""

from __future__ import annotations

from collections import Counter
from datetime import date

from advisor.units import Record


class Finding(Record):
    """One thing that is wrong in a table: where, what stands there, what is allowed."""

    file: str
    row: str
    column: str
    value: str
    allowed: str
    rule: str

    def __str__(self) -> str:
        return f"{self.file} row {self.row} column {self.column}: {self.value} ({self.allowed})"


class Audit(Record):
    """The outcome of an audit: all findings, what has grown old, the notes that are no fault, and the counts."""

    as_of: date
    findings: tuple[Finding, ...]
    stale: tuple[Finding, ...] = ()
    notes: tuple[str, ...]
    counts: dict[str, int]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def to_text(self) -> str:
        """Counts, notes and every finding, for people."""
        lines = [f"{name}: {count:,}" for name, count in self.counts.items()]
        lines += [f"note: {note}" for note in self.notes]
        if self.stale:
            files = Counter(finding.file for finding in self.stale)
            told = ", ".join(f"{count:,} of {file}" for file, count in files.items())
            lines += [f"stale: {told}: advisor catalog refresh brings newer ones (--strict lists and refuses them)"]
        lines += [f"{len(self.findings)} findings" if self.findings else f"sound as of {self.as_of}"]
        return "\n".join([*lines, *(f"  {finding}" for finding in self.findings)])

    def strict(self) -> Audit:
        """The audit with everything stale among its findings."""
        return self.model_copy(update={"findings": (*self.findings, *self.stale), "stale": ()})
