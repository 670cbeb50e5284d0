"""What the report says besides the assessment: the life of the decision, and what was tried."""

from __future__ import annotations

from datetime import date

from advisor.assessment import DecisionStatus
from advisor.guidance.after_go_live.review import UsageReview
from advisor.guidance.measured_fairness import FairnessEvidence
from advisor.report.replay_record import Replay
from advisor.units import Record, Told


class LifeEvent(Record):
    """One step in the life of a decision: a change of status or a comment, by whom, when, why."""

    at: date
    actor: str
    action: str
    reason: str = ""


class NamedDay(Record):
    """Who did something to which version and when; ``verified`` where whoever it was had signed in."""

    name: str
    at: date
    version: int = 1
    verified: bool = False


class ApprovalNote(Record):
    """Who proposed a decision and who approved it, why, under which conditions, until when, and who has seen it."""

    proposed: NamedDay | None = None
    approved: NamedDay | None = None
    reason: str = ""
    conditions: str = ""
    review_on: date | None = None
    seen: tuple[NamedDay, ...] = ()


class TrialNote(Record):
    """What one model did in the playground for this decision."""

    model: str
    runs: int
    ttft_s: float | None = None
    output_tokens_per_s: float | None = None
    cost_usd: float | None = None
    votes_won: int | None = None
    votes: int | None = None


class HouseLook(Record):
    """How the house's reports look: a footer and a label on every page, and a logo (its bytes, ``png`` or ``svg``)."""

    footer: str = ""
    classification: str = ""
    logo: bytes = b""
    logo_form: str = ""


class ReportMeta(Record):
    """The frame around an assessment; everything has a default, so that an unsaved decision can be reported.

    ``register_edits`` is what people changed in the risk register, as JSON (``RegisterEdits``).
    """

    decision_id: str = ""
    status: DecisionStatus = "draft"
    version: int = 1
    life: tuple[LifeEvent, ...] = ()
    approval: ApprovalNote = ApprovalNote()
    changes: tuple[Told, ...] = ()
    trials: tuple[TrialNote, ...] = ()
    replay: Replay | None = None
    register_edits: str = ""
    usage: UsageReview | None = None
    fairness: tuple[FairnessEvidence, ...] = ()
    house: HouseLook = HouseLook()


class ReportLook(Record):
    """How a report is asked for: language, paper, the chosen sections (None: all), annexes, and what frames it."""

    language: str = "en"
    paper: str = "a4"
    sections: tuple[str, ...] | None = None
    annexes: tuple[str, ...] = ()
    meta: ReportMeta = ReportMeta()
