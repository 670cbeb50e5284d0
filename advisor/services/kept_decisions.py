"""Decisions that were kept: replayed on another catalog, and judged whether they need another look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.errors import InputError, Problem
from advisor.guidance.after_go_live.review import Drift
from advisor.report.replay.replay import replay, rerun
from advisor.report.replay.snapshot import load_tables
from advisor.report.replay.watch import WatchedDecision, WatchNote, watch
from advisor.report.replay_record import Replay
from advisor.services.guidance.after_go_live import kept_usage, review_usage
from advisor.services.house.exceptions import catalog_for
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
    every = life.all_kept()
    notes: list[WatchNote] = []
    for kept in every:
        watched = WatchedDecision(
            decision_id=kept.decision_id,
            name=kept.name,
            status=kept.status,
            assessment=kept.assessment,
            chosen_id=kept.chosen_id,
            review_on=kept.review_on,
            drifts=_drifts(entries, kept, catalog),
        )
        under = catalog_for(catalog, entries, kept.decision_id, today)
        notes.extend(watch([watched], under, today, language=language, run=run))
    return tuple(notes), len(every)


def _drifts(entries: Entries | None, kept: KeptDecision, catalog: Catalog) -> tuple[Drift, ...]:
    """What the usage kept beside a decision left of its plan; nothing where none was kept."""
    usage = kept_usage(entries, kept.decision_id) if entries is not None else None
    if usage is None:
        return ()
    found = review_usage(kept.assessment, usage, catalog, chosen_id=kept.chosen_id)
    return found.drifts if found is not None else ()
