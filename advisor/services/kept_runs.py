"""A run of the playground as the database keeps it: the columns that are searched and summed, and the whole as JSON."""

from __future__ import annotations

from advisor.storage.trials import RunKey, TrialStore
from advisor.trials.records import Run


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
