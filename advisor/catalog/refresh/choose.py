"""Which proposals somebody accepts or refuses: all, by source, by row, by rule, or from a file of decisions.

"All" never takes what is blocked (a conflict, a weaker source, a suspicious change): that is accepted by its own
name only.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, get_args

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.reading import UnreadableError, cleaned, csv_of, json_of
from advisor.catalog.refresh.records import ROW, Kind, Proposal, Refusal
from advisor.catalog.refresh.sources.registry import BY_NAME
from advisor.catalog.refresh.standing import RULES
from advisor.errors import InputError, Problem
from advisor.safe_cells import safe_text

ALL: Final = "all"
NO_REASON: Final = "no reason given"
_UNDER: Final = re.compile(r"^under=(\d+(?:\.\d+)?)%$")
_ID: Final = re.compile(r"^[0-9a-f]{12}$")
ALLOWED: Final = (
    "all, a source's name, a row's id, under=2% (price differences below), newer (same list, later edition), "
    f"{', '.join(get_args(Kind))}, a table's name, or a file of decisions"
)
_YES: Final = frozenset({"accept", "yes", "a", "x"})
_NO: Final = frozenset({"refuse", "no", "r"})


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: the proposals accepted, and those refused with a reason each."""

    accepted: tuple[Proposal, ...]
    refused: Mapping[str, str]

    def refusals(self, proposals: Sequence[Proposal], today: date) -> tuple[Refusal, ...]:
        """The refusals as they are remembered."""
        return tuple(
            Refusal(
                table=p.table,
                key=p.key,
                field=p.field,
                proposed=p.proposed,
                source=p.source,
                reason=self.refused[p.proposal_id],
                refused_on=today,
            )
            for p in proposals
            if p.proposal_id in self.refused
        )


def without_refused(proposals: Sequence[Proposal], refusals: Sequence[Refusal]) -> tuple[Proposal, ...]:
    """The proposals that were not refused before; one whose value has changed since is made again."""
    gone = {(r.table, r.key, r.field, r.proposed, r.source) for r in refusals}
    return tuple(p for p in proposals if (*p.cell, p.proposed, p.source) not in gone)


def refused_by_maintainers(catalog: Catalog) -> tuple[Refusal, ...]:
    """The refusals that the catalog itself brings: what was looked at once need not be looked at in every house."""
    return tuple(
        Refusal(
            table=row.table_name,
            key=row.row_key,
            field=row.column_name or ROW,
            proposed=row.proposed,
            source=row.list_name,
            reason=row.reason,
            refused_on=row.dated,
        )
        for row in catalog.refused_proposals
    )


def decide(
    proposals: Sequence[Proposal], accept: Sequence[str], refuse: Sequence[str] = (), *, base: Path | None = None
) -> Decided:
    """Read what ``--accept`` and ``--refuse`` say; raises InputError naming everything that means nothing.

    ``refuse`` holds ``ID`` or ``ID=REASON``. Files are looked for in ``base`` (the working folder by default).
    """
    by_id = {p.proposal_id: p for p in proposals}
    accepted: dict[str, Proposal] = {}
    refused: dict[str, str] = {}
    problems: list[Problem] = []
    for wanted in accept:
        found = _meant(wanted, proposals, by_id)
        if found is None:
            file = _decisions_in((base or Path()) / wanted, problems, wanted)
            for name, (verdict, reason) in file.items():
                if verdict in _YES and name in by_id:
                    accepted[name] = by_id[name]
                elif verdict in _NO:
                    refused[name] = reason or NO_REASON
        else:
            accepted |= {p.proposal_id: p for p in found}
    for wanted in refuse:
        name, _, reason = wanted.partition("=")
        if name not in by_id:
            problems.append(
                Problem("--refuse", repr(cleaned(wanted)), "the id of a proposed row, with =REASON behind it")
            )
        refused[name] = cleaned(reason) or NO_REASON
    kept = [p for name, p in accepted.items() if name not in refused]
    problems += _two_of_one_cell(kept)
    if problems:
        raise InputError("What to accept is unclear; nothing was changed:", problems)
    return Decided(tuple(kept), {name: reason for name, reason in refused.items() if name in by_id})


