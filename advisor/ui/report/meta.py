"""What frames the report of the decision on the desk: its status, its life, its trials, a replay."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from advisor.assessment import DecisionStatus
from advisor.guidance.after_go_live.review import UsageReview
from advisor.report.document.meta import LifeEvent, ReportMeta, TrialNote
from advisor.report.governed import REGISTER
from advisor.report.replay.differences import answer_differences
from advisor.report.replay_record import Replay
from advisor.services.approval_note import approval_note
from advisor.services.guidance.after_go_live import kept_usage, review_usage
from advisor.services.guidance.fairness import kept_fairness
from advisor.trials.records import Run
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.readable import readable
from advisor.ui.state import OpenDecision

REPLAY_KEY = "report.annex"
_STEPS: dict[str | None, str] = {
    "draft": "taken back to draft",
    "proposed": "proposed",
    "approved": "approved",
    "rejected": "rejected",
    "superseded": "superseded",
    None: "comment",
}
_STATUSES: dict[str, DecisionStatus] = {
    "draft": "draft",
    "proposed": "proposed",
    "approved": "approved",
    "rejected": "rejected",
    "superseded": "superseded",
}


def meta_of(decision: OpenDecision) -> ReportMeta:
    """The frame of the report; of an unsaved decision only the defaults."""
    replay = kept_annex()
    if decision.decision_id is None:
        return ReportMeta()
    saved = installation.decisions().get(decision.decision_id)
    entries = installation.lifecycle().life(decision.decision_id)
    life = tuple(
        LifeEvent(at=entry.at.date(), actor=entry.actor, action=_STEPS[entry.status_to], reason=entry.text)
        for entry in entries
        if entry.kind != "seen"
    )
    versions = installation.decisions().versions(decision.decision_id)
    changes = answer_differences(versions[1].answers, versions[0].answers) if len(versions) > 1 else ()
    register = installation.entries().standing(decision.decision_id, REGISTER)
    return ReportMeta(
        decision_id=decision.decision_id,
        status=_STATUSES[saved.status] if decision.saved else "draft",
        version=saved.revision,
        life=life,
        approval=approval_note(entries),
        changes=changes,
        trials=trial_notes(decision.decision_id),
        register_edits=(register.content or "") if register else "",
        usage=_usage(decision.decision_id),
        fairness=kept_fairness(installation.entries(), decision.decision_id),
        replay=replay if replay is not None and replay.decision_id == decision.decision_id else None,
    )


def _usage(decision_id: str) -> UsageReview | None:
    """The usage that was kept, against the assessment that was; None without both."""
    usage, kept = kept_usage(installation.entries(), decision_id), installation.lifecycle().kept(decision_id)
    if usage is None or kept is None:
        return None
    return review_usage(kept.assessment, usage, installation.catalog(), chosen_id=kept.chosen_id)


def kept_annex() -> Replay | None:
    """The replay that was chosen as an annex in this session."""
    nothing: Replay | None = None
    return state.recall(REPLAY_KEY, nothing)


def trial_notes(decision_id: str) -> tuple[TrialNote, ...]:
    """What the models did in the playground for a decision: medians over the whole runs."""
    grouped: defaultdict[str, list[Run]] = defaultdict(list)
    for run in readable(Run, installation.trials().runs(decision_id=decision_id)):
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
