"""What the report says of an approval: the last proposal, the approval that followed it, who has seen what."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from advisor.services.approval_note import approval_note
from advisor.storage.lifecycle import LifeEntry


def entry(actor: str, status_to: str | None = None, **more: Any) -> LifeEntry:
    """A step (or what ``kind`` says) of the first of December."""
    fields: dict[str, Any] = {"kind": "status", "status_from": None, "revision": 1, "chosen_id": None, "text": ""}
    at = datetime(2026, 12, 1, tzinfo=UTC)
    return LifeEntry(**{**fields, "at": at, "actor": actor, "status_to": status_to, **more})


def test_an_approval_is_told_with_its_proposal_conditions_and_review() -> None:
    """Names with day, version and whether they were verified."""
    steps = [
        entry("Ada", "proposed"),
        entry("Grace", "approved", text="fine", conditions="in Germany", review_on=date(2027, 3, 1), verified=True),
    ]
    note = approval_note(steps)
    assert note.proposed is not None
    assert note.approved is not None
    assert (note.proposed.name, note.proposed.verified) == ("Ada", False)
    assert (note.approved.name, note.approved.verified, note.approved.at) == ("Grace", True, date(2026, 12, 1))
    assert (note.reason, note.conditions, note.review_on) == ("fine", "in Germany", date(2027, 3, 1))


def test_what_was_taken_back_or_rejected_has_no_proposal_that_stands() -> None:
    """Nor an approval; one that was superseded keeps both."""
    for last in ("draft", "rejected"):
        assert approval_note([entry("Ada", "proposed"), entry("Ada", last)]).proposed is None
    kept = approval_note([entry("Ada", "proposed"), entry("Grace", "approved"), entry("Ada", "superseded")])
    assert kept.approved is not None


def test_readings_are_told_with_their_version_and_comments_are_not() -> None:
    """In the order in which they were made."""
    life = [entry("Ada", kind="comment"), entry("Council", kind="seen"), entry("Council", kind="seen", revision=2)]
    assert [(named.name, named.version) for named in approval_note(life).seen] == [("Council", 1), ("Council", 2)]
