"""Refresh the catalog: gather what sources say, take what was accepted, write it, and tell what it means.

The one way for the command, the page's own process and a scheduler. Nothing is written unless something was accepted or
refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from advisor.catalog.audit.check import findings_of
from advisor.catalog.audit.check_references import key_of
from advisor.catalog.audit.finding import Finding
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED, digest_of, load_catalog
from advisor.catalog.refresh import editions, folders
from advisor.catalog.refresh.accepted import accepted_rows, catalog_with, joined, moves, with_whole_tables
from advisor.catalog.refresh.choose import Decided, by_rule, decide, refused_by_maintainers, without_refused
from advisor.catalog.refresh.conflicts import confirmations_held
from advisor.catalog.refresh.gather import OnProgress, SourceFile, files_in, gathered, recognised_files
from advisor.catalog.refresh.records import AcceptedRows, Proposal, Refusal, SourceProblem, SourceReport, problem_of
from advisor.catalog.refresh.waiting import remember_waiting, still_waiting
from advisor.errors import InputError, Problem
from advisor.services.refresh.after import After, after_refresh
from advisor.settings import Settings

Fetch = Callable[[Sequence[str], Catalog, OnProgress], tuple[list[SourceFile], list[SourceProblem]]]
"""Gets the files of named sources (all by default) from where they are published."""
Again = Callable[[Catalog], Sequence[Proposal]]
"""What the same files propose for another catalog."""
FoundAt = tuple[str, str, str, str]
"""File, row, column and rule of something that the audit finds."""
_ROUNDS: Final = 3
"""A second list fills and confirms a row that a first one brought: two looks do that, a third is for safety."""


@dataclass(frozen=True, slots=True)
class RefreshOptions:
    """What was asked for: from where, which sources, what to accept and refuse, where to write.

    ``folder`` None asks the sources themselves. ``data`` is the catalog to refresh (the installation's by default) and
    ``write`` a folder of whole tables to write instead of an edition in the overlay.
    """

    folder: Path | None = None
    sources: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    refuse: tuple[str, ...] = ()
    data: Path | None = None
    write: Path | None = None
    dated: date | None = None
    refit: bool = True
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh proposed and did; ``edition`` is blank, and ``files`` empty, where nothing was written."""

    proposals: tuple[Proposal, ...]
    reports: tuple[SourceReport, ...]
    problems: tuple[SourceProblem, ...]
    accepted: tuple[Proposal, ...] = ()
    refused: int = 0
    left_out: tuple[Problem, ...] = ()
    edition: str = ""
    files: tuple[str, ...] = ()
    digest: str = ""
    after: After = field(default_factory=After)

    @property
    def ready(self) -> tuple[Proposal, ...]:
        """The proposals that accepting all would take."""
        return tuple(p for p in self.proposals if not p.to_decide)


def refresh(
    options: RefreshOptions,
    *,
    today: date,
    fetch: Fetch | None = None,
    progress: OnProgress = lambda _source, _text: None,
) -> Refreshed:
    """Run a refresh; raises InputError where what was asked for cannot be meant.

    Proposals are made against the shipped tables with the edition in force; the user's own rows stand above both and
    are never touched.
    """
    settings = Settings()
    overlay = settings.overlay_dir
    if options.write is not None and options.write.exists():
        folders.finish_interrupted(options.write)
    base = _base(options, settings)
    files, problems = _files(options, base, today=today, fetch=fetch, progress=progress)
    known = recognised_files(files, wanted=options.sources, progress=progress, problems=problems)
    found = gathered(known, base, progress=progress)
    proposals = _open(found.proposals, base, overlay)
    outcome = Refreshed(proposals, found.reports, found.problems)
    decisions = decide(proposals, options.accept, options.refuse)
    if decisions.refused:
        editions.remember_refusals(overlay, decisions.refusals(proposals, today))
        outcome = replace(outcome, refused=len(decisions.refused))

    def again(catalog: Catalog) -> Sequence[Proposal]:
        return _open(gathered(known, catalog).proposals, base, overlay)

    return _take(decisions, outcome, base, options, overlay, again=again, today=today, progress=progress)


def _open(found: Sequence[Proposal], base: Catalog, overlay: Path) -> tuple[Proposal, ...]:
    """What is proposed and was not refused, here or in the catalog, as blocked as it was when it was left behind."""
    refused = (*refused_by_maintainers(base), *editions.refusals(overlay))
    return confirmations_held(still_waiting(without_refused(found, refused), overlay))


def _base(options: RefreshOptions, settings: Settings) -> Catalog:
    """The catalog that proposals are made against."""
    if options.write is not None:
        return load_catalog(options.write if (options.write / "model_catalog.csv").is_file() else options.data)
    catalog = load_catalog(options.data or settings.catalog_dir)
    return editions.with_edition(catalog, editions.read_edition(settings.overlay_dir))


def _files(
    options: RefreshOptions, base: Catalog, *, today: date, fetch: Fetch | None, progress: OnProgress
) -> tuple[list[SourceFile], list[SourceProblem]]:
    if options.folder is not None:
        if not options.folder.is_dir():
            raise InputError(
                "The folder cannot be read:", [Problem("--from", str(options.folder), "a folder of the sources' files")]
            )
        return files_in(options.folder, today=today, dated=options.dated)
    return ([], []) if fetch is None else fetch(options.sources, base, progress)


def _take(
    decisions: Decided,
    outcome: Refreshed,
    base: Catalog,
    options: RefreshOptions,
    overlay: Path,
    *,
    again: Again,
    today: date,
    progress: OnProgress,
) -> Refreshed:
    """Make rows of what was accepted, write them and tell what follows."""
    if not decisions.accepted:
        return outcome
    progress("accept", f"{len(decisions.accepted):,} accepted: made into rows and audited")
    rows, catalog, later = _rows(decisions.accepted, outcome.proposals, base, options.accept, again=again, today=today)
    decisions = replace(decisions, accepted=(*decisions.accepted, *later))
    outcome = replace(outcome, left_out=rows.problems, accepted=rows.proposals)
    impossible = _impossible(decisions, rows, today)
    editions.remember_refusals(overlay, impossible)
    outcome = replace(outcome, proposals=without_refused(outcome.proposals, impossible))
    decided = {p.proposal_id for p in decisions.accepted} | set(decisions.refused)
    left = [p for p in outcome.proposals if p.proposal_id not in decided]
    remember_waiting(overlay, left, {report.source for report in outcome.reports})
    if not moves(rows, base):
        return outcome
    after = after_refresh(
        base, catalog, rows, today=today, refit=options.refit, progress=progress, language=options.language
    )
    if options.write is not None:
        tables = {**rows.tables, **after.tables}
        whole = with_whole_tables(catalog, after.tables)
        kept = overlay / editions.ROOM / "written" / f"{today.isoformat()}-{base.digest[:8]}"
        files = folders.write_folder(options.write, options.data or SHIPPED, whole, tables, kept=kept)
        return replace(outcome, files=files, digest=digest_of(options.write), after=after)
    edition = editions.write_edition(overlay, rows, today=today, replaced=after.tables)
    digest = editions.digest_with(digest_of(options.data or Settings().catalog_dir), edition)
    return replace(outcome, edition=edition.name, digest=digest, after=after)


def _rows(
    accepted: Sequence[Proposal],
    proposals: Sequence[Proposal],
    base: Catalog,
    accept: Sequence[str],
    *,
    again: Again,
    today: date,
) -> tuple[AcceptedRows, Catalog, tuple[Proposal, ...]]:
    """The rows of what was accepted, the catalog with them, and what the same rules then take of new rows."""
    rows, catalog, known = _audited(accepted, base, today, _places(findings_of(base, as_of=today)))
    seen = {proposal.proposal_id for proposal in proposals}
    later: tuple[Proposal, ...] = ()
    for _ in range(_ROUNDS):
        due = _following(rows, again(catalog), accept, seen)
        if not due:
            break
        seen |= {proposal.proposal_id for proposal in due}
        later += due
        more, catalog, known = _audited(due, catalog, today, known)
        rows = joined(rows, more)
    return rows, catalog, later


def _following(
    rows: AcceptedRows, anew: Sequence[Proposal], accept: Sequence[str], seen: Collection[str]
) -> tuple[Proposal, ...]:
    """What the same rules take of the rows that this run brought, which nobody could propose before."""
    brought = {(table, key_of(row, table)) for table, given in rows.tables.items() for row in given}
    return tuple(p for p in by_rule(anew, accept) if (p.table, p.key) in brought and p.proposal_id not in seen)


def _impossible(decisions: Decided, rows: AcceptedRows, today: date) -> tuple[Refusal, ...]:
    """What was accepted and could not be taken is remembered as refused, by the audit: it would be impossible again."""
    taken = {proposal.proposal_id for proposal in rows.proposals}
    reason = rows.problems[0].allowed if len(rows.problems) == 1 else "the audit finds the row impossible"
    lost = [p for p in decisions.accepted if p.proposal_id not in taken]
    return Decided((), {p.proposal_id: reason for p in lost}).refusals(lost, today)


def _audited(
    accepted: Sequence[Proposal], base: Catalog, today: date, before: frozenset[FoundAt]
) -> tuple[AcceptedRows, Catalog, frozenset[FoundAt]]:
    """The rows of accepted proposals, but for those that give the audit something to find that it did not ``before``.

    Gives also what the audit finds with them.
    """
    told: list[Problem] = []
    while True:
        rows = accepted_rows(accepted, base)
        catalog = catalog_with(base, rows)
        found = findings_of(catalog, as_of=today)
        new = [finding for finding in found if not _places([finding]) <= before]
        bad = {(f.file.removesuffix(".csv"), f.row, f.column) for f in new}
        cells = {p.cell for p in accepted}
        whole = {(table, row) for table, row, column in bad if (table, row, column) not in cells}
        kept = [p for p in accepted if p.cell not in bad and (p.table, p.key) not in whole]
        if len(kept) == len(accepted):
            return replace(rows, problems=(*told, *rows.problems)), catalog, _places(found)
        told += map(problem_of, new)
        accepted = kept


def _places(findings: Iterable[Finding]) -> frozenset[FoundAt]:
    return frozenset((f.file, f.row, f.column, f.rule) for f in findings)