def by_rule(proposals: Sequence[Proposal], accept: Sequence[str]) -> tuple[Proposal, ...]:
    """The proposals that the rules among these words take; a cell that two of them would fill is taken by none.

    Ids and files of decisions name proposals of one run alone and take nothing here.
    """
    rules = [rule for wanted in accept if not _ID.match(wanted) and (rule := _rule(wanted, proposals)) is not None]
    meant = [p for p in proposals if not p.to_decide and any(rule(p) for rule in rules)]
    cells = Counter(p.cell for p in meant)
    return tuple(p for p in meant if cells[p.cell] == 1)


def _meant(wanted: str, proposals: Sequence[Proposal], by_id: Mapping[str, Proposal]) -> list[Proposal] | None:
    """The proposals that a word means; None where it is no word but perhaps a file."""
    if _ID.match(wanted) and wanted in by_id:
        return [by_id[wanted]]
    rule = _rule(wanted, proposals)
    return None if rule is None else [p for p in proposals if not p.to_decide and rule(p)]


def _rule(wanted: str, proposals: Sequence[Proposal]) -> Callable[[Proposal], bool] | None:
    under = _UNDER.match(wanted)
    most = float(under[1]) / 100 if under else 0.0
    rules: list[tuple[bool, Callable[[Proposal], bool]]] = [
        (wanted == ALL, lambda _p: True),
        (bool(under), lambda p: p.kind == "changed" and p.relative is not None and abs(p.relative) < most),
        (wanted == "newer", lambda p: p.reason in ("newer", "seen_again")),
        (wanted in get_args(Kind), lambda p: p.kind == wanted),
        (wanted in BY_NAME or any(p.source == wanted for p in proposals), lambda p: p.source == wanted),
        (wanted in RULES, lambda p: p.table == wanted),
    ]
    return next((rule for meant, rule in rules if meant), None)


def _decisions_in(path: Path, problems: list[Problem], wanted: str) -> dict[str, tuple[str, str]]:
    """Verdict and reason by proposal from a CSV or JSON file with ``proposal_id``, ``decision`` and ``why``."""
    if not path.is_file():
        problems.append(Problem("--accept", repr(cleaned(wanted)[:100]), ALLOWED))
        return {}
    try:
        content = path.read_bytes()
        rows = json_of(content).value if path.suffix == ".json" else csv_of(content)
        rows = rows.get("proposals", []) if isinstance(rows, dict) else rows
        return {
            cleaned(row.get("proposal_id")): (cleaned(row.get("decision")).lower(), cleaned(row.get("why")))
            for row in rows
            if isinstance(row, dict)
        }
    except (OSError, UnreadableError) as error:
        problems.append(Problem("--accept", path.name, f"a table with proposal_id, decision and why ({error})"))
        return {}


def _two_of_one_cell(accepted: Sequence[Proposal]) -> list[Problem]:
    """Of two values for one cell only one can be accepted."""
    seen: dict[tuple[str, str, str], Proposal] = {}
    problems = []
    for proposal in accepted:
        other = seen.setdefault(proposal.cell, proposal)
        if other is not proposal:
            place = f"{proposal.table}.csv row {proposal.key} column {proposal.field}"
            found = f"{other.proposal_id} and {proposal.proposal_id} are both accepted"
            problems.append(Problem(place, found, "one of them: the sources disagree"))
    return problems


def on_a_sheet(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The proposals that are lines of their own: that a row was seen again waits until its conflict is decided."""
    return tuple(p for p in proposals if not (p.kind == "confirmed" and p.blocked == "conflict"))


def decision_sheet(proposals: Sequence[Proposal]) -> str:
    """The proposals as CSV with two blank columns to fill in: decision (accept or refuse) and why."""
    columns = [name for name in Proposal.model_fields if name not in ("cells", "repeats")]
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(["decision", "why", *columns])
    for proposal in on_a_sheet(proposals):
        values = proposal.model_dump(mode="json")
        writer.writerow(["", "", *(_shown(values[name]) for name in columns)])
    return sheet.getvalue()


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else "" if value is None else str(value)
    return safe_text(text)
