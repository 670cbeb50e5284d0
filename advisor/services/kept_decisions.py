"""Decisions that were kept: replayed on another catalog, and judged whether they need another look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.errors import InputError, Problem
from advisor.report.replay.replay import replay, rerun
from advisor.report.replay.snapshot import load_tables
from advisor.report.replay.watch import WatchNote
from advisor.report.replay_record import Replay
from advisor.services.house.looked_at import look_at_all
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import KeptDecision, Lifecycle

_NAMED = 10


def kept_decision(life: Lifecycle, decision_id: str) -> KeptDecision:
    """The decision as it was kept; raises ``InputError`` with the ids that there are."""
    known = {item.decision_id: item for item in life.all_kept()}
    kept = known.get(decision_id)
    if kept is None:
        named = ", ".join(f"{item.decision_id} ({item.name})" for item in list(known.values())[:_NAMED])
        allowed = f"the id of a decision that was proposed or exported, so that it was kept: {named or 'there is none'}"
        raise InputError("This decision cannot be replayed:", [Problem("DECISION", decision_id, allowed)])
    return kept


def replay_decision(life: Lifecycle, kept: KeptDecision, catalog: Catalog) -> Replay:
    """A kept decision on ``catalog``, with causes."""
    tables = life.catalog_tables(kept.assessment.provenance.catalog_digest)
    old = load_tables(tables) if tables else None
    return replay(kept.assessment, catalog, old_catalog=old, chosen_id=kept.chosen_id)


def watch_decisions(
    life: Lifecycle,
    catalog: Catalog,
    today: date,
    *,
    language: str = "en",
    run: Callable[[Assessment, Catalog], Assessment] = rerun,
    entries: Entries | None = None,
) -> tuple[tuple[WatchNote, ...], int]:
    """Notes on the saved decisions whose assessment was kept, and how many there are; ``run`` assesses one anew.

    With ``entries`` a decision is noted too whose kept usage lies beyond its plan, and exceptions from the policy of
    the house count for the decisions that have them.
    """
    found = look_at_all(life, catalog, today, language=language, run=run, entries=entries, plans=True)
    return found.notes, found.count
