"""What ``advisor catalog refresh`` prints: proposals by source, what waits for a decision, and what was done."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from advisor.catalog.refresh.records import ROW, Proposal
from advisor.services.refresh.run import Refreshed
from advisor.units import told
from advisor.words.tell import tell

SHOWN: Final = 12
"""Proposals of a source that a table shows; ``--all``, or JSON, shows the rest."""
_LONGEST: Final = 60


def refreshed_json(outcome: Refreshed) -> str:
    """The whole outcome as one JSON object."""
    after = outcome.after
    whole: dict[str, Any] = {
        "sources": [report.model_dump(mode="json") for report in outcome.reports],
        "problems": [problem.model_dump(mode="json") for problem in outcome.problems],
        "proposals": [p.model_dump(mode="json") | {"why": why(p)} for p in outcome.proposals],
        "to_do": len(outcome.ready),
        "to_decide": len(outcome.proposals) - len(outcome.ready),
        "accepted": [p.proposal_id for p in outcome.accepted],
        "refused": outcome.refused,
        "left_out": [str(problem) for problem in outcome.left_out],
        "edition": outcome.edition,
        "files": list(outcome.files),
        "catalog_digest": outcome.digest,
        "refitted": list(after.refitted),
        "changes": after.changes,
        "decisions": list(after.decisions),
        "watched": after.watched,
    }
    return json.dumps(whole, ensure_ascii=False)


def refreshed_text(outcome: Refreshed, *, everything: bool = False) -> str:
    """The outcome for people."""
    return "\n".join(_lines(outcome, everything=everything))


def why(proposal: Proposal) -> str:
    """In a few words, why a proposal differs from what stands, and why it waits where it does."""
    parts = [tell(told(f"refresh.reason.{proposal.reason}"), "en")]
    if proposal.blocked is not None:
        parts.append(tell(told(f"refresh.blocked.{proposal.blocked}"), "en"))
    if proposal.missing:
        parts.append(f"still blank: {', '.join(proposal.missing)}")
    return "; ".join(parts)


def _lines(outcome: Refreshed, *, everything: bool) -> Iterator[str]:
    for problem in outcome.problems:
        yield f"problem: {problem.message}"
    taken = {p.proposal_id for p in outcome.accepted}
    open_ones = [p for p in outcome.proposals if p.proposal_id not in taken]
    by_source: defaultdict[str, list[Proposal]] = defaultdict(list)
    for proposal in open_ones:
        by_source[proposal.source].append(proposal)
    for report in outcome.reports:
        yield f"{report.title} of {report.dated}: {report.entries:,} entries"
        yield from _of_source(by_source[report.source], everything=everything)
        if report.unmapped:
            yield f"  {len(report.unmapped):,} names not mapped" + _first(report.unmapped, everything=everything)
        if report.refused:
            yield f"  {len(report.refused):,} entries refused" + _first(report.refused, everything=everything)
    yield from _done(outcome, open_ones)


def _of_source(proposals: Sequence[Proposal], *, everything: bool) -> Iterator[str]:
    ready = [p for p in proposals if not p.to_decide]
    waiting = [p for p in proposals if p.to_decide]
    kinds = Counter(p.kind for p in ready)
    if ready:
        yield "  to accept: " + ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
    held = Counter(str(p.blocked) for p in waiting)
    if waiting:
        yield "  to decide: " + ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in held.most_common())
    told_first = [p for p in (*waiting, *ready) if p.kind != "confirmed"]
    for proposal in told_first if everything else told_first[:SHOWN]:
        yield f"    {one_line(proposal)}"
    if not everything and len(told_first) > SHOWN:
        yield f"    ... and {len(told_first) - SHOWN:,} more (--all shows them)"


def one_line(proposal: Proposal) -> str:
    """A proposal in one line: id, place, from, to, source, why."""
    place = f"{proposal.table} {proposal.key}" + ("" if proposal.field == ROW else f" {proposal.field}")
    stands = f"{proposal.stands} ({proposal.stands_on})" if proposal.stands else "nothing"
    against = f"; against {'; '.join(proposal.against)}" if proposal.against else ""
    moved = "" if proposal.relative is None else f" ({proposal.relative:+.1%})"
    return (
        f"{proposal.proposal_id}  {place}: {stands} -> {proposal.proposed[:_LONGEST]}{moved} "
        f"[{proposal.proposed_source}, {proposal.proposed_on}; {why(proposal)}{against}]"
    )


def _first(names: Sequence[str], *, everything: bool) -> str:
    shown = names if everything else names[:3]
    return ": " + "; ".join(shown) + ("" if everything or len(names) <= len(shown) else "; ...")


def _done(outcome: Refreshed, open_ones: Sequence[Proposal]) -> Iterator[str]:
    for problem in outcome.left_out:
        yield f"left out: {problem}"
    if outcome.refused:
        yield f"{outcome.refused:,} refused: not proposed again unless the value changes"
    if outcome.accepted:
        yield from _written(outcome)
    waiting = sum(p.to_decide for p in open_ones)
    ready = len(open_ones) - waiting
    if ready:
        yield f"{ready:,} to accept: --accept all, or a source's name, a row's id, under=2%, newer, a file of decisions"
    elif not outcome.accepted:
        yield "Nothing to do."
    if waiting:
        yield f"{waiting:,} wait for a decision: accept them by their ids, or refuse them with a reason"


def _written(outcome: Refreshed) -> Iterator[str]:
    digest, after = outcome.digest[:12], outcome.after
    if not outcome.edition and not outcome.files:
        yield f"{len(outcome.accepted):,} accepted, and nothing changes: all of it stands already; nothing is written"
        return
    yield f"{len(outcome.accepted):,} accepted"
    if outcome.edition:
        yield f"edition {outcome.edition} is in force, digest {digest} (undo: advisor catalog refresh --undo)"
    if outcome.files:
        yield f"written: {', '.join(outcome.files)} (digest {digest})"
    if after.refitted:
        yield f"fitted again: {', '.join(after.refitted)}"
    if after.changes:
        yield after.changes
    yield f"{len(after.decisions):,} notes on {after.watched:,} saved decisions"
    yield from (f"  {note}" for note in after.decisions)
