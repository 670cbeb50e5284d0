"""What frames the report of the decision on the desk: its status, its life, its trials, a replay."""

from __future__ import annotations

from advisor.report.document.meta import ReportMeta
from advisor.report.replay_record import Replay
from advisor.services.answered.report_frame import report_frame
from advisor.trials.records import Run
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.readable import readable
from advisor.ui.state import OpenDecision

REPLAY_KEY = "report.annex"


def meta_of(decision: OpenDecision) -> ReportMeta:
    """The frame of the report; of an unsaved decision only the defaults."""
    house = installation.report_style()[1]
    if decision.decision_id is None:
        return ReportMeta(house=house)
    frame = report_frame(
        decision.decision_id,
        decisions=installation.decisions(),
        lifecycle=installation.lifecycle(),
        entries=installation.entries(),
        catalog=installation.catalog(),
        runs=readable(Run, installation.trials().runs(decision_id=decision.decision_id)),
    )
    replay = kept_annex()
    shown = replay if replay is not None and replay.decision_id == decision.decision_id else None
    status = frame.status if decision.saved else "draft"
    return frame.model_copy(update={"status": status, "replay": shown, "house": house})


def kept_annex() -> Replay | None:
    """The replay that was chosen as an annex in this session."""
    nothing: Replay | None = None
    return state.recall(REPLAY_KEY, nothing)
