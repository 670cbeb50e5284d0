"""What the report says of an approval, read from the life of a decision."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.report.document.meta import ApprovalNote, NamedDay
from advisor.storage.lifecycle import LifeEntry


def approval_note(life: Sequence[LifeEntry]) -> ApprovalNote:
    """The last proposal, the approval that followed it, and who has seen which version; ``life`` is oldest first.

    A decision that was taken back to draft, or rejected, has neither a proposal nor an approval that stands.
    """
    proposed: LifeEntry | None = None
    approved: LifeEntry | None = None
    for entry in life:
        match entry.status_to:
            case "proposed":
                proposed, approved = entry, None
            case "approved":
                approved = entry
            case "draft" | "rejected":
                proposed = approved = None
            case _:
                pass
    return ApprovalNote(
        proposed=None if proposed is None else _named(proposed),
        approved=None if approved is None else _named(approved),
        reason="" if approved is None else approved.text,
        conditions="" if approved is None else approved.conditions,
        review_on=None if approved is None else approved.review_on,
        seen=tuple(_named(entry) for entry in life if entry.kind == "seen"),
    )


def _named(entry: LifeEntry) -> NamedDay:
    return NamedDay(name=entry.actor, at=entry.at.date(), version=entry.revision, verified=entry.verified)
