"""A run of the playground as the database keeps it: the columns that are searched and summed, and the whole as JSON.

And what the runs of a decision measured of waits: evidence for latency, by the rule by which evaluations give it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from advisor.catalog.refresh.sources.own.trials import LEAST
from advisor.decision.records import EvidenceNote
from advisor.storage.trial_parts.records import RunKey
from advisor.storage.trials import TrialStore
from advisor.trials.measures import timing
from advisor.trials.records import Connection, Run
from advisor.units import parsed

MOST: Final = 300
"""The latest runs that are looked at."""


def save_run(store: TrialStore, run: Run) -> None:
    """Keep a run; may be called from a pane's thread."""
    store.save_run(
        RunKey(
            run_id=run.run_id,
            group_id=run.group_id,
            decision_id=run.decision_id,
            use_case=run.use_case,
            started_at=run.started_at,
            connection=run.connection,
            model=run.model,
            whole=run.whole,
            cost_usd=run.cost.usd,
            searched=f"{run.request.prompt[:9000]}\n{run.text[:9000]}\n{run.note}",
        ),
        run.model_dump_json(by_alias=True),
    )


def waits_of(store: TrialStore, decision_id: str | None) -> tuple[EvidenceNote, ...]:
    """What the runs of a decision measured of each model at each provider: medians over whole runs, at least ``LEAST``.

    They say nothing of ability (``prompts`` is 0). A run belongs to the provider that its connection names today;
    one over somebody's own connection counts for nothing here, since others do not know what it leads to.
    """
    if decision_id is None:
        return ()
    known = filter(None, (parsed(Connection, payload) for payload in store.connections_for_all()))
    provider = {one.name: one.provider_id for one in known if one.hosting == "provider_api" and one.provider_id}
    found: defaultdict[tuple[str, str], list[Run]] = defaultdict(list)
    for payload in store.runs(decision_id=decision_id, limit=MOST):
        run = parsed(Run, payload)
        if run is not None and run.whole and run.catalog_model_id and run.connection in provider:
            bare = run.model_copy(update={"text": "", "reasoning": ""})  # three hundred may have megabytes each
            found[run.catalog_model_id, provider[run.connection]].append(bare)
    measured = [(*pair, runs, timing.waits_of(runs)) for pair, runs in sorted(found.items())]
    return tuple(_note(model, at, runs, waits) for model, at, runs, waits in measured if waits.runs >= LEAST)


def _note(model_id: str, provider_id: str, runs: Sequence[Run], waits: timing.Waits) -> EvidenceNote:
    return EvidenceNote(
        alternative_or_model=model_id,
        metric="",
        estimate=0.0,
        standard_error=0.0,
        prompts=0,
        dated=max(run.started_at for run in runs).date().isoformat(),
        effect="",
        provider=provider_id,
        ttft_ms=waits.ttft_ms,
        itl_ms=waits.itl_ms,
        timed=waits.runs,
    )
