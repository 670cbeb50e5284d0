"""What frames the report of a saved decision: its status, its life, what was tried, used and changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from statistics import median
from typing import Final

from advisor.assessment import DecisionStatus
from advisor.catalog.catalog import Catalog
from advisor.guidance.after_go_live.review import UsageReview
from advisor.report.document.meta import LifeEvent, ReportMeta, TrialNote
from advisor.report.governed import REGISTER
from advisor.report.replay.differences import answer_differences
from advisor.services.approval_note import approval_note
from advisor.services.guidance.after_go_live import kept_usage, review_usage
from advisor.services.guidance.fairness import kept_fairness
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle
from advisor.trials.records import Run

_STEPS: Final[dict[str | None, str]] = {
    "draft": "taken back to draft",
    "proposed": "proposed",
    "approved": "approved",
    "rejected": "rejected",
    "superseded": "superseded",
    None: "comment",
}
_STATUSES: Final[dict[str, DecisionStatus]] = {
    "draft": "draft",
    "proposed": "proposed",
    "approved": "approved",
    "rejected": "rejected",
    "superseded": "superseded",
}


def report_frame(
    decision_id: str,
    *,
    decisions: Decisions,
    lifecycle: Lifecycle,
    entries: Entries,
    catalog: Catalog,
    runs: Iterable[Run] = (),
) -> ReportMeta:
    """The frame of the report of a decision that whoever asks may see; raises NotFoundError otherwise."""
    saved = decisions.get(decision_id)
    life = lifecycle.life(decision_id)
    versions = decisions.versions(decision_id)
    register = entries.standing(decision_id, REGISTER)
    return ReportMeta(
        decision_id=decision_id,
        status=_STATUSES[saved.status],
        version=saved.revision,
        life=tuple(
            LifeEvent(at=entry.at.date(), actor=entry.actor, action=_STEPS[entry.status_to], reason=entry.text)
            for entry in life
            if entry.kind != "seen"
        ),
        approval=approval_note(life),
        changes=answer_differences(versions[1].answers, versions[0].answers) if len(versions) > 1 else (),
        trials=trial_notes(runs),
        register_edits=(register.content or "") if register else "",
        usage=_usage(decision_id, lifecycle, entries, catalog),
        fairness=kept_fairness(entries, decision_id),
    )


def _usage(decision_id: str, lifecycle: Lifecycle, entries: Entries, catalog: Catalog) -> UsageReview | None:
    """The usage that was kept, against the assessment that was; None without both."""
    usage, kept = kept_usage(entries, decision_id), lifecycle.kept(decision_id)
    if usage is None or kept is None:
        return None
    return review_usage(kept.assessment, usage, catalog, chosen_id=kept.chosen_id)


def trial_notes(runs: Iterable[Run]) -> tuple[TrialNote, ...]:
    """What the models did in the playground: medians over the whole runs."""
    grouped: defaultdict[str, list[Run]] = defaultdict(list)
    for run in runs:
        if not run.partial and run.failure is None:
            grouped[run.model].append(run)
    return tuple(_note(model, runs) for model, runs in sorted(grouped.items()))


def _note(model: str, runs: list[Run]) -> TrialNote:
    costs = [float(run.cost.usd) for run in runs if run.cost.usd is not None]
    return TrialNote(
        model=model,
        runs=len(runs),
        ttft_s=_median([run.measurement.ttft_s for run in runs]),
        output_tokens_per_s=_median([run.measurement.output_tokens_per_s for run in runs]),
        cost_usd=sum(costs) if costs else None,
    )


def _median(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return median(known) if known else None
